//! What the tests inside this crate start from.

use super::Store;

/// A migrated SQLite database that lives as long as the folder beside it.
pub(crate) struct FreshStore {
    /// The store.
    pub(crate) store: Store,
    _folder: tempfile::TempDir,
}

impl std::ops::Deref for FreshStore {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

/// A new SQLite database with every migration applied.
pub(crate) async fn fresh_sqlite() -> FreshStore {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let store = Store::connect(&url, 4, true).await.unwrap();
    store.migrate().await.unwrap();
    FreshStore { store, _folder: folder }
}

#[tokio::test]
async fn a_fresh_store_is_current() {
    let store = fresh_sqlite().await;
    assert!(store.is_current().await.unwrap());
    store.ping().await.unwrap();
}
