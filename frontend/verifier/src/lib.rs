//! Verifies a receipt in the browser, by the very rules of `domain` that the server and the command line use. Why it is a
//! module of its own: docs/decisions/0007. What is done with its answer in the page: `verify.js` beside this crate.

use domain::log::leaf::LeafHash;
use domain::log::note::VerifierKey;
use domain::log::receipt::{Receipt, ReceiptFault};
use wasm_bindgen::prelude::wasm_bindgen;

/// Verifies inclusion and signatures. `keys` and `witnesses` are vkey lines.
///
/// The answer is lines of a name and a value: `origin`, `size`, `position`, `imprint` and a `seen` with time (in
/// milliseconds) and name for each witness; or the `fault`, with `about` for what it is about. The leaf itself is JSON, which
/// the browser reads: a second reader of it would be half of this module.
#[wasm_bindgen]
#[must_use]
pub fn verify(receipt: &str, keys: &str, witnesses: &str) -> String {
    checked(receipt, keys, witnesses).unwrap_or_else(|(fault, about)| ["fault ", fault, "\nabout ", &about].concat())
}

/// The code of what is wrong, and the part of the receipt, the log or the key that it is about.
type Fault = (&'static str, String);

fn checked(receipt: &str, keys: &str, witnesses: &str) -> Result<String, Fault> {
    let (keys, witnesses) = (read_keys(keys)?, read_keys(witnesses)?);
    let receipt: Receipt = receipt.parse().map_err(told)?;
    let proven = receipt.prove(&keys, &witnesses).map_err(told)?;
    let mut answer = ["origin ", &proven.checkpoint.origin].concat();
    let imprint = LeafHash::of(&receipt.leaf).to_string();
    let facts = [("size", proven.checkpoint.size.to_string()), ("position", receipt.position.0.to_string()), ("imprint", imprint)];
    for (name, value) in facts {
        answer += &["\n", name, " ", &value].concat();
    }
    for (name, time) in proven.cosigned {
        answer += &["\nseen ", &time.millis().to_string(), " ", &name].concat();
    }
    Ok(answer)
}

/// One key a line; empty lines are none.
fn read_keys(lines: &str) -> Result<Vec<VerifierKey>, Fault> {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.parse().map_err(|_| ("bad-key", line.to_owned()))).collect()
}

fn told(fault: ReceiptFault) -> Fault {
    let code = fault.code();
    let about = match fault {
        ReceiptFault::Malformed(part) => part.code().to_owned(),
        ReceiptFault::OtherLog(name)
        | ReceiptFault::RetiredKey(name)
        | ReceiptFault::BadSignature(name)
        | ReceiptFault::BadCosignature(name) => name,
        _ => String::new(),
    };
    (code, about)
}
