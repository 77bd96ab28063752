//! Asking a second member of staff about a person who was looked up.

use super::parts::Select;
use crate::components::again::Again;
use crate::components::decision_words::Names;
use crate::components::text_area::TextArea;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use domain::approval::Kind;
use domain::choice::Scope;
use domain::desk::Proof;
use domain::failure::Problem;
use domain::form_draft::Place;
use domain::holder::Holder;
use domain::id::LookUpId;
use domain::ports::{AskingView, OtherLookUp};
use domain::purpose::Catalogue;
use leptos::prelude::*;

/// What can be asked for about the person of a look-up.
#[component]
pub fn Ask() -> impl IntoView {
    page_with_own_heading("ask-title", |visit| async move {
        let id = visit.address().trim_end_matches("/ask").rsplit('/').next().unwrap_or_default();
        let id: LookUpId = id.parse().map_err(|_| Problem::LookUpEnded)?;
        let view = visit.ports.approvals.asking(&visit.actor, id).await?.ok_or(Problem::PersonNotFound)?;
        let catalogue = visit.ports.studies.purposes().await?;
        let again = Again::of(&visit, Place::Approval(id), "/do/approval/request").await?;
        let lift = again.where_field("kind", Kind::LiftProtection.code());
        Ok(view! {
            <div class="wrap narrow stack loose">
                <div class="stack tight">
                    <a class="back" href=format!("/desk/person/{id}")>
                        {text!("ask-back")}
                    </a>
                    <h1>{text!("ask-title")}</h1>
                    <p class="lead">{text!("ask-lead")}</p>
                </div>
                <Recovery view=view.clone() again=again.where_field("kind", Kind::Recovery.code()) />
                <Joining view=view.clone() again=again.clone() />
                <Permit view=view.clone() catalogue=catalogue again=again.where_field("kind", Kind::Permit.code()) />
                <Proxies id=id />
                {view
                    .facts
                    .protected
                    .map(|_| {
                        view! {
                            <Request kind=Kind::LiftProtection id=id again=lift.clone()>
                                {two_proofs("lift", &lift)}
                            </Request>
                        }
                    })}
            </div>
        })
    })
}

/// The ways here from the page of a person who was looked up.
#[component]
pub(in crate::pages) fn FromPerson(
    /// The look-up.
    id: LookUpId,
) -> AnyView {
    view! {
        <section class="card" id="two-people">
            <h2>{text!("approvals-title")}</h2>
            <p class="small muted">{text!("ask-from-person")}</p>
            <ul class="bare alone">
                <li>
                    <a href=Path::Ask(id).to_string()>{text!("ask-title")}</a>
                </li>
                <li>
                    <a href=format!("{}?person={id}", Path::Proxies)>{text!("proxies-title")}</a>
                </li>
            </ul>
        </section>
    }
    .into_any()
}

/// A form for one kind of request: what it needs, and the reason.
#[component]
fn Request(kind: Kind, id: LookUpId, again: Again, children: Children) -> AnyView {
    view! {
        <section class="card" id=kind.code()>
            <h2>{text!(&format!("approval-{}", kind.code()))}</h2>
            <p class="lead">{text!(&format!("approval-{}-what", kind.code()))}</p>
            <form method="post" action="/do/approval/request" class="form">
                <input type="hidden" name="look_up" value=id.to_string() />
                <input type="hidden" name="kind" value=kind.code() />
                {children()}
                <TextArea
                    id=reason_id(kind)
                    name="reason"
                    label=text!("ask-reason")
                    hint=text!("ask-reason-hint")
                    error=again.wrong_text()
                    rows=3
                    value=again.value("reason")
                />
                <button type="submit" class="btn">
                    {text!("ask-do")}
                </button>
            </form>
        </section>
    }
    .into_any()
}

const fn reason_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Recovery => "reason-recovery",
        Kind::Link => "reason-link",
        Kind::Unlink => "reason-unlink",
        Kind::Permit => "reason-permit",
        Kind::Proxy => "reason-proxy",
        Kind::LiftProtection => "reason-lift",
    }
}

/// Two kinds of proof of who stands there.
fn two_proofs(of: &str, again: &Again) -> AnyView {
    let proofs = || Proof::ALL.map(|proof| (proof.code().to_owned(), text!(&format!("proof-{}", proof.code())))).to_vec();
    view! {
        <Select id=format!("{of}-proof") name="proof" label=text!("ask-proof-one") options=proofs() chosen=again.value("proof") />
        <Select
            id=format!("{of}-other-proof")
            name="other_proof"
            label=text!("ask-proof-other")
            options=proofs()
            chosen=again.value("other_proof")
        />
    }
    .into_any()
}

/// Somebody who lost every way in.
#[component]
fn Recovery(view: AskingView, again: Again) -> AnyView {
    if !view.has_account {
        return cannot(Kind::Recovery, text!("ask-recovery-no-account"));
    }
    let (protected, dead) = (view.facts.protected.is_some(), view.facts.deceased_on.is_some());
    view! {
        <Request kind=Kind::Recovery id=view.look_up again=again.clone()>
            {protected.then(|| view! { <p>{text!("ask-recovery-protected")}</p> })}
            {dead.then(|| view! { <p>{text!("ask-recovery-deceased")}</p> })}
            {two_proofs("recovery", &again)}
            // Protection may be about the very address; and whoever was written down as dead has to stand there alive.
            {(!protected && !dead).then(|| by_post(view.holders, &again))}
        </Request>
    }
    .into_any()
}

