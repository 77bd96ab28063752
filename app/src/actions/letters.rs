//! Letters with which people open an account.

use super::prelude::*;

/// Makes a letter for one person. What was mistyped comes back into the form, by way of the store and not of an address.
#[server(prefix = "/do", endpoint = "letters/write-one")]
pub async fn write_one(kind: String, number: String, birth_date: String, #[server(default)] key: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let own_number = match kind.as_str() {
            "patient-number" => true,
            "insured-number" => false,
            _ => return Err(Problem::Malformed.into()),
        };
        let to = Recipients::One { own_number, number, birth_date };
        let id = visit.ports.holder.write_letters(&visit.actor, to, &key).await?;
        let made = visit.ports.holder.letters(&visit.actor, id).await?.is_none_or(|view| !view.letters.is_empty());
        let next = if made { Path::HolderLetters(id).to_string() } else { format!("{}?again={id}#problem", Path::HolderActivations) };
        visit.outgoing.redirect(&next);
        Ok(())
    })
    .await
}

/// Makes a letter for each good row of a list.
#[server(prefix = "/do", endpoint = "letters/write-list")]
pub async fn write_list(rows: String, #[server(default)] key: String) -> Result<(), ServerProblem> {
    let typed = Typed::from([("rows", &*rows)]);
    act_keeping(Some(Place::Letters), typed, move |visit| async move {
        let id = visit.ports.holder.write_letters(&visit.actor, Recipients::List(rows.into_bytes()), &key).await?;
        visit.outgoing.redirect(&Path::HolderLetters(id).to_string());
        Ok(())
    })
    .await
}

/// They are on paper: nobody can read them here any longer.
#[server(prefix = "/do", endpoint = "letters/printed")]
pub async fn printed(letters: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = letters.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.holder.letters_printed(&visit.actor, id).await?;
        visit.outgoing.redirect(&Path::HolderLetters(id).to_string());
        Ok(())
    })
    .await
}

/// The letter with a way back is on paper: nobody can read it here any longer.
#[server(prefix = "/do", endpoint = "letters/way-back-printed")]
pub async fn way_back_printed(letter: String) -> Result<(), ServerProblem> {
    act(move |visit| async move {
        let id = letter.parse().map_err(|_| Problem::NotFound)?;
        visit.ports.holder.way_back_printed(&visit.actor, id).await?;
        visit.outgoing.redirect(&format!("{}?done=printed#done", Path::HolderActivations));
        Ok(())
    })
    .await
}
