//! Check ids and the tokens of rows: nothing is stored of a check, and a later report is still judged by it.

use super::{IdentifierDigest, Key, Keys, base64url, mac, recoded};
use domain::check::{AskedFor, Question};
use domain::clock::Timestamp;
use domain::id::{HolderId, StudyId};
use domain::log::Position;
use subtle::ConstantTimeEq;

impl Keys {
    /// A MAC over holder, use, time and log size, with the last two readable in front of it: stateless, so that ten
    /// million rows store nothing and a later report can still be judged by it.
    #[must_use]
    pub fn check_id(&self, holder: HolderId, question: &Question, checked_at: Timestamp, log_size: Position) -> String {
        check_id(self.check_token.newest(), holder, question, (checked_at, log_size))
    }

    /// Whether that is the id of a check that we answered, with the newest key or one before it.
    #[must_use]
    pub fn is_check_id(&self, named: &str, holder: HolderId, question: &Question, checked_at: Timestamp, log_size: Position) -> bool {
        let mut ids = self.check_token.all().map(|(_, key)| check_id(key, holder, question, (checked_at, log_size)));
        ids.any(|ours| ours.as_bytes().ct_eq(named.as_bytes()).into())
    }

    /// The first 8 bytes of an HMAC over check id, holder, study version and identifier digest.
    #[must_use]
    pub fn row_token(&self, check_id: &str, holder: HolderId, study: (StudyId, i32), digest: &IdentifierDigest) -> [u8; 8] {
        row_token(self.check_token.newest(), check_id, holder, study, digest)
    }

    /// Whether that is the token of such a row: whichever keys were the newest when it was given.
    #[must_use]
    pub fn is_row_token(&self, token: &[u8], check_id: &str, holder: HolderId, study: (StudyId, i32), digest: &IdentifierDigest) -> bool {
        let digests = self.storage.all().map(|(_, older)| recoded(digest, self.storage.newest(), older));
        let mut tokens =
            digests.flat_map(|digest| self.check_token.all().map(move |(_, key)| row_token(key, check_id, holder, study, &digest)));
        tokens.any(|ours| ours.as_slice().ct_eq(token).into())
    }
}

fn check_id(key: &Key, holder: HolderId, question: &Question, (checked_at, log_size): (Timestamp, Position)) -> String {
    let asked_for = match &question.asked_for {
        AskedFor::Study(id) => format!("study:{id}"),
        AskedFor::Purpose { code, commercial } => format!("purpose:{code}:{commercial}"),
    };
    let readable = [checked_at.millis().to_be_bytes(), log_size.0.to_be_bytes()].concat();
    let mac = mac(key, &[b"check", holder.0.as_bytes(), &readable, asked_for.as_bytes()]);
    base64url(&[&readable[..], &mac[..16]].concat())
}

fn row_token(key: &Key, check_id: &str, holder: HolderId, (study, version): (StudyId, i32), digest: &IdentifierDigest) -> [u8; 8] {
    let parts: [&[u8]; 6] = [b"row", check_id.as_bytes(), holder.0.as_bytes(), study.0.as_bytes(), &version.to_be_bytes(), digest];
    let mut token = [0; 8];
    token.copy_from_slice(&mac(key, &parts)[..8]);
    token
}
