//! Input that somebody made to be misread.

use super::*;
use proptest::prelude::*;

fn root() -> TreeHash {
    TreeHash([7; 32])
}

#[test]
fn what_is_no_checkpoint_is_refused() {
    let root = root();
    for body in [
        String::new(),
        "\n".into(),
        ORIGIN.into(),
        format!("{ORIGIN}\n1\n{root}"),
        format!("{ORIGIN}\n1\n"),
        format!("{ORIGIN}\n{root}\n"),
        format!("\n1\n{root}\n"),
        format!("{ORIGIN}\r\n1\r\n{root}\r\n"),
        format!("{ORIGIN}\n\n{root}\n"),
        format!("{ORIGIN}\n01\n{root}\n"),
        format!("{ORIGIN}\n00\n{root}\n"),
        format!("{ORIGIN}\n+1\n{root}\n"),
        format!("{ORIGIN}\n-1\n{root}\n"),
        format!("{ORIGIN}\n 1\n{root}\n"),
        format!("{ORIGIN}\n１\n{root}\n"),
        format!("{ORIGIN}\n1.0\n{root}\n"),
        format!("{ORIGIN}\n0x1\n{root}\n"),
        format!("{ORIGIN}\n18446744073709551616\n{root}\n"),
        format!("{ORIGIN}\n{}\n{root}\n", "9".repeat(4_000)),
        format!("{ORIGIN}\n1\n{root} \n"),
        format!("{ORIGIN}\n1\n{}\n", &root.to_string()[1..]),
        format!("{ORIGIN}\n1\n{}\n", root.to_string().trim_end_matches('=')),
        // The last bits of Base64 that stand for nothing.
        format!("{ORIGIN}\n1\n{}\n", root.to_string().replace("c=", "d=")),
        format!("{ORIGIN}\n1\n{}\n", STANDARD.encode([7; 33])),
        format!("{ORIGIN}\n1\n{root}\nmore\n"),
        format!("{ORIGIN}\n1\n{root}\n\n"),
        format!("\u{0}\n1\n{root}\n"),
    ] {
        assert_eq!(Checkpoint::parse(&body), Err(NoteFault::Malformed), "{body:?}");
    }
    let largest = format!("{ORIGIN}\n{}\n{root}\n", u64::MAX);
    assert_eq!(Checkpoint::parse(&largest).map(|checkpoint| checkpoint.body()), Ok(largest));
}

#[test]
fn what_is_no_note_is_refused() {
    let note = signed(&checkpoint()).to_string();
    let (body, line) = note.split_once("\n\n").unwrap();
    let hundred = "— a AAAAAGhlbGxv\n".repeat(101);
    for text in [
        String::new(),
        body.to_owned(),
        format!("{body}\n"),
        format!("{body}\n\n"),
        format!("{body}\n\n\n"),
        format!("{body}\n{line}"),
        format!("{body}\n\n{}", line.trim_end()),
        format!("{body}\n\n{line}\n"),
        format!("{body}\n\n\n{line}"),
        format!("{body}\n\n{line}\n{line}"),
        note.replace('\n', "\r\n"),
        note.replace('—', "-"),
        note.replace("— ", "—"),
        note.replace("— ", "—  "),
        note.replace(&format!("— {ORIGIN}"), "— two words"),
        format!("{note}\u{0}"),
        format!("{note}\u{1b}[2J"),
        format!("{note}— a {}\n", STANDARD.encode([0; 4])),
        format!("{note}— a\n"),
        format!("{note}— a \n"),
        format!("{note}— a ????\n"),
        format!("{note}—  AAAAAGhlbGxv\n"),
        format!("{note}— a+b AAAAAGhlbGxv\n"),
        format!("{note}{hundred}"),
        format!("{note}— a {}\n", STANDARD.encode(vec![0; 40_000])),
    ] {
        assert_eq!(SignedCheckpoint::parse(&text), Err(NoteFault::Malformed), "{text:?}");
    }
}

#[test]
fn only_a_line_is_taken_as_a_line() {
    let note = signed(&checkpoint());
    let line = note.lines().next().unwrap();
    for more in ["", "\n", "a", &format!("{line}\n{line}"), &format!("{line}\n\n"), &format!("\n{line}"), &line.replace('—', "-")] {
        assert_eq!(note.with_line(more), Err(NoteFault::Malformed), "{more:?}");
    }
    assert_eq!(note.with_line(line).as_ref(), Ok(&note));
    assert_eq!(note.with_line(&format!("{line}\n")).as_ref(), Ok(&note));
}

#[test]
fn a_signature_fits_one_text_and_one_key_only() {
    let known = keys(&[&log_key()]);
    let note = signed(&checkpoint()).to_string();
    let bad = Err(NoteFault::BadSignature(ORIGIN.into()));
    let read = |text: String| SignedCheckpoint::parse(&text).unwrap().verify(&known);
    assert_eq!(read(note.replace("20852163", "20852164")), bad);
    assert_eq!(read(note.replace(&root().to_string(), &TreeHash([8; 32]).to_string())), bad);
    assert!(matches!(read(format!("\u{feff}{note}")), Err(NoteFault::OtherLog(_))));

    let (text, packed) = note.trim_end().rsplit_once(' ').unwrap();
    let changed = |at: usize| {
        let mut bytes = STANDARD.decode(packed).unwrap();
        bytes[at] ^= 1;
        read(format!("{text} {}\n", STANDARD.encode(bytes)))
    };
    assert_eq!(changed(0), Err(NoteFault::UnknownKey), "the id of a key that nobody knows");
    assert_eq!((changed(4), changed(67)), (bad.clone(), bad.clone()));
    let longer = [STANDARD.decode(packed).unwrap(), vec![0]].concat();
    assert_eq!(read(format!("{text} {}\n", STANDARD.encode(longer))), bad);
    assert_eq!(checkpoint().sign(&[&Key::of_log(ORIGIN, 2)]).unwrap().verify(&known), Err(NoteFault::UnknownKey));
}

proptest! {
    #[test]
    fn every_changed_byte_of_a_note_is_found(at: prop::sample::Index, byte: u8) {
        let mut bytes = signed(&checkpoint()).to_string().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        let read = String::from_utf8(bytes).ok().and_then(|text| SignedCheckpoint::parse(&text).ok());
        prop_assert!(read.is_none_or(|note| note.verify(&keys(&[&log_key()])).is_err()), "byte {} as {}", at, byte);
    }

    #[test]
    fn whatever_is_read_is_written_the_same(
        origin in "[^\\pC\\s+]{1,20}", size: u64, hash: [u8; 32], line in "— [a-z]{1,5} [A-Za-z0-9+/]{8,16}=?",
    ) {
        let checkpoint = Checkpoint { origin, size, root: TreeHash(hash) };
        prop_assert_eq!(Checkpoint::parse(&checkpoint.body()), Ok(checkpoint.clone()));
        let text = format!("{}\n{line}\n", checkpoint.body());
        if let Ok(note) = SignedCheckpoint::parse(&text) {
            prop_assert_eq!(note.to_string(), text);
            prop_assert_eq!(note.lines().collect::<Vec<_>>(), [line]);
        }
    }
}