/// How the code reaches the person: in person, unless a holder is named that sends it.
fn by_post(holders: Vec<Holder>, again: &Again) -> AnyView {
    let locale = Locale::current();
    let (chosen, number) = (again.value("holder"), again.value("number"));
    let options = holders.into_iter().map(|holder| {
        let id = holder.id.to_string();
        let selected = id == chosen;
        view! {
            <option value=id selected=selected>
                {locale.pick(&holder.name)}
            </option>
        }
    });
    view! {
        <div class="field">
            <label for="recovery-holder">{text!("ask-by-post")}</label>
            <p class="hint" id="recovery-holder-hint">
                {text!("ask-by-post-hint")}
            </p>
            <select id="recovery-holder" name="holder" aria-describedby="recovery-holder-hint">
                <option value="">{text!("ask-by-post-not")}</option>
                {options.collect_view()}
            </select>
        </div>
        <div class="field">
            <label for="recovery-number">{text!("ask-by-post-number")}</label>
            <p class="hint" id="recovery-number-hint">
                {text!("ask-by-post-number-hint")}
            </p>
            <input
                id="recovery-number"
                name="number"
                type="text"
                autocomplete="off"
                spellcheck="false"
                maxlength="128"
                value=number
                aria-describedby="recovery-number-hint"
            />
        </div>
    }
    .into_any()
}

fn cannot(kind: Kind, words: String) -> AnyView {
    view! {
        <section class="card wash" id=kind.code()>
            <h2>{text!(&format!("approval-{}", kind.code()))}</h2>
            <p>{words}</p>
        </section>
    }
    .into_any()
}

/// The words by which a look-up is chosen from a list.
pub(in crate::pages) fn look_up_option(other: &OtherLookUp) -> (String, String) {
    let id = other.id.to_string();
    let end = id.get(id.len().saturating_sub(6)..).unwrap_or_default().to_owned();
    (other.id.to_string(), text!("ask-look-up", moment = Locale::current().moment(other.at), end = end))
}

/// Two who are one, and two who are not.
#[component]
fn Joining(view: AskingView, again: Again) -> AnyView {
    let (linked, apart): (Vec<_>, Vec<_>) = view.others.iter().cloned().partition(|other| other.linked);
    let proofs = Proof::ALL.map(|proof| (proof.code().to_owned(), text!(&format!("proof-{}", proof.code())))).to_vec();
    let (of_link, of_unlink) = (again.where_field("kind", Kind::Link.code()), again.where_field("kind", Kind::Unlink.code()));
    let link = if apart.is_empty() {
        cannot(Kind::Link, text!("ask-link-nobody"))
    } else {
        let options = apart.iter().map(look_up_option).collect();
        view! {
            <Request kind=Kind::Link id=view.look_up again=of_link.clone()>
                <Select id="link-other".to_owned() name="other" label=text!("ask-other") options=options chosen=of_link.value("other") />
                <Select id="link-proof".to_owned() name="proof" label=text!("ask-link-proof") options=proofs chosen=of_link.value("proof") />
            </Request>
        }
        .into_any()
    };
    let unlink = (!linked.is_empty()).then(|| {
        let options = linked.iter().map(look_up_option).collect();
        view! {
            <Request kind=Kind::Unlink id=view.look_up again=of_unlink.clone()>
                <Select id="unlink-other".to_owned() name="other" label=text!("ask-other") options=options chosen=of_unlink.value("other") />
            </Request>
        }
    });
    view! {
        {link}
        {unlink}
    }
    .into_any()
}

/// An allow on the person's behalf.
#[component]
fn Permit(view: AskingView, catalogue: Catalogue, again: Again) -> AnyView {
    if view.facts.deceased_on.is_some() {
        return cannot(Kind::Permit, text!("ask-deceased"));
    }
    let names = Names { catalogue: &catalogue, studies: &[] };
    let purposes = catalogue.refusable().map(|purpose| Scope::Purpose(purpose.code.clone()));
    let scopes = [Scope::All, Scope::Commercial].into_iter().chain(purposes);
    let scopes = scopes.map(|scope| (scope.to_string(), names.what(&scope))).collect();
    let channels = ["paper", "counter"].map(|code| (code.to_owned(), text!(&format!("channel-{code}")))).to_vec();
    view! {
        <Request kind=Kind::Permit id=view.look_up again=again.clone()>
            <Select
                id="permit-scope".to_owned()
                name="scope"
                label=text!("approval-permit-what-for")
                options=scopes
                chosen=again.value("scope")
            />
            <Select
                id="permit-channel".to_owned()
                name="channel"
                label=text!("approval-channel")
                options=channels
                chosen=again.value("channel")
            />
        </Request>
    }
    .into_any()
}

/// The way to the people who act for the person.
#[component]
fn Proxies(id: LookUpId) -> AnyView {
    view! {
        <section class="card" id="proxies">
            <h2>{text!("proxies-title")}</h2>
            <p class="lead">{text!("approval-proxy-what")}</p>
            <p>
                <a class="btn ghost" href=format!("{}?person={id}", Path::Proxies)>
                    {text!("ask-to-proxies")}
                </a>
            </p>
        </section>
    }
    .into_any()
}
