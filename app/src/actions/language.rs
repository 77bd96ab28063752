//! The language of the pages.

use super::prelude::*;

/// Remembers it, and goes back to the page at hand.
#[server(prefix = "/do", endpoint = "language/set")]
pub async fn set(locale: String, back: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.actor.may(Operation::ReadPublic)?;
        visit.outgoing.set_locale_cookie(Locale::from_code(&locale).ok_or(Problem::Malformed)?);
        visit.outgoing.redirect(local_path(&back).unwrap_or(&Path::Home.to_string()));
        Ok(())
    })
    .await
}
