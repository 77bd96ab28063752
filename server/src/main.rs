//! The `hikae` program.

use clap::Parser;
use server::cli::Cli;
use server::config::{log_as_json, log_filter};
use std::io::IsTerminal;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::new(log_filter());
    // Colours are for eyes: in a file they would be noise.
    let colours = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr);
    if log_as_json() {
        log.json().init();
    } else {
        log.compact().init();
    }
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hikae: {error}");
            ExitCode::FAILURE
        }
    }
}
