//! The command line.

pub mod admin;
pub mod bench;
pub mod client;
pub mod demo;
pub mod keys;
pub mod log;
pub mod receipt;
mod serve;

use crate::config::Config;
use crate::machine::{SystemClock, SystemRandom};
use crate::state::open_core;
use crate::store::audit;
use crate::store::audit_heads::{self, Departure};
use clap::{Parser, Subcommand};
use std::collections::BTreeSet;
use std::error::Error;
use std::pin::Pin;

/// Hikae: a person sees every reported secondary use of their records, refuses any of it once, and holds a proof.
#[derive(Debug, Parser)]
#[command(name = "hikae", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages and the holder API.
    Serve {
        /// Migrate first, and fill an empty database with demo data.
        #[arg(long)]
        demo: bool,
        /// Ask this witness to cosign the log: the address below which its `add-checkpoint` is, a space, and its verifier key.
        #[arg(long, value_name = "URL VKEY")]
        witness: Vec<String>,
        /// Let production serve people without TLS in front, on your own responsibility.
        #[arg(long)]
        insecure_http: bool,
    },
    /// Bring the database to the newest schema.
    Migrate {
        /// Then let this PostgreSQL role do what the server needs, and change nothing that is append-only.
        #[arg(long, value_name = "ROLE")]
        grant_to: Option<String>,
    },
    /// Things a holder's program needs.
    Client {
        #[command(subcommand)]
        command: client::ClientCommand,
    },
    /// Let the first administrator in.
    Admin {
        #[command(subcommand)]
        command: admin::AdminCommand,
    },
    /// Print the description of the holder API (OpenAPI 3.1).
    Openapi,
    /// Print every setting with its default and meaning.
    Settings,
    /// Look after the transparency log.
    Log {
        #[command(subcommand)]
        command: log::LogCommand,
    },
    /// Exchange the keys of this installation.
    Keys {
        #[command(subcommand)]
        command: keys::KeysCommand,
    },
    /// Verify receipts, without configuration or database.
    Receipt {
        #[command(subcommand)]
        command: receipt::ReceiptCommand,
    },
    /// Measure how many decisions a second this machine takes, with people made up in an empty database.
    #[command(hide = true)]
    Bench(bench::BenchArgs),
    /// Look after the audit chain.
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
}

#[derive(Debug, Subcommand)]
enum Audit {
    /// Recompute the chains, name the first line that was changed, and compare them with what the log says of them.
    Verify,
}

/// A command under way.
pub type Running = Pin<Box<dyn Future<Output = Result<(), Box<dyn Error>>>>>;

impl Cli {
    /// Does what the command line says. In a box, so that all of it is compiled here, in parallel: the program itself, which is
    /// compiled last and alone, would compile every command once more.
    ///
    /// # Errors
    /// Whatever keeps it from being done, in words for the operator.
    #[must_use]
    pub fn run(self) -> Running {
        Box::pin(self.command.run())
    }
}

impl Command {
    async fn run(self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Serve { demo, witness, insecure_http } => {
                let mut config = Config::from_environment_or_insecure(insecure_http)?;
                config.witnesses.extend(witness);
                serve::serve(config, demo).await
            }
            Self::Migrate { grant_to } => migrate(Config::from_environment()?, grant_to.as_deref()).await,
            Self::Client { command: client::ClientCommand::Token(args) } => {
                let var = Config::from_environment()?.var;
                // It waits on a socket as any program would, so it waits where nothing else does.
                let asked = tokio::task::spawn_blocking(move || client::token(&args, &var, &SystemClock, &SystemRandom));
                println!("{}", asked.await??);
                Ok(())
            }
            Self::Admin { command: admin::AdminCommand::Invite(args) } => {
                let core = open_core(Config::from_environment()?).await?;
                print!("{}", admin::invite(&core, &args).await?);
                Ok(())
            }
            Self::Openapi => {
                println!("{}", crate::api::openapi::document()?);
                Ok(())
            }
            Self::Settings => {
                print!("{}", crate::config::DEFAULTS);
                Ok(())
            }
            Self::Log { command } => {
                print!("{}", log::run(Config::from_environment()?, &command).await?);
                Ok(())
            }
            Self::Keys { command } => {
                print!("{}", keys::run(Config::from_environment()?, command).await?);
                Ok(())
            }
            Self::Receipt { command: receipt::ReceiptCommand::Verify(args) } => {
                print!("{}", receipt::verify(&args)?);
                Ok(())
            }
            Self::Bench(args) => bench::decisions(Config::from_environment()?, &args).await,
            Self::Audit { command: Audit::Verify } => verify_audit(Config::from_environment()?).await,
        }
    }
}

/// Brings the schema up to date, and says to the database who serves from it.
async fn migrate(config: Config, grant_to: Option<&str>) -> Result<(), Box<dyn Error>> {
    let store = open_core(config).await?.store;
    store.migrate().await?;
    let Some(role) = grant_to else { return Ok(()) };
    let tables = store.grant_to(role).await?.ok_or("only PostgreSQL has roles to grant anything to")?;
    println!("{role} may do what the server needs, and neither change nor remove rows of {tables} append-only tables");
    Ok(())
}

/// Recomputes each chain, and follows it to every point that the log knows of it.
async fn verify_audit(config: Config) -> Result<(), Box<dyn Error>> {
    let core = open_core(config).await?;
    // All of it was true at one moment: lines that come meanwhile stand in none of the three tables or in all.
    let db = core.store.snapshot().await?;
    let mut broken = Vec::new();
    for node in audit_heads::nodes(&db).await?.into_iter().chain([core.config.node.clone()]).collect::<BTreeSet<_>>() {
        if let Some(line) = audit::first_broken(&db, &node).await? {
            broken.push(format!("the audit chain of {node} is broken at line {line}"));
            continue;
        }
        match audit_heads::compare(&db, &node).await? {
            (said, None) => println!("the audit chain of {node} holds; the log knows it from {said} entries"),
            (_, Some(Departure { entry, line })) => {
                let so = format!("the audit chain of {node} holds in itself, but is not the one that the log knows");
                broken.push(format!("{so}: line {line} is not the one of entry {entry}, so it or a line before it was changed"));
            }
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n").into()) }
}
