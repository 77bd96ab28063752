//! The ceremonies, step by step.

use super::day::read_day;
use super::{Met, Trouble};
use crate::actions::{Challenge, activation, passkey, recovery, sign_in};
use crate::side::{make_passkey, show_passkey};
use domain::failure::Problem;

/// What comes next.
pub(super) enum Then {
    /// The page that follows.
    Leave,
    /// The records of one more letter belong to the account.
    Joined,
    /// A form is on its way.
    Sent,
    /// The button that makes the passkey.
    SecondStep(Challenge),
}

/// Shows a passkey: a sign-in, or, signed in, the proof that the person is still there.
pub(super) async fn confirm() -> Result<(), Met> {
    let asked = sign_in::begin().await?;
    let shown = show_passkey(&asked.challenge).await?;
    Ok(sign_in::finish(asked.ceremony, shown).await?)
}

/// Sends the code and the birth date of a letter, if both can be read. An invitation to work has no birth date.
pub(super) async fn open_activation(code: &str, birth_date: Option<&str>) -> Result<Then, Met> {
    let code = code.trim();
    let day = birth_date.map_or_else(|| Some(String::new()), read_day);
    let Some(day) = day.clone().filter(|_| !code.is_empty()) else {
        return Err(Met::Unread { code: code.is_empty(), day: day.is_none() });
    };
    Ok(match activation::begin(code.to_owned(), day).await? {
        activation::Opened::Register(challenge) => Then::SecondStep(challenge),
        activation::Opened::Joined { .. } => Then::Joined,
    })
}

/// Makes the first passkey.
pub(super) async fn finish_activation(begun: Option<Challenge>) -> Result<Then, Met> {
    let Challenge { ceremony, challenge } = begun.ok_or(Trouble::Failed)?;
    let made = make_passkey(&challenge).await?;
    activation::finish(ceremony, made).await?;
    Ok(Then::Leave)
}

/// Sends a printed code.
pub(super) async fn open_recovery(code: &str) -> Result<Then, Met> {
    let code = code.trim();
    if code.is_empty() {
        return Err(Met::Unread { code: true, day: false });
    }
    Ok(Then::SecondStep(recovery::begin(code.to_owned()).await?))
}

/// Makes the passkey that replaces the lost ones.
pub(super) async fn finish_recovery(begun: Option<Challenge>) -> Result<Then, Met> {
    let Challenge { ceremony, challenge } = begun.ok_or(Trouble::Failed)?;
    let made = make_passkey(&challenge).await?;
    recovery::finish(ceremony, made).await?;
    Ok(Then::Leave)
}

/// Makes one more passkey. Where the last one was shown too long ago, it is asked for first.
pub(super) async fn add() -> Result<Then, Met> {
    let begun = match passkey::begin().await {
        Err(problem) if problem.code == Problem::FreshPasskeyNeeded => {
            confirm().await?;
            passkey::begin().await
        }
        begun => begun,
    };
    let Challenge { ceremony, challenge } = begun?;
    let made = make_passkey(&challenge).await?;
    passkey::finish(ceremony, made).await?;
    Ok(Then::Leave)
}
