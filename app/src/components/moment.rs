//! Times, as people read them and as programs do.

use crate::i18n::Locale;
use domain::clock::{Timestamp, format_date};
use leptos::prelude::*;

/// A moment, to the minute.
#[component]
pub fn Moment(
    /// When.
    at: Timestamp,
    /// In which language.
    locale: Locale,
) -> impl IntoView {
    view! { <time datetime=at.to_string()>{locale.moment(at)}</time> }
}

/// The day of a moment, in Tokyo.
#[component]
pub fn Day(
    /// When.
    at: Timestamp,
    /// In which language.
    locale: Locale,
) -> impl IntoView {
    view! { <time datetime=format_date(at.in_tokyo().0)>{locale.date_of(at)}</time> }
}
