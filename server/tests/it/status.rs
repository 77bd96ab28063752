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
        assert_eq!(patient.decide("all", "refuse").await.status, 200);
        // In these worlds nobody beats each second.
        world.hikae.sequencer.publisher().beat().await.unwrap();
        world.clock.pass(Span::days(2));
        for browser in [world.browser(), patient.browser] {
            let page = browser.get("/status").await;
            assert_eq!(page.status, 200);
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
        for words in ["動いていないところがあります", "いまは受け付けられません", "いまは答えられません", "遅れています"]
        {
            assert!(says(&page, words), "{words}: {}", page.text());
        }
    }
    cluster.start_again();
    assert_eq!(world.browser().get("/status").await.status, 200);
    cluster.end();
}
