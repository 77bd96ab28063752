//! Somebody who may act for a person from now on, or no longer.

use super::{Blinding, Hidden, ReadLeaf, V1};
use crate::clock::Timestamp;
use crate::id::{AccountId, ProxyId, SubjectId};
use crate::proxy::ProxyRole;
use serde::{Deserialize, Serialize};

/// The begin or the end of a grant as it is logged.
#[derive(Clone, Copy, Debug)]
pub struct ProxyLeaf {
    /// When it was entered.
    pub time: Timestamp,
    /// `true`: from now on; `false`: no longer.
    pub begins: bool,
    /// Which grant: its begin and its end carry the same.
    pub grant: ProxyId,
    /// For whom.
    pub subject: SubjectId,
    /// The sign-in of whoever acts.
    pub proxy: AccountId,
    /// Why they may.
    pub role: ProxyRole,
    /// Its blinding.
    pub blinding: Blinding,
}

impl ProxyLeaf {
    /// The leaf bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let written = ReadProxy {
            v: V1,
            time: self.time,
            begins: self.begins,
            grant: self.grant,
            subject: self.blinding.hide(self.subject.0),
            proxy: self.blinding.hide(self.proxy.0),
            role: self.role,
            blinding: self.blinding,
        };
        ReadLeaf::Proxy(written).to_bytes()
    }
}

/// The begin or the end of a grant as its leaf says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadProxy {
    /// How it is written.
    pub v: V1,
    /// When it was entered.
    pub time: Timestamp,
    /// `true`: from now on; `false`: no longer.
    pub begins: bool,
    /// Which grant.
    pub grant: ProxyId,
    /// For whom.
    pub subject: Hidden,
    /// The sign-in of whoever acts.
    pub proxy: Hidden,
    /// Why they may.
    #[serde(with = "role")]
    pub role: ProxyRole,
    /// Its blinding.
    pub blinding: Blinding,
}

mod role {
    use super::ProxyRole;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(role: &ProxyRole, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(role.code())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ProxyRole, D::Error> {
        let code = String::deserialize(from)?;
        ProxyRole::from_code(&code).ok_or_else(|| D::Error::custom("no role of a proxy"))
    }
}
