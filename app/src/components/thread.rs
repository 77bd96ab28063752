//! What was written in an inquiry, by both sides, in the order in which it was.

use crate::components::moment::Moment;
use crate::i18n::Locale;
use crate::text;
use domain::inquiry::{Author, Message};
use leptos::prelude::*;

/// Every text of an inquiry.
#[component]
pub fn Thread(
    /// Oldest first.
    messages: Vec<Message>,
    /// Which side reads it: the texts of that side are tinted.
    reader: Author,
) -> AnyView {
    let one = move |message: Message| {
        let who = match (message.author, reader) {
            (Author::Person, Author::Person) => text!("thread-you"),
            (Author::Person, Author::Desk) => text!("thread-person"),
            // Whoever it was there: a case may have been a colleague's before.
            (Author::Desk, _) => text!("thread-desk"),
        };
        view! {
            <li class="said" class:own=message.author == reader data-author=message.author.code()>
                <p class="small">
                    <strong>{who}</strong>
                    " "
                    <span class="muted">
                        <Moment at=message.at locale=Locale::current() />
                    </span>
                </p>
                <p class="written" dir="auto">
                    {message.text}
                </p>
            </li>
        }
    };
    view! { <ol class="thread">{messages.into_iter().map(one).collect_view()}</ol> }.into_any()
}
