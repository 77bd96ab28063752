//! A sample of the audit chain.

use super::at;
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::disclosure::Page;
use domain::failure::Failure;
use domain::ports::{AuditFilter, AuditLine, AuditPort, AuditView, Checked};

pub(crate) struct Sample;

#[async_trait]
impl AuditPort for Sample {
    async fn lines(&self, actor: &Actor, node: Option<&str>, filter: AuditFilter, before: Option<u64>) -> Result<AuditView, Failure> {
        actor.may(Operation::SeeAudit)?;
        let line = |seq, who: &str, operation: &str, object: Option<&str>, outcome: &str, reason: Option<&str>| AuditLine {
            seq,
            at: at("2026-11-22T01:00:00.000Z"),
            actor: who.to_owned(),
            on_behalf: who.starts_with("on-behalf"),
            operation: operation.to_owned(),
            object: object.map(ToOwned::to_owned),
            origin: Some("192.0.2.0/24".to_owned()),
            outcome: outcome.to_owned(),
            reason: reason.map(ToOwned::to_owned),
        };
        let all = vec![
            line(48_213, "staff:01J9000000000000000000000A", "see-audit", None, "ok", None),
            line(
                48_212,
                "staff:01J9000000000000000000000A",
                "approve",
                Some("01J9000000000000000000000R"),
                "own-request",
                Some("own-request"),
            ),
            line(48_211, "on-behalf:01J9000000000000000000000A", "refuse", Some("48213"), "ok", Some("電話で、すべて断ると言われた")),
            line(48_210, "anonymous", "recover", None, "recovery-rejected", Some("an unknown code")),
            line(48_209, "client:hospital-1", "check", None, "ok", None),
        ];
        let matches = |line: &AuditLine| {
            filter.operation.is_none_or(|operation| operation.code() == line.operation)
                && filter.actor.is_none_or(|kind| line.actor.starts_with(kind))
        };
        let broken = before.map(|_| 48_210);
        let lines = Page { items: all.into_iter().filter(matches).collect(), next: before.is_none().then_some(48_209) };
        let nodes = vec!["node-1".to_owned(), "node-2".to_owned()];
        Ok(AuditView { node: node.unwrap_or("node-1").to_owned(), nodes, lines, checked: Checked { from: 47_214, to: 48_213, broken } })
    }
}
