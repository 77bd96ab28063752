//! Subjects that are one person.

use crate::ground::{Ground, on_both, signed_in};
use crate::log::check_log;
use domain::choice::{Channel, Choices, DecidedBy, NewDecision, Scope, Stance};
use domain::clock::Span;
use domain::disclosure::{Conflict, Display};
use domain::holder::{Holder, SourceKind};
use domain::id::{DisclosureId, HolderId, StudyId, SubjectId};
use domain::log::Position;
use domain::ports::{ChoicesPort, Choosing};
use domain::study::Status;
use domain::words::Words;
use sea_orm::{EntityTrait, QueryOrder};
use server::machine::SystemRandom;
use server::service::choices::entry::enter;
use server::service::links::{link, unlink};
use server::store::disclosures::{Disclosure, NewUse, report};
use server::store::entity::{links as rows, uses};
use server::store::links::{Cause, kin_of, proved_with, subjects_with};
use server::store::{choices, commit, holders, log};

async fn join(ground: &Ground, one: SubjectId, other: SubjectId, cause: Cause) -> Position {
    let tx = ground.core.store.begin().await.unwrap();
    let position = link(&ground.core, &tx, one, other, cause, ground.core.now()).await.unwrap();
    commit(tx).await.unwrap();
    position
}

async fn part(ground: &Ground, one: SubjectId, other: SubjectId) -> Option<Position> {
    let tx = ground.core.store.begin().await.unwrap();
    let position = unlink(&ground.core, &tx, one, other, Cause::Desk, ground.core.now()).await.unwrap();
    commit(tx).await.unwrap();
    position
}

fn choosing(stance: Stance) -> Choosing {
    Choosing { scope: Scope::All, stance, channel: Channel::Online, made_for: None, key: None }
}

/// What a check of that subject would find said about everything.
async fn said(ground: &Ground, subject: SubjectId) -> Option<Stance> {
    let db = ground.core.store.db();
    let kin = kin_of(db, &[subject]).await.unwrap();
    let current = choices::current_of(db, &kin.with(subject)).await.unwrap();
    Choices::fold(&current, kin).stance(&Scope::All)
}

#[tokio::test]
async fn the_refusal_of_one_denies_the_other_until_they_are_parted() {
    on_both(async |ground: Ground| {
        let port = ground.choices();
        let (taro, other) = (ground.patient().await, ground.subject().await);
        port.decide(&signed_in(&taro), choosing(Stance::Refuse)).await.unwrap();
        assert_eq!(said(&ground, other).await, None);
        assert_eq!(join(&ground, taro.subject, other, Cause::Desk).await, Position(1));
        assert_eq!(said(&ground, other).await, Some(Stance::Refuse));
        check_log(&ground.core.store).await;
        assert_eq!(part(&ground, other, taro.subject).await, Some(Position(2)));
        assert_eq!(said(&ground, other).await, None);
        assert_eq!(said(&ground, taro.subject).await, Some(Stance::Refuse));
        assert_eq!(part(&ground, other, taro.subject).await, None);
        check_log(&ground.core.store).await;
        let events = rows::Entity::find().order_by_asc(rows::Column::Position).all(ground.core.store.db()).await.unwrap();
        assert_eq!(events.iter().map(|event| event.joins).collect::<Vec<_>>(), [true, false]);
    })
    .await;
}

#[tokio::test]
async fn an_older_yes_of_one_does_not_answer_the_no_of_the_other_until_the_person_decides_anew() {
    on_both(async |ground: Ground| {
        let port = ground.choices();
        let (taro, hanako) = (ground.patient().await, ground.patient().await);
        port.decide(&signed_in(&taro), choosing(Stance::Refuse)).await.unwrap();
        ground.clock.pass(Span::minutes(1));
        port.decide(&signed_in(&hanako), choosing(Stance::Allow)).await.unwrap();
        join(&ground, taro.subject, hanako.subject, Cause::Desk).await;
        assert_eq!(said(&ground, hanako.subject).await, Some(Stance::Refuse));
        ground.clock.pass(Span::minutes(1));
        port.decide(&signed_in(&hanako), choosing(Stance::Allow)).await.unwrap();
        assert_eq!(said(&ground, taro.subject).await, Some(Stance::Allow));
    })
    .await;
}

#[tokio::test]
async fn links_carry_over_and_parting_one_leaves_the_rest() {
    on_both(async |ground: Ground| {
        let db = ground.core.store.db();
        let (a, b, c, d) = (ground.subject().await, ground.subject().await, ground.subject().await, ground.subject().await);
        let ab = join(&ground, a, b, Cause::Activation).await;
        let cd = join(&ground, c, d, Cause::Desk).await;
        let bc = join(&ground, b, c, Cause::Activation).await;
        let again = join(&ground, b, a, Cause::Activation).await;
        assert_eq!([ab, cd, bc, again], [0, 1, 2, 3].map(Position));
        let mut all = vec![a, b, c, d];
        all.sort_unstable();
        for one in [a, b, c, d] {
            assert_eq!(subjects_with(db, &[one]).await.unwrap(), all);
            let kin = kin_of(db, &[one]).await.unwrap();
            assert_eq!([kin.since(a, b), kin.since(c, d), kin.since(a, d)], [Some(ab), Some(cd), Some(bc)]);
        }
        // What only the desk says opens nobody's history.
        let mut proved = vec![a, b, c];
        proved.sort_unstable();
        assert_eq!(proved_with(db, a).await.unwrap(), proved);
        assert_eq!(proved_with(db, d).await.unwrap(), [d]);
        check_log(&ground.core.store).await;
        part(&ground, a, b).await.unwrap();
        assert_eq!(subjects_with(db, &[a]).await.unwrap(), [a]);
        assert_eq!(subjects_with(db, &[d]).await.unwrap().len(), 3);
        assert_eq!(part(&ground, a, c).await, None, "these two were never linked to each other");
        check_log(&ground.core.store).await;
    })
    .await;
}

