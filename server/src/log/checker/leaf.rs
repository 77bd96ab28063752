//! What leaf bytes say, read field by field.

use super::register::Said;
use crate::store::entity::{links, log_leaves, proxies};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::clock::Timestamp;
use domain::id::ProxyId;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A leaf that could be read.
pub(super) struct Leaf {
    json: Value,
    kind: String,
    pub(super) time: i64,
}

impl Leaf {
    /// Reads leaf bytes; the error says what is wrong with them.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let json: Value = serde_json::from_slice(bytes).map_err(|error| format!("its leaf is no JSON: {error}"))?;
        if json["v"] != 1 {
            return Err("its leaf is of a version that is not known here".to_owned());
        }
        let kind = json["kind"].as_str().ok_or("its leaf names no kind")?.to_owned();
        let time = moment(&json["time"]).ok_or("its leaf has no time")?;
        Ok(Self { json, kind, time })
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.json[field].as_str()
    }

    /// The first column of the row that does not say what the leaf says.
    pub(super) fn column_at_fault(&self, row: &log_leaves::Model) -> Option<&'static str> {
        let decision = self.kind == "decision";
        let said = |field: &str| if decision { self.text(field) } else { None };
        let effective = if decision { moment(&self.json["effective"]) } else { None };
        let right = [
            ("kind", self.kind == row.kind),
            ("recorded_at", self.time == row.recorded_at),
            ("scope", said("scope") == row.scope.as_deref()),
            ("stance", said("stance") == row.stance.as_deref()),
            ("channel", said("channel") == row.channel.as_deref()),
            ("decided_by", said("actor") == row.decided_by.as_deref()),
            ("notice", said("notice") == row.notice.as_deref()),
            ("effective_at", effective == row.effective_at),
            ("subject_id", self.names(row.subject_id, "subject", decision)),
        ];
        right.into_iter().find(|(_, right)| !right).map(|(column, _)| column)
    }

    /// Whether the field is SHA-256(blinding ‖ id), or there is neither.
    fn names(&self, id: Option<Uuid>, field: &str, must: bool) -> bool {
        match (self.text(field), id) {
            (Some(hidden), Some(id)) => self.hidden(id).is_some_and(|computed| computed == hidden),
            (Some(_), None) => !must,
            (None, id) => id.is_none() && !must,
        }
    }

    fn hidden(&self, id: Uuid) -> Option<String> {
        Some(hidden(&URL_SAFE_NO_PAD.decode(self.text("blinding")?).ok()?, id))
    }

    /// Whether the row of the table of links says the same: a row for links and unlinks, none for everything else.
    pub(super) fn goes_with(&self, link: Option<&links::Model>) -> bool {
        let joins = match self.kind.as_str() {
            "link" => true,
            "unlink" => false,
            _ => return link.is_none(),
        };
        let subjects = self.json["subjects"].as_array().map(|both| both.iter().filter_map(Value::as_str).collect::<Vec<_>>());
        link.is_some_and(|link| {
            let hidden = [link.one, link.other].map(|id| self.hidden(id).unwrap_or_default());
            link.joins == joins && link.at == self.time && subjects.as_deref() == Some(&[hidden[0].as_str(), hidden[1].as_str()][..])
        })
    }

    /// The version of a study that it is about, what it was like, and what happened to it.
    pub(super) fn study(&self) -> Option<Said> {
        let version = i32::try_from(self.json["version"].as_i64()?).ok()?;
        let (event, hash) = (self.text("event")?.to_owned(), self.text("hash")?.to_owned());
        Some(Said { time: self.time, event, study: self.text("study")?.parse().ok()?, version, hash })
    }

    /// The catalogue that it names: version, and the hash over it.
    pub(super) fn catalogue(&self) -> Option<(i64, String)> {
        Some((self.json["version"].as_i64()?, self.text("hash")?.to_owned()))
    }

    /// The grant that it says begins or ends.
    pub(super) fn granted(&self) -> Option<Granted> {
        let (subject, proxy) = (self.text("subject")?.to_owned(), self.text("proxy")?.to_owned());
        let blinding = URL_SAFE_NO_PAD.decode(self.text("blinding")?).ok()?;
        let grant = self.text("grant")?.parse::<ProxyId>().ok()?.0;
        Some(Granted { grant, begins: self.json["begins"].as_bool()?, subject, proxy, role: self.text("role")?.to_owned(), blinding })
    }

    /// Its number among its subject's leaves, and the hash of the one before it.
    pub(super) fn follows(&self) -> Option<(u64, Option<Vec<u8>>)> {
        let before = match &self.json["prev"] {
            Value::Null => None,
            Value::String(text) => Some(URL_SAFE_NO_PAD.decode(text).ok()?),
            _ => return None,
        };
        Some((self.json["seq"].as_u64()?, before))
    }
}

/// What a leaf says of a grant to act for somebody.
pub(super) struct Granted {
    pub(super) grant: Uuid,
    pub(super) begins: bool,
    subject: String,
    proxy: String,
    role: String,
    blinding: Vec<u8>,
}

impl Granted {
    /// Whether that is the grant: for the same person, the same sign-in, and for the same reason; over, if the leaf says so.
    pub(super) fn is_about(&self, row: &proxies::Model) -> bool {
        let hides = |hash: &str, id| hidden(&self.blinding, id) == hash;
        hides(&self.subject, row.subject_id)
            && hides(&self.proxy, row.proxy_account)
            && self.role == row.role
            && (self.begins || row.ended_at.is_some())
    }
}

/// SHA-256(blinding ‖ id).
fn hidden(blinding: &[u8], id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::new().chain_update(blinding).chain_update(id.as_bytes()).finalize())
}

/// The entries that an erasure names.
pub(super) fn erased(bytes: &[u8]) -> Vec<u64> {
    let json: Value = serde_json::from_slice(bytes).unwrap_or_default();
    json["positions"].as_array().map(|all| all.iter().filter_map(Value::as_u64).collect()).unwrap_or_default()
}

fn moment(value: &Value) -> Option<i64> {
    Some(value.as_str()?.parse::<Timestamp>().ok()?.millis())
}
