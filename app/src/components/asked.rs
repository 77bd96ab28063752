//! Who asked what the person chose, as a table.

use crate::i18n::Locale;
use crate::text;
use domain::check::Asked;
use domain::clock::Timestamp;
use domain::purpose::Catalogue;
use leptos::prelude::*;

/// Who asked.
#[component]
pub fn AskedTable(
    /// One row per holder and purposes, latest first.
    asked: Vec<Asked>,
    /// To name the purposes.
    catalogue: Catalogue,
) -> AnyView {
    let rows = asked.into_iter().map(|asked| view! { <AskedRow asked=asked catalogue=catalogue.clone() /> }).collect_view();
    view! {
        <table class="asked">
            <thead>
                <tr>
                    <th scope="col">{text!("overview-asked-holder")}</th>
                    <th scope="col">{text!("overview-asked-for")}</th>
                    <th scope="col">{text!("overview-asked-first")}</th>
                    <th scope="col">{text!("overview-asked-latest")}</th>
                    <th scope="col">{text!("overview-asked-count")}</th>
                    <th scope="col">{text!("overview-asked-answer")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// One holder that asked for certain purposes. On a phone the row is a small card, so each cell carries its heading.
#[component]
fn AskedRow(
    /// The holder, what for, and how often.
    asked: Asked,
    /// To name the purposes.
    catalogue: Catalogue,
) -> AnyView {
    let locale = Locale::current();
    let purposes =
        asked.purposes.iter().filter_map(|code| catalogue.find(code)).map(|purpose| view! { <li>{locale.pick(&purpose.name)}</li> });
    let (class, answer) =
        if asked.last_permitted { ("tag ok", text!("overview-asked-permitted")) } else { ("tag stop", text!("overview-asked-denied")) };
    let day = move |at: Timestamp| view! { <time datetime=at.to_string()>{locale.date_of(at)}</time> };
    view! {
        <tr>
            <th scope="row">{asked.holder_name.as_ref().map_or_else(|| text!("veil-name"), |name| locale.pick(name))}</th>
            <td data-label=text!("overview-asked-for")>
                <ul>{purposes.collect_view()}</ul>
            </td>
            <td data-label=text!("overview-asked-first")>{day(asked.first)}</td>
            <td data-label=text!("overview-asked-latest")>
                <time datetime=asked.last.to_string()>{locale.moment(asked.last)}</time>
            </td>
            <td data-label=text!("overview-asked-count")>{text!("overview-asked-times", count = asked.count)}</td>
            <td data-label=text!("overview-asked-answer")>
                <span class=class>{answer}</span>
            </td>
        </tr>
    }
    .into_any()
}
