//! The golden policy table: every kind of actor × every operation. A changed power shows up in `policy.txt`, in review.
//!
//! To accept a change: `HIKAE_ACCEPT=1 cargo test -p domain --test policy`.

use domain::account::{Level, Standing};
use domain::actor::{Actor, Operation, OperatorRole, OwnSignIn, Patient, ProxySight, StaffRole};
use domain::clock::Timestamp;
use domain::holder::ClientScope;
use domain::id::{AccountId, HolderId, RecoveryId, SessionRef, SubjectId};
use uuid::Uuid;

fn patient(level: Level, standing: Standing, fresh: bool) -> Actor {
    Actor::Patient(Patient {
        account: AccountId(Uuid::from_u128(1)),
        session: Some(SessionRef(Uuid::from_u128(2))),
        subject: SubjectId(Uuid::from_u128(3)),
        level,
        standing,
        fresh,
    })
}

fn actors() -> Vec<(&'static str, Actor)> {
    let closed = Standing::ClosedUntil(Timestamp::from_millis(9));
    let cancels = Standing::OnlyCancel(RecoveryId(Uuid::from_u128(4)));
    let account = AccountId(Uuid::from_u128(5));
    let by = OwnSignIn { account, fresh: false, session: None };
    let holder = HolderId(Uuid::from_u128(6));
    let Actor::Patient(proxy) = patient(Level::Two, Standing::Open, true) else { unreachable!() };
    let client = |scopes: &[ClientScope]| Actor::Client { client: "c".into(), holder, scopes: scopes.iter().copied().collect() };
    vec![
        ("anonymous", Actor::Anonymous),
        ("patient level 1", patient(Level::One, Standing::Open, false)),
        ("patient", patient(Level::Two, Standing::Open, false)),
        ("patient, fresh passkey", patient(Level::Two, Standing::Open, true)),
        ("patient after a recovery", patient(Level::Two, closed, true)),
        ("patient with an old passkey", patient(Level::Two, cancels, true)),
        ("proxy", Actor::Proxy { by: proxy.clone(), of: SubjectId(Uuid::from_u128(7)), sight: ProxySight::Everything }),
        ("proxy of a young person", Actor::Proxy { by: proxy, of: SubjectId(Uuid::from_u128(7)), sight: ProxySight::Choices }),
        ("support", Actor::Staff { by, role: StaffRole::Support }),
        ("registrar", Actor::Staff { by, role: StaffRole::Registrar }),
        ("administrator", Actor::Staff { by, role: StaffRole::Administrator }),
        ("support, fresh passkey", Actor::Staff { by: OwnSignIn { fresh: true, ..by }, role: StaffRole::Support }),
        ("support on behalf", Actor::OnBehalf { staff: account, subject: SubjectId(Uuid::from_u128(8)), reason: "phone".into() }),
        ("clerk", Actor::Operator { by, holder, role: OperatorRole::Clerk }),
        ("manager", Actor::Operator { by, holder, role: OperatorRole::Manager }),
        ("client without scope", client(&[])),
        ("client that reports", client(&[ClientScope::AuditEventCreate])),
        ("client that checks", client(&[ClientScope::ConsentRead])),
        ("system", Actor::System),
    ]
}

fn table() -> String {
    let mut text = String::from("# actor × operation → yes, or the problem that the actor is told. Written by domain/tests/policy.rs.\n");
    for (name, actor) in actors() {
        text.push_str(&format!("\n[{name}]\n"));
        for operation in Operation::ALL {
            let may = actor.may(operation).map_or_else(|problem| problem.code(), |()| "yes");
            text.push_str(&format!("{:<19}{may}\n", operation.code()));
        }
    }
    text
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how a test is run is no part of the product's configuration")]
fn the_powers_are_those_of_the_golden_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/policy.txt");
    let now = table();
    if std::env::var("HIKAE_ACCEPT").is_ok() {
        std::fs::write(path, &now).unwrap();
    }
    let golden = std::fs::read_to_string(path).unwrap();
    assert!(golden == now, "a power changed; if that is meant, run with HIKAE_ACCEPT=1 and review the difference:\n{now}");
}

#[test]
fn every_kind_of_actor_is_in_the_table() {
    let kinds: std::collections::BTreeSet<_> = actors().iter().map(|(_, actor)| actor.kind()).collect();
    assert_eq!(kinds, Actor::KINDS.into_iter().collect());
}

#[test]
fn whoever_has_no_person_in_view_reaches_nobodys_choices() {
    for (name, actor) in actors() {
        let reaches = actor.subject().is_ok();
        let meant = matches!(actor, Actor::Patient(_) | Actor::Proxy { .. } | Actor::OnBehalf { .. });
        assert_eq!(reaches, meant, "{name}");
    }
}
