//! The form by which a change of the catalogue is proposed: a new purpose, or an exemption of one that there is.

use crate::components::again::Again;
use crate::components::select::{Choice, Select};
use crate::components::text_area::TextArea;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::pages::registrar::form::fields::TextLine;
use crate::routes::Path;
use crate::text;
use domain::form_draft::Place;
use domain::purpose::draft::{Draft, EHDS, Field, Flaw, MAX_ACT_REASON, MAX_CODE};
use domain::purpose::{Catalogue, Purpose};
use domain::study::draft::{MAX_LAW, MAX_NAME, MAX_TEXT};
use leptos::prelude::*;

/// What is wrong, field by field.
type Flaws = Vec<(Field, Flaw)>;

/// The form.
#[component]
pub fn RegistrarPurpose() -> impl IntoView {
    page_with_own_heading("catalogue-new", |visit| async move {
        let again = Again::of(&visit, Place::Purpose, "/do/purposes/propose").await?;
        let sent: Option<Draft> = serde_json::from_str(&again.value("draft")).ok();
        let flaws = match &sent {
            Some(draft) => visit.ports.purposes.flaws(&visit.actor, draft).await?,
            None => vec![],
        };
        let catalogue = visit.ports.studies.purposes().await?;
        let asked = sent.as_ref().map(|draft| draft.code.clone()).or_else(|| visit.query("of"));
        let known = asked.and_then(|code| code.parse().ok()).and_then(|code| catalogue.find(&code).cloned());
        // Of a purpose that there is only the exemption can be proposed. What was typed into the form for a new one stays there.
        let known = known.filter(|purpose| purpose.refusable() && sent.as_ref().is_none_or(|draft| draft.name.ja.is_empty()));
        let draft = sent.unwrap_or_default();
        Ok(view! {
            <div class="wrap narrow stack">
                <a class="back" href=Path::RegistrarPurposes.to_string()>
                    {text!("catalogue-title")}
                </a>
                <div>
                    <h1>{text!("catalogue-new")}</h1>
                    <p class="lead">{text!("catalogue-new-lead")}</p>
                </div>
                {(!flaws.is_empty()).then(|| view! { <Summary flaws=flaws.clone() /> })}
                <form method="post" action="/do/purposes/propose" class="form" novalidate=true>
                    {match known {
                        Some(purpose) => view! { <Known of=purpose /> }.into_any(),
                        None => view! { <New draft=draft.clone() flaws=flaws.clone() catalogue=catalogue /> }.into_any(),
                    }}
                    <Exemption draft=draft flaws=flaws />
                    <p class="row">
                        <button type="submit" class="btn">
                            {text!("catalogue-propose")}
                        </button>
                    </p>
                    <p class="small muted">{text!("catalogue-propose-why")}</p>
                </form>
            </div>
        })
    })
}

fn label(field: Field) -> String {
    text!(&format!("purpose-draft-{}", field.code()))
}

fn error(flaws: &[(Field, Flaw)], field: Field) -> Option<String> {
    flaws.iter().find(|(at, _)| *at == field).map(|(_, flaw)| text!(&format!("purpose-flaw-{}", flaw.code())))
}

