//! Audit lines: append-only, hash-chained per node.

use super::entity::{audit_heads, audit_lines};
use super::many;
use super::{StoreError, inconsistent, locked};
use domain::actor::{Actor, Operation};
use domain::clock::Timestamp;
use domain::failure::Problem;
use domain::id::SubjectId;
use domain::ports::{AuditLine, Checked};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use sha2::{Digest, Sha256};

/// One thing that somebody did or tried.
#[derive(Clone, Debug)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// Kind of the actor, and its account or client, as `kind` or `kind:id`.
    pub actor: String,
    /// For whom, where that is not the actor.
    pub on_behalf_of: Option<SubjectId>,
    /// What.
    pub operation: Operation,
    /// To what: an id of ours, never an identifier of a person.
    pub object: Option<String>,
    /// From where, truncated.
    pub origin: Option<String>,
    /// `None`: it was done. Else why not.
    pub refused: Option<Problem>,
    /// A reason that was given, or the distinct cause behind a common answer.
    pub reason: Option<String>,
}

impl Line {
    /// What this actor did, derived from it.
    #[must_use]
    pub fn of(actor: &Actor, operation: Operation, at: Timestamp) -> Self {
        let who = match actor {
            Actor::Client { client, .. } => Some(client.clone()),
            _ => actor.account().map(|account| account.to_string()),
        };
        let (on_behalf_of, reason) = match actor {
            Actor::Proxy { of, .. } => (Some(*of), None),
            Actor::OnBehalf { subject, reason, .. } => (Some(*subject), Some(reason.clone())),
            _ => (None, None),
        };
        Self {
            at,
            actor: who.map_or_else(|| actor.kind().to_owned(), |who| format!("{}:{who}", actor.kind())),
            on_behalf_of,
            operation,
            object: None,
            origin: crate::origin::current(),
            refused: None,
            reason,
        }
    }

    /// To what it was done.
    #[must_use]
    pub fn to(mut self, object: impl ToString) -> Self {
        self.object = Some(object.to_string());
        self
    }

    /// What exactly it was, where the operation covers several things.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.to_owned());
        self
    }

    /// It was refused; `cause` may say more than the caller is told.
    #[must_use]
    pub fn refused(mut self, problem: Problem, cause: &str) -> Self {
        self.refused = Some(problem);
        self.reason = Some(cause.to_owned());
        self
    }

    fn outcome(&self) -> &'static str {
        self.refused.map_or("ok", Problem::code)
    }

    /// SHA-256 over the hash before and every field, each with its length in front so that none can run into the next.
    fn hash(&self, node: &str, seq: i64, before: &[u8]) -> Vec<u8> {
        let mut hash = Sha256::new();
        let at = self.at.millis().to_be_bytes();
        let on_behalf_of = self.on_behalf_of.map(|subject| subject.0.as_bytes().to_vec());
        let fields: [Option<&[u8]>; 11] = [
            Some(before),
            Some(node.as_bytes()),
            Some(&seq.to_be_bytes()),
            Some(&at),
            Some(self.actor.as_bytes()),
            on_behalf_of.as_deref(),
            Some(self.operation.code().as_bytes()),
            self.object.as_deref().map(str::as_bytes),
            self.origin.as_deref().map(str::as_bytes),
            Some(self.outcome().as_bytes()),
            self.reason.as_deref().map(str::as_bytes),
        ];
        for field in fields {
            match field {
                None => hash.update([0]),
                Some(bytes) => {
                    hash.update([1]);
                    hash.update((bytes.len() as u64).to_be_bytes());
                    hash.update(bytes);
                }
            }
        }
        hash.finalize().to_vec()
    }
}

