//! What takes two members of staff: asking, deciding, handing over a code.

use super::prelude::*;

/// Asks a second member of staff. Fields that a kind has no use for are left out by its form.
#[server(prefix = "/do", endpoint = "approval/request")]
pub async fn request(
    look_up: String,
    kind: String,
    reason: String,
    proof: Option<String>,
    other_proof: Option<String>,
    other: Option<String>,
    scope: Option<String>,
    channel: Option<String>,
    role: Option<String>,
    born: Option<String>,
    holder: Option<String>,
    number: Option<String>,
) -> Result<(), ServerProblem> {
    let given = Option::unwrap_or_default;
    let [other, scope, channel] = [given(other), given(scope), given(channel)];
    let [role, born, proof, other_proof] = [given(role), given(born), given(proof), given(other_proof)];
    let [holder, number] = [given(holder), given(number)];
    let typed = Typed::from([
        ("kind", &*kind),
        ("reason", &reason),
        ("other", &other),
        ("scope", &scope),
        ("channel", &channel),
        ("role", &role),
        ("born", &born),
        ("proof", &proof),
        ("other_proof", &other_proof),
        ("holder", &holder),
        ("number", &number),
    ]);
    act_keeping(look_up.parse().ok().map(Place::Approval), typed, move |visit| async move {
        let what = AskedFor::read(&kind, &other, [&scope, &channel], [&role, &born], [&holder, &number])?;
        let look_up = look_up.parse().map_err(|_| Problem::LookUpEnded)?;
        let asking = Asking { look_up, what, reason, proof, other_proof };
        let id = visit.ports.approvals.request(&visit.actor, asking).await?;
        visit.outgoing.redirect(&format!("{}?done=asked", Path::Approval(id)));
        Ok(())
    })
    .await
}

/// Approves or declines what somebody else asked for.
#[server(prefix = "/do", endpoint = "approval/decide")]
pub async fn decide(request: String, verdict: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = request.parse().map_err(|_| Problem::NotFound)?;
        let approve = match verdict.as_str() {
            "approve" => true,
            "decline" => false,
            _ => return Err(Problem::Malformed.into()),
        };
        visit.ports.approvals.decide(&visit.actor, id, approve).await?;
        visit.outgoing.redirect(&format!("{}?done={verdict}", Path::Approval(id)));
        Ok(())
    })
    .await
}

/// Makes a binding code for an approved recovery.
#[server(prefix = "/do", endpoint = "binding-code/make")]
pub async fn make_binding_code(request: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = request.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.approvals.make_binding_code(&visit.actor, id).await?;
        visit.outgoing.redirect(&format!("{}#code", Path::Approval(id)));
        Ok(())
    })
    .await
}
