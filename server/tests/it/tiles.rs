//! The log over HTTP, as C2SP tlog-tiles describes it: what strangers' programs fetch.

use crate::on_both_databases;
use crate::world::{Answer, World};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::clock::Span;
use domain::log::leaf::{CatalogueLeaf, Kind, LeafHash, V1};
use domain::log::note::{SignedCheckpoint, VerifierKey};
use domain::purpose::Catalogue;
use server::http::log::ROUTES;
use server::store::log::{LeafOf, NewLeaf};
use server::store::{commit, log};

/// Appends so many entries; their hashes.
async fn append(world: &World, count: usize) -> Vec<LeafHash> {
    let core = world.core();
    let tx = core.store.begin().await.unwrap();
    let mut head = log::lock(&tx).await.unwrap();
    let hash = CatalogueLeaf::hash_of(&Catalogue::version_1());
    let leaf = |version| CatalogueLeaf { v: V1, time: head.time(core.now()), version, hash };
    let time = head.time(core.now());
    let leaves: Vec<_> = (0..count).map(|n| leaf(u32::try_from(n).unwrap() + 100).to_bytes()).collect();
    let hashes = leaves.iter().map(|bytes| LeafHash::of(bytes)).collect();
    let new = leaves.into_iter().map(|bytes| NewLeaf::new(bytes, LeafOf::Event(Kind::Catalogue, time))).collect();
    log::append_many(&tx, &mut head, new).await.unwrap();
    commit(tx).await.unwrap();
    hashes
}

async fn publish(world: &World) {
    world.hikae.sequencer.publisher().beat().await.unwrap();
}

async fn get(world: &World, path: &str) -> Answer {
    world.send(Request::get(path).body(Body::empty()).unwrap()).await
}

on_both_databases! {
    async fn checkpoint_key_and_tiles_are_what_the_specification_says(world: World) {
        let before = get(&world, "/log/checkpoint").await;
        assert_eq!(before.status, StatusCode::NOT_FOUND, "nothing is published yet");
        let hashes = append(&world, 300).await;
        publish(&world).await;

        let key = get(&world, "/log/key").await;
        let keys: Vec<VerifierKey> = key.text().lines().map(|line| line.parse().unwrap()).collect();
        let checkpoint = get(&world, "/log/checkpoint").await;
        assert_eq!(checkpoint.header("content-type"), Some("text/plain; charset=utf-8"));
        assert_eq!(checkpoint.header("cache-control"), Some("public, max-age=2"));
        let signed = SignedCheckpoint::parse(checkpoint.text()).unwrap().verify(&keys).unwrap();
        assert_eq!((signed.origin.as_str(), signed.size), ("localhost/log", 300));

        let full = get(&world, "/log/tile/0/000").await;
        let partial = get(&world, "/log/tile/0/001.p/44").await;
        let above = get(&world, "/log/tile/1/000.p/1").await;
        for tile in [&full, &partial, &above] {
            assert_eq!(tile.status, StatusCode::OK);
            assert_eq!(tile.header("content-type"), Some("application/octet-stream"));
            assert_eq!(tile.header("cache-control"), Some("public, max-age=31536000, immutable"));
            assert_eq!(tile.header("content-encoding"), None);
        }
        let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
        assert_eq!((full.body.as_slice(), partial.body.as_slice()), bytes.split_at(256 * 32));
        assert_eq!(above.body.len(), 32);
        for open in [&key, &checkpoint, &full, &before] {
            assert_eq!(open.header("access-control-allow-origin"), Some("*"));
            assert_eq!(open.header("cross-origin-resource-policy"), Some("cross-origin"));
            assert_eq!(open.header("content-security-policy"), Some("default-src 'none'; frame-ancestors 'none'"));
            assert_eq!(open.header("set-cookie"), None);
        }

        // A smaller partial tile stays what it was: somebody may hold an older checkpoint.
        assert_eq!(get(&world, "/log/tile/0/001.p/7").await.body, &bytes[256 * 32..263 * 32]);
        append(&world, 212).await;
        publish(&world).await;
        assert_eq!(get(&world, "/log/tile/0/001.p/44").await.body, partial.body);
        assert_eq!(get(&world, "/log/tile/1/000.p/1").await.body, above.body);
        assert_eq!(get(&world, "/log/tile/0/001").await.body[..44 * 32], partial.body[..]);
    }

    async fn everybody_sees_how_it_grew(world: World) {
        append(&world, 3).await;
        publish(&world).await;
        world.clock.pass(Span::days(1));
        append(&world, 2).await;
        let today = world.core().now().in_tokyo().0;
        let grown = async || world.hikae.ports.log.state().await.unwrap().growth.per_day(today).into_iter().map(|(_, came)| came).collect::<Vec<_>>();
        assert_eq!(grown().await[28..], [3, 0], "what is not published is not seen");
        publish(&world).await;
        append(&world, 4).await;
        publish(&world).await;
        let grown = grown().await;
        assert_eq!((&grown[28..], grown.iter().sum::<u64>()), (&[3, 6][..], 9));
        assert!(get(&world, "/log").await.text().contains(r#"data-growth="9""#));
    }

    async fn what_is_not_published_is_not_there(world: World) {
        append(&world, 257).await;
        publish(&world).await;
        append(&world, 1).await;
        for path in [
            // Beyond the checkpoint, be it committed or not.
            "/log/tile/0/001", "/log/tile/0/001.p/2", "/log/tile/0/002.p/1", "/log/tile/1/000", "/log/tile/1/000.p/2", "/log/tile/2/000.p/1",
            "/log/tile/7/000.p/1", "/log/tile/0/x999/999",
            // Empty, too wide, and full under the name of a partial one.
            "/log/tile/0/000.p/0", "/log/tile/0/000.p/256", "/log/tile/0/001.p/", "/log/tile/0/001.p/01",
            // Leaf bytes are nobody else's.
            "/log/tile/entries/000", "/log/tile/entries/000.p/1", "/log/tile/data/000",
            // Another spelling of what is there.
            "/log/tile/0/0", "/log/tile/0/00", "/log/tile/0/0000", "/log/tile/0/x000/000", "/log/tile/00/000", "/log/tile/+0/000", "/log/tile/0/%30%30%30",
            "/log/tile/0/000/", "/log/tile//0/000", "/log/tile/0/000.p/1/", "/log/tile/0/000.P/1", "/log/tile/64/000", "/log/tile/-1/000",
            "/log/tile/0/x18446744073709551615/000", "/log/tile/0/../0/000", "/log/tile/0/..%2f..%2f..%2fetc%2fpasswd", "/log/tile/%00", "/log/tile/0/%f0%9f%92%a9",
            "/log/tile/0/000%0d%0ax-a:b", "/log/tile", "/log/tile/", "/log/x",
        ] {
            assert_eq!(get(&world, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let long = format!("/log/tile/0/{}000", "x001/".repeat(2_000));
        assert_eq!(get(&world, &long).await.status, StatusCode::NOT_FOUND);
        assert_eq!(get(&world, "/log/tile/0/001.p/1").await.status, StatusCode::OK);
        for path in ROUTES.map(|route| route.replace("{*tile}", "0/000")) {
            let answer = world.send(Request::post(&path).body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        }
    }
}
