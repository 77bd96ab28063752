//! What the desk does for one person.

use super::prelude::*;

/// Looks for one person. What was typed stands in no address.
#[server(prefix = "/do", endpoint = "person/look-up")]
pub async fn look_up(system: String, value: String, birth_date: String, reason: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = visit.ports.desk.look_up(&visit.actor, LookUpBy { system, value, birth_date, reason }).await?;
        visit.outgoing.redirect(&Path::PersonLookUp(id).to_string());
        Ok(())
    })
    .await
}

/// Makes known the person who was not found.
#[server(prefix = "/do", endpoint = "person/create")]
pub async fn create(look_up: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = look_up.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.desk.create(&visit.actor, id).await?;
        visit.outgoing.redirect(&Path::PersonLookUp(id).to_string());
        Ok(())
    })
    .await
}

/// Closes the person.
#[server(prefix = "/do", endpoint = "person/close")]
pub async fn close(look_up: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = look_up.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.desk.close(&visit.actor, id).await?;
        visit.outgoing.redirect(&Path::Person.to_string());
        Ok(())
    })
    .await
}

/// Lets another member of staff look at a protected person, or does not.
#[server(prefix = "/do", endpoint = "person/let-look")]
pub async fn let_look(look_up: String, answer: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = look_up.parse().map_err(|_| Problem::Malformed)?;
        let yes = match answer.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(Problem::Malformed.into()),
        };
        visit.ports.desk.let_look(&visit.actor, id, yes).await?;
        visit.outgoing.redirect(&Path::Person.to_string());
        Ok(())
    })
    .await
}

/// Enters what the person said, once it was read back.
#[server(prefix = "/do", endpoint = "person/decide")]
pub async fn decide(
    look_up: String,
    scope: String,
    stance: String,
    channel: String,
    #[server(default)] received: String,
    read_back: Option<String>,
    key: Option<String>,
) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = look_up.parse().map_err(|_| Problem::Malformed)?;
        let telling = crate::pages::person::telling::read(&scope, &stance, &channel, &received, read_back.is_some())?;
        visit.ports.desk.decide(&visit.actor, id, telling, key).await?;
        visit.outgoing.redirect(&format!("{}#entered", Path::PersonLookUp(id)));
        Ok(())
    })
    .await
}

/// Opens the history with a reason of its own.
#[server(prefix = "/do", endpoint = "person/history")]
pub async fn history(look_up: String, reason: String) -> Result<(), ServerProblem> {
    let typed = Typed::from([("form", "history"), ("reason", &*reason)]);
    act_keeping(look_up.parse().ok().map(Place::Person), typed, move |visit| async move {
        let id = look_up.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.desk.open_history(&visit.actor, id, &reason).await?;
        visit.outgoing.redirect(&format!("{}#uses", Path::PersonLookUp(id)));
        Ok(())
    })
    .await
}

/// Raises the account's level after two kinds of proof.
#[server(prefix = "/do", endpoint = "person/level")]
pub async fn level(look_up: String, one: String, other: String) -> Result<(), ServerProblem> {
    let typed = Typed::from([("form", "level"), ("one", &*one), ("other", &other)]);
    act_keeping(look_up.parse().ok().map(Place::Person), typed, move |visit| async move {
        let id = look_up.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.desk.raise_level(&visit.actor, id, [&one, &other]).await?;
        visit.outgoing.redirect(&format!("{}#done", Path::PersonLookUp(id)));
        Ok(())
    })
    .await
}

/// Makes a letter with a code, to be printed.
#[server(prefix = "/do", endpoint = "person/letter")]
pub async fn letter(look_up: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = look_up.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.desk.issue_letter(&visit.actor, id).await?;
        visit.outgoing.redirect(&Path::PersonLetter(id).to_string());
        Ok(())
    })
    .await
}

/// Puts the person under protection.
#[server(prefix = "/do", endpoint = "person/protect")]
pub async fn protect(look_up: String, reason: String) -> Result<(), ServerProblem> {
    let typed = Typed::from([("form", "protect"), ("reason", &*reason)]);
    act_keeping(look_up.parse().ok().map(Place::Person), typed, move |visit| async move {
        let id = look_up.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.desk.protect(&visit.actor, id, &reason).await?;
        visit.outgoing.redirect(&format!("{}#done", Path::PersonLookUp(id)));
        Ok(())
    })
    .await
}

/// Writes a death down.
#[server(prefix = "/do", endpoint = "person/deceased")]
pub async fn deceased(look_up: String, day: String, one: String, other: String) -> Result<(), ServerProblem> {
    let typed = Typed::from([("form", "deceased"), ("day", &*day), ("one", &one), ("other", &other)]);
    act_keeping(look_up.parse().ok().map(Place::Person), typed, move |visit| async move {
        let id = look_up.parse().map_err(|_| Problem::Malformed)?;
        visit.ports.desk.deceased(&visit.actor, id, &day, [&one, &other]).await?;
        visit.outgoing.redirect(&format!("{}#done", Path::PersonLookUp(id)));
        Ok(())
    })
    .await
}
