//! Receipts that somebody, or something, has changed.

use super::*;
use base64::{Engine, engine::general_purpose::STANDARD};
use proptest::prelude::*;
use std::sync::LazyLock;

static WHOLE: LazyLock<Receipt> = LazyLock::new(|| receipt(&decisions(100), 77));

fn verdict(receipt: &Receipt) -> ReceiptFault {
    receipt.verify(&keys(), &[]).unwrap_err()
}

#[test]
fn what_is_wrong_is_said() {
    let whole = &*WHOLE;
    let refused = String::from_utf8(whole.leaf.clone()).unwrap();
    let allowed = refused.replace("\"refuse\"", "\"allow\"").into_bytes();
    let not_included = ReceiptFault::NotIncluded;
    assert_eq!(verdict(&Receipt { leaf: allowed, ..whole.clone() }), not_included, "a refusal made an allowance");
    assert_eq!(verdict(&Receipt { leaf: decision(78), ..whole.clone() }), not_included, "the neighbour's");
    assert_eq!(verdict(&Receipt { position: Position(76), ..whole.clone() }), not_included);
    assert_eq!(verdict(&Receipt { proof: whole.proof[1..].to_vec(), ..whole.clone() }), not_included);
    assert_eq!(verdict(&Receipt { proof: Vec::new(), ..whole.clone() }), not_included);
    assert_eq!(verdict(&Receipt { position: Position(100), ..whole.clone() }), ReceiptFault::BeyondCheckpoint);
    assert_eq!(verdict(&Receipt { leaf: refused.replace('}', "").into_bytes(), ..whole.clone() }), ReceiptFault::LeafChanged);
    assert_eq!(verdict(&Receipt { leaf: Vec::new(), ..whole.clone() }), ReceiptFault::LeafChanged);
    // The checkpoint of another time, and one that was changed.
    let later = receipt(&decisions(101), 77).checkpoint;
    assert_eq!(verdict(&Receipt { checkpoint: later, ..whole.clone() }), not_included);
    let larger = whole.checkpoint.replace("\n100\n", "\n101\n");
    assert_eq!(verdict(&Receipt { checkpoint: larger, ..whole.clone() }), ReceiptFault::BadSignature(ORIGIN.into()));
}

#[test]
fn another_log_and_another_key_are_told_apart() {
    let whole = &*WHOLE;
    let elsewhere = Key::of_log("elsewhere.example/log", 1).key().clone();
    let unknown = Key::of_log(ORIGIN, 2).key().clone();
    assert_eq!(whole.verify(std::slice::from_ref(&elsewhere), &[]), Err(ReceiptFault::OtherLog(ORIGIN.into())));
    assert_eq!(whole.verify(&[], &[]), Err(ReceiptFault::OtherLog(ORIGIN.into())));
    assert_eq!(whole.verify(&[unknown], &[]), Err(ReceiptFault::UnknownKey));
    // A receipt of another log, made with a key like ours.
    let body = SignedCheckpoint::parse(&whole.checkpoint).unwrap().claimed().clone();
    let foreign = Checkpoint { origin: "elsewhere.example/log".into(), ..body }.sign(&[&Key::of_log("elsewhere.example/log", 1)]).unwrap();
    let foreign = Receipt { checkpoint: foreign.to_string(), ..whole.clone() };
    assert_eq!(verdict(&foreign), ReceiptFault::OtherLog("elsewhere.example/log".into()));
    assert!(foreign.verify(&[elsewhere], &[]).is_ok());
}

