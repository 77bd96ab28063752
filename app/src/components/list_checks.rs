//! The lists that a holder checked, and the alarm when refusals do not reach them.

use crate::i18n::{Locale, number};
use crate::text;
use domain::check::{ListCheck, TEST_PERSONS};
use leptos::prelude::*;

/// Red, when the newest list is not in order; nothing else.
#[component]
pub fn ListAlarm(
    /// The newest list, if there is one.
    newest: Option<ListCheck>,
) -> AnyView {
    let Some(list) = newest.filter(|list| !list.in_order()) else { return ().into_any() };
    let moment = Locale::current().moment(list.checked_at);
    let missing = u64::from(TEST_PERSONS.saturating_sub(list.test_persons_denied));
    view! {
        <div class="notice bad" role="note" data-list="not-in-order">
            <div>
                <p>
                    <strong>{text!("lists-alarm-title")}</strong>
                </p>
                <p>{text!("lists-alarm", moment = moment, missing = missing)}</p>
                <p>{text!("lists-alarm-what-to-do")}</p>
            </div>
        </div>
    }
    .into_any()
}

/// The lists checked last.
#[component]
pub fn ListsChecked(
    /// Newest first.
    lists: Vec<ListCheck>,
) -> AnyView {
    let locale = Locale::current();
    let row = move |list: ListCheck| {
        let tests = text!("lists-tests-of", denied = u64::from(list.test_persons_denied), all = u64::from(TEST_PERSONS));
        view! {
            <tr>
                <th scope="row">{locale.moment(list.checked_at)}</th>
                <td class="n">{number(list.rows)}</td>
                <td class="n">{number(list.permit)}</td>
                <td class="n">{number(list.deny)}</td>
                <td class="n">{number(list.error)}</td>
                <td>
                    <span class="tag" class:ok=list.in_order() class:alert=!list.in_order()>
                        {tests}
                    </span>
                </td>
            </tr>
        }
    };
    let columns = ["lists-when", "lists-rows", "check-file-permit", "check-file-deny", "check-file-error", "lists-tests"];
    view! {
        <section class="stack">
            <h2>{text!("lists-title")}</h2>
            {if lists.is_empty() {
                view! { <p class="card empty">{text!("lists-none")}</p> }.into_any()
            } else {
                view! {
                    <div class="scroll" role="region" tabindex="0" aria-label=text!("lists-title")>
                        <table class="table lists">
                            <thead>
                                <tr>{columns.map(|key| view! { <th scope="col">{text!(key)}</th> }).collect_view()}</tr>
                            </thead>
                            <tbody>{lists.into_iter().map(row).collect_view()}</tbody>
                        </table>
                    </div>
                }
                    .into_any()
            }}
        </section>
    }
    .into_any()
}
