//! Whether the service works, as everybody may see it.

use crate::on_both_databases;
use crate::postgres::Cluster;
use crate::world::{Answer, World};
use domain::clock::Span;

fn says(page: &Answer, words: &str) -> bool {
    page.text().contains(words)
}

on_both_databases! {
    async fn everything_works_and_since_when(world: World) {
        let patient = world.patient().await;
        let empty = world.browser().get("/status").await;
        assert!(empty.status == 200 && says(&empty, "まだ何も公開されていません"), "{}", empty.text());
        assert_eq!(patient.decide("all", "refuse").await.status, 200);
        world.clock.pass(Span::minutes(2));
        let late = world.browser().get("/status").await;
        assert!(late.status == 200 && says(&late, "遅れています"), "told, and nobody is turned away: {}", late.text());
        world.hikae.sequencer.publisher().beat().await.unwrap();
        world.clock.pass(Span::days(2));
        for browser in [world.browser(), patient.browser] {
            let page = browser.get("/status").await;
            assert_eq!(page.status, 200);
            // A quiet log is no late one.
            assert!(says(&page, "すべて動いています") && says(&page, r#"datetime="2026-11-22T01:00:00.000Z""#), "{}", page.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_database_the_page_is_there_and_says_so() {
    let cluster = tokio::task::spawn_blocking(|| Cluster::start("-c fsync=off")).await.unwrap();
    let world = World::open(tempfile::tempdir().unwrap(), cluster.database()).await;
    let patient = world.patient().await;
    cluster.stop();
    for browser in [world.browser(), patient.browser] {
        let page = browser.get("/status").await;
        assert_eq!(page.status, 503, "{}", page.text());
        for words in ["動いていないところがあります", "いまは受け付けられません", "いまは答えられません", "いまは読めません"]
        {
            assert!(says(&page, words), "{words}: {}", page.text());
        }
    }
    cluster.start_again();
    assert_eq!(world.browser().get("/status").await.status, 200);
    cluster.end();
}
