//! Notes: what is signed, by whom, and what is not.

mod cosigned;
mod hostile;

use super::*;
use crate::log::testing::{Key, ORIGIN, log_key, signed};
use crate::log::tree::TreeHash;
use base64::{Engine, engine::general_purpose::STANDARD};
use signed_note::Verifier;

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: ORIGIN.into(), size: 20_852_163, root: TreeHash([7; 32]) }
}

fn keys(keys: &[&Key]) -> Vec<VerifierKey> {
    keys.iter().map(|key| key.key().clone()).collect()
}

/// The example of C2SP signed-note.
#[test]
fn the_key_of_the_specification_verifies_its_note() {
    let key: VerifierKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k".parse().unwrap();
    assert_eq!((key.name(), key.kind(), key.id()), ("example.com/foo", KeyKind::Log, 0x530d_903a));
    let line = STANDARD.decode("Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=").unwrap();
    assert!(key.verify(b"This is an example message.\n", &line[4..]));
    assert!(!key.verify(b"This is an example message!\n", &line[4..]));
}

#[test]
fn keys_are_read_as_they_are_written() {
    for key in [log_key(), Key::of_log("a", 9), Key::of_witness("witness.example/w1", 3)] {
        assert_eq!(key.key().to_string().parse::<VerifierKey>().as_ref(), Ok(key.key()));
    }
    let retired = log_key().key().clone().retired_at(20_852_163);
    assert_eq!(retired.to_string(), format!("{} 20852163", log_key().key()));
    assert_eq!(retired.to_string().parse::<VerifierKey>().as_ref(), Ok(&retired));
    assert!(retired.is(log_key().key()) && retired != *log_key().key() && retired.id() == log_key().key().id());
    assert_eq!(Key::of_log("a", 9).key().ed25519(), Key::of_witness("a", 9).key().ed25519());
    assert_ne!(Key::of_log("a", 9).key().id(), Key::of_witness("a", 9).key().id(), "another id for another kind of signature");
}

#[test]
fn what_is_no_key_is_refused() {
    let line = log_key().key().to_string();
    let (name, rest) = line.split_once('+').unwrap();
    let (id, key) = rest.split_once('+').unwrap();
    let typed = |kind: u8, key: &[u8]| STANDARD.encode([&[kind][..], key].concat());
    for (line, why) in [
        (String::new(), InvalidKey::Shape),
        (name.to_owned(), InvalidKey::Shape),
        (format!("{name}+{id}"), InvalidKey::Shape),
        (format!("{name}+{id}+"), InvalidKey::Shape),
        (format!("{name}+{id}+{key}+"), InvalidKey::Shape),
        (format!("{name}+{id}+{key}\n"), InvalidKey::Shape),
        (format!("{name}+{id}+{}", &key[..key.len() - 1]), InvalidKey::Shape),
        (format!("{name}+{id}+{}", typed(1, &[2; 31])), InvalidKey::Shape),
        (format!("{name}+{id}+{}", typed(2, &[2; 32])), InvalidKey::UnknownKind),
        (format!("+{id}+{key}"), InvalidKey::Name),
        (format!("two words+{id}+{key}"), InvalidKey::Name),
        (format!("a\u{1b}[2J+{id}+{key}"), InvalidKey::Name),
        (format!("another+{id}+{key}"), InvalidKey::WrongId),
        (format!("{name}+{}+{key}", id.to_uppercase()), InvalidKey::WrongId),
        (format!("{name}+0{id}+{key}"), InvalidKey::WrongId),
        // Nobody's: with the point of order 1, anybody signs anything.
        (format!("{name}+{id}+{}", typed(1, &[&[1][..], &[0; 31]].concat())), InvalidKey::Weak),
        (format!("{name}+{id}+{}", typed(1, &[&[2][..], &[0; 31]].concat())), InvalidKey::Weak),
    ] {
        assert_eq!(line.parse::<VerifierKey>(), Err(why), "{line:?}");
    }
}

