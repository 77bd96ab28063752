//! `hikae receipt verify`: verifies a receipt on anybody's computer, without configuration, database or network. The exit code
//! is 0 for a receipt that holds, 1 for one that does not, and 2 where nothing could be verified.

use clap::{Args, Subcommand};
use domain::log::leaf::{LeafHash, ReadDecision};
use domain::log::note::VerifierKey;
use domain::log::receipt::{Receipt, ReceiptFault, Verified};
use domain::ports::WITNESSES_NEEDED;
use std::fmt::Write;
use std::io::Read;

/// What can be done with a receipt.
#[derive(Clone, Debug, Subcommand)]
pub enum ReceiptCommand {
    /// Say whether a receipt holds, and what it says; or what is wrong with it.
    Verify(VerifyArgs),
}

/// Which receipt, and whose signatures count.
#[derive(Clone, Debug, Args)]
pub struct VerifyArgs {
    /// The receipt (.tlog-proof); - for standard input.
    #[arg(value_name = "FILE", value_parser = text_of)]
    receipt: Text,
    /// The key of the log: a verifier key, or a file with one a line. `/log/key` of an installation has its own.
    #[arg(long, required = true, value_name = "VKEY|FILE", value_parser = keys_of)]
    key: Vec<Keys>,
    /// The key of a witness: a verifier key, or a file with one a line.
    #[arg(long, value_name = "VKEY|FILE", value_parser = keys_of)]
    witness: Vec<Keys>,
}

#[derive(Clone, Debug)]
struct Text(String);

#[derive(Clone, Debug)]
struct Keys(Vec<VerifierKey>);

/// What there is to read, in the form in which it was written: mail programs change the ends of lines, which say nothing.
fn text_of(path: &str) -> Result<Text, String> {
    let mut bytes = Vec::new();
    let read = match path {
        "-" => std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ()),
        _ => std::fs::read(path).map(|read| bytes = read),
    };
    read.map_err(|error| error.to_string())?;
    // Whatever is no text is no receipt.
    let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    Ok(Text(format!("{}\n", text.trim_start_matches('\u{feff}').trim())))
}

fn keys_of(given: &str) -> Result<Keys, String> {
    let faulty = match given.parse() {
        Ok(key) => return Ok(Keys(vec![key])),
        Err(fault) => fault,
    };
    // A file, then; where there is none, it was meant as a key.
    let Ok(lines) = std::fs::read_to_string(given) else { return Err(format!("{faulty}, and there is no such file")) };
    let keys: Result<Vec<VerifierKey>, _> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::parse).collect();
    match keys {
        Ok(keys) if keys.is_empty() => Err("there is no key in this file".to_owned()),
        Ok(keys) => Ok(Keys(keys)),
        Err(fault) => Err(format!("in this file: {fault}")),
    }
}

/// Verifies, and says what was found.
///
/// # Errors
/// The receipt does not hold.
pub fn verify(args: &VerifyArgs) -> Result<String, String> {
    let keys: Vec<_> = args.key.iter().flat_map(|keys| keys.0.clone()).collect();
    let mut witnesses: Vec<VerifierKey> = Vec::new();
    // Named twice, one is one.
    for key in args.witness.iter().flat_map(|keys| keys.0.clone()) {
        if !witnesses.iter().any(|known| known.ed25519() == key.ed25519()) {
            witnesses.push(key);
        }
    }
    let receipt: Receipt = args.receipt.0.parse().map_err(|fault| refused(&fault))?;
    let verified = receipt.verify(&keys, &witnesses).map_err(|fault| refused(&fault))?;
    Ok(told(&receipt, &verified, witnesses.len()))
}

fn refused(fault: &ReceiptFault) -> String {
    format!("NO, this receipt does not hold ({}): {fault}", fault.code())
}

fn told(receipt: &Receipt, verified: &Verified, witnesses: usize) -> String {
    let (checkpoint, mut out) = (&verified.checkpoint, String::from("YES, this receipt holds.\n\n"));
    // Writing to a string cannot fail.
    _ = match (&verified.decision, verified.kind) {
        (Some(decision), _) => write!(out, "{}", said(decision)),
        (None, Some(kind)) => writeln!(out, "It is an entry of the kind {}, not a decision.", kind.code()),
        (None, None) => writeln!(out, "What the entry says cannot be read by this program."),
    };
    _ = writeln!(out, "number     {}", receipt.position);
    _ = writeln!(out, "imprint    {}", LeafHash::of(&receipt.leaf));
    _ = writeln!(out, "log        {}, {} entries when it signed", checkpoint.origin, checkpoint.size);
    _ = writeln!(out, "root       {}", checkpoint.root);
    _ = match (witnesses, verified.cosigned_by.as_slice()) {
        (0, _) => writeln!(out, "witnesses  none was named: the log alone vouches for it"),
        (_, names) if names.len() < WITNESSES_NEEDED => {
            let (by, seen) = (if names.is_empty() { "" } else { ": " }, names.join(", "));
            writeln!(out, "witnesses  pending ({} of {WITNESSES_NEEDED}){by}{seen}", names.len())
        }
        (_, names) => writeln!(out, "witnesses  {}", names.join(", ")),
    };
    _ = writeln!(out, "\nIt proves what was said then, never what holds today.");
    out
}

fn said(decision: &ReadDecision) -> String {
    let (stance, scope) = (decision.stance.code(), &decision.scope);
    let (actor, channel) = (decision.actor.code(), decision.channel.code());
    format!("said       {stance} {scope}\nsince      {}\nrecorded   {}\nby         {actor}, {channel}\n", decision.effective, decision.time)
}
