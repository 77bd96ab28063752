//! Receipts: what holds, and in which words what does not.

mod changed;

use super::*;
use crate::choice::{Channel, DecidedBy, Scope, Stance};
use crate::id::SubjectId;
use crate::log::leaf::{Blinding, DecisionLeaf};
use crate::log::note::NoteSigner;
use crate::log::testing::{Key, ORIGIN, log_key, receipt};
use uuid::Uuid;

fn decision(number: u128) -> Vec<u8> {
    DecisionLeaf {
        time: "2026-11-22T01:14:07.000Z".parse().unwrap(),
        effective: "2026-11-21T15:00:00.000Z".parse().unwrap(),
        scope: &"purpose:ai-development".parse().unwrap(),
        stance: Stance::Refuse,
        channel: Channel::Paper,
        actor: DecidedBy::Staff,
        notice: "2026-11",
        subject: SubjectId(Uuid::from_u128(number)),
        previous: None,
        blinding: Blinding([9; 32]),
    }
    .to_bytes()
}

fn decisions(many: u128) -> Vec<Vec<u8>> {
    (0..many).map(decision).collect()
}

fn keys() -> Vec<VerifierKey> {
    vec![log_key().key().clone()]
}

fn witness(number: u8) -> Key {
    Key::of_witness(&format!("witness.example/{number}"), 10 + number)
}

fn cosigned(receipt: &Receipt, line: &str) -> Receipt {
    let checkpoint = SignedCheckpoint::parse(&receipt.checkpoint).unwrap().with_line(line).unwrap().to_string();
    Receipt { checkpoint, ..receipt.clone() }
}

#[test]
fn a_receipt_holds_and_says_what_was_said() {
    let verified = receipt(&decisions(11), 6).verify(&keys(), &[]).unwrap();
    assert_eq!((verified.checkpoint.origin.as_str(), verified.checkpoint.size), (ORIGIN, 11));
    assert_eq!((verified.kind, verified.unreadable, verified.cosigned_by.len()), (Some(Kind::Decision), None, 0));
    let said = verified.decision.unwrap();
    let scope: Scope = "purpose:ai-development".parse().unwrap();
    assert_eq!((&said.scope, said.stance, said.channel, said.actor), (&scope, Stance::Refuse, Channel::Paper, DecidedBy::Staff));
    assert_eq!((said.time.to_string(), said.effective.to_string()), ("2026-11-22T01:14:07.000Z".into(), "2026-11-21T15:00:00.000Z".into()));
    assert!(said.is_of(SubjectId(Uuid::from_u128(6))) && !said.is_of(SubjectId(Uuid::from_u128(5))));
}

#[test]
fn a_receipt_is_read_as_it_is_written() {
    for (size, position) in [(1, 0), (2, 1), (3, 2), (257, 0), (300, 299)] {
        let receipt = receipt(&decisions(size), position);
        let read: Receipt = receipt.to_string().parse().unwrap();
        assert_eq!(read, receipt);
        assert!(read.verify(&keys(), &[]).is_ok(), "{position} of {size}");
    }
}

/// Frozen: the form of the receipts that people keep (C2SP tlog-proof).
#[test]
fn a_receipt_has_the_form_of_the_specification() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let receipt = receipt(&decisions(3), 0);
    let [one, two] = receipt.proof[..] else { panic!("two hashes") };
    let (leaf, checkpoint) = (STANDARD.encode(&receipt.leaf), &receipt.checkpoint);
    assert_eq!(receipt.to_string(), format!("c2sp.org/tlog-proof@v1\nextra {leaf}\nindex 0\n{one}\n{two}\n\n{checkpoint}"));
}