#[test]
fn a_signed_checkpoint_is_read_as_it_is_written_and_verifies() {
    let note = signed(&checkpoint());
    assert_eq!(checkpoint().body(), format!("{ORIGIN}\n20852163\n{}\n", TreeHash([7; 32])));
    assert_eq!(SignedCheckpoint::parse(note.as_str()).as_ref(), Ok(&note));
    assert_eq!((note.to_string().as_str(), note.claimed()), (note.as_str(), &checkpoint()));
    assert_eq!(note.verify(&keys(&[&log_key()])), Ok(checkpoint()));
    let empty = Checkpoint { origin: ORIGIN.into(), size: 0, root: TreeHash::empty() };
    assert_eq!(signed(&empty).verify(&keys(&[&log_key()])), Ok(empty));
}

#[test]
fn during_a_change_of_keys_either_of_the_two_will_do() {
    let (old, new, stranger) = (log_key(), Key::of_log(ORIGIN, 2), Key::of_log(ORIGIN, 3));
    let note = checkpoint().sign(&[&old, &new]).unwrap();
    assert_eq!(note.lines().count(), 2);
    for known in [&[&old][..], &[&new], &[&old, &new], &[&stranger, &new]] {
        assert_eq!(note.verify(&keys(known)), Ok(checkpoint()));
    }
    assert_eq!(note.verify(&keys(&[&stranger])), Err(NoteFault::UnknownKey));
    // "If a signature from a known key fails to verify, clients SHOULD reject the whole note."
    let wrong = Checkpoint { size: 1, ..checkpoint() }.sign(&[&new]).unwrap();
    let spoilt = note.with_line(wrong.lines().next().unwrap()).unwrap();
    assert_eq!(spoilt.lines().count(), 2, "the line of the same key was replaced");
    assert_eq!(spoilt.verify(&keys(&[&old])), Ok(checkpoint()));
    assert_eq!(spoilt.verify(&keys(&[&old, &new])), Err(NoteFault::BadSignature(ORIGIN.into())));
}

#[test]
fn lines_of_unknown_keys_are_ignored() {
    let note = signed(&checkpoint());
    let with_others = ["— someone.example AAAAAGhlbGxv", "— hikae.example/log AAAAAGhlbGxv"]
        .into_iter()
        .fold(note, |note, line| note.with_line(line).unwrap());
    assert_eq!(with_others.lines().count(), 3);
    assert_eq!(with_others.verify(&keys(&[&log_key()])), Ok(checkpoint()));
}

#[test]
fn another_log_is_told_from_an_unknown_key() {
    let elsewhere = Key::of_log("elsewhere.example/log", 1);
    let note = signed(&checkpoint());
    assert_eq!(note.verify(&keys(&[&elsewhere])), Err(NoteFault::OtherLog(ORIGIN.into())));
    assert_eq!(note.verify(&[]), Err(NoteFault::OtherLog(ORIGIN.into())));
    assert_eq!(note.verify(&keys(&[&elsewhere, &Key::of_log(ORIGIN, 2)])), Err(NoteFault::UnknownKey));
    // The other log signs a checkpoint in our name: its key counts for its own name only.
    let forged = checkpoint().sign(&[&elsewhere]).unwrap();
    assert_eq!(forged.verify(&keys(&[&elsewhere, &log_key()])), Err(NoteFault::UnknownKey));
    assert_eq!(forged.verify(&keys(&[&elsewhere])), Err(NoteFault::OtherLog(ORIGIN.into())));
}

#[test]
fn an_origin_that_is_no_line_is_not_signed() {
    for origin in ["", "a\nb", "a\rb", "a\u{0}b"] {
        let checkpoint = Checkpoint { origin: origin.into(), ..checkpoint() };
        assert_eq!(checkpoint.sign(&[&log_key()]), Err(NoteFault::Malformed), "{origin:?}");
    }
    assert_eq!(checkpoint().sign(&[]), Err(NoteFault::Malformed), "a note has a signature");
}
