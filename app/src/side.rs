//! The one file that knows for which side the crate is being compiled.
//!
//! On the server there is a catalogue of words and no browser; in the browser it is the other way round. What is
//! missing on a side is never reached there: pages, which need words, are not run in the browser, and event handlers,
//! which need a browser, are not run on the server.

#[cfg(feature = "ssr")]
mod catalogue;
#[cfg(all(test, feature = "ssr"))]
pub(crate) use catalogue::has_words;
#[cfg(feature = "ssr")]
pub(crate) use catalogue::{known_words, words};

#[cfg(all(test, not(feature = "ssr")))]
compile_error!("the tests render pages: run them with --features ssr");

#[cfg(feature = "hydrate")]
mod authenticator;
#[cfg(feature = "hydrate")]
mod call;
#[cfg(feature = "hydrate")]
mod fetch;
#[cfg(feature = "hydrate")]
mod upload;
#[cfg(feature = "hydrate")]
pub(crate) use authenticator::{make_passkey, show_passkey};
#[cfg(feature = "hydrate")]
pub(crate) use call::{member, send_form, send_json};
#[cfg(feature = "hydrate")]
pub(crate) use fetch::page_html;
#[cfg(feature = "hydrate")]
pub(crate) use upload::send_list;

/// A list that came back.
pub(crate) struct Answered {
    /// How many were permitted, denied and not answered.
    pub counts: [String; 3],
    /// Where the browser keeps the file.
    pub address: String,
    /// Under which name it is to be kept.
    pub file_name: String,
}

/// The code beside what is to be said of a list that did not come back.
pub(crate) type NotAnswered = String;

#[cfg(not(feature = "ssr"))]
pub(crate) fn words(_: crate::i18n::Locale, key: &str, _: &[(&'static str, crate::i18n::Value)]) -> String {
    key.to_owned()
}

#[cfg(not(feature = "ssr"))]
pub(crate) fn known_words(_: crate::i18n::Locale, _: &str) -> Option<String> {
    None
}

#[cfg(not(feature = "hydrate"))]
mod without_browser {
    use crate::islands::passkey::Trouble;

    pub(crate) async fn make_passkey(_: &str) -> Result<String, Trouble> {
        Err(Trouble::Unsupported)
    }

    pub(crate) async fn show_passkey(_: &str) -> Result<String, Trouble> {
        Err(Trouble::Unsupported)
    }

    pub(crate) async fn send_form(_: &str, _: &[(&str, &str)]) -> Result<String, String> {
        Err("unavailable".to_owned())
    }

    pub(crate) async fn send_json(_: &str, _: &str) -> Result<String, String> {
        Err("unavailable".to_owned())
    }

    pub(crate) fn member(_: &str, _: &str) -> Option<String> {
        None
    }

    pub(crate) async fn page_html(_: &str) -> Option<String> {
        None
    }

    pub(crate) async fn send_list(
        _: &leptos::web_sys::HtmlFormElement,
        _: impl Fn(Option<u32>) + 'static,
    ) -> Result<super::Answered, super::NotAnswered> {
        Err("broke-off".to_owned())
    }
}
#[cfg(not(feature = "hydrate"))]
pub(crate) use without_browser::{make_passkey, member, page_html, send_form, send_json, send_list, show_passkey};
