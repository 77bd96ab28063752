//! The text of a receipt (C2SP tlog-proof, "Format").

use super::{Part, Receipt, ReceiptFault};
use crate::log::Position;
use crate::log::note::SignedCheckpoint;
use crate::log::tree::decimal;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{fmt, str::FromStr};

/// "The first line MUST be the string".
const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// Longer than any receipt of ours, with room for many witnesses.
const MAX_LENGTH: usize = 65_536;

/// An inclusion proof has one hash for each level of the tree.
const MAX_PROOF: usize = 64;

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}\nextra {}\nindex {}", STANDARD.encode(&self.leaf), self.position)?;
        for hash in &self.proof {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for Receipt {
    type Err = ReceiptFault;

    /// Reads the text, every byte of which has one meaning only: a text that is read is written the same.
    fn from_str(text: &str) -> Result<Self, ReceiptFault> {
        let rest = text.strip_prefix(FIRST_LINE).ok_or(ReceiptFault::NotAReceipt)?;
        if text.len() > MAX_LENGTH {
            return Err(ReceiptFault::NotAReceipt);
        }
        let rest = rest.strip_prefix('\n').ok_or(ReceiptFault::Malformed(Part::Leaf))?;
        // "After the inclusion proof lines and an empty line, the checkpoint … is included verbatim."
        let (head, checkpoint) = rest.split_once("\n\n").unwrap_or((rest, ""));
        let mut lines = head.split('\n');
        // "The second line MAY start with the string `extra` …": in our receipts it does, for it carries the leaf.
        let leaf = lines.next().and_then(|line| line.strip_prefix("extra ")).filter(|leaf| !leaf.is_empty());
        let leaf = leaf.and_then(|leaf| STANDARD.decode(leaf).ok()).ok_or(ReceiptFault::Malformed(Part::Leaf))?;
        // "The next line MUST start with the string `index` …, ASCII decimal with no leading zeroes."
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let position = index.and_then(decimal).map(Position).ok_or(ReceiptFault::Malformed(Part::Index))?;
        // "The next zero or more non-empty lines are the base64-encoded Merkle inclusion proof."
        let proof: Result<Vec<_>, _> = lines.take(MAX_PROOF + 1).map(str::parse).collect();
        let proof = proof.ok().filter(|proof| proof.len() <= MAX_PROOF).ok_or(ReceiptFault::Malformed(Part::Proof))?;
        let checkpoint = SignedCheckpoint::parse(checkpoint)?.as_str().to_owned();
        Ok(Self { position, leaf, proof, checkpoint })
    }
}