#[test]
fn what_is_no_receipt_is_refused_and_the_damaged_part_is_named() {
    let text = WHOLE.to_string();
    let leaf = STANDARD.encode(&WHOLE.leaf);
    let hash = WHOLE.proof[0].to_string();
    let part = ReceiptFault::Malformed;
    for (text, fault) in [
        (String::new(), ReceiptFault::NotAReceipt),
        ("hello".into(), ReceiptFault::NotAReceipt),
        (text[1..].to_owned(), ReceiptFault::NotAReceipt),
        (format!("\n{text}"), ReceiptFault::NotAReceipt),
        (format!("\u{feff}{text}"), ReceiptFault::NotAReceipt),
        (text.replace("@v1", "@v2"), ReceiptFault::NotAReceipt),
        (text.replace(&leaf, &"A".repeat(70_000)), ReceiptFault::NotAReceipt),
        (text.replace("@v1", "@v11"), part(Part::Leaf)),
        (text.replace('\n', "\r\n"), part(Part::Leaf)),
        (text.replace(&format!("extra {leaf}\n"), ""), part(Part::Leaf)),
        (text.replace(&leaf, ""), part(Part::Leaf)),
        (text.replace(&leaf, &format!("{leaf}=")), part(Part::Leaf)),
        (text.replace(&leaf, &format!(" {leaf}")), part(Part::Leaf)),
        (text.replace("extra ", "Extra "), part(Part::Leaf)),
        (text.replace("index 77\n", ""), part(Part::Index)),
        (text.replace("index 77", "index 077"), part(Part::Index)),
        (text.replace("index 77", "index -77"), part(Part::Index)),
        (text.replace("index 77", "index ７７"), part(Part::Index)),
        (text.replace("index 77", "index 77 "), part(Part::Index)),
        (text.replace("index 77", "index 18446744073709551616"), part(Part::Index)),
        (text.replace(&hash, &hash[4..]), part(Part::Proof)),
        (text.replace(&hash, &format!("{hash} ")), part(Part::Proof)),
        (text.replace(&hash, &vec![hash.clone(); 65].join("\n")), part(Part::Proof)),
        (text.replace(&format!("{hash}\n"), &format!("{hash}\n\n")), part(Part::Checkpoint)),
        (text.replace("\n\nhikae", "\nhikae"), part(Part::Proof)),
        (text.replace("— ", "- "), part(Part::Checkpoint)),
        (format!("{text}\n"), part(Part::Checkpoint)),
        (format!("{text}and more\n"), part(Part::Checkpoint)),
    ] {
        assert_eq!(text.parse::<Receipt>(), Err(fault), "{text}");
    }
}

#[test]
fn a_receipt_that_was_cut_off_is_refused_wherever_it_ends() {
    let text = WHOLE.to_string();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        assert!(text[..end].parse::<Receipt>().is_err(), "{end} bytes of {}", text.len());
    }
}

proptest! {
    #[test]
    fn every_changed_byte_is_found(at: prop::sample::Index, byte: u8) {
        let mut bytes = WHOLE.to_string().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        let read = String::from_utf8(bytes).ok().and_then(|text| text.parse::<Receipt>().ok());
        prop_assert!(read.is_none_or(|receipt| receipt.verify(&keys(), &[]).is_err()), "byte {} as {}", at, byte);
    }

    /// What Base64, decimal digits and letters look like, so that most changes get past the form.
    #[test]
    fn every_changed_letter_is_found(at: prop::sample::Index, byte in "[A-Za-z0-9+/=]") {
        let mut text = WHOLE.to_string();
        let letters: Vec<usize> = text.char_indices().filter(|(_, letter)| letter.is_ascii_alphanumeric()).map(|(at, _)| at).collect();
        let at = letters[at.index(letters.len())];
        prop_assume!(text[at..=at] != byte);
        text.replace_range(at..=at, &byte);
        let read = text.parse::<Receipt>();
        prop_assert!(read.and_then(|receipt| receipt.verify(&keys(), &[])).is_err(), "letter {} as {}", at, byte);
    }

    #[test]
    fn no_text_makes_it_stumble(text in "\\PC{0,80}", head in prop::bool::ANY, bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        let text = if head { format!("c2sp.org/tlog-proof@v1\nextra {}\nindex 0\n\n{text}", STANDARD.encode(bytes)) } else { text };
        if let Ok(receipt) = text.parse::<Receipt>() {
            prop_assert!(receipt.verify(&keys(), &[]).is_err());
        }
    }
}
