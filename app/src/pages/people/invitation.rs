//! An invitation that was just made, for the ten minutes in which its code can be read.

use super::parts::role_at;
use crate::components::fact::Fact;
use crate::components::heading::Heading;
use crate::components::moment::Day;
use crate::components::qr::Qr;
use crate::i18n::Locale;
use crate::page::page_with_own_heading;
use crate::routes::Path;
use crate::text;
use crate::visit::Visit;
use domain::failure::Failure;
use domain::ports::Handed;
use leptos::prelude::*;

/// The invitation that an administrator made.
#[component]
pub fn AdminInvitation() -> impl IntoView {
    page_with_own_heading("invitation-title", |visit| handed(visit, "people", Path::Admin))
}

/// The invitation that a manager made.
#[component]
pub fn HolderInvitation() -> impl IntoView {
    page_with_own_heading("invitation-title", |visit| handed(visit, "operators", Path::HolderPeople))
}

async fn handed(visit: Visit, base: &'static str, back: Path) -> Result<AnyView, Failure> {
    let handed = visit.ports.people.handed(&visit.actor).await?;
    Ok(match handed {
        Some(handed) => view! { <ToHandOver handed=handed base=base locale=visit.locale /> }.into_any(),
        None => view! { <Gone back=back /> }.into_any(),
    })
}

#[component]
fn ToHandOver(handed: Handed, base: &'static str, locale: Locale) -> AnyView {
    // The groups may part at the end of a line, a group may not.
    let grouped = handed.code.grouped();
    let groups: Vec<String> = grouped.split('-').map(ToOwned::to_owned).collect();
    let last = groups.len().saturating_sub(1);
    let shown = groups.into_iter().enumerate().map(|(index, group)| {
        let dash = if index < last { "-" } else { "" };
        view! {
            {group}
            {dash}
            <wbr />
        }
    });
    let address = format!("{}/activate?invited", handed.base_url);
    view! {
        <div class="wrap narrow stack">
            <Heading title="invitation-title" lead="invitation-lead" />
            <p class="secret" translate="no" data-invitation-code=grouped.clone()>
                {shown.collect_view()}
            </p>
            <dl class="facts lines">
                <Fact term=text!("invitation-whom")>{handed.label}</Fact>
                <Fact term=text!("people-role")>{role_at(handed.role, handed.holder.as_ref(), locale)}</Fact>
                {handed
                    .until
                    .map(|until| {
                        view! {
                            <Fact term=text!("people-invited-until")>
                                <Day at=until locale=locale />
                            </Fact>
                        }
                    })} <Fact term=text!("invitation-where")>
                    <a href=address.clone()>{address.clone()}</a>
                </Fact>
            </dl>
            <div class="card wash stack tight">
                <h2>{text!("invitation-qr")}</h2>
                <p>{text!("invitation-qr-how")}</p>
                <Qr code=handed.qr label=text!("invitation-qr") />
            </div>
            <ul class="checks">
                <li>{text!("invitation-safely")}</li>
                <li>{text!("invitation-own-device")}</li>
            </ul>
            <p class="muted">{text!("invitation-ten-minutes")}</p>
            <form method="post" action=format!("/do/{base}/handed-over")>
                <button type="submit" class="btn big">
                    {text!("invitation-handed-over")}
                </button>
            </form>
        </div>
    }
    .into_any()
}

#[component]
fn Gone(back: Path) -> AnyView {
    view! {
        <div class="wrap narrow stack">
            <Heading title="invitation-title" lead="invitation-gone" />
            <p class="row">
                <a class="btn" href=back.to_string()>
                    {text!("invitation-back")}
                </a>
            </p>
        </div>
    }
    .into_any()
}
