//! The command line.

pub mod admin;
pub mod client;
pub mod demo;
mod serve;

use crate::config::Config;
use crate::machine::{SystemClock, SystemRandom};
use crate::state::open_core;
use clap::{Parser, Subcommand};
use std::error::Error;

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
    },
    /// Bring the database to the newest schema.
    Migrate,
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
    /// Look after the audit chain.
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
}

#[derive(Debug, Subcommand)]
enum Audit {
    /// Recompute this node's chain and name the first line that was changed.
    Verify,
}

impl Cli {
    /// Does what the command line says.
    ///
    /// # Errors
    /// Whatever keeps it from being done, in words for the operator.
    pub async fn run(self) -> Result<(), Box<dyn Error>> {
        match self.command {
            Command::Serve { demo } => serve::serve(Config::from_environment()?, demo).await,
            Command::Migrate => Ok(open_core(Config::from_environment()?).await?.store.migrate().await?),
            Command::Client { command: client::ClientCommand::Token(args) } => {
                let var = Config::from_environment()?.var;
                // It waits on a socket as any program would, so it waits where nothing else does.
                let asked = tokio::task::spawn_blocking(move || client::token(&args, &var, &SystemClock, &SystemRandom));
                println!("{}", asked.await??);
                Ok(())
            }
            Command::Admin { command: admin::AdminCommand::Invite(args) } => {
                let core = open_core(Config::from_environment()?).await?;
                print!("{}", admin::invite(&core, &args).await?);
                Ok(())
            }
            Command::Openapi => {
                println!("{}", crate::api::openapi::document()?);
                Ok(())
            }
            Command::Settings => {
                print!("{}", crate::config::DEFAULTS);
                Ok(())
            }
            Command::Audit { command: Audit::Verify } => verify_audit(Config::from_environment()?).await,
        }
    }
}

async fn verify_audit(config: Config) -> Result<(), Box<dyn Error>> {
    let node = config.node.clone();
    let core = open_core(config).await?;
    match crate::store::audit::first_broken(core.store.db(), &node).await? {
        None => {
            println!("the audit chain of {node} holds");
            Ok(())
        }
        Some(line) => Err(format!("the audit chain of {node} is broken at line {line}").into()),
    }
}
