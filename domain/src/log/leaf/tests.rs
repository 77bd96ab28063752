use super::*;
use crate::choice::{Channel, DecidedBy, Stance};
use crate::clock::Timestamp;
use crate::id::{AccountId, ProxyId, StudyId, SubjectId};
use crate::log::Position;
use crate::log::tree::TreeHash;
use crate::proxy::ProxyRole;
use crate::purpose::Catalogue;

const DOCUMENT: &str = include_str!("../../../../docs/log-leaves.md");

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn noon() -> Timestamp {
    at("2026-11-22T03:00:00.000Z")
}

const BLINDING: Blinding = Blinding([9; 32]);

fn one() -> SubjectId {
    SubjectId(Uuid::from_u128(7))
}

fn decision(previous: Option<ChainEnd>) -> Vec<u8> {
    DecisionLeaf {
        time: at("2026-11-22T01:14:07.000Z"),
        effective: at("2026-11-21T15:00:00.000Z"),
        scope: &"purpose:ai-development".parse().unwrap(),
        stance: Stance::Refuse,
        channel: Channel::Online,
        actor: DecidedBy::Patient,
        notice: "2026-11",
        subject: one(),
        previous,
        blinding: BLINDING,
    }
    .to_bytes()
}

fn link(joins: bool) -> Vec<u8> {
    LinkLeaf { time: noon(), joins, one: one(), other: SubjectId(Uuid::from_u128(8)), blinding: BLINDING }.to_bytes()
}

fn proxy(begins: bool) -> ProxyLeaf {
    let (grant, proxy) = (ProxyId(Uuid::from_u128(5)), AccountId(Uuid::from_u128(6)));
    ProxyLeaf { time: noon(), begins, grant, subject: one(), proxy, role: ProxyRole::Parent, blinding: BLINDING }
}

fn study(event: StudyEvent) -> Vec<u8> {
    StudyLeaf { v: V1, time: noon(), event, study: StudyId(Uuid::from_u128(3)), version: 2, hash: Fingerprint([3; 32]) }.to_bytes()
}

/// One of each kind, in the order in which the document explains them.
fn samples() -> Vec<Vec<u8>> {
    let head = |node: &str, seq, fill| ChainHead { node: node.to_owned(), seq, hash: Fingerprint([fill; 32]) };
    let catalogue = CatalogueLeaf::hash_of(&Catalogue::version_1());
    let before = ChainEnd { seq: 2, hash: LeafHash([4; 32]) };
    vec![
        decision(Some(before)),
        link(true),
        link(false),
        proxy(true).to_bytes(),
        proxy(false).to_bytes(),
        study(StudyEvent::Published),
        study(StudyEvent::Ended),
        study(StudyEvent::Deleted),
        CatalogueLeaf { v: V1, time: noon(), version: 1, hash: catalogue }.to_bytes(),
        AuditHeadLeaf { v: V1, time: noon(), heads: vec![head("node-1", 1_204, 1), head("node-2", 17, 2)] }.to_bytes(),
        ErasureLeaf { v: V1, time: noon(), positions: vec![Position(3), Position(17)], blinding: BLINDING }.to_bytes(),
        GapLeaf { v: V1, time: noon(), from: 1_000, lost_size: 1_024, lost_root: TreeHash([5; 32]) }.to_bytes(),
    ]
}

/// Frozen: receipts handed out carry these bytes.
#[test]
fn a_decision_leaf_is_canonical_json() {
    let hidden = URL_SAFE_NO_PAD.encode(Sha256::digest([&[9_u8; 32][..], &7_u128.to_be_bytes()].concat()));
    let blinding = URL_SAFE_NO_PAD.encode([9; 32]);
    assert_eq!(
        String::from_utf8(decision(None)).unwrap(),
        format!(
            r#"{{"actor":"patient","blinding":"{blinding}","channel":"online","effective":"2026-11-21T15:00:00.000Z","kind":"decision","notice":"2026-11","prev":null,"scope":"purpose:ai-development","seq":1,"stance":"refuse","subject":"{hidden}","time":"2026-11-22T01:14:07.000Z","v":1}}"#
        )
    );
}

