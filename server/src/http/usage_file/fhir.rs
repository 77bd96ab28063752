//! Uses as a FHIR R4 (4.0.1) Bundle of AuditEvents: each says that a holder (source) disclosed records to users
//! (destinations) of a study, and for what purpose of use.

use app::Locale;
use domain::clock::Timestamp;
use domain::disclosure::{UseDetails, UseView};
use domain::purpose::Purpose;
use serde_json::{Value, json};

/// What stands behind the last entry.
pub(super) const TAIL: &str = "\n]}\n";

const LIFECYCLE: &str = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle";
const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";

/// What stands before the first entry.
pub(super) fn head(now: Timestamp) -> String {
    format!("{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"timestamp\":\"{now}\",\"entry\":[\n")
}

/// All of it, where there is no entry: FHIR knows no empty lists.
pub(super) fn nothing(now: Timestamp) -> String {
    format!("{{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"timestamp\":\"{now}\"}}\n")
}

/// The entry of one use.
pub(super) fn entry(of: &UseView, locale: Locale, base_url: &str) -> Value {
    let purposes: Vec<Value> = of.purposes.iter().map(|purpose| reason(purpose, locale, base_url)).collect();
    let holder = of.holder.as_ref().map(|holder| locale.pick(&holder.name));
    let mut agents = vec![agent("110153", "Source Role ID", holder, true)];
    for user in of.details.iter().flat_map(|details| &details.study.registration.users) {
        agents.push(agent("110152", "Destination Role ID", Some(locale.pick(&user.name)), false));
    }
    json!({
        "fullUrl": format!("urn:uuid:{}", of.id.0),
        "resource": {
            "resourceType": "AuditEvent",
            "id": of.id,
            "type": { "system": LIFECYCLE, "code": "disclose" },
            "action": "R",
            "recorded": of.disclosed_at,
            "outcome": "0",
            "purposeOfEvent": purposes,
            "agent": agents,
            "source": { "observer": { "display": "Hikae" }, "site": base_url },
            "entity": [entity(of, locale, base_url)],
        },
    })
}

fn reason(purpose: &Purpose, locale: Locale, base_url: &str) -> Value {
    json!({
        "coding": [
            { "system": ACT_REASON, "code": purpose.act_reason },
            { "system": format!("{base_url}/purposes"), "code": purpose.code, "display": locale.pick(&purpose.name) },
        ],
        "text": locale.pick(&purpose.name),
    })
}

fn agent(code: &str, display: &str, who: Option<String>, requestor: bool) -> Value {
    let role = json!({ "coding": [{ "system": DICOM, "code": code, "display": display }] });
    match who {
        Some(who) => json!({ "type": role, "who": { "display": who }, "requestor": requestor }),
        None => json!({ "type": role, "requestor": requestor }),
    }
}

/// What was disclosed: kinds of records and their form, and for which study.
fn entity(of: &UseView, locale: Locale, base_url: &str) -> Value {
    let mut details: Vec<Value> = of.categories.iter().map(|category| detail("category", &category.code)).collect();
    details.push(detail("form", of.form.code()));
    details.extend(of.conflict().map(|kind| detail("conflict", kind.code())));
    let Some(told) = &of.details else { return json!({ "detail": details }) };
    details.extend(in_full(told));
    let study = &told.study;
    json!({
        "what": {
            "identifier": { "system": format!("{base_url}/studies"), "value": study.id.to_string() },
            "display": locale.pick(&study.registration.title),
        },
        "name": locale.pick(&study.registration.title),
        "detail": details,
    })
}

fn in_full(of: &UseDetails) -> Vec<Value> {
    let approval = Some(("approval-number", of.study.registration.review.approval_number.clone()));
    let count = of.record_count.map(|count| ("record-count", count.to_string()));
    let checked = of.checked_at.map(|at| ("checked-at", at.to_string()));
    // FHIR has no empty strings.
    let told = [approval, count, checked].into_iter().flatten().filter(|(_, value)| !value.is_empty());
    told.map(|(name, value)| detail(name, &value)).collect()
}

fn detail(name: &str, value: &str) -> Value {
    json!({ "type": name, "valueString": value })
}
