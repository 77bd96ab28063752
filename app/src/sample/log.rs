//! Samples of the public log: watched by two witnesses for whoever is signed in, by none for who has just come, and with an alarm
//! for those who look after it.

use super::{Person, at};
use async_trait::async_trait;
use domain::actor::{Actor, Operation};
use domain::clock::parse_date;
use domain::failure::Failure;
use domain::log::Position;
use domain::log::growth::Growth;
use domain::log::note::VerifierKey;
use domain::log::receipt::Receipt;
use domain::log::tree::{TileAt, TreeHash};
use domain::ports::{Cosigned, LogPort, LogView, Published, WitnessAnswer, WitnessView};

pub(crate) struct Sample(pub(crate) Person);

/// Keys that nobody has the other half of.
const LOG: [u8; 32] =
    *b"\x3d\x40\x17\xc3\xe8\x43\x89\x5a\x92\xb7\x0a\xa7\x4d\x1b\x7e\xbc\x9c\x98\x2c\xcf\x2e\xc4\x96\x8c\xc0\xcd\x55\xf1\x2a\xf4\x66\x0c";
const WITNESS: [u8; 32] =
    *b"\xd7\x5a\x98\x01\x82\xb1\x0a\xb7\xd5\x4b\xfe\xd3\xc9\x64\x07\x3a\x0e\xe1\x72\xf3\xda\xa6\x23\x25\xaf\x02\x1a\x68\xf7\x07\x51\x1a";
const OTHER: [u8; 32] =
    *b"\xfc\x51\xcd\x8e\x62\x18\xa1\xa3\x8d\xa4\x7e\xd0\x02\x30\xf0\x58\x08\x16\xed\x13\xba\x33\x03\xac\x5d\xeb\x91\x15\x48\x90\x80\x25";

fn published(size: u64) -> Published {
    Published { size, root: TreeHash([0x5a; 32]), time: at("2026-11-22T01:14:02.000Z") }
}

/// Days with much and with little, one with nothing.
fn growth() -> Growth {
    let ends = [("2026-10-02", 45_100), ("2026-11-03", 46_020), ("2026-11-16", 46_900), ("2026-11-18", 48_010), ("2026-11-22", 48_214)];
    Growth::new(ends.map(|(day, size)| (parse_date(day).unwrap(), size)).to_vec())
}

fn witness(name: &str, key: &[u8; 32], answer: WitnessAnswer) -> WitnessView {
    WitnessView { key: VerifierKey::of_witness(name, key).unwrap(), answer }
}

#[async_trait]
impl LogPort for Sample {
    async fn state(&self) -> Result<LogView, Failure> {
        let (one, other) = ("witness.university.example/w1", "witness.newspaper.example/w1");
        let answers = match self.0 {
            Person::Visitor | Person::Newcomer => None,
            Person::Administrator => Some([WitnessAnswer::Ahead { size: 48_311 }, WitnessAnswer::Inconsistent]),
            Person::Registrar => Some([WitnessAnswer::Cosigned, WitnessAnswer::Silent]),
            _ => Some([WitnessAnswer::Cosigned, WitnessAnswer::Cosigned]),
        };
        let names = [one, other].map(|name| (name.to_owned(), at("2026-11-22T01:14:03.000Z")));
        let signing = answers.into_iter().flatten().zip(names).filter(|(answer, _)| *answer == WitnessAnswer::Cosigned);
        let by: Vec<_> = signing.map(|(_, name)| name).collect();
        let cosigned = (!by.is_empty()).then(|| Cosigned { checkpoint: published(48_214), by });
        Ok(LogView {
            origin: "hikae.example/log".to_owned(),
            prefix: "https://hikae.example/log".to_owned(),
            checkpoint: (self.0 != Person::Newcomer).then(|| published(48_214)),
            keys: vec![VerifierKey::from_ed25519("hikae.example/log", &LOG).unwrap()],
            witnesses: answers
                .map(|[first, second]| vec![witness(one, &WITNESS, first), witness(other, &OTHER, second)])
                .unwrap_or_default(),
            cosigned,
            growth: if self.0 == Person::Newcomer { Growth::default() } else { growth() },
        })
    }

    async fn checkpoint(&self) -> Result<Option<String>, Failure> {
        Ok(None)
    }

    async fn tile(&self, _: TileAt, _: u16) -> Result<Option<Vec<u8>>, Failure> {
        Ok(None)
    }

    async fn receipt(&self, actor: &Actor, position: Position) -> Result<Option<Receipt>, Failure> {
        actor.may(Operation::SeeChoices)?;
        // The newest decision is not published yet.
        if position.0 > 48_213 {
            return Ok(None);
        }
        Ok(Some(receipt(position)))
    }
}

/// A receipt that has the form of one.
pub(super) fn receipt(position: Position) -> Receipt {
    let root = TreeHash([0x5a; 32]);
    let checkpoint = format!("hikae.example/log\n48214\n{root}\n\n— hikae.example/log {}\n", "A".repeat(92));
    Receipt { position, leaf: b"{}".to_vec(), proof: vec![root; 16], checkpoint }
}
