//! Codes that were handed out to open accounts. Only keyed digests of them are here.

use super::accounts::{self, Kind};
use super::entity::activations;
use super::{StoreError, inconsistent, locked};
use domain::account::Level;
use domain::clock::Timestamp;
use domain::id::{AccountId, ActivationId, HolderId, SubjectId};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// What an activation code is stored as.
pub(crate) type CodeDigest = [u8; 32];

/// A code that was handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Activation {
    /// Its id.
    pub id: ActivationId,
    /// Whose account it opens.
    pub opens: Kind,
    /// Whose word it is; the nil id is the desk.
    pub issuer: HolderId,
    /// How sure the issuer was.
    pub grants: Level,
    /// Wrong birth dates so far.
    pub tries: i16,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When it ends; `None`: never (demo data only).
    pub expires_at: Option<Timestamp>,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// With which account.
    pub used_by: Option<AccountId>,
    /// What the invited member of staff or operator is to go by.
    pub label: Option<String>,
    /// Who invited them; `None`: nobody did, it is a patient's, the demo's, or the command line's.
    pub invited_by: Option<AccountId>,
}

/// Keeps a code.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, digest: &CodeDigest, activation: &Activation) -> Result<(), StoreError> {
    let (kind, subject, role, holder) = accounts::columns(activation.opens);
    let row = activations::ActiveModel {
        id: Set(activation.id.0),
        code_digest: Set(digest.to_vec()),
        kind: Set(kind.to_owned()),
        subject_id: Set(subject),
        issuer_id: Set(activation.issuer.0),
        grants_level: Set(activation.grants.number()),
        tries: Set(activation.tries),
        created_at: Set(activation.created_at.millis()),
        expires_at: Set(activation.expires_at.map(Timestamp::millis)),
        used_at: Set(activation.used_at.map(Timestamp::millis)),
        used_by: Set(activation.used_by.map(|account| account.0)),
        role: Set(role),
        holder_id: Set(holder),
        label: Set(activation.label.clone()),
        invited_by: Set(activation.invited_by.map(|account| account.0)),
    };
    row.insert(db).await?;
    Ok(())
}

/// What a code opens: it may be stored as any of these.
pub(crate) async fn with_code<C: ConnectionTrait>(db: &C, digests: &[CodeDigest]) -> Result<Option<Activation>, StoreError> {
    let found = activations::Entity::find().filter(activations::Column::CodeDigest.is_in(digests.iter().map(|digest| digest.to_vec())));
    found.one(db).await?.map(read).transpose()
}

/// The same, held until the transaction ends.
pub(crate) async fn with_code_locked<C: ConnectionTrait>(db: &C, digests: &[CodeDigest]) -> Result<Option<Activation>, StoreError> {
    let found = activations::Entity::find().filter(activations::Column::CodeDigest.is_in(digests.iter().map(|digest| digest.to_vec())));
    locked(found, db).one(db).await?.map(read).transpose()
}

/// That activation.
pub(crate) async fn activation<C: ConnectionTrait>(db: &C, id: ActivationId) -> Result<Option<Activation>, StoreError> {
    activations::Entity::find_by_id(id.0).one(db).await?.map(read).transpose()
}

/// That activation, held until the transaction ends.
pub(crate) async fn activation_locked<C: ConnectionTrait>(db: &C, id: ActivationId) -> Result<Option<Activation>, StoreError> {
    locked(activations::Entity::find_by_id(id.0), db).one(db).await?.map(read).transpose()
}

/// Counts a wrong birth date.
pub(crate) async fn count_wrong_date<C: ConnectionTrait>(db: &C, id: ActivationId) -> Result<(), StoreError> {
    activations::Entity::update_many()
        .col_expr(activations::Column::Tries, Expr::col(activations::Column::Tries).add(1_i16))
        .filter(activations::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends every code of these subjects that was not used and has not ended.
pub(crate) async fn end_of<C: ConnectionTrait>(db: &C, subjects: &[SubjectId], now: Timestamp) -> Result<(), StoreError> {
    use activations::Column::{ExpiresAt, SubjectId, UsedAt};
    activations::Entity::update_many()
        .col_expr(ExpiresAt, Expr::value(now.millis()))
        .filter(SubjectId.is_in(subjects.iter().map(|subject| subject.0)))
        .filter(UsedAt.is_null())
        .filter(ExpiresAt.is_null().or(ExpiresAt.gt(now.millis())))
        .exec(db)
        .await?;
    Ok(())
}

/// Uses a code up.
pub(crate) async fn set_used<C: ConnectionTrait>(db: &C, id: ActivationId, by: AccountId, now: Timestamp) -> Result<(), StoreError> {
    activations::Entity::update_many()
        .col_expr(activations::Column::UsedAt, Expr::value(now.millis()))
        .col_expr(activations::Column::UsedBy, Expr::value(by.0))
        .filter(activations::Column::Id.eq(id.0))
        .exec(db)
        .await?;
    Ok(())
}

pub(super) fn read(model: activations::Model) -> Result<Activation, StoreError> {
    let broken = |column| inconsistent("activations", column, model.id);
    Ok(Activation {
        id: ActivationId(model.id),
        opens: accounts::kind(&model.kind, model.subject_id, model.role.as_deref(), model.holder_id).map_err(broken)?,
        issuer: HolderId(model.issuer_id),
        grants: Level::from_number(model.grants_level).ok_or_else(|| broken("grants_level"))?,
        tries: model.tries,
        created_at: Timestamp::from_millis(model.created_at),
        expires_at: model.expires_at.map(Timestamp::from_millis),
        used_at: model.used_at.map(Timestamp::from_millis),
        used_by: model.used_by.map(AccountId),
        label: model.label,
        invited_by: model.invited_by.map(AccountId),
    })
}