/// Frozen: what stands in the document is what is hashed, to the byte.
#[test]
fn the_examples_of_the_document_are_what_is_hashed() {
    let examples: Vec<&str> = DOCUMENT.split("```json\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();
    let samples: Vec<String> = samples().into_iter().map(|bytes| String::from_utf8(bytes).unwrap()).collect();
    assert_eq!(examples, samples);
}

#[test]
fn every_kind_is_read_back_as_it_was_written() {
    let read: Vec<ReadLeaf> = samples().iter().map(|bytes| ReadLeaf::parse(bytes).unwrap()).collect();
    for (leaf, bytes) in read.iter().zip(samples()) {
        assert_eq!(leaf.to_bytes(), bytes);
        let said: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((said["kind"].as_str(), said["v"].as_u64()), (Some(leaf.kind().code()), Some(1)));
        assert_eq!(said["time"], leaf.time().to_string());
        assert_eq!(Kind::from_code(leaf.kind().code()), Some(leaf.kind()));
    }
    assert!(Kind::ALL.into_iter().all(|kind| read.iter().any(|leaf| leaf.kind() == kind)), "a kind without an example");
}

#[test]
fn who_knows_the_subject_finds_it_in_its_leaf_and_nobody_else_does() {
    let ReadLeaf::Decision(read) = ReadLeaf::parse(&decision(None)).unwrap() else { panic!("a decision") };
    assert!(read.is_of(one()));
    assert!(!read.is_of(SubjectId(Uuid::from_u128(8))));
    let ReadLeaf::Proxy(read) = ReadLeaf::parse(&proxy(true).to_bytes()).unwrap() else { panic!("a proxy") };
    assert_eq!((read.subject, read.proxy), (BLINDING.hide(Uuid::from_u128(7)), BLINDING.hide(Uuid::from_u128(6))));
    assert!(read.begins);
}

#[test]
fn what_is_not_exactly_a_leaf_is_refused() {
    let whole = String::from_utf8(decision(None)).unwrap();
    let changed = |from: &str, to: &str| {
        let text = whole.replace(from, to);
        assert_ne!(text, whole, "{from}");
        ReadLeaf::parse(text.as_bytes())
    };
    for (from, to) in [
        ("\"v\":1", "\"v\":2"),
        ("\"v\":1", "\"v\":\"1\""),
        (",\"v\":1", ""),
        ("\"v\":1", "\"v\":1,\"v\":1"),
        ("\"kind\":\"decision\"", "\"kind\":\"promise\""),
        ("\"kind\":\"decision\"", "\"kind\":\"link\""),
        ("\"kind\":\"decision\"", "\"kind\":\"decision\",\"kind\":\"decision\""),
        ("\"kind\":\"decision\",", ""),
        ("\"actor\":\"patient\"", "\"actor\":\"patient\",\"more\":1"),
        ("\"actor\":\"patient\"", "\"actor\":\"somebody\""),
        ("\"prev\":null,", ""),
        ("\"prev\":null", "\"prev\":\"\""),
        ("\"seq\":1", "\"seq\":2"),
        ("\"seq\":1", "\"seq\":0"),
        ("\"seq\":1", "\"seq\":-1"),
        ("\"stance\":\"refuse\"", "\"stance\":\"perhaps\""),
        ("purpose:ai-development", "purpose:"),
        ("2026-11-22T01:14:07.000Z", "yesterday"),
        ("CQkJCQ", "CQkJ"),
        ("}", "} {}"),
    ] {
        assert!(changed(from, to).is_err(), "{from} -> {to}");
    }
    for bytes in [&b""[..], b"{}", b"[]", b"null", b"\xff", b"{\"kind\":\"gap\"}"] {
        assert!(ReadLeaf::parse(bytes).is_err());
    }
}

#[test]
fn values_that_contradict_each_other_are_refused() {
    let (time, blinding) = (noon(), BLINDING);
    let erasure =
        |positions: &[u64]| ErasureLeaf { v: V1, time, positions: positions.iter().copied().map(Position).collect(), blinding }.to_bytes();
    let heads = |nodes: &[(&str, u64)]| {
        let head = |(node, seq): &(&str, u64)| ChainHead { node: (*node).to_owned(), seq: *seq, hash: Fingerprint([1; 32]) };
        AuditHeadLeaf { v: V1, time, heads: nodes.iter().map(head).collect() }.to_bytes()
    };
    let gap = |from, lost_size| GapLeaf { v: V1, time, from, lost_size, lost_root: TreeHash([0; 32]) }.to_bytes();
    for bytes in [
        erasure(&[]),
        erasure(&[3, 3]),
        erasure(&[4, 3]),
        heads(&[]),
        heads(&[("b", 1), ("a", 1)]),
        heads(&[("a", 1), ("a", 2)]),
        heads(&[("a", 0)]),
        gap(8, 7),
    ] {
        assert!(ReadLeaf::parse(&bytes).is_err(), "{}", String::from_utf8_lossy(&bytes));
    }
    assert!(ReadLeaf::parse(&gap(7, 7)).is_ok(), "as many, and others");
}

/// Frozen: the register of an installation is compared with these hashes for as long as it exists.
#[test]
fn a_study_is_known_by_what_was_registered_not_by_its_results() {
    use crate::words::Words;
    let document = serde_json::json!({
        "title": {"ja": "題", "en": "Title"}, "summary": {"ja": "要", "en": "Summary"}, "purposes": ["education"],
        "users": [{"name": {"ja": "大", "en": "University"}, "commercial": false}],
        "review": {"body": {"ja": "会", "en": "Board"}, "approval_number": "1"}, "categories": ["laboratory"], "form": "pseudonymised",
        "sources": [{"name": {"ja": "院", "en": "Hospital"}, "kind": "provider"}], "legal_basis": {"ja": "法", "en": "Act"},
        "period": ["2026-01-01", "2027-01-01"], "results": null
    });
    let registration: crate::study::Registration = serde_json::from_value(document.clone()).unwrap();
    let hash = StudyLeaf::hash_of(&registration);
    assert_eq!(hash.0, <[u8; 32]>::from(Sha256::digest(serde_json_canonicalizer::to_vec(&document).unwrap())));
    let with_results = crate::study::Registration { results: Some(Words::new("果", "Results")), ..registration.clone() };
    assert_eq!(StudyLeaf::hash_of(&with_results), hash);
    let other = crate::study::Registration { period: ("2026-01-01".into(), "2028-01-01".into()), ..registration };
    assert_ne!(StudyLeaf::hash_of(&other), hash);
}

#[test]
fn a_catalogue_is_known_by_everything_in_it() {
    let first = CatalogueLeaf::hash_of(&Catalogue::version_1());
    let mut changed = Catalogue::version_1();
    changed.purposes[0].name.en.push('.');
    assert_ne!(CatalogueLeaf::hash_of(&changed), first);
    assert_ne!(CatalogueLeaf::hash_of(&Catalogue { version: 2, ..Catalogue::version_1() }), first);
}

#[test]
fn a_leaf_hash_starts_with_the_leaf_prefix() {
    // RFC 6962: the hash of an empty leaf, as every implementation of it knows it.
    assert_eq!(LeafHash::of(b"").0[..4], [0x6e, 0x34, 0x0b, 0x9c]);
}

#[test]
fn a_leaf_names_the_one_before_it() {
    let first = decision(None);
    let second = decision(Some(ChainEnd { seq: 1, hash: LeafHash::of(&first) }));
    let json: serde_json::Value = serde_json::from_slice(&second).unwrap();
    assert_eq!(json["seq"], 2);
    assert_eq!(json["prev"], LeafHash::of(&first).to_string());
}
