//! What to do about a notice.

use crate::text;
use domain::account::Notice;
use domain::clock::Timestamp;

/// What whoever did not come back themselves can do: an earlier passkey cancels a recovery within a day. When that was done,
/// or is over, the telephone.
pub fn advice(notice: &Notice, closed_until: Option<Timestamp>, now: Timestamp) -> Option<String> {
    if notice.can_be_cancelled(closed_until, now) {
        Some(text!("notice-recovery-cancel"))
    } else {
        notice.kind.is_recovery().then(|| text!("notice-recovery-phone"))
    }
}
