//! What a request says beyond its kind and its person, as it is sealed.

use crate::service::Core;
use crate::store::approvals::Request;
use domain::approval::Kind;
use domain::choice::{Channel, Scope};
use domain::clock::{format_date, parse_date};
use domain::failure::Failure;
use domain::id::AccountId;
use domain::proxy::{Ages, ProxyRole};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a reason is sealed.
pub(super) const REASON: &str = "requests.reason";
/// Where a detail is sealed.
const DETAIL: &str = "requests.detail";

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    Recovery,
    Link,
    Unlink,
    Permit { scope: Scope, channel: Channel },
    Proxy { proxy: AccountId, role: ProxyRole, ages: Option<Ages> },
    LiftProtection,
}

/// As it is written.
#[derive(Default, Serialize, Deserialize)]
struct Written {
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Scope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<Channel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proxy: Option<AccountId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    turns_15: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    turns_18: Option<String>,
}

/// Seals it for that request.
pub(super) fn seal(core: &Core, request: Uuid, detail: &Detail) -> Result<Vec<u8>, Failure> {
    let written = match detail {
        Detail::Permit { scope, channel } => Written { scope: Some(scope.clone()), channel: Some(*channel), ..Written::default() },
        Detail::Proxy { proxy, role, ages } => Written {
            proxy: Some(*proxy),
            role: Some(role.code().to_owned()),
            turns_15: ages.map(|ages| format_date(ages.turns_15)),
            turns_18: ages.map(|ages| format_date(ages.turns_18)),
            ..Written::default()
        },
        Detail::Recovery | Detail::Link | Detail::Unlink | Detail::LiftProtection => Written::default(),
    };
    let text = serde_json::to_string(&written).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(core.keys.seal(&*core.random, DETAIL, request, &text))
}

/// Opens that of a request.
pub(super) fn open(core: &Core, request: &Request) -> Result<Detail, Failure> {
    let id = request.course.id;
    let broken = || Failure::Inconsistent { table: "requests", column: "detail", row: id.to_string() };
    let text = core.keys.unseal(DETAIL, id.0, &request.detail)?;
    let written: Written = serde_json::from_str(&text).map_err(|_| broken())?;
    Ok(match request.course.kind {
        Kind::Recovery => Detail::Recovery,
        Kind::Link => Detail::Link,
        Kind::Unlink => Detail::Unlink,
        Kind::LiftProtection => Detail::LiftProtection,
        Kind::Permit => {
            let (Some(scope), Some(channel)) = (written.scope, written.channel) else { return Err(broken()) };
            Detail::Permit { scope, channel }
        }
        Kind::Proxy => {
            let role = written.role.as_deref().and_then(ProxyRole::from_code).ok_or_else(broken)?;
            let day = |text: Option<String>| text.as_deref().map(parse_date).transpose().map_err(|_| broken());
            let ages = match (day(written.turns_15)?, day(written.turns_18)?) {
                (Some(turns_15), Some(turns_18)) => Some(Ages { turns_15, turns_18 }),
                (None, None) => None,
                _ => return Err(broken()),
            };
            Detail::Proxy { proxy: written.proxy.ok_or_else(broken)?, role, ages }
        }
    })
}
