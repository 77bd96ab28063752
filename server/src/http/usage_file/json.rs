//! Uses as JSON. The field names are a promise: docs/export.md says what each means. What a person may not see, and what
//! there is not, has no field.

use app::routes::Path;
use domain::clock::{Timestamp, format_date};
use domain::disclosure::{Allowed, UseDetails, UseView};
use domain::study::Study;
use serde_json::{Map, Value, json};

/// What stands behind the last use.
pub(super) const TAIL: &str = "\n]}\n";

/// What stands before the first.
pub(super) fn head(now: Timestamp) -> String {
    format!("{{\"format\":\"hikae-uses\",\"version\":1,\"exported_at\":\"{now}\",\"uses\":[\n")
}

/// One use.
pub(super) fn one(of: &UseView, base_url: &str) -> Value {
    let mut fields = object(json!({
        "id": of.id,
        "address": format!("{base_url}{}", Path::Use(of.id)),
        "disclosed_at": of.disclosed_at,
        "purposes": of.purposes.iter().map(|purpose| json!({ "code": purpose.code, "name": purpose.name })).collect::<Vec<_>>(),
        "categories": of.categories.iter().map(|category| json!({ "code": category.code, "name": category.name })).collect::<Vec<_>>(),
        "form": of.form.code(),
    }));
    // For a protected person without a passkey shown just now nothing tells where the records lie.
    if let Some(holder) = &of.holder {
        fields.insert("holder".to_owned(), json!({ "name": holder.name, "kind": holder.kind }));
    }
    if let Some(kind) = of.conflict() {
        fields.insert("conflict".to_owned(), json!(kind));
    }
    if let Some(details) = &of.details {
        fields.extend(told_in_full(details));
    }
    if let Some(changed) = of.changed {
        fields.insert(if changed.by.is_some() { "corrected_at" } else { "withdrawn_at" }.to_owned(), json!(changed.at));
    }
    Value::Object(fields)
}

fn told_in_full(of: &UseDetails) -> Map<String, Value> {
    let mut fields = object(json!({
        "study": study(&of.study),
        "recipient": of.recipient,
        "before_holder_joined": of.historic,
        "exempt_by_law": of.exempt,
        "results_overdue": of.results_overdue,
    }));
    if let Some((from, to)) = of.records {
        fields.insert("records".to_owned(), json!({ "from": format_date(from), "to": format_date(to) }));
    }
    if let Some(count) = of.record_count {
        fields.insert("record_count".to_owned(), json!(count));
    }
    if let Some(at) = of.checked_at {
        fields.insert("checked_at".to_owned(), json!(at));
    }
    if let Some(allowed) = of.allowed {
        let because = match allowed {
            Allowed::NothingAgainst => json!({ "because": "nothing-against" }),
            Allowed::ThisStudy(at) => json!({ "because": "this-study", "since": at }),
        };
        fields.insert("allowed".to_owned(), because);
    }
    fields
}

fn study(of: &Study) -> Value {
    let registered = &of.registration;
    let mut fields = object(json!({
        "id": of.id,
        "version": of.version,
        "title": registered.title,
        "summary": registered.summary,
        "status": of.status.code(),
        "users": registered.users,
        "review": registered.review,
        "legal_basis": registered.legal_basis,
        "period": { "from": registered.period.0, "to": registered.period.1 },
        "sources": registered.sources,
    }));
    if let Some(at) = of.ended_at {
        fields.insert("ended_at".to_owned(), json!(at));
    }
    if let Some(results) = &registered.results {
        fields.insert("results".to_owned(), json!(results));
    }
    Value::Object(fields)
}

fn object(value: Value) -> Map<String, Value> {
    if let Value::Object(fields) = value { fields } else { Map::new() }
}
