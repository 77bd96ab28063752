//! The demo on SQLite, as `make run` makes it. On both databases: `tests/it/demo.rs`.

use super::*;
use crate::config::Config;
use crate::keys::Keys;
use crate::machine::SystemRandom;
use crate::store::Store;

struct Installation {
    core: Core,
    folder: tempfile::TempDir,
}

async fn installation() -> Installation {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("hikae.db").display());
    let store = Store::connect(&url, 4, true).await.unwrap();
    store.migrate().await.unwrap();
    let config = Config { var: folder.path().to_owned(), ..Config::defaults().unwrap() };
    let clock = StoryClock::new("2026-11-22T01:00:00.000Z".parse().unwrap());
    let core = Core {
        config: Arc::new(config),
        keys: Arc::new(Keys::random(&SystemRandom)),
        store,
        clock: Arc::new(clock),
        random: Arc::new(SystemRandom),
    };
    Installation { core, folder }
}

#[tokio::test]
async fn quick() {
    let i = installation().await;
    let start = std::time::Instant::now();
    let facts = seed(&i.core).await.unwrap();
    eprintln!("{:?} patients {} first {} {}", start.elapsed(), facts.patients.len(), facts.patients[0].uses, facts.patients[0].conflicts);
    for p in facts.patients.iter().skip(138) { eprintln!("{} {} {}", p.label, p.uses, p.conflicts); }
    std::fs::copy(i.folder.path().join("hikae.db"), "/tmp/f-demo.db").unwrap();
    std::fs::copy(i.folder.path().join("demo.json"), "/tmp/f-demo.json").unwrap();
}
