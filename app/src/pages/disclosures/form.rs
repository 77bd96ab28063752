//! The form for a report: what holds for all of it, and the file with the rows.

use crate::i18n::Locale;
use crate::text;
use domain::category::{Category, Form};
use domain::disclosure::report::MAX_RECIPIENT;
use domain::study::Study;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What was written into the form before, by the names of its fields.
type Fields = BTreeMap<String, String>;

/// The form.
#[component]
pub fn ReportForm(
    /// To which studies something can be reported.
    studies: Vec<Study>,
    /// The kinds of records.
    categories: Vec<Category>,
    /// What was written before.
    fields: Fields,
) -> AnyView {
    let corrects = fields.get("corrects").cloned();
    view! {
        <form class="card" method="post" action="/do/disclosures/upload" enctype="multipart/form-data">
            {corrects.map(|id| view! { <input type="hidden" name="corrects" value=id /> })}
            <Whereto studies=studies fields=fields.clone() />
            <Kinds categories=categories fields=fields.clone() />
            <Period fields=fields.clone() />
            <Check fields=fields.clone() />
            <div class="field">
                <label for="file">{text!("report-file")}</label>
                <p class="hint" id="file-hint">
                    {text!("report-file-hint")}
                </p>
                <input id="file" name="file" class="drop" type="file" accept=".csv,text/csv" required aria-describedby="file-hint" />
            </div>
            <label class="check">
                <input type="checkbox" name="include_denied" value="yes" checked=fields.contains_key("include_denied") />
                <span>{text!("report-include-denied")}</span>
            </label>
            <p class="row">
                <button type="submit" class="btn big">
                    {text!("report-to-preview")}
                </button>
            </p>
            <p class="small muted">{text!("report-to-preview-what")}</p>
        </form>
    }
    .into_any()
}

fn said(fields: &Fields, name: &str) -> String {
    fields.get(name).cloned().unwrap_or_default()
}

/// To whom, and when.
#[component]
fn Whereto(studies: Vec<Study>, fields: Fields) -> AnyView {
    let locale = Locale::current();
    let chosen = said(&fields, "study");
    let options = studies.into_iter().map(|study| {
        let id = study.id.to_string();
        let selected = id == chosen;
        view! {
            <option value=id selected=selected>
                {locale.pick(&study.registration.title)}
            </option>
        }
    });
    view! {
        <div class="field">
            <label for="study">{text!("report-study")}</label>
            <select id="study" name="study" required>
                <option value="">{text!("check-file-choose")}</option>
                {options.collect_view()}
            </select>
        </div>
        <div class="field">
            <label for="disclosed_at">{text!("report-disclosed-at")}</label>
            <p class="hint" id="disclosed_at-hint">
                {text!("report-disclosed-at-hint")}
            </p>
            <input
                id="disclosed_at"
                name="disclosed_at"
                class="short"
                type="datetime-local"
                value=said(&fields, "disclosed_at")
                required
                aria-describedby="disclosed_at-hint"
            />
        </div>
        <div class="field">
            <label for="recipient">{text!("report-recipient")}</label>
            <p class="hint" id="recipient-hint">
                {text!("report-recipient-hint")}
            </p>
            <input
                id="recipient"
                name="recipient"
                type="text"
                autocomplete="off"
                maxlength=MAX_RECIPIENT.to_string()
                value=said(&fields, "recipient")
                required
                aria-describedby="recipient-hint"
            />
        </div>
    }
    .into_any()
}

/// Which records, in which form.
#[component]
fn Kinds(categories: Vec<Category>, fields: Fields) -> AnyView {
    let locale = Locale::current();
    let (form, kinds) = (said(&fields, "form"), said(&fields, "category"));
    let forms = Form::ALL.map(|one| {
        view! {
            <option value=one.code() selected=one.code() == form>
                {text!(&format!("form-{}", one.code()))}
            </option>
        }
    });
    let picks = categories.into_iter().map(|category| {
        let checked = kinds.split_whitespace().any(|kind| kind == category.code);
        view! {
            <label class="pick">
                <input type="checkbox" name="category" value=category.code checked=checked />
                <span>{locale.pick(&category.name)}</span>
            </label>
        }
    });
    view! {
        <div class="field">
            <label for="form">{text!("report-form")}</label>
            <select id="form" name="form" required>
                <option value="">{text!("check-file-choose")}</option>
                {forms.collect_view()}
            </select>
        </div>
        <fieldset class="field">
            <legend>{text!("report-categories")}</legend>
            <div class="picks">{picks.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// The first and last day of the records.
#[component]
fn Period(fields: Fields) -> AnyView {
    let day = |name: &'static str, label: &'static str| {
        view! {
            <div class="field">
                <label for=name>{text!(label)}</label>
                <input id=name name=name class="short" type="date" value=said(&fields, name) />
            </div>
        }
    };
    let (from, to) = (day("records_from", "report-records-from"), day("records_to", "report-records-to"));
    view! {
        {from}
        {to}
    }
    .into_any()
}

/// The check that was asked before.
#[component]
fn Check(fields: Fields) -> AnyView {
    view! {
        <div class="field">
            <label for="check_id">{text!("report-check")}</label>
            <p class="hint" id="check_id-hint">
                {text!("report-check-hint")}
            </p>
            <input
                id="check_id"
                name="check_id"
                type="text"
                autocomplete="off"
                spellcheck="false"
                maxlength="200"
                value=said(&fields, "check_id")
                aria-describedby="check_id-hint"
            />
        </div>
    }
    .into_any()
}
