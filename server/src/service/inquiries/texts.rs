//! What was written: sealed on the way in, opened on the way out; and what was refused, kept until it is mended.

use super::InquiriesService;
use crate::service::Core;
use crate::service::form_drafts::{self, slot};
use crate::store::Tx;
use crate::store::inquiry_messages::{self, Message as Row};
use domain::clock::Timestamp;
use domain::failure::{Failure, Problem};
use domain::form_draft::{Place, Typed};
use domain::id::{AccountId, InquiryId, NoticeId};
use domain::inquiry::{Author, Message};
use sha2::{Digest, Sha256};

/// What the seals of texts are bound to, besides their rows.
const TEXTS: &str = "inquiry_messages";
/// How many characters of a text a list shows.
const BEGINNING: usize = 60;

/// A text on its way into an inquiry.
pub(super) struct Writing<'a> {
    core: &'a Core,
    account: AccountId,
    author: Author,
    key_digest: Option<[u8; 32]>,
    plain: &'a str,
}

impl<'a> Writing<'a> {
    pub(super) fn new(core: &'a Core, (account, author): (AccountId, Author), key: Option<&str>, plain: &'a str) -> Self {
        let digest = |key: &str| Sha256::new().chain_update(account.0.as_bytes()).chain_update(key).finalize().into();
        Self { core, account, author, key_digest: key.filter(|key| !key.is_empty()).map(digest), plain }
    }

    /// Where the same form wrote before. The same key with something else is an error.
    pub(super) async fn written_before(&self, tx: &Tx, into: Option<InquiryId>) -> Result<Option<InquiryId>, Failure> {
        let Some(digest) = self.key_digest else { return Ok(None) };
        let Some(before) = inquiry_messages::with_key(tx, self.account, digest).await? else { return Ok(None) };
        let same = into.is_none_or(|into| into == before.inquiry) && opened(self.core, &before)? == self.plain;
        if same { Ok(Some(before.inquiry)) } else { Err(Problem::KeyReused.into()) }
    }

    /// Adds the text. The inquiry is held, or new: nobody else counts its texts at the same time.
    pub(super) async fn add_to(&self, tx: &Tx, inquiry: InquiryId, now: Timestamp) -> Result<(), Failure> {
        let id = row_id(self.core, now);
        let message = Row {
            id,
            inquiry,
            number: inquiry_messages::next_number(tx, inquiry).await?,
            author: self.author,
            account: self.account,
            sealed: self.core.keys.seal(&*self.core.random, TEXTS, id, self.plain),
            key_digest: self.key_digest,
            at: now,
        };
        Ok(inquiry_messages::add(tx, &message).await?)
    }
}

/// A new id of a row: they are ULIDs like all others, without a type of their own.
fn row_id(core: &Core, now: Timestamp) -> uuid::Uuid {
    NoticeId::new(now, &*core.random).0
}

fn opened(core: &Core, message: &Row) -> Result<String, Failure> {
    Ok(core.keys.unseal(TEXTS, message.id, &message.sealed)?)
}

/// The first words of a text, in one line.
pub(super) fn beginning(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let cut: String = line.chars().take(BEGINNING).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

impl InquiriesService {
    pub(super) fn opened(&self, message: &Row) -> Result<String, Failure> {
        opened(&self.core, message)
    }

    /// Every text of an inquiry, oldest first.
    pub(super) async fn messages(&self, id: InquiryId) -> Result<Vec<Message>, Failure> {
        let rows = inquiry_messages::messages_of(self.core.store.db(), id).await?;
        rows.iter().map(|row| Ok(Message { author: row.author, text: self.opened(row)?, at: row.at })).collect()
    }

    /// What that account wrote there and was refused, at all or since that moment.
    pub(super) async fn draft(
        &self,
        (account, place): (AccountId, Option<InquiryId>),
        since: Option<Timestamp>,
    ) -> Result<Option<String>, Failure> {
        let place = Place::Inquiry(place);
        let typed = form_drafts::typed_since(&self.core, slot(account, place), place, since).await?;
        Ok(typed.map(|typed| typed.get("text").to_owned()))
    }

    /// Nothing that somebody wrote is lost because it was refused: a form without JavaScript comes back through an address,
    /// which can carry no text, and finds it here (docs/decisions/0004-refused-text-is-a-draft.md).
    pub(super) async fn keep_refused<T>(
        &self,
        (account, place): (AccountId, Option<InquiryId>),
        typed: &str,
        outcome: Result<T, Failure>,
    ) -> Result<T, Failure> {
        // Of an inquiry that does not exist there is no page to which the text could come back.
        if matches!(&outcome, Err(Failure::Refused(problem)) if !matches!(problem, Problem::NotFound | Problem::TextNeeded)) {
            let place = Place::Inquiry(place);
            form_drafts::keep(&self.core, slot(account, place), place, &Typed::from([("text", typed)])).await?;
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn a_list_shows_how_a_text_begins() {
        assert_eq!(beginning("なぜですか。"), "なぜですか。");
        assert_eq!(beginning("なぜですか。\n教えてください。"), "なぜですか。…");
        assert_eq!(beginning(&"あ".repeat(61)), format!("{}…", "あ".repeat(60)));
        assert_eq!(beginning(&"あ".repeat(60)), "あ".repeat(60));
    }
}
