//! The form of a study. It works as it stands: an incomplete one is kept, and one more row comes with each saving.

pub(super) mod fields;

use crate::components::study_facts::Lists;
use crate::components::text_area::TextArea;
use crate::i18n::Locale;
use crate::text;
use domain::category::Form;
use domain::holder::SourceKind;
use domain::id::StudyId;
use domain::study::draft::{Draft, Field, FieldError, MAX_LAW, MAX_NUMBER, MAX_ROWS, MAX_TEXT, SourceRow, UserRow};
use fields::{Both, Choices, Line, Pick, flaw_of, flaw_words, label};
use leptos::prelude::*;

/// The whole form.
#[component]
pub fn DraftForm(
    /// The study that it changes; `None`: a new one.
    study: Option<StudyId>,
    /// What was typed.
    draft: Draft,
    /// What is wrong with it.
    flaws: Vec<FieldError>,
    /// What can be chosen.
    lists: Lists,
    /// The form's idempotency key, for a new study.
    key: String,
) -> AnyView {
    let known = study.map(|id| view! { <input type="hidden" name="study" value=id.to_string() /> });
    let new = study.is_none().then(|| view! { <input type="hidden" name="key" value=key /> });
    let summary = (!flaws.is_empty()).then(|| view! { <Summary flaws=flaws.clone() /> });
    view! {
        {summary}
        <form method="post" action="/do/register/save" class="form draft" novalidate=true>
            {known}
            {new}
            <About draft=draft.clone() flaws=flaws.clone() lists=lists.clone() />
            <Users rows=draft.users.clone() flaws=flaws.clone() />
            <Records draft=draft.clone() flaws=flaws.clone() lists=lists />
            <Approval draft=draft flaws=flaws />
            <p class="row">
                <button type="submit" class="btn">
                    {text!("draft-save")}
                </button>
            </p>
            <p class="small muted">{text!("draft-save-why")}</p>
        </form>
    }
    .into_any()
}

