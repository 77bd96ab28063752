//! Letting organisations join.

use super::prelude::*;

/// Lets one join. What was refused comes back to the form with all that was typed: names of organisations are public.
#[server(prefix = "/do", endpoint = "holders/join")]
pub async fn join(
    name_ja: String,
    name_en: String,
    kind: String,
    #[server(default)] institution_number: String,
) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let source = SourceKind::from_code(&kind).ok_or(Problem::Malformed)?;
        let joining = Joining { name: Words::new(&name_ja, &name_en), kind: source, institution_number: institution_number.clone() };
        let typed = [("ja", &*name_ja), ("en", &name_en), ("kind", &kind), ("number", &institution_number)];
        let back = |problem| back_with(&Path::AdminHolders.to_string(), &typed, "/do/holders/join", problem);
        match visit.ports.holders.join(&visit.actor, joining).await {
            Err(Failure::Refused(problem)) if visit.wants_page => visit.outgoing.redirect(&back(problem).ok_or(problem)?),
            joined => {
                joined?;
                visit.outgoing.redirect("/admin/holders?done=joined#done");
            }
        }
        Ok(())
    })
    .await
}