#[test]
fn witnesses_that_are_known_and_have_signed_are_named() {
    let plain = receipt(&decisions(5), 2);
    let body = SignedCheckpoint::parse(&plain.checkpoint).unwrap().claimed().body();
    let one = cosigned(&plain, &witness(1).cosigns(&body, 1_800_000_000));
    let two = cosigned(&one, &witness(2).cosigns(&body, 1_800_000_001));
    let known = [witness(1).key().clone(), witness(2).key().clone()];
    let by = |receipt: &Receipt, known: &[VerifierKey]| receipt.verify(&keys(), known).unwrap().cosigned_by;
    assert!(by(&plain, &known).is_empty());
    assert_eq!(by(&one, &known), ["witness.example/1"]);
    assert_eq!(by(&two, &known), ["witness.example/1", "witness.example/2"]);
    assert_eq!(by(&two, &known[1..]), ["witness.example/2"], "an unknown witness counts for nothing");
    assert_eq!(two.to_string().parse::<Receipt>(), Ok(two));
}

#[test]
fn a_false_witness_is_named() {
    let plain = receipt(&decisions(5), 2);
    let other = Checkpoint { origin: ORIGIN.into(), size: 6, root: TreeHash::empty() };
    let forged = cosigned(&plain, &witness(1).cosigns(&other.body(), 1_800_000_000));
    let known = [witness(1).key().clone()];
    assert_eq!(forged.verify(&keys(), &known), Err(ReceiptFault::BadCosignature("witness.example/1".into())));
    assert!(forged.verify(&keys(), &[]).is_ok(), "to whom it is a stranger, it is a stranger");
}

#[test]
fn what_stands_in_the_log_holds_even_if_it_cannot_be_read() {
    for (leaf, why) in [
        (b"not json".to_vec(), "not a leaf"),
        (String::from_utf8(decision(0)).unwrap().replace(",\"v\":1", ",\"v\":1,\"more\":true").into_bytes(), "an unknown field"),
        (String::from_utf8(decision(0)).unwrap().replace(":1}", ": 1}").into_bytes(), "not canonical"),
        (
            String::from_utf8(decision(0)).unwrap().replace("\"kind\":\"decision\"", "\"kind\":\"novelty\"").into_bytes(),
            "of a later version",
        ),
    ] {
        let verified = receipt(&[decision(1), leaf], 1).verify(&keys(), &[]).unwrap();
        assert_eq!((verified.kind, &verified.decision), (None, &None), "{why}");
        assert!(verified.unreadable.is_some(), "{why}");
    }
}

#[test]
fn a_retired_key_vouches_for_what_it_can_have_signed_and_for_nothing_later() {
    let receipt = receipt(&decisions(11), 6);
    let retired = |size| vec![log_key().key().clone().retired_at(size)];
    assert!(receipt.verify(&retired(11), &[]).is_ok());
    assert_eq!(receipt.verify(&retired(10), &[]), Err(ReceiptFault::RetiredKey(ORIGIN.into())));
    // Beside a key that signs still it does no harm.
    let note = SignedCheckpoint::parse(&receipt.checkpoint).unwrap();
    let (old, new) = (log_key(), Key::of_log(ORIGIN, 5));
    let both = Receipt { checkpoint: note.claimed().sign(&[&old, &new]).unwrap().to_string(), ..receipt };
    assert!(both.verify(&[retired(3), vec![new.key().clone()]].concat(), &[]).is_ok());
    assert!(both.verify(&retired(3), &[]).is_err());
}

#[test]
fn every_fault_has_a_code_of_its_own() {
    let faults = [
        ReceiptFault::NotAReceipt,
        ReceiptFault::Malformed(Part::Leaf),
        ReceiptFault::OtherLog(String::new()),
        ReceiptFault::UnknownKey,
        ReceiptFault::RetiredKey(String::new()),
        ReceiptFault::BadSignature(String::new()),
        ReceiptFault::BadCosignature(String::new()),
        ReceiptFault::LeafChanged,
        ReceiptFault::BeyondCheckpoint,
        ReceiptFault::NotIncluded,
    ];
    assert_eq!(faults.map(|fault| fault.code()), ReceiptFault::CODES);
}
