//! Cosignatures of witnesses (C2SP tlog-cosignature).

use super::*;
use crate::clock::Timestamp;

const TIME: u64 = 1_679_315_147;

fn witness() -> Key {
    Key::of_witness("witness.example/w1", 4)
}

fn when() -> Timestamp {
    "2023-03-20T12:25:47.000Z".parse().unwrap()
}

/// "Ed25519 signed message".
#[test]
fn what_a_witness_signs_is_what_the_specification_shows() {
    let body = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let message = String::from_utf8(cosigned_message(body.as_bytes(), TIME)).unwrap();
    assert_eq!(message, format!("cosignature/v1\ntime 1679315147\n{body}"));
}

/// The note that the specification shows.
#[test]
fn the_line_of_the_specification_is_read() {
    let note = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let note = SignedCheckpoint::parse(note).unwrap();
    assert_eq!((note.claimed().size, note.lines().count()), (20_852_163, 2));
    let line = STANDARD.decode(note.lines().nth(1).unwrap().rsplit_once(' ').unwrap().1).unwrap();
    assert_eq!((line.len(), u64::from_be_bytes(line[4..12].try_into().unwrap())), (4 + 8 + 64, TIME));
}

/// Made with OpenSSL and Python from the words of the specification alone.
#[test]
fn the_line_of_a_strange_witness_is_verified() {
    let vkey = "witness.example/w1+141f260a+BMqTrBcFGHBx1nuDx/8O/oEI6OxFMFdddyaHkzPb2r58";
    let line =
        "— witness.example/w1 FB8mCgAAAABkGFDLopv9VQHxA7edUujJBjUz+/Vuq9kSpVvNOkOKXNN2fNHXHXgpBfnbl5YmJjCV24YtpB0ZXKDZIA9KTftw+lnSCQ==";
    let note = signed(&checkpoint()).with_line(line).unwrap();
    assert_eq!(note.cosignature(&vkey.parse().unwrap()), Ok(("witness.example/w1".into(), when())));
    assert_eq!((witness().key().to_string(), witness().cosigns(&checkpoint().body(), TIME)), (vkey.into(), format!("{line}\n")));
}

#[test]
fn a_cosignature_says_who_and_when() {
    let (one, other) = (witness(), Key::of_witness("witness.example/w2", 5));
    let body = checkpoint().body();
    let note = signed(&checkpoint()).with_line(&one.cosigns(&body, TIME)).unwrap().with_line(&other.cosigns(&body, TIME + 1)).unwrap();
    assert_eq!(note.verify(&keys(&[&log_key()])), Ok(checkpoint()), "for the log nothing has changed");
    assert_eq!(note.cosignature(one.key()), Ok(("witness.example/w1".into(), when())));
    let both = [("witness.example/w1".into(), when()), ("witness.example/w2".into(), Timestamp::from_millis(when().millis() + 1_000))];
    assert_eq!(note.cosignatures(&keys(&[&one, &other])), both);
    assert_eq!(note.cosignatures(&keys(&[&log_key()])), [], "a log is not its own witness");
    assert_eq!(note.cosignatures(&keys(&[&Key::of_witness("witness.example/w1", 6)])), []);
}

#[test]
fn a_witness_that_signed_something_else_has_not_cosigned() {
    let other = Checkpoint { size: 20_852_164, ..checkpoint() };
    let line = witness().cosigns(&other.body(), TIME);
    let note = signed(&checkpoint()).with_line(&line).unwrap();
    assert_eq!(note.cosignature(witness().key()), Err(NoteFault::BadSignature("witness.example/w1".into())));
    assert_eq!(note.cosignatures(&keys(&[&witness()])), []);
    // Corrected: the line of the same key is replaced.
    let note = note.with_line(&witness().cosigns(&checkpoint().body(), TIME)).unwrap();
    assert_eq!((note.lines().count(), note.cosignatures(&keys(&[&witness()])).len()), (2, 1));
}

#[test]
fn the_time_is_signed_too() {
    let line = witness().cosigns(&checkpoint().body(), TIME);
    let (name, packed) = line.trim_end().rsplit_once(' ').unwrap();
    let mut bytes = STANDARD.decode(packed).unwrap();
    bytes[11] ^= 1;
    let note = signed(&checkpoint()).with_line(&format!("{name} {}", STANDARD.encode(bytes))).unwrap();
    assert_eq!(note.cosignature(witness().key()), Err(NoteFault::BadSignature("witness.example/w1".into())));
}

#[test]
fn a_time_that_no_calendar_has_is_not_one() {
    for time in [253_402_300_800, 1 << 62, (1 << 63) - 1, 1 << 63, u64::MAX] {
        let note = signed(&checkpoint()).with_line(&witness().cosigns(&checkpoint().body(), time)).unwrap();
        assert!(note.cosignature(witness().key()).is_err(), "{time}");
    }
    let last = signed(&checkpoint()).with_line(&witness().cosigns(&checkpoint().body(), 253_402_300_799)).unwrap();
    assert_eq!(last.cosignature(witness().key()).unwrap().1.to_string(), "9999-12-31T23:59:59.000Z");
}

#[test]
fn one_kind_of_signature_is_never_taken_for_the_other() {
    // The same secret and name, as a log and as a witness.
    let (log, witness) = (log_key(), Key::of_witness(ORIGIN, 1));
    let body = checkpoint().body();
    let note = signed(&checkpoint()).with_line(&witness.cosigns(&body, TIME)).unwrap();
    assert_eq!(note.lines().count(), 2);
    assert_eq!(note.verify(&keys(&[&witness])), Err(NoteFault::OtherLog(ORIGIN.into())));
    assert_eq!(note.cosignature(log.key()), Err(NoteFault::UnknownKey));
    // The bytes of the one in the line of the other.
    let plain = log.sign(body.as_bytes());
    let line = STANDARD.encode([&witness.key().id().to_be_bytes()[..], &plain].concat());
    let note = signed(&checkpoint()).with_line(&format!("— {ORIGIN} {line}")).unwrap();
    assert_eq!(note.cosignature(witness.key()), Err(NoteFault::BadSignature(ORIGIN.into())));
}
