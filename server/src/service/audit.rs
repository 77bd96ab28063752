//! The audit chain of this node, for those who may read it. Looking is written down like everything else.

use crate::service::Core;
use crate::store::audit::{self, Line, Wanted};
use crate::store::commit;
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::disclosure::Page;
use domain::failure::Failure;
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
    /// The chain of this node.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }
}

#[async_trait]
impl AuditPort for AuditService {
    async fn lines(&self, actor: &Actor, filter: AuditFilter, before: Option<u64>) -> Result<AuditView, Failure> {
        let (core, node) = (&self.core, &self.core.config.node);
        let may = actor.may(Operation::SeeAudit);
        let line = Line::of(actor, Operation::SeeAudit, core.now());
        let line = if let Err(problem) = may { line.refused(problem, "not permitted") } else { line };
        // Before anything is shown: who looked cannot end with an error and leave no trace.
        if actor.account().is_some() {
            let tx = core.store.begin().await?;
            audit::append(&tx, node, [line]).await?;
            commit(tx).await?;
        }
        may?;
        let db = core.store.snapshot().await?;
        let wanted = Wanted { operation: filter.operation, actor: filter.actor, before };
        let (items, next) = audit::newest(&db, node, wanted, PAGE, LOOKED_THROUGH).await?;
        Ok(AuditView { node: node.clone(), lines: Page { items, next }, checked: audit::recompute_newest(&db, node, RECOMPUTED).await? })
    }
}
