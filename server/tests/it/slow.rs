//! Clients that say nothing, or say it very slowly, spoken as over a real wire to the real program.

use crate::checks::world_with;
use crate::process::Installation;
use sea_orm::EntityTrait;
use serde_json::json;
use server::store::entity::who_asked;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

/// Longer than anything here takes that goes well.
const LONG: Duration = Duration::from_secs(20);

/// Somebody who has sent that much.
async fn client(addr: SocketAddr, said: &str) -> TcpStream {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(said.as_bytes()).await.unwrap();
    stream
}

/// Everything that comes until the connection ends.
async fn to_its_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut answer)).await.expect("the connection ends");
    String::from_utf8_lossy(&answer).into_owned()
}

const ALIVE: &str = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_say_what_it_wants_is_sent_away_and_whoever_comes_next_is_served() {
    let (installation, _world) = Installation::on_sqlite_with(&[("HIKAE_HEAD_SECONDS", "2"), ("HIKAE_CONNECTIONS", "4")]).await;
    installation.start().await;
    let began = Instant::now();
    let mut slow = Vec::new();
    for said in ["", "GET /", "GET /healthz HTTP/1.1\r\nhost: local", "GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-a: b\r\n"] {
        slow.push(client(installation.addr(), said).await);
    }
    // All places are taken: a fifth waits until one of them is free, and is not turned away.
    let mut fifth = client(installation.addr(), ALIVE).await;
    let mut first = [0; 12];
    timeout(LONG, fifth.read_exact(&mut first)).await.expect("it is served").unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    assert!(began.elapsed() >= Duration::from_secs(1), "it waited: {:?}", began.elapsed());
    for stream in &mut slow {
        assert!(!to_its_end(stream).await.contains("200 OK"));
    }
    assert!(began.elapsed() < LONG, "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_head_that_comes_byte_by_byte_has_no_more_time_than_one_that_does_not_come() {
    let (installation, _world) = Installation::on_sqlite_with(&[("HIKAE_HEAD_SECONDS", "2")]).await;
    installation.start().await;
    let mut stream = client(installation.addr(), "GET /healthz HTTP/1.1\r\n").await;
    let began = Instant::now();
    while began.elapsed() < LONG {
        tokio::time::sleep(Duration::from_millis(200)).await;
        if stream.write_all(b"x: y\r\n").await.is_err() {
            break;
        }
    }
    assert!(began.elapsed() < LONG / 2, "it went on for {:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_comes_slowly_has_the_time_of_its_request() {
    let (installation, _world) = Installation::on_sqlite_with(&[("HIKAE_REQUEST_SECONDS", "2")]).await;
    installation.start().await;
    let head =
        "POST /oauth/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 900\r\n\r\n";
    let mut stream = client(installation.addr(), head).await;
    let mut answer = [0; 12];
    timeout(LONG, stream.read_exact(&mut answer)).await.expect("it is answered").unwrap();
    assert!(!answer.ends_with(b"200"), "{}", String::from_utf8_lossy(&answer));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_whose_time_is_up_says_so_to_whoever_reads_it() {
    let world = world_with(|config| {
        config.request_seconds = 1;
        config.database_connections = 1;
    })
    .await;
    let taro = world.patient().await;
    let only_connection = world.core().store.begin().await.unwrap();
    let answer = taro.browser.get("/choices").await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, Some("10")));
    assert!(answer.text().contains("data-problem=\"unavailable\"") && answer.text().contains("/choices"), "{}", answer.text());
    let island = taro.browser.call("/do/choices/record", &[("scope", "all"), ("stance", "refuse")]).await;
    assert_eq!((island.status.as_u16(), island.json()["code"].as_str()), (503, Some("unavailable")));
    drop(only_connection);
    assert_eq!(taro.browser.get("/choices").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_last_answers_leave_behind_is_written_before_it_stops() {
    let (installation, world) = Installation::on_sqlite().await;
    installation.start().await;
    let (taro, hospital) = (world.patient().await, world.hospital().await);
    let body = json!({ "purpose": "education", "subjects": [taro.insured_number()] }).to_string();
    let head = format!(
        "POST /api/v1/checks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n",
        hospital.token().await,
        body.len()
    );
    let mut half = client(installation.addr(), &format!("{head}{}", &body[..20])).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let finish = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        half.write_all(&body.as_bytes()[20..]).await.unwrap();
        to_its_end(&mut half).await
    };
    let (ended_well, answer) = tokio::join!(installation.stop(), finish);
    assert!(ended_well && answer.starts_with("HTTP/1.1 200"), "{answer} {}", installation.said());
    assert_eq!(who_asked::Entity::find().all(world.core().store.db()).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_being_served_is_answered_before_it_stops() {
    let (installation, _world) = Installation::on_sqlite().await;
    installation.start().await;
    // One says nothing for now, one is half-way.
    let mut idle = client(installation.addr(), "").await;
    let body = "grant_type=client_credentials&scope=system%2FConsent.rs";
    let head = format!(
        "POST /oauth/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut half = client(installation.addr(), &format!("{head}{}", &body[..20])).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let finish = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        half.write_all(&body.as_bytes()[20..]).await.unwrap();
        to_its_end(&mut half).await
    };
    let (ended_well, answer) = tokio::join!(installation.stop(), finish);
    assert!(answer.starts_with("HTTP/1.1 40"), "{answer}");
    assert!(ended_well, "{}", installation.said());
    assert_eq!(to_its_end(&mut idle).await, "");
}