#[component]
fn Summary(flaws: Flaws) -> AnyView {
    let item = |(field, flaw): (Field, Flaw)| {
        let words = text!("draft-flaw", field = label(field), flaw = text!(&format!("purpose-flaw-{}", flaw.code())));
        view! {
            <li>
                <a href=format!("#{}", field.code())>{words}</a>
            </li>
        }
    };
    view! {
        <div class="summary" role="alert" id="flaws" tabindex="-1">
            <h2>{text!("problem-summary")}</h2>
            <ul>{flaws.into_iter().map(item).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// One line of text.
#[component]
fn Line(
    field: Field,
    name: &'static str,
    value: String,
    flaws: Flaws,
    most: usize,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] look: &'static str,
    #[prop(optional, into)] hint: Option<String>,
) -> AnyView {
    let (id, error) = (field.code().to_owned(), error(&flaws, field));
    view! { <TextLine id=id label=label(field) hint=hint error=error name=name.to_owned() value=value most=most kind=kind look=look /> }
        .into_any()
}

/// The choices of a list, one of them chosen.
fn choices(all: Vec<(String, String)>, chosen: &str) -> Vec<Choice> {
    all.into_iter().map(|(code, words)| (code.clone(), words, code == chosen)).collect()
}

/// The purpose that is to be exempted.
#[component]
fn Known(of: Purpose) -> AnyView {
    view! {
        <fieldset class="card part">
            <legend>
                <h2>{Locale::current().pick(&of.name)}</h2>
            </legend>
            <p>{text!("catalogue-exempt-why")}</p>
            <input type="hidden" name="draft[code]" value=of.code.to_string() />
            <input type="hidden" name="draft[exempt]" value="yes" />
        </fieldset>
    }
    .into_any()
}

/// What a new purpose is.
#[component]
fn New(draft: Draft, flaws: Flaws, catalogue: Catalogue) -> AnyView {
    let locale = Locale::current();
    let letters = EHDS.map(|letter| (letter.to_owned(), letter.to_owned())).to_vec();
    let parents = catalogue.refusable().map(|purpose| (purpose.code.to_string(), locale.pick(&purpose.name))).collect();
    view! {
        <fieldset class="card part">
            <legend>
                <h2>{text!("catalogue-purpose")}</h2>
            </legend>
            <Line field=Field::Code name="draft[code]" value=draft.code flaws=flaws.clone() most=MAX_CODE look="mono" hint=text!("catalogue-code-hint") />
            <Line field=Field::NameJa name="draft[name][ja]" value=draft.name.ja flaws=flaws.clone() most=MAX_NAME />
            <Line field=Field::NameEn name="draft[name][en]" value=draft.name.en flaws=flaws.clone() most=MAX_NAME />
            <TextArea
                id="why-ja"
                name="draft[why][ja]"
                label=label(Field::WhyJa)
                hint=text!("catalogue-why-hint")
                error=error(&flaws, Field::WhyJa)
                maxlength=MAX_TEXT
                rows=3
                value=draft.why.ja
            />
            <TextArea
                id="why-en"
                name="draft[why][en]"
                label=label(Field::WhyEn)
                error=error(&flaws, Field::WhyEn)
                maxlength=MAX_TEXT
                rows=3
                value=draft.why.en
            />
            <Select
                id=Field::Ehds.code()
                name="draft[ehds]"
                label=label(Field::Ehds)
                any=text!("approvals-choose")
                choices=choices(letters, &draft.ehds)
                error=error(&flaws, Field::Ehds)
            />
            <Line
                field=Field::ActReason
                name="draft[act_reason]"
                value=draft.act_reason
                flaws=flaws.clone()
                most=MAX_ACT_REASON
                look="short mono"
            />
            <Select
                id=Field::Parent.code()
                name="draft[parent]"
                label=label(Field::Parent)
                hint=text!("catalogue-parent-hint")
                any=text!("approvals-choose")
                choices=choices(parents, &draft.parent)
                error=error(&flaws, Field::Parent)
            />
            <label class="check">
                <input type="checkbox" name="draft[exempt]" value="yes" checked=!draft.exempt.is_empty() />
                <span>{text!("catalogue-exempt-box")}</span>
            </label>
        </fieldset>
    }
    .into_any()
}

/// The law, and until when.
#[component]
fn Exemption(draft: Draft, flaws: Flaws) -> AnyView {
    view! {
        <fieldset class="card part">
            <legend>
                <h2>{text!("catalogue-law")}</h2>
            </legend>
            <p class="small muted">{text!("catalogue-law-why")}</p>
            <Line field=Field::LawJa name="draft[legal_basis][ja]" value=draft.legal_basis.ja flaws=flaws.clone() most=MAX_LAW />
            <Line field=Field::LawEn name="draft[legal_basis][en]" value=draft.legal_basis.en flaws=flaws.clone() most=MAX_LAW />
            <Line field=Field::Until name="draft[until]" value=draft.until flaws=flaws most=10 kind="date" look="short" />
        </fieldset>
    }
    .into_any()
}
