//! People who act for others: whom one puts into view, and the end of it.

use super::prelude::*;

/// Puts the person of a grant into view; without one, oneself.
#[server(prefix = "/do", endpoint = "person/view")]
pub async fn view(proxy: Option<String>) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let grant = proxy.filter(|id| !id.is_empty()).map(|id| id.parse()).transpose().map_err(|_| Problem::NotFound)?;
        let (subject, sight) = visit.ports.proxies.to_view(&visit.actor, grant).await?;
        visit.session.view(subject).await?;
        let landing = if sight == ProxySight::Everything { Path::Overview } else { Path::Choices };
        visit.outgoing.redirect(&landing.to_string());
        Ok(())
    })
    .await
}

/// The person ends a grant to act for them.
#[server(prefix = "/do", endpoint = "proxy/end-own")]
pub async fn end_own(proxy: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let grant = proxy.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.proxies.end_own(&visit.actor, grant).await?;
        visit.outgoing.redirect("/account?done=proxy-ended#done");
        Ok(())
    })
    .await
}

/// The desk ends a grant to act for the person who was looked up.
#[server(prefix = "/do", endpoint = "proxy/end")]
pub async fn end(look_up: String, proxy: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = look_up.parse().map_err(|_| Problem::LookUpEnded)?;
        let grant = proxy.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.proxies.end(&visit.actor, id, grant).await?;
        visit.outgoing.redirect(&format!("{}?person={id}&done=ended", Path::Proxies));
        Ok(())
    })
    .await
}
