//! Sessions. The secret in the cookie is not here: only its keyed digest.

use super::StoreError;
use super::entity::sessions;
use domain::clock::Timestamp;
use domain::id::{AccountId, SessionRef};
use sea_orm::prelude::Expr;
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// What the secret is stored as.
pub(crate) type SessionDigest = [u8; 32];

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    /// What its owner sees in the list of sessions.
    pub reference: SessionRef,
    /// Whose it is.
    pub account: Option<AccountId>,
    /// What it remembers, as JSON.
    pub data: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends if it is not used: the earlier of the idle and the absolute end.
    pub expires_at: Timestamp,
}

/// Begins a session.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, digest: &SessionDigest, session: &Session) -> Result<(), StoreError> {
    let row = sessions::ActiveModel {
        digest: Set(digest.to_vec()),
        ref_id: Set(session.reference.0),
        account_id: Set(session.account.map(|account| account.0)),
        data: Set(session.data.clone()),
        created_at: Set(session.created_at.millis()),
        seen_at: Set(session.seen_at.millis()),
        expires_at: Set(session.expires_at.millis()),
    };
    sessions::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The session with that secret, whatever its age.
pub(crate) async fn session<C: ConnectionTrait>(db: &C, digest: &SessionDigest) -> Result<Option<Session>, StoreError> {
    Ok(sessions::Entity::find_by_id(digest.to_vec()).one(db).await?.map(read))
}

/// Writes what a session remembers. One that has ended meanwhile stays ended.
pub(crate) async fn set_data<C: ConnectionTrait>(db: &C, digest: &SessionDigest, data: &str) -> Result<(), StoreError> {
    sessions::Entity::update_many()
        .col_expr(sessions::Column::Data, Expr::value(data))
        .filter(sessions::Column::Digest.eq(digest.to_vec()))
        .exec(db)
        .await?;
    Ok(())
}

/// Writes down that a session was used.
pub(crate) async fn set_seen<C: ConnectionTrait>(
    db: &C,
    digest: &SessionDigest,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    sessions::Entity::update_many()
        .col_expr(sessions::Column::SeenAt, Expr::value(now.millis()))
        .col_expr(sessions::Column::ExpiresAt, Expr::value(expires_at.millis()))
        .filter(sessions::Column::Digest.eq(digest.to_vec()))
        .filter(sessions::Column::SeenAt.lt(now.millis()))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends the session with that secret.
pub(crate) async fn remove<C: ConnectionTrait>(db: &C, digest: &SessionDigest) -> Result<(), StoreError> {
    sessions::Entity::delete_by_id(digest.to_vec()).exec(db).await?;
    Ok(())
}

/// The living sessions of an account, newest first.
pub(crate) async fn living_of<C: ConnectionTrait>(
    db: &C,
    account: AccountId,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<Session>, StoreError> {
    let of_account = sessions::Entity::find().filter(sessions::Column::AccountId.eq(account.0));
    let living = of_account.filter(sessions::Column::ExpiresAt.gt(now.millis()));
    let newest_first = living.order_by_desc(sessions::Column::CreatedAt).order_by_desc(sessions::Column::RefId);
    Ok(newest_first.limit(limit).all(db).await?.into_iter().map(read).collect())
}

/// Ends one session of an account, and says whether there was one.
pub(crate) async fn remove_one_of<C: ConnectionTrait>(db: &C, account: AccountId, session: SessionRef) -> Result<bool, StoreError> {
    let of_account = sessions::Entity::delete_many().filter(sessions::Column::AccountId.eq(account.0));
    Ok(of_account.filter(sessions::Column::RefId.eq(session.0)).exec(db).await?.rows_affected > 0)
}

/// Ends the sessions of an account, all of them or all but one.
pub(crate) async fn remove_of<C: ConnectionTrait>(db: &C, account: AccountId, except: Option<SessionRef>) -> Result<(), StoreError> {
    let mut of_account = sessions::Entity::delete_many().filter(sessions::Column::AccountId.eq(account.0));
    if let Some(stays) = except {
        of_account = of_account.filter(sessions::Column::RefId.ne(stays.0));
    }
    of_account.exec(db).await?;
    Ok(())
}

/// Removes at most so many that have ended, and says how many it were.
pub(crate) async fn remove_expired<C: ConnectionTrait>(db: &C, now: Timestamp, limit: u64) -> Result<u64, StoreError> {
    let old = Query::select()
        .column(sessions::Column::Digest)
        .from(sessions::Entity)
        .and_where(sessions::Column::ExpiresAt.lte(now.millis()))
        .limit(limit)
        .take();
    let removed = sessions::Entity::delete_many().filter(sessions::Column::Digest.in_subquery(old)).exec(db).await?;
    Ok(removed.rows_affected)
}

fn read(model: sessions::Model) -> Session {
    Session {
        reference: SessionRef(model.ref_id),
        account: model.account_id.map(AccountId),
        data: model.data,
        created_at: Timestamp::from_millis(model.created_at),
        seen_at: Timestamp::from_millis(model.seen_at),
        expires_at: Timestamp::from_millis(model.expires_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::fresh_sqlite;
    use domain::clock::Span;
    use sea_orm::prelude::Uuid;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn begun(n: u128) -> Session {
        let expires_at = NOW + Span::minutes(30);
        Session {
            reference: SessionRef(Uuid::from_u128(n)),
            account: None,
            data: "{}".to_owned(),
            created_at: NOW,
            seen_at: NOW,
            expires_at,
        }
    }

    #[tokio::test]
    async fn what_has_ended_stays_ended_whatever_a_slower_request_writes() {
        let store = fresh_sqlite().await;
        let (db, digest) = (store.db(), [7; 32]);
        insert(db, &digest, &begun(1)).await.unwrap();
        remove(db, &digest).await.unwrap();
        set_data(db, &digest, "{\"late\":true}").await.unwrap();
        set_seen(db, &digest, NOW + Span::minutes(1), NOW + Span::hours(1)).await.unwrap();
        assert_eq!(session(db, &digest).await.unwrap(), None);
    }

    #[tokio::test]
    async fn expired_ones_are_removed_a_few_at_a_time() {
        let store = fresh_sqlite().await;
        for n in 0..5_u8 {
            insert(store.db(), &[n; 32], &begun(n.into())).await.unwrap();
        }
        assert_eq!(remove_expired(store.db(), NOW, 3).await.unwrap(), 0);
        let later = NOW + Span::minutes(30);
        assert_eq!(remove_expired(store.db(), later, 3).await.unwrap(), 3);
        assert_eq!(remove_expired(store.db(), later, 3).await.unwrap(), 2);
    }
}