#[tokio::test]
async fn what_only_the_desk_links_is_not_read_in_the_list_of_decisions() {
    on_both(async |ground: Ground| {
        let port = ground.choices();
        let (taro, hanako) = (ground.patient().await, ground.patient().await);
        let hers = port.decide(&signed_in(&hanako), choosing(Stance::Refuse)).await.unwrap();
        join(&ground, taro.subject, hanako.subject, Cause::Desk).await;
        let actor = signed_in(&taro);
        assert_eq!(port.decisions(&actor, None).await.unwrap().items, vec![]);
        assert_eq!(port.decision(&actor, hers.decision.position).await.unwrap(), None);
        join(&ground, taro.subject, hanako.subject, Cause::Activation).await;
        assert_eq!(port.decision(&actor, hers.decision.position).await.unwrap(), Some(hers));
    })
    .await;
}

/// The subject's records go to the study now.
async fn disclose(ground: &Ground, holder: HolderId, study: StudyId, subject: SubjectId, historic: bool) -> DisclosureId {
    let now = ground.core.now();
    let disclosure = Disclosure {
        id: DisclosureId::new(now, &SystemRandom),
        holder,
        study: (study, 1),
        disclosed_at: now,
        reported_at: now,
        recipient: "桜台大学".into(),
        form: domain::category::Form::Pseudonymised,
        categories: vec!["laboratory".into()],
        records: None,
        check: None,
        historic,
    };
    let part = NewUse { subject, display: Display::Hidden, covered: false, record_count: None, row: None };
    report(ground.core.store.db(), &disclosure, None, &[part]).await.unwrap();
    disclosure.id
}

async fn conflict_of(ground: &Ground, id: DisclosureId) -> Option<Conflict> {
    let all = uses::Entity::find().all(ground.core.store.db()).await.unwrap();
    all.into_iter().find(|row| row.disclosure_id == id.0).unwrap().conflict.map(|number| Conflict::from_number(number).unwrap())
}

#[tokio::test]
async fn a_link_brings_to_light_what_went_against_the_other_ones_choice() {
    on_both(async |ground: Ground| {
        let port = ground.choices();
        let (taro, other) = (ground.patient().await, ground.subject().await);
        let (holder, study) = (hospital(&ground).await, ground.study(&["education"], false, Status::Published).await.id);
        let before = disclose(&ground, holder, study, other, false).await;
        ground.clock.pass(Span::hours(1));
        port.decide(&signed_in(&taro), choosing(Stance::Refuse)).await.unwrap();
        ground.clock.pass(Span::hours(1));
        let after = disclose(&ground, holder, study, other, false).await;
        let from_before_they_joined = disclose(&ground, holder, study, other, true).await;
        assert_eq!(conflict_of(&ground, after).await, None);
        join(&ground, taro.subject, other, Cause::Desk).await;
        assert_eq!(conflict_of(&ground, after).await, Some(Conflict::Against));
        assert_eq!(conflict_of(&ground, before).await, None);
        assert_eq!(conflict_of(&ground, from_before_they_joined).await, None);
        part(&ground, taro.subject, other).await.unwrap();
        assert_eq!(conflict_of(&ground, after).await, Some(Conflict::Against), "no conflict disappears");
    })
    .await;
}

#[tokio::test]
async fn a_late_entry_brings_to_light_what_was_disclosed_meanwhile() {
    on_both(async |ground: Ground| {
        let subject = ground.subject().await;
        let (holder, study) = (hospital(&ground).await, ground.study(&["education"], false, Status::Published).await.id);
        let long_before = disclose(&ground, holder, study, subject, false).await;
        ground.clock.pass(Span::days(3));
        let (received, _) = ground.core.now().in_tokyo();
        ground.clock.pass(Span::days(1));
        let meanwhile = disclose(&ground, holder, study, subject, false).await;
        ground.clock.pass(Span::days(1));
        let tx = ground.core.store.begin().await.unwrap();
        let mut head = log::lock(&tx).await.unwrap();
        let new = NewDecision {
            subject,
            scope: Scope::All,
            stance: Stance::Refuse,
            channel: Channel::Paper,
            received: Some(received),
            notice: "2026-11".into(),
        };
        enter(&ground.core, &tx, &mut head, &new, DecidedBy::Staff, None).await.unwrap();
        commit(tx).await.unwrap();
        assert_eq!(conflict_of(&ground, meanwhile).await, Some(Conflict::LateEntry));
        assert_eq!(conflict_of(&ground, long_before).await, None);
    })
    .await;
}

async fn hospital(ground: &Ground) -> HolderId {
    let id = HolderId::new(ground.core.now(), &SystemRandom);
    let holder =
        Holder { id, name: Words::new("桜台病院", "Sakuradai Hospital"), kind: SourceKind::Provider, institution_number: None };
    holders::insert(ground.core.store.db(), &holder, ground.core.now()).await.unwrap();
    id
}