/// Everything that is missing before the study can be published, each with a link to its field.
#[component]
fn Summary(flaws: Vec<FieldError>) -> AnyView {
    let item = |(field, flaw): &FieldError| {
        let words = text!("draft-flaw", field = label(*field), flaw = flaw_words(*flaw));
        view! {
            <li>
                <a href=format!("#{}", field.id())>{words}</a>
            </li>
        }
    };
    view! {
        <div class="summary" role="alert" id="flaws" tabindex="-1">
            <h2>{text!("draft-incomplete")}</h2>
            <p>{text!("draft-incomplete-why")}</p>
            <ul>{flaws.iter().map(item).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// What it is about and what for.
#[component]
fn About(draft: Draft, flaws: Vec<FieldError>, lists: Lists) -> AnyView {
    let locale = Locale::current();
    let purpose = |purpose: &domain::purpose::Purpose| {
        let name = locale.pick(&purpose.name);
        let words = if purpose.refusable() { name } else { text!("draft-purpose-exempt", name = name) };
        let code = purpose.code.to_string();
        let chosen = draft.purposes.contains(&code);
        view! { <Pick name="draft[purposes][]" value=code words=words chosen=chosen /> }
    };
    let purposes = lists.catalogue.purposes.iter().map(purpose).collect_view();
    view! {
        <fieldset class="card part">
            <legend>
                <h2>{text!("draft-about")}</h2>
            </legend>
            <Both fields=(Field::TitleJa, Field::TitleEn) name="draft[title]".to_owned() value=draft.title flaws=flaws.clone() />
            <TextArea
                id="summary-ja"
                name="draft[summary][ja]"
                label=label(Field::SummaryJa)
                hint=text!("draft-summary-hint")
                error=flaw_of(&flaws, Field::SummaryJa)
                maxlength=MAX_TEXT
                rows=5
                value=draft.summary.ja
            />
            <TextArea
                id="summary-en"
                name="draft[summary][en]"
                label=label(Field::SummaryEn)
                error=flaw_of(&flaws, Field::SummaryEn)
                maxlength=MAX_TEXT
                rows=5
                value=draft.summary.en
            />
            <Choices field=Field::Purposes flaws=flaws>
                {purposes}
            </Choices>
            <p class="small muted">{text!("draft-never")}</p>
        </fieldset>
    }
    .into_any()
}

/// The rows that were filled, and an empty one as long as there may be more.
fn with_one_more<T: Default>(mut rows: Vec<T>) -> Vec<T> {
    if rows.len() < MAX_ROWS {
        rows.push(T::default());
    }
    rows
}

/// A button that saves, and so brings one more row.
#[component]
fn OneMore(rows: &'static str, words: String) -> AnyView {
    view! {
        <p>
            <button type="submit" name="more" value=rows class="btn ghost">
                {words}
            </button>
        </p>
    }
    .into_any()
}

/// Who uses the records.
#[component]
fn Users(rows: Vec<UserRow>, flaws: Vec<FieldError>) -> AnyView {
    let error = flaw_of(&flaws, Field::Users);
    let row = |(n, row): (usize, UserRow)| {
        view! {
            <fieldset class="part-row">
                <legend class="eyebrow">{text!("draft-user", row = n + 1)}</legend>
                <Both fields=(Field::UserJa(n), Field::UserEn(n)) name=format!("draft[users][{n}][name]") value=row.name flaws=flaws.clone() />
                <label class="pick">
                    <input type="checkbox" name=format!("draft[users][{n}][commercial]") value="true" checked=row.commercial />
                    <span>{text!("draft-user-commercial")}</span>
                </label>
            </fieldset>
        }
    };
    let rows = with_one_more(rows).into_iter().enumerate().map(row).collect_view();
    view! {
        <fieldset class="card part" id="users" tabindex="-1">
            <legend>
                <h2>{label(Field::Users)}</h2>
            </legend>
            <p class="hint">{text!("draft-rows-hint")}</p>
            {error.map(|error| view! { <p class="error">{error}</p> })}
            {rows}
            <OneMore rows="users" words=text!("draft-more-users") />
        </fieldset>
    }
    .into_any()
}

/// Which records, in which form, and from where.
#[component]
fn Records(draft: Draft, flaws: Vec<FieldError>, lists: Lists) -> AnyView {
    let locale = Locale::current();
    let category = |category: &domain::category::Category| {
        let chosen = draft.categories.contains(&category.code);
        view! { <Pick name="draft[categories][]" value=category.code.clone() words=locale.pick(&category.name) chosen=chosen /> }
    };
    let form = |form: Form| {
        let words = text!(&format!("form-{}", form.code()));
        view! { <Pick name="draft[form]" value=form.code().to_owned() words=words chosen=draft.form == form.code() kind="radio" /> }
    };
    let (categories, forms) = (lists.categories.iter().map(category).collect_view(), Form::ALL.map(form).collect_view());
    let error = flaw_of(&flaws, Field::Sources);
    let source = |(n, row): (usize, SourceRow)| view! { <SourceLine n=n row=row flaws=flaws.clone() /> };
    let sources = with_one_more(draft.sources.clone()).into_iter().enumerate().map(source).collect_view();
    view! {
        <fieldset class="card part">
            <legend>
                <h2>{text!("study-records")}</h2>
            </legend>
            <Choices field=Field::Categories flaws=flaws.clone()>
                {categories}
            </Choices>
            <Choices field=Field::Form flaws=flaws.clone()>
                {forms}
            </Choices>
        </fieldset>
        <fieldset class="card part" id="sources" tabindex="-1">
            <legend>
                <h2>{label(Field::Sources)}</h2>
            </legend>
            <p class="hint">{text!("draft-sources-hint")}</p>
            {error.map(|error| view! { <p class="error">{error}</p> })}
            {sources}
            <OneMore rows="sources" words=text!("draft-more-sources") />
        </fieldset>
    }
    .into_any()
}

/// Where records come from.
#[component]
fn SourceLine(n: usize, row: SourceRow, flaws: Vec<FieldError>) -> AnyView {
    let field = Field::SourceKind(n);
    let (id, error) = (field.id(), flaw_of(&flaws, field));
    let (bad, error_id) = (error.is_some(), format!("{id}-error"));
    let option = |kind: SourceKind| {
        view! {
            <option value=kind.code() selected=row.kind == kind.code()>
                {text!(&format!("source-{}", kind.code()))}
            </option>
        }
    };
    let options = SourceKind::ALL.map(option).collect_view();
    view! {
        <fieldset class="part-row">
            <legend class="eyebrow">{text!("draft-source", row = n + 1)}</legend>
            <Both fields=(Field::SourceJa(n), Field::SourceEn(n)) name=format!("draft[sources][{n}][name]") value=row.name flaws=flaws />
            <div class="field" class:bad=bad>
                <label for=id.clone()>{label(field)}</label>
                {error.map(|error| view! { <p class="error" id=error_id.clone()>{error}</p> })}
                <select
                    id=id
                    name=format!("draft[sources][{n}][kind]")
                    aria-invalid=bad.then_some("true")
                    aria-describedby=bad.then_some(error_id)
                >
                    <option value="">{text!("draft-choose")}</option>
                    {options}
                </select>
            </div>
        </fieldset>
    }
    .into_any()
}

/// Who approved it, by which law, from when to when.
#[component]
fn Approval(draft: Draft, flaws: Vec<FieldError>) -> AnyView {
    view! {
        <fieldset class="card part">
            <legend>
                <h2>{text!("use-approval")}</h2>
            </legend>
            <Both
                fields=(Field::ReviewJa, Field::ReviewEn)
                name="draft[review_body]".to_owned()
                value=draft.review_body
                flaws=flaws.clone()
            />
            <Line
                field=Field::ApprovalNumber
                name="draft[approval_number]".to_owned()
                value=draft.approval_number
                flaws=flaws.clone()
                most=MAX_NUMBER
                short=true
            />
            <Both
                fields=(Field::LegalBasisJa, Field::LegalBasisEn)
                name="draft[legal_basis]".to_owned()
                value=draft.legal_basis
                flaws=flaws.clone()
                most=MAX_LAW
            />
            <div class="grid halves">
                <Line field=Field::From name="draft[from]".to_owned() value=draft.from flaws=flaws.clone() kind="date" short=true />
                <Line field=Field::To name="draft[to]".to_owned() value=draft.to flaws=flaws kind="date" short=true />
            </div>
        </fieldset>
    }
    .into_any()
}
