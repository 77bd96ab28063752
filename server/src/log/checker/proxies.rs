//! Who may act for whom: each grant in the table was entered as it stands there, and whatever was entered stands there.

use super::leaf::{Granted, Leaf};
use super::{CHUNK, Check, Fault};
use crate::store::entity::proxies;
use crate::store::{StoreError, Tx, log_check};
use domain::id::ProxyId;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What the log says of the grants.
#[derive(Default)]
struct Entered {
    begun: BTreeSet<Uuid>,
    ended: BTreeSet<Uuid>,
}

impl Check {
    /// Every entry about a grant against its row, and every row against the entries.
    pub(super) async fn proxies(&mut self, db: &Tx) -> Result<(), StoreError> {
        let (mut entered, mut from) = (Entered::default(), 0);
        loop {
            let page = log_check::leaves_of_kind(db, "proxy", from, CHUNK).await?;
            let Some(last) = page.last() else { break };
            from = last.position + 1;
            let said: Vec<Granted> = page.iter().filter_map(|row| Leaf::read(&row.bytes).ok()?.granted()).collect();
            let ids: Vec<Uuid> = said.iter().map(|said| said.grant).collect();
            let rows: BTreeMap<Uuid, proxies::Model> =
                log_check::proxies_of(db, &ids).await?.into_iter().map(|row| (row.id, row)).collect();
            for said in said {
                let fits = rows.get(&said.grant).is_some_and(|row| said.is_about(row));
                // Each begins once, and ends once after that.
                let once = if said.begins { entered.begun.insert(said.grant) } else { entered.ended.insert(said.grant) };
                if !fits || !once || !entered.begun.contains(&said.grant) {
                    self.faults.push(Fault::Proxy(ProxyId(said.grant)));
                }
            }
        }
        let mut after = None;
        loop {
            let page = log_check::proxies_after(db, after, CHUNK).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.id);
            for row in page {
                if !entered.begun.contains(&row.id) || entered.ended.contains(&row.id) != row.ended_at.is_some() {
                    self.faults.push(Fault::Proxy(ProxyId(row.id)));
                }
            }
        }
    }
}
