//! A draft: before its writer as a form, before everybody else to be read, to be published, or to be taken over.

use super::form::DraftForm;
use crate::components::study_facts::{Lists, StudyFacts};
use crate::i18n::Locale;
use crate::text;
use domain::id::StudyId;
use domain::ports::register::Drafted;
use domain::study::Registration;
use leptos::prelude::*;

/// A draft before its writer: what is missing, or that somebody else publishes it; how it will look; the form.
#[component]
pub(super) fn OwnDraft(of: Drafted, lists: Lists) -> AnyView {
    let flaws = of.examined.as_ref().err().cloned().unwrap_or_default();
    let complete = of.examined.as_ref().ok().cloned().map(|registration| {
        view! {
            <div class="banner note">
                <div class="wide">
                    <strong>{text!("registrar-complete")}</strong>
                    <p>{text!("registrar-not-yourself")}</p>
                </div>
            </div>
            <details class="more">
                <summary>{text!("registrar-preview")}</summary>
                <Preview of=registration lists=lists.clone() />
            </details>
        }
    });
    view! {
        {complete}
        <DraftForm study=Some(of.study) draft=of.draft flaws=flaws lists=lists key=String::new() />
        <details class="more">
            <summary>{text!("registrar-discard")}</summary>
            <form method="post" action="/do/register/discard" class="stack">
                <input type="hidden" name="study" value=of.study.to_string() />
                <p>{text!("registrar-discard-why")}</p>
                <p>
                    <button type="submit" class="btn danger">
                        {text!("registrar-discard-do")}
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

/// A draft before its second person: to be read as the public will see it, and published as it was read.
#[component]
pub(super) fn OthersDraft(of: Drafted, lists: Lists) -> AnyView {
    let Ok(registration) = of.examined else {
        return view! {
            <div class="banner warn">
                <div class="wide">
                    <strong>{text!("registrar-others-incomplete")}</strong>
                    <p>{text!("registrar-others-incomplete-why")}</p>
                </div>
            </div>
        }
        .into_any();
    };
    let saved = text!("registrar-saved-at", moment = Locale::current().moment(of.saved_at));
    if of.wrote {
        return view! {
            <div class="banner note" id="wrote">
                <div class="wide">
                    <strong>{text!("registrar-wrote")}</strong>
                    <p>{text!("registrar-wrote-why")}</p>
                </div>
            </div>
            <Preview of=registration lists=lists />
        }
        .into_any();
    }
    view! {
        <section class="stack" id="publish">
            <h2>{text!("registrar-preview")}</h2>
            <p class="lead">{text!("registrar-read-first")}</p>
            <p class="small muted">{saved}</p>
            <Preview of=registration lists=lists />
            <form method="post" action="/do/register/publish" class="card wash">
                <input type="hidden" name="study" value=of.study.to_string() />
                <input type="hidden" name="revision" value=of.revision.to_string() />
                <p>{text!("registrar-publish-why")}</p>
                <p class="row">
                    <button type="submit" class="btn">
                        {text!("registrar-publish")}
                    </button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

/// A way out where a draft was left.
#[component]
pub(super) fn TakeOver(of: StudyId) -> AnyView {
    view! {
        <form method="post" action="/do/register/take-over" class="card" id="take-over">
            <h2>{text!("registrar-take-over")}</h2>
            <p>{text!("registrar-take-over-why")}</p>
            <input type="hidden" name="study" value=of.to_string() />
            <p>
                <button type="submit" class="btn ghost">
                    {text!("registrar-take-over-do")}
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// The draft as the public will see it, in both languages: whoever publishes it answers for both.
#[component]
pub(super) fn Preview(of: Registration, lists: Lists) -> AnyView {
    let both = [("ja", of.title.ja.clone(), of.summary.ja.clone()), ("en", of.title.en.clone(), of.summary.en.clone())];
    let words = both.map(|(lang, title, summary)| {
        view! {
            <div lang=lang class="stack tight">
                <h2>{title}</h2>
                <p class="asis">{summary}</p>
            </div>
        }
    });
    view! {
        <div class="preview stack">
            {words.collect_view()} <StudyFacts of=of lists=lists />
        </div>
    }
    .into_any()
}
