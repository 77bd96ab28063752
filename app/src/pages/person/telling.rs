//! What the person said, as a form says it: first put together, then read back, then entered.

use super::parts::Scopes;
use crate::components::problem::problem_words;
use crate::i18n::Locale;
use crate::text;
use crate::visit::Visit;
use domain::choice::{Channel, Scope, Stance};
use domain::clock::{format_date, parse_date};
use domain::desk::Telling;
use domain::failure::Problem;
use domain::id::LookUpId;
use leptos::prelude::*;

/// The ways in which a person's word reaches the desk.
const CHANNELS: [Channel; 3] = [Channel::Phone, Channel::Paper, Channel::Counter];

/// Reads what a form says.
///
/// # Errors
/// [`Problem::UnknownScope`], [`Problem::Malformed`], [`Problem::InvalidDate`].
pub fn read(scope: &str, stance: &str, channel: &str, received: &str, read_back: bool) -> Result<Telling, Problem> {
    let received = match received.trim() {
        "" => None,
        day => Some(parse_date(day).map_err(|_| Problem::InvalidDate)?),
    };
    Ok(Telling {
        scope: scope.parse::<Scope>().map_err(|_| Problem::UnknownScope)?,
        stance: stance.parse::<Stance>().map_err(|_| Problem::Malformed)?,
        channel: Channel::from_code(channel).ok_or(Problem::Malformed)?,
        received,
        read_back,
    })
}

/// What the first form put into the address: nothing in it names anybody.
pub(super) fn put_together(visit: &Visit) -> Option<Result<Telling, Problem>> {
    let scope = visit.query("scope")?;
    let part = |name| visit.query(name).unwrap_or_default();
    Some(read(&scope, &part("stance"), &part("channel"), &part("received"), true))
}

/// The first step: what about, which way, how it came, and when.
#[component]
pub(super) fn PutTogether(look_up: LookUpId, scopes: Scopes, today: String, chosen: Option<Telling>) -> AnyView {
    let path = format!("{}#read-back", crate::routes::Path::PersonLookUp(look_up));
    let (scope, stance, channel) = match &chosen {
        Some(telling) => (telling.scope.clone(), telling.stance, telling.channel),
        None => (Scope::All, Stance::Refuse, Channel::Phone),
    };
    let received = chosen.and_then(|telling| telling.received).map(format_date);
    let options = scopes.all.into_iter().map(|(of, name)| view! { <option value=of.to_string() selected=of == scope>{name}</option> });
    let stances = [(Stance::Refuse, "person-refuses"), (Stance::Allow, "person-allows")]
        .map(|(of, key)| view! { <option value=of.code() selected=of == stance>{text!(key)}</option> });
    let channels = CHANNELS.map(|of| {
        view! { <option value=of.code() selected=of == channel>{text!(&format!("channel-{}", of.code()))}</option> }
    });
    view! {
        <form method="get" action=path class="form" autocomplete="off">
            <div class="field">
                <label for="scope">{text!("person-scope")}</label>
                <select id="scope" name="scope">{options.collect_view()}</select>
            </div>
            <div class="field">
                <label for="stance">{text!("person-stance")}</label>
                <select id="stance" name="stance">{stances.collect_view()}</select>
            </div>
            <div class="field">
                <label for="channel">{text!("person-channel")}</label>
                <p class="hint" id="channel-hint">{text!("person-channel-hint")}</p>
                <select id="channel" name="channel" aria-describedby="channel-hint">{channels.collect_view()}</select>
            </div>
            <div class="field">
                <label for="received">{text!("person-received")}</label>
                <p class="hint" id="received-hint">{text!("person-received-hint")}</p>
                <input id="received" name="received" type="date" class="short" max=today value=received aria-describedby="received-hint" />
            </div>
            <button type="submit" class="btn">
                {text!("person-to-read-back")}
            </button>
        </form>
    }
    .into_any()
}

/// The second step: the sentence that is read to the person, and the tick that it was.
#[component]
pub(super) fn ReadBack(look_up: LookUpId, telling: Telling, problem: Option<Problem>, scopes: Scopes, key: String) -> AnyView {
    let sentence = sentence(&telling, &scopes);
    let refused = problem.map(|problem| {
        let second = (problem == Problem::NeedsSecondPerson).then(|| {
            view! { <p>{text!("person-allow-needs-two")}</p> }
        });
        view! {
            <div class="notice bad" role="alert" data-problem=problem.code()>
                <div>
                    <p>{problem_words(problem)}</p>
                    {second}
                </div>
            </div>
        }
    });
    let form = problem.is_none().then(|| {
        view! {
            <form method="post" action="/do/person/decide" class="form">
                <input type="hidden" name="look_up" value=look_up.to_string() />
                <input type="hidden" name="scope" value=telling.scope.to_string() />
                <input type="hidden" name="stance" value=telling.stance.code() />
                <input type="hidden" name="channel" value=telling.channel.code() />
                <input type="hidden" name="received" value=telling.received.map(format_date).unwrap_or_default() />
                <input type="hidden" name="key" value=key />
                <label class="check">
                    <input type="checkbox" name="read_back" value="yes" required />
                    <span>{if telling.channel == Channel::Paper { text!("person-compared") } else { text!("person-was-read-back") }}</span>
                </label>
                <button type="submit" class="btn big">
                    {text!("person-enter")}
                </button>
            </form>
        }
    });
    view! {
        <section class="card stack" id="read-back" data-scope=telling.scope.to_string()>
            <h2>{text!("person-read-back")}</h2>
            {refused}
            <blockquote class="read-back">
                <p>{sentence}</p>
            </blockquote>
            {form}
        </section>
    }
    .into_any()
}

/// What will be recorded, in a full sentence, as it is said to the person.
fn sentence(telling: &Telling, scopes: &Scopes) -> String {
    let what = scopes.in_sentence(&telling.scope);
    let since = match telling.received {
        Some(day) => text!("person-sentence-from", day = Locale::current().date(day)),
        None => text!("person-sentence-now"),
    };
    let channel = text!(&format!("channel-{}", telling.channel.code()));
    match telling.stance {
        Stance::Refuse => text!("person-sentence-refuse", what = what, since = since, channel = channel),
        Stance::Allow => text!("person-sentence-allow", what = what, since = since, channel = channel),
    }
}
