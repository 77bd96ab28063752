//! `hikae serve`.

use super::demo::{self, DemoError};
use crate::config::{Config, Mode};
use crate::http;
use crate::service::{leaves, nodes};
use crate::state::{Hikae, open_core, whole};
use std::error::Error;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Serves until it is told to stop; then lets what runs finish, writes what waits, and ends.
pub async fn serve(config: Config, with_demo: bool) -> Result<(), Box<dyn Error>> {
    if with_demo {
        // Before anything is touched: a production database is not even migrated.
        if config.mode == Mode::Production {
            return Err(DemoError::Production.into());
        }
        let core = open_core(config.clone()).await?;
        core.store.migrate().await?;
        whole(&core).await?;
        let facts = demo::open(&core).await?;
        print!("{}", facts.greeting());
    }
    let hikae = Hikae::open(config).await?;
    let listener = TcpListener::bind(hikae.core.config.addr).await?;
    tracing::info!(addr = %listener.local_addr()?, base_url = hikae.core.config.base_url, "serving");

    leaves::catch_up(&hikae.core).await?;
    let (stop, stopping) = watch::channel(false);
    // What answers leave behind is written until the last answer is given, and that is after the server was told to stop.
    let (answered, all_answered) = watch::channel(false);
    let writer = tokio::spawn(write_behind(hikae.clone(), all_answered.clone()));
    let counter = tokio::spawn(count_each_minute(hikae.clone(), all_answered));
    let tidier = tokio::spawn(tidy_each_minute(hikae.clone(), stopping.clone()));
    let named = tokio::spawn(keep_the_name(hikae.clone(), stopping.clone()));
    let auditor = tokio::spawn(enter_audit_heads_each_minute(hikae.clone(), stopping.clone()));
    let publisher = tokio::spawn(publish_each_second(hikae.clone(), stopping.clone()));
    let watcher = tokio::spawn(ask_witnesses(hikae.clone(), stopping.clone()));
    let postman = tokio::spawn(send_mail(hikae.clone(), stopping.clone()));
    http::listening::serve(listener, http::router(&hikae), &hikae.core.config, told_to_stop(stop)).await;
    // Whoever listens ends, or has ended.
    let _ = answered.send(true);
    postman.await?;
    watcher.await?;
    publisher.await?;
    auditor.await?;
    tidier.await?;
    named.await?;
    counter.await?;
    writer.await?;
    tracing::info!("stopped");
    Ok(())
}

/// Writes what answers leave behind; at the end, what is left of it.
async fn write_behind(hikae: Hikae, mut stopping: watch::Receiver<bool>) {
    let stopped = async move {
        let _ = stopping.changed().await;
    };
    hikae.behind.run(stopped).await;
}

/// Removes what has expired; what fails is tried again a minute later.
async fn tidy_each_minute(hikae: Hikae, mut stopping: watch::Receiver<bool>) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            _ = minute.tick() => {
                if let Err(error) = hikae.tidy().await {
                    tracing::warn!(%error, "could not tidy");
                }
            }
        }
    }
}

/// Writes how often strangers were refused; at the end, what is left of it.
async fn count_each_minute(hikae: Hikae, mut stopping: watch::Receiver<bool>) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    loop {
        let stops = tokio::select! {
            _ = stopping.changed() => true,
            _ = minute.tick() => false,
        };
        if let Err(failure) = hikae.refusals.flush().await {
            tracing::warn!(?failure, "could not write down who was refused");
        }
        if stops {
            return;
        }
    }
}

/// Looks each minute whether another server goes by the same name.
async fn keep_the_name(hikae: Hikae, mut stopping: watch::Receiver<bool>) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    let mut begun = None;
    loop {
        tokio::select! {
            _ = stopping.changed() => break,
            _ = minute.tick() => {}
        }
        let looked = match begun {
            None => nodes::begin(&hikae.core).await.map(|(start, _)| begun = Some(start)),
            Some(start) => nodes::renew(&hikae.core, start).await.map(drop),
        };
        if let Err(failure) = looked {
            tracing::warn!(?failure, "could not look whether the node has its name for itself");
        }
    }
    if let Some(start) = begun
        && let Err(failure) = nodes::end(&hikae.core, start).await
    {
        tracing::warn!(?failure, "could not give the node's name back");
    }
}

/// Enters into the log how far the audit chains have come, as a server begins to serve and each minute from then on.
async fn enter_audit_heads_each_minute(hikae: Hikae, mut stopping: watch::Receiver<bool>) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    minute.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            _ = minute.tick() => {
                if let Err(failure) = leaves::enter_audit_heads(&hikae.core).await {
                    tracing::warn!(?failure, "could not enter the heads of the audit chains");
                }
            }
        }
    }
}

/// Publishes what nobody waited for, such as links, and shows to everybody what is signed.
async fn publish_each_second(hikae: Hikae, mut stopping: watch::Receiver<bool>) {
    let mut beat = tokio::time::interval(Duration::from_secs(1));
    beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopping.changed() => return,
            _ = beat.tick() => {
                if let Err(failure) = hikae.sequencer.publisher().beat().await {
                    tracing::warn!(?failure, "could not publish the log");
                }
            }
        }
    }
}

/// Asks the witnesses about what is published. A task of its own: however slow they are, nothing else waits.
async fn ask_witnesses(hikae: Hikae, mut stopping: watch::Receiver<bool>) {
    // Half a beat after the publication, so that each round asks about what is new.
    let mut round = tokio::time::interval(Duration::from_secs(1));
    round.reset_after(Duration::from_millis(500));
    round.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let rounds = async {
        while !hikae.witnesses.is_empty() {
            round.tick().await;
            if let Err(failure) = hikae.witnesses.ask(&hikae.core).await {
                tracing::warn!(?failure, "could not ask the witnesses");
            }
        }
    };
    tokio::select! {
        _ = stopping.changed() => {}
        () = rounds => {}
    }
}

/// Hands over the mails that are due. A task of its own: however slow the relay is, nothing else waits.
async fn send_mail(hikae: Hikae, mut stopping: watch::Receiver<bool>) {
    let Some(relay) = hikae.relay.clone() else { return };
    let mut round = tokio::time::interval(Duration::from_secs(5));
    round.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let rounds = async {
        loop {
            round.tick().await;
            if let Err(failure) = relay.send_due(&hikae.core).await {
                tracing::warn!(?failure, "could not send mail");
            }
        }
    };
    tokio::select! {
        _ = stopping.changed() => {}
        () = rounds => {}
    }
}

async fn told_to_stop(stop: watch::Sender<bool>) {
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::info!("stopping");
    let _ = stop.send(true);
}