/// Appends lines to the node's chain. Takes the lock on its head, so it comes last in a transaction.
pub(crate) async fn append<C: ConnectionTrait>(db: &C, node: &str, lines: impl IntoIterator<Item = Line>) -> Result<(), StoreError> {
    let head = locked(audit_heads::Entity::find_by_id(node.to_owned()), db).one(db).await?;
    let known = head.is_some();
    let (mut seq, mut hash) = head.map_or((0, Vec::new()), |head| (head.seq, head.hash));
    let mut rows = Vec::new();
    for line in lines {
        seq += 1;
        hash = line.hash(node, seq, &hash);
        rows.push(row(node, seq, &line, &hash));
    }
    many::insert::<audit_lines::Entity, _>(db, rows).await?;
    let head = audit_heads::ActiveModel { node: Set(node.to_owned()), seq: Set(seq), hash: Set(hash) };
    if known {
        head.update(db).await?;
    } else {
        head.insert(db).await?;
    }
    Ok(())
}

fn row(node: &str, seq: i64, line: &Line, hash: &[u8]) -> audit_lines::ActiveModel {
    audit_lines::ActiveModel {
        node: Set(node.to_owned()),
        seq: Set(seq),
        at: Set(line.at.millis()),
        actor: Set(line.actor.clone()),
        on_behalf_of: Set(line.on_behalf_of.map(|subject| subject.0)),
        operation: Set(line.operation.code().to_owned()),
        object: Set(line.object.clone()),
        origin: Set(line.origin.clone()),
        outcome: Set(line.outcome().to_owned()),
        reason: Set(line.reason.clone()),
        hash: Set(hash.to_vec()),
    }
}

/// Recomputes a node's chain. `Ok(None)`: it holds; `Ok(Some(n))`: line `n` is the first that does not follow from the
/// ones before it.
pub(crate) async fn first_broken<C: ConnectionTrait>(db: &C, node: &str) -> Result<Option<i64>, StoreError> {
    let (mut seq, mut hash) = (0, Vec::new());
    loop {
        let page = audit_lines::Entity::find()
            .filter(audit_lines::Column::Node.eq(node))
            .filter(audit_lines::Column::Seq.gt(seq))
            .order_by_asc(audit_lines::Column::Seq)
            .limit(1_000)
            .all(db)
            .await?;
        if page.is_empty() {
            let head = audit_heads::Entity::find_by_id(node.to_owned()).one(db).await?;
            let kept = head.map_or((0, Vec::new()), |head| (head.seq, head.hash));
            return Ok((kept != (seq, hash)).then_some(seq + 1));
        }
        for model in page {
            seq += 1;
            // A word that no line of ours ever had is a change, too.
            let Ok(line) = line(&model) else { return Ok(Some(seq)) };
            hash = line.hash(node, seq, &hash);
            if model.seq != seq || model.hash != hash {
                return Ok(Some(seq));
            }
        }
    }
}

/// Which lines somebody wants to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// Only this operation.
    pub operation: Option<Operation>,
    /// Only actors of this kind.
    pub actor: Option<&'static str>,
    /// Only lines before this one.
    pub before: Option<u64>,
}

/// A node's lines as they stand there, newest first, at most `limit` of them, and where to go on. A filter looks through
/// `window` lines and no further, so that a page never reads the whole chain.
pub(crate) async fn newest<C: ConnectionTrait>(
    db: &C,
    node: &str,
    wanted: Wanted,
    limit: usize,
    window: u64,
) -> Result<(Vec<AuditLine>, Option<u64>), StoreError> {
    let head = audit_heads::Entity::find_by_id(node.to_owned()).one(db).await?.map_or(0, |head| head.seq);
    // A page that begins beyond every line begins at the newest.
    let before = wanted.before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX).min(head.saturating_add(1));
    let lowest = before.saturating_sub(i64::try_from(window).unwrap_or(i64::MAX));
    let mut select = audit_lines::Entity::find()
        .filter(audit_lines::Column::Node.eq(node))
        .filter(audit_lines::Column::Seq.lt(before))
        .filter(audit_lines::Column::Seq.gte(lowest));
    if let Some(operation) = wanted.operation {
        select = select.filter(audit_lines::Column::Operation.eq(operation.code()));
    }
    if let Some(kind) = wanted.actor {
        let with_id = audit_lines::Column::Actor.starts_with(format!("{kind}:"));
        select = select.filter(Condition::any().add(audit_lines::Column::Actor.eq(kind)).add(with_id));
    }
    let rows = select.order_by_desc(audit_lines::Column::Seq).limit(limit as u64 + 1).all(db).await?;
    let more = rows.len() > limit;
    let shown: Vec<AuditLine> = rows.into_iter().take(limit).map(as_it_stands).collect::<Result<_, _>>()?;
    let next = if more { shown.last().map(|last| last.seq) } else { u64::try_from(lowest).ok().filter(|lowest| *lowest > 1) };
    Ok((shown, next))
}

