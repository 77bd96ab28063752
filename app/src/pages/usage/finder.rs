//! What the list of uses is narrowed to: a plain form, whose answers stand in the address.

use crate::components::select::{Choice, Select};
use crate::i18n::Locale;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::disclosure::UseCursor;
use domain::disclosure::history::{History, Narrowed, read_year};
use leptos::prelude::*;

/// What the address asks for. What cannot be read there narrows nothing.
pub(super) fn looked_for(visit: &Visit) -> Narrowed {
    let given = |name| visit.query(name).filter(|value| !value.is_empty());
    Narrowed {
        purpose: given("purpose").and_then(|code| code.parse().ok()),
        holder: given("holder").and_then(|id| id.parse().ok()),
        year: given("year").and_then(|year| read_year(&year)),
    }
}

/// The address that asks for it, from a place on. What stands there needs no escaping.
pub(super) fn address(narrowed: &Narrowed, before: Option<UseCursor>) -> String {
    let parts = [
        narrowed.purpose.as_ref().map(|purpose| format!("purpose={purpose}")),
        narrowed.holder.map(|holder| format!("holder={holder}")),
        narrowed.year.map(|year| format!("year={year}")),
        before.map(|before| format!("before={before}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { Path::Usage.to_string() } else { format!("{}?{}", Path::Usage, parts.join("&")) }
}

/// The filters.
#[component]
pub(super) fn Finder(
    /// What is looked for now.
    narrowed: Narrowed,
    /// What there is to choose from.
    history: History,
) -> AnyView {
    let locale = Locale::current();
    let purposes = history.catalogue.purposes.iter();
    let purposes: Vec<Choice> = purposes
        .map(|purpose| (purpose.code.to_string(), locale.pick(&purpose.name), narrowed.purpose.as_ref() == Some(&purpose.code)))
        .collect();
    let holders = history.holders.iter();
    let holders: Vec<Choice> =
        holders.map(|holder| (holder.id.to_string(), locale.pick(&holder.name), narrowed.holder == Some(holder.id))).collect();
    let years: Vec<Choice> =
        history.years.iter().map(|year| (year.to_string(), locale.year(*year), narrowed.year == Some(*year))).collect();
    // Under a veil nobody is named.
    let named = !holders.is_empty();
    let filtered = !narrowed.is_everything();
    view! {
        <form method="get" action=Path::Usage.to_string() class="card finder" aria-label=text!("usage-narrow")>
            <Select name="purpose" label=text!("usage-purpose") any=text!("usage-any") choices=purposes />
            {named.then(|| view! { <Select name="holder" label=text!("usage-holder") any=text!("usage-any") choices=holders /> })}
            <Select name="year" label=text!("usage-year") any=text!("usage-any") choices=years />
            <p class="row">
                <button type="submit" class="btn ghost">
                    {text!("usage-narrow")}
                </button>
                {filtered
                    .then(|| {
                        view! {
                            <a class="btn quiet" href=Path::Usage.to_string()>
                                {text!("usage-all")}
                            </a>
                        }
                    })}
            </p>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::clock::Timestamp;
    use domain::id::{DisclosureId, HolderId};
    use uuid::Uuid;

    #[test]
    fn a_page_of_what_is_looked_for_says_both() {
        let narrowed = Narrowed { purpose: Some("ai-development".parse().unwrap()), holder: Some(HolderId(Uuid::nil())), year: Some(2025) };
        let before = UseCursor { disclosed_at: Timestamp::from_millis(7), disclosure: DisclosureId(Uuid::nil()) };
        assert_eq!(
            address(&narrowed, Some(before)),
            "/usage?purpose=ai-development&holder=00000000000000000000000000&year=2025&before=7.00000000000000000000000000"
        );
        assert_eq!(address(&Narrowed::default(), None), "/usage");
    }
}
