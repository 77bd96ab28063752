//! The audit chains of all nodes, for those who may read it. Looking is written down like everything else.

use crate::service::Core;
use crate::store::audit::{self, Line, Wanted};
use crate::store::{audit_heads, commit};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::disclosure::Page;
use domain::failure::{Failure, Problem};
use domain::ports::{AuditFilter, AuditPort, AuditView};

/// How many lines a page shows, how many a filtered page looks through, and how many of the newest are recomputed.
const PAGE: usize = 50;
const LOOKED_THROUGH: u64 = 5_000;
const RECOMPUTED: u64 = 1_000;

/// The audit chain.
#[derive(Clone)]
pub struct AuditService {
    core: Core,
}

impl AuditService {
    /// The chains of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }
}

#[async_trait]
impl AuditPort for AuditService {
    async fn lines(&self, actor: &Actor, node: Option<&str>, filter: AuditFilter, before: Option<u64>) -> Result<AuditView, Failure> {
        let (core, here) = (&self.core, &self.core.config.node);
        let may = actor.may(Operation::SeeAudit);
        let line = Line::of(actor, Operation::SeeAudit, core.now());
        let line = if let Err(problem) = may { line.refused(problem, "not permitted") } else { line };
        // Before anything is shown: who looked cannot end with an error and leave no trace.
        if actor.account().is_some() {
            let tx = core.store.begin().await?;
            audit::append(&tx, here, [line]).await?;
            commit(tx).await?;
        }
        may?;
        let db = core.store.snapshot().await?;
        let nodes = audit_heads::nodes(&db).await?;
        let node = match node {
            None => here.clone(),
            Some(named) => nodes.get(named).cloned().ok_or(Problem::NotFound)?,
        };
        let wanted = Wanted { operation: filter.operation, actor: filter.actor, before };
        let (items, next) = audit::newest(&db, &node, wanted, PAGE, LOOKED_THROUGH).await?;
        let checked = audit::recompute_newest(&db, &node, RECOMPUTED).await?;
        Ok(AuditView { node, nodes: nodes.into_iter().collect(), lines: Page { items, next }, checked })
    }
}