/// A line without a judgement whether it could ever have been written: a changed one is shown as changed.
fn as_it_stands(row: audit_lines::Model) -> Result<AuditLine, StoreError> {
    Ok(AuditLine {
        seq: u64::try_from(row.seq).map_err(|_| inconsistent("audit_lines", "seq", format!("{}/{}", row.node, row.seq)))?,
        at: Timestamp::from_millis(row.at),
        actor: row.actor,
        on_behalf: row.on_behalf_of.is_some(),
        operation: row.operation,
        object: row.object,
        origin: row.origin,
        outcome: row.outcome,
        reason: row.reason,
    })
}

/// Recomputes the newest lines of a node's chain, at most so many, from the hash of the line before them.
pub(crate) async fn recompute_newest<C: ConnectionTrait>(db: &C, node: &str, at_most: u64) -> Result<Checked, StoreError> {
    let head = audit_heads::Entity::find_by_id(node.to_owned()).one(db).await?;
    let (last, kept) = head.map_or((0, Vec::new()), |head| (head.seq, head.hash));
    let before = last.saturating_sub(i64::try_from(at_most).unwrap_or(i64::MAX)).max(0);
    let rows = audit_lines::Entity::find()
        .filter(audit_lines::Column::Node.eq(node))
        .filter(audit_lines::Column::Seq.gte(before))
        .order_by_asc(audit_lines::Column::Seq)
        .limit(at_most + 2)
        .all(db)
        .await?;
    let number = |seq: i64| u64::try_from(seq).map_err(|_| inconsistent("audit_heads", "seq", node));
    let found = |broken: Option<i64>| {
        Ok(Checked { from: number(before + 1)?.min(number(last)?), to: number(last)?, broken: broken.map(number).transpose()? })
    };
    let (mut seq, mut hash) = (before, Vec::new());
    for row in rows {
        if row.seq == before && before > 0 {
            hash = row.hash;
            continue;
        }
        seq += 1;
        // A word that no line of ours ever had is a change, too.
        let computed = line(&row).ok().map(|line| line.hash(node, seq, &hash));
        if row.seq != seq || computed.as_ref() != Some(&row.hash) {
            return found(Some(seq));
        }
        hash = row.hash;
    }
    found(if (seq, hash) == (last, kept) { None } else { Some(seq + 1) })
}

fn line(model: &audit_lines::Model) -> Result<Line, StoreError> {
    let broken = |column| inconsistent("audit_lines", column, format!("{}/{}", model.node, model.seq));
    let operation = Operation::ALL.into_iter().find(|operation| operation.code() == model.operation).ok_or_else(|| broken("operation"))?;
    let refused = match model.outcome.as_str() {
        "ok" => None,
        code => Some(*Problem::ALL.iter().find(|problem| problem.code() == code).ok_or_else(|| broken("outcome"))?),
    };
    Ok(Line {
        at: Timestamp::from_millis(model.at),
        actor: model.actor.clone(),
        on_behalf_of: model.on_behalf_of.map(SubjectId),
        operation,
        object: model.object.clone(),
        origin: model.origin.clone(),
        refused,
        reason: model.reason.clone(),
    })
}
