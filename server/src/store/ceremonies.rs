//! Running ceremonies: each is good once. What they hold never leaves the server.

use super::entity::ceremonies;
use super::{StoreError, inconsistent};
use domain::clock::Timestamp;
use domain::id::{AccountId, ActivationId, CeremonyId};
use sea_orm::sea_query::Query;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};

/// What a ceremony is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The first passkey of an account that is opened with an activation code.
    Activation,
    /// A sign-in.
    SignIn,
    /// One more passkey.
    Passkey,
    /// A new passkey with the printed code.
    Recovery,
    /// No WebAuthn: the minutes in which a new recovery code can be read and printed.
    RecoveryCode,
    /// No WebAuthn: the minutes in which a new invitation can be read and handed over.
    Invitation,
}

impl Kind {
    const ALL: [Self; 6] = [Self::Activation, Self::SignIn, Self::Passkey, Self::Recovery, Self::RecoveryCode, Self::Invitation];

    const fn code(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::SignIn => "sign-in",
            Self::Passkey => "passkey",
            Self::Recovery => "recovery",
            Self::RecoveryCode => "recovery-code",
            Self::Invitation => "invitation",
        }
    }
}

/// A running ceremony.
#[derive(Clone, Debug)]
pub(crate) struct Ceremony {
    /// Names it in the answer of the browser.
    pub id: CeremonyId,
    /// What it is for.
    pub kind: Kind,
    /// For whom, where someone is known.
    pub account: Option<AccountId>,
    /// Which activation code was shown.
    pub activation: Option<ActivationId>,
    /// What it needs to be completed, as JSON.
    pub state: String,
    /// When it is too late.
    pub expires_at: Timestamp,
}

/// Keeps a ceremony until it is taken.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, ceremony: &Ceremony) -> Result<(), StoreError> {
    let row = ceremonies::ActiveModel {
        id: Set(ceremony.id.0),
        kind: Set(ceremony.kind.code().to_owned()),
        account_id: Set(ceremony.account.map(|account| account.0)),
        activation_id: Set(ceremony.activation.map(|activation| activation.0)),
        state: Set(ceremony.state.clone()),
        expires_at: Set(ceremony.expires_at.millis()),
    };
    row.insert(db).await?;
    Ok(())
}

/// Takes a ceremony of that kind out of the store: of two who try, one gets it. Says nothing about its age.
pub(crate) async fn take<C: ConnectionTrait>(db: &C, id: CeremonyId, kind: Kind) -> Result<Option<Ceremony>, StoreError> {
    let mut delete = Query::delete();
    delete
        .from_table(ceremonies::Entity)
        .and_where(ceremonies::Column::Id.eq(id.0))
        .and_where(ceremonies::Column::Kind.eq(kind.code()))
        .returning_all();
    let statement = db.get_database_backend().build(&delete);
    ceremonies::Model::find_by_statement(statement).one(db).await?.map(read).transpose()
}

/// The newest ceremony of that kind of an account, left where it is.
pub(crate) async fn newest_of<C: ConnectionTrait>(db: &C, account: AccountId, kind: Kind) -> Result<Option<Ceremony>, StoreError> {
    let of_account = ceremonies::Entity::find().filter(ceremonies::Column::AccountId.eq(account.0));
    let newest = of_account.filter(ceremonies::Column::Kind.eq(kind.code())).order_by_desc(ceremonies::Column::ExpiresAt);
    newest.one(db).await?.map(read).transpose()
}

/// Removes an account's ceremonies of that kind.
pub(crate) async fn remove_of<C: ConnectionTrait>(db: &C, account: AccountId, kind: Kind) -> Result<(), StoreError> {
    let of_account = ceremonies::Entity::delete_many().filter(ceremonies::Column::AccountId.eq(account.0));
    of_account.filter(ceremonies::Column::Kind.eq(kind.code())).exec(db).await?;
    Ok(())
}

/// Removes every ceremony of an account: what was begun under another sign-in is not completed under this one.
pub(crate) async fn remove_all_of<C: ConnectionTrait>(db: &C, account: AccountId) -> Result<(), StoreError> {
    ceremonies::Entity::delete_many().filter(ceremonies::Column::AccountId.eq(account.0)).exec(db).await?;
    Ok(())
}

/// Removes at most so many that are too old, and says how many it were.
pub(crate) async fn remove_expired<C: ConnectionTrait>(db: &C, now: Timestamp, limit: u64) -> Result<u64, StoreError> {
    let old = Query::select()
        .column(ceremonies::Column::Id)
        .from(ceremonies::Entity)
        .and_where(ceremonies::Column::ExpiresAt.lte(now.millis()))
        .limit(limit)
        .take();
    let removed = ceremonies::Entity::delete_many().filter(ceremonies::Column::Id.in_subquery(old)).exec(db).await?;
    Ok(removed.rows_affected)
}

fn read(model: ceremonies::Model) -> Result<Ceremony, StoreError> {
    let kind = Kind::ALL.into_iter().find(|kind| kind.code() == model.kind);
    Ok(Ceremony {
        id: CeremonyId(model.id),
        kind: kind.ok_or_else(|| inconsistent("ceremonies", "kind", model.id))?,
        account: model.account_id.map(AccountId),
        activation: model.activation_id.map(ActivationId),
        state: model.state,
        expires_at: Timestamp::from_millis(model.expires_at),
    })
}
