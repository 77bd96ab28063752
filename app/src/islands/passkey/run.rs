//! The ceremonies, step by step.

use super::day::read_day;
use super::{Met, Trouble};
use crate::side::{make_passkey, member, send_form, send_json, show_passkey};
use domain::failure::Problem;

/// What comes next.
pub(super) enum Then {
    /// The page that follows.
    Leave,
    /// The records of one more letter belong to the account.
    Joined,
    /// A form is on its way.
    Sent,
    /// The button that makes the passkey, and what the server began ([`crate::actions::Challenge`]).
    SecondStep(String),
}

/// Shows a passkey: a sign-in, or, signed in, the proof that the person is still there.
pub(super) async fn confirm() -> Result<(), Met> {
    let begun = send_form("/do/sign-in/begin", &[]).await?;
    send_json("/do/sign-in/finish", &show_passkey(&begun).await?).await?;
    Ok(())
}

/// Sends the code and the birth date of a letter, if both can be read. An invitation to work has no birth date.
pub(super) async fn open_activation(code: &str, birth_date: Option<&str>) -> Result<Then, Met> {
    let code = code.trim();
    let day = birth_date.map_or_else(|| Some(String::new()), read_day);
    let Some(day) = day.clone().filter(|_| !code.is_empty()) else {
        return Err(Met::Unread { code: code.is_empty(), day: day.is_none() });
    };
    let opened = send_form("/do/activation/begin", &[("code", code), ("birth_date", &day)]).await?;
    Ok(member(&opened, "Register").map_or(Then::Joined, Then::SecondStep))
}

/// Makes the first passkey.
pub(super) async fn finish_activation(begun: Option<String>) -> Result<Then, Met> {
    let made = make_passkey(&begun.ok_or(Trouble::Failed)?).await?;
    send_json("/do/activation/finish", &made).await?;
    Ok(Then::Leave)
}

/// Sends a printed code.
pub(super) async fn open_recovery(code: &str) -> Result<Then, Met> {
    let code = code.trim();
    if code.is_empty() {
        return Err(Met::Unread { code: true, day: false });
    }
    Ok(Then::SecondStep(send_form("/do/recovery/begin", &[("code", code)]).await?))
}

/// Makes the passkey that replaces the lost ones.
pub(super) async fn finish_recovery(begun: Option<String>) -> Result<Then, Met> {
    let made = make_passkey(&begun.ok_or(Trouble::Failed)?).await?;
    send_json("/do/recovery/finish", &made).await?;
    Ok(Then::Leave)
}

/// Makes one more passkey. Where the last one was shown too long ago, it is asked for first.
pub(super) async fn add() -> Result<Then, Met> {
    let begun = match send_form("/do/passkey/begin", &[]).await {
        Err(code) if code == Problem::FreshPasskeyNeeded.code() => {
            confirm().await?;
            send_form("/do/passkey/begin", &[]).await
        }
        begun => begun,
    };
    send_json("/do/passkey/finish", &make_passkey(&begun?).await?).await?;
    Ok(Then::Leave)
}
