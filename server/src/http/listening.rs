//! Connections: how many there may be, how long a client may take to say what it wants, and how they end.

use crate::config::Config;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

/// How long the listener waits when the machine has no room for one more connection.
const OUT_OF_ROOM: Duration = Duration::from_millis(100);

/// Serves until `stop`; then takes nobody in any more, lets what runs finish, and ends.
///
/// What axum itself would do waits for ever for the head of a request, and takes in whoever comes: some thousand clients that say
/// nothing would be the end of it.
pub async fn serve(listener: TcpListener, app: Router, config: &Config, stop: impl Future<Output = ()>) {
    let room = Arc::new(Semaphore::new(config.connections));
    let head_within = Duration::from_secs(config.head_seconds);
    // Every connection holds a receiver: when the last one is gone, all have ended.
    let (stopping, told) = watch::channel(());
    tokio::pin!(stop);
    loop {
        // Whoever comes when there is no room waits in the machine's own queue.
        let accepted = async {
            let place = room.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            accepted = accepted => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (app, told) = (app.clone(), told.clone());
                tokio::spawn(async move {
                    let _place = place;
                    connection(stream, peer, app, head_within, told).await;
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken in");
                tokio::time::sleep(OUT_OF_ROOM).await;
            }
        }
    }
    drop((listener, told));
    let _ = stopping.send(());
    stopping.closed().await;
}

/// One client, request after request.
async fn connection(stream: TcpStream, peer: SocketAddr, app: Router, head_within: Duration, mut told: watch::Receiver<()>) {
    // Answers are small and come at once: waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().oneshot(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head_within);
    let served = http.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(served);
    let ended = tokio::select! {
        ended = &mut served => ended,
        _ = told.changed() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
