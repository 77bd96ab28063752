//! The e-mail address.

use super::prelude::*;

/// Takes an address, and mails it a code.
#[server(prefix = "/do", endpoint = "contact/enter")]
pub async fn enter(address: String) -> Result<(), ServerProblem> {
    act_keeping(Some(Place::Contact), Typed::from([("address", address.as_str())]), |visit| async move {
        let language = Language::from_code(visit.locale.code()).ok_or(Problem::Malformed)?;
        visit.ports.contact.enter(&visit.actor, &address, language).await?;
        visit.outgoing.redirect("/account?done=contact-entered#contact");
        Ok(())
    })
    .await
}

/// Takes the code from the mail.
#[server(prefix = "/do", endpoint = "contact/confirm")]
pub async fn confirm(code: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.contact.confirm(&visit.actor, &code).await?;
        visit.outgoing.redirect("/account?done=contact-confirmed#contact");
        Ok(())
    })
    .await
}

/// What is told by mail. A box that is not ticked is not sent.
#[server(prefix = "/do", endpoint = "contact/choose")]
pub async fn choose(#[server(default)] conflicts: String, #[server(default)] inquiries: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let topics = domain::contact::Topics { conflicts: !conflicts.is_empty(), inquiries: !inquiries.is_empty() };
        visit.ports.contact.choose(&visit.actor, topics).await?;
        visit.outgoing.redirect("/account?done=contact-topics#contact");
        Ok(())
    })
    .await
}

/// Forgets the address.
#[server(prefix = "/do", endpoint = "contact/remove")]
pub async fn remove() -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.contact.remove(&visit.actor).await?;
        visit.outgoing.redirect("/account?done=contact-removed#contact");
        Ok(())
    })
    .await
}
