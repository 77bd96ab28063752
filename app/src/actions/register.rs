//! Writing studies, publishing what somebody else wrote, ending them, telling where their results are.

use super::prelude::*;
use domain::study::draft::Draft;

/// Keeps a draft: of a new study, or of one that there is. `more`: the rows of which the form is to show one more.
///
/// # Errors
/// Purposes that no study may have; a draft of somebody else; a study that is over.
#[server(prefix = "/do", endpoint = "register/save")]
pub async fn save(
    study: Option<String>,
    key: Option<String>,
    #[server(default)] draft: Draft,
    more: Option<String>,
) -> Result<(), ServerProblem> {
    let place = match study.as_deref() {
        None => Some(Place::Study(None)),
        Some(id) => id.parse().ok().map(|id| Place::Study(Some(id))),
    };
    let whole = serde_json::to_string(&draft).unwrap_or_default();
    act_keeping(place, Typed::from([("draft", &*whole)]), move |visit| async move {
        let study = study.map(|id| id.parse()).transpose().map_err(|_| Problem::NotFound)?;
        let id = visit.ports.register.save(&visit.actor, Saving { study, draft, key }).await?;
        let place = more.filter(|rows| rows == "users" || rows == "sources").unwrap_or_else(|| "done".to_owned());
        visit.outgoing.redirect(&format!("{}?done=saved#{place}", Path::RegistrarStudy(id)));
        Ok(())
    })
    .await
}

/// Throws one's own draft away.
///
/// # Errors
/// There is none, or it is somebody else's.
#[server(prefix = "/do", endpoint = "register/discard")]
pub async fn discard(study: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        visit.ports.register.discard(&visit.actor, study.parse().map_err(|_| Problem::NotFound)?).await?;
        visit.outgoing.redirect(&format!("{}?done=discarded", Path::Registrar));
        Ok(())
    })
    .await
}

/// Takes over a draft that its writer left.
///
/// # Errors
/// Its writer is still at it, or there is none.
#[server(prefix = "/do", endpoint = "register/take-over")]
pub async fn take_over(study: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = study.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.register.take_over(&visit.actor, id).await?;
        visit.outgoing.redirect(&format!("{}?done=taken-over#done", Path::RegistrarStudy(id)));
        Ok(())
    })
    .await
}

/// Publishes what somebody else wrote, as it was read.
///
/// # Errors
/// One's own draft; one that changed since it was read; one that is not complete.
#[server(prefix = "/do", endpoint = "register/publish")]
pub async fn publish(study: String, revision: i32) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = study.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.register.publish(&visit.actor, id, revision).await?;
        visit.outgoing.redirect(&format!("{}?done=published#done", Path::RegistrarStudy(id)));
        Ok(())
    })
    .await
}

/// The study is over.
///
/// # Errors
/// It is already.
#[server(prefix = "/do", endpoint = "register/end")]
pub async fn end(study: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = study.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.register.end(&visit.actor, id).await?;
        visit.outgoing.redirect(&format!("{}?done=ended#done", Path::RegistrarStudy(id)));
        Ok(())
    })
    .await
}

/// The records that an ended study held are deleted.
///
/// # Errors
/// It is not over yet, or was said before.
#[server(prefix = "/do", endpoint = "register/deleted")]
pub async fn deleted(study: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = study.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.register.deleted(&visit.actor, id).await?;
        visit.outgoing.redirect(&format!("{}?done=deleted#done", Path::RegistrarStudy(id)));
        Ok(())
    })
    .await
}

/// Where a study's results are published.
///
/// # Errors
/// A language is missing, or the text is too long.
#[server(prefix = "/do", endpoint = "register/results")]
pub async fn results(study: String, ja: String, en: String) -> Result<(), ServerProblem> {
    let typed = Typed::from([("ja", &*ja), ("en", &en)]);
    act_keeping(study.parse().ok().map(Place::Results), typed, move |visit| async move {
        let id = study.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.register.results(&visit.actor, id, Words { ja, en }).await?;
        visit.outgoing.redirect(&format!("{}?done=results#done", Path::RegistrarStudy(id)));
        Ok(())
    })
    .await
}
