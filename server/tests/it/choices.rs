//! Deciding, and what holds then.

mod at_once;
mod fold;
mod notice;
mod pages;

use crate::ground::{Ground, at_level_one, on_both, signed_in};
use crate::log::{check_log, decisions};
use domain::account::Standing;
use domain::actor::{Actor, Patient};
use domain::choice::{Channel, DecidedBy, NewDecision, Scope, Stance};
use domain::clock::{Date, Span};
use domain::failure::{Failure, Problem};
use domain::id::{RecoveryId, StudyId, SubjectId};
use domain::log::Position;
use domain::ports::{ChoicesPort, Choosing, Decided};
use domain::study::Status;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, PaginatorTrait, QueryOrder};
use server::service::choices::ChoicesService;
use server::service::choices::entry::enter;
use server::store::entity::{audit_lines, idempotency_keys, log_leaves, purposes};
use server::store::{commit, log};
use uuid::Uuid;

const AI: &str = "purpose:ai-development";

fn choosing(scope: &str, stance: Stance) -> Choosing {
    Choosing { scope: scope.parse().unwrap(), stance, channel: Channel::Online, made_for: None, key: None }
}

fn keyed(scope: &str, stance: Stance, key: &str) -> Choosing {
    Choosing { key: Some(key.to_owned()), ..choosing(scope, stance) }
}

fn service(ground: &Ground) -> ChoicesService {
    ground.choices()
}

#[track_caller]
fn problem<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> Problem {
    outcome.unwrap_err().problem()
}

/// Enters what came by post on that day.
async fn by_post(ground: &Ground, subject: SubjectId, scope: &str, received: Option<Date>) -> Decided {
    let tx = ground.core.store.begin().await.unwrap();
    let mut head = log::lock(&tx).await.unwrap();
    let new = NewDecision {
        subject,
        scope: scope.parse().unwrap(),
        stance: Stance::Refuse,
        channel: Channel::Paper,
        received,
        notice: "2026-11".into(),
    };
    let decided = enter(&ground.core, &tx, &mut head, &new, DecidedBy::Staff, None).await.unwrap();
    commit(tx).await.unwrap();
    decided
}

async fn log_size(ground: &Ground) -> u64 {
    log_leaves::Entity::find().count(ground.core.store.db()).await.unwrap()
}

#[tokio::test]
async fn what_was_decided_holds_and_can_be_read_back() {
    on_both(async |ground: Ground| {
        let (choices, taro) = (service(&ground), ground.patient().await);
        let actor = signed_in(&taro);
        let said = choices.decide(&actor, choosing(AI, Stance::Refuse)).await.unwrap();
        assert_eq!((said.decision.position, said.decision.subject), (Position(0), taro.subject));
        assert_eq!((said.decision.effective, said.decision.recorded), (ground.core.now(), ground.core.now()));
        assert_eq!(choices.decision(&actor, Position(0)).await.unwrap(), Some(said));
        let view = choices.choices(&actor).await.unwrap();
        assert_eq!(view.choices.stance(&AI.parse().unwrap()), Some(Stance::Refuse));
        assert_eq!((view.subject, view.closed_until, view.locked), (taro.subject, None, vec![]));
        ground.clock.pass(Span::minutes(5));
        choices.decide(&actor, choosing(AI, Stance::Allow)).await.unwrap();
        let view = choices.choices(&actor).await.unwrap();
        assert_eq!(view.choices.stance(&AI.parse().unwrap()), Some(Stance::Allow));
        assert_eq!(view.choices.since(&AI.parse().unwrap()), Some((ground.core.now(), Position(1))));
        check_log(&ground.core.store).await;
    })
    .await;
}

#[tokio::test]
async fn a_key_belongs_to_its_body_its_account_and_its_person() {
    on_both(async |ground: Ground| {
        let (choices, taro, hana) = (service(&ground), ground.patient().await, ground.patient().await);
        let actor = signed_in(&taro);
        let first = choices.decide(&actor, keyed(AI, Stance::Refuse, "k1")).await.unwrap();
        for other in [keyed(AI, Stance::Allow, "k1"), keyed("all", Stance::Refuse, "k1")] {
            assert_eq!(problem(choices.decide(&actor, other).await), Problem::DecisionKeyReused);
        }
        let hers = choices.decide(&signed_in(&hana), keyed(AI, Stance::Refuse, "k1")).await.unwrap();
        assert_eq!((first.decision.position, hers.decision.position), (Position(0), Position(1)));
        // Days later, and after other decisions, it is still the same answer.
        choices.decide(&actor, choosing(AI, Stance::Allow)).await.unwrap();
        ground.clock.pass(Span::days(3));
        assert_eq!(choices.decide(&actor, keyed(AI, Stance::Refuse, "k1")).await.unwrap(), first);
        assert_eq!(log_size(&ground).await, 3);
        assert_eq!(idempotency_keys::Entity::find().count(ground.core.store.db()).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn times_in_the_log_never_go_back() {
    on_both(async |ground: Ground| {
        let (choices, taro) = (service(&ground), ground.patient().await);
        let first = choices.decide(&signed_in(&taro), choosing(AI, Stance::Refuse)).await.unwrap();
        ground.clock.pass(Span::hours(-3));
        let second = choices.decide(&signed_in(&taro), choosing(AI, Stance::Allow)).await.unwrap();
        assert_eq!(second.decision.recorded, first.decision.recorded);
        let view = choices.choices(&signed_in(&taro)).await.unwrap();
        assert_eq!(view.choices.stance(&AI.parse().unwrap()), Some(Stance::Allow));
        check_log(&ground.core.store).await;
    })
    .await;
}

#[tokio::test]
async fn a_scope_must_exist_and_be_refusable() {
    on_both(async |ground: Ground| {
        let (choices, actor) = (service(&ground), signed_in(&ground.patient().await));
        let draft = ground.study(&["education"], false, Status::Draft).await.id;
        let exempt = ground.study(&["infectious-disease-control"], false, Status::Published).await.id;
        let ended = ground.study(&["infectious-disease-control", "education"], false, Status::Ended).await.id;
        for (scope, expected) in [
            ("purpose:infectious-disease-control".to_owned(), Problem::NotRefusable),
            ("purpose:astrology".to_owned(), Problem::UnknownPurpose),
            (format!("study:{}", StudyId(Uuid::from_u128(7))), Problem::UnknownStudy),
            (format!("study:{draft}"), Problem::UnknownStudy),
            (format!("study:{exempt}"), Problem::NotRefusable),
        ] {
            for stance in [Stance::Refuse, Stance::Allow] {
                assert_eq!(problem(choices.decide(&actor, choosing(&scope, stance)).await), expected, "{scope}");
            }
        }
        choices.decide(&actor, choosing(&format!("study:{ended}"), Stance::Refuse)).await.unwrap();
        assert_eq!(log_size(&ground).await, 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_decides_for_the_wrong_person() {
    on_both(async |ground: Ground| {
        let (choices, taro, hana) = (service(&ground), ground.patient().await, ground.patient().await);
        let made_for = |patient: &Patient| Choosing { made_for: Some(patient.subject), ..choosing(AI, Stance::Refuse) };
        assert_eq!(problem(choices.decide(&signed_in(&taro), made_for(&hana)).await), Problem::WrongPerson);
        assert_eq!(problem(choices.decide(&Actor::Anonymous, made_for(&hana)).await), Problem::SignInNeeded);
        assert_eq!(problem(choices.decide(&Actor::System, made_for(&hana)).await), Problem::NotAllowed);
        let phoned = Choosing { channel: Channel::Phone, ..made_for(&taro) };
        assert_eq!(problem(choices.decide(&signed_in(&taro), phoned).await), Problem::NotAllowed);
        let his = choices.decide(&signed_in(&taro), made_for(&taro)).await.unwrap();
        assert_eq!(choices.decision(&signed_in(&hana), his.decision.position).await.unwrap(), None);
        assert_eq!(choices.decisions(&signed_in(&hana), None).await.unwrap().items, vec![]);
        assert_eq!(log_size(&ground).await, 1);
    })
    .await;
}

#[tokio::test]
async fn decisions_and_refusals_of_access_leave_audit_lines() {
    on_both(async |ground: Ground| {
        let (choices, taro, hana) = (service(&ground), ground.patient().await, ground.patient().await);
        let actor = signed_in(&taro);
        choices.decide(&actor, choosing(AI, Stance::Refuse)).await.unwrap();
        let for_hana = Choosing { made_for: Some(hana.subject), ..choosing("all", Stance::Allow) };
        choices.decide(&actor, for_hana).await.unwrap_err();
        choices.decide(&actor, choosing("purpose:astrology", Stance::Refuse)).await.unwrap_err();
        let lines = audit_lines::Entity::find().order_by_asc(audit_lines::Column::Seq).all(ground.core.store.db()).await.unwrap();
        let lines: Vec<_> = lines.iter().map(|line| (line.operation.as_str(), line.object.as_deref(), line.outcome.as_str())).collect();
        assert_eq!(lines, [("refuse", Some("0"), "ok"), ("allow", Some("all"), "wrong-person")]);
    })
    .await;
}

#[tokio::test]
async fn after_a_recovery_one_may_refuse_but_not_allow() {
    on_both(async |ground: Ground| {
        let (choices, taro) = (service(&ground), ground.patient().await);
        let until = ground.core.now() + Span::hours(24);
        let closed = Actor::Patient(Patient { standing: Standing::ClosedUntil(until), ..taro.clone() });
        choices.decide(&closed, choosing("all", Stance::Refuse)).await.unwrap();
        assert_eq!(problem(choices.decide(&closed, choosing("all", Stance::Allow)).await), Problem::ClosedAfterRecovery);
        let view = choices.choices(&closed).await.unwrap();
        assert_eq!((view.closed_until, view.studies), (Some(until), vec![]));
        let old = Actor::Patient(Patient { standing: Standing::OnlyCancel(RecoveryId(Uuid::nil())), ..taro });
        assert_eq!(problem(choices.decide(&old, choosing("all", Stance::Refuse)).await), Problem::OnlyCancelRecovery);
        assert_eq!(problem(choices.choices(&old).await), Problem::OnlyCancelRecovery);
    })
    .await;
}

#[tokio::test]
async fn at_level_one_only_ones_own_refusals_can_be_taken_back() {
    on_both(async |ground: Ground| {
        let (choices, taro) = (service(&ground), ground.patient().await);
        let (low, high) = (at_level_one(&taro), signed_in(&taro));
        let study = ground.study(&["ai-development"], false, Status::Published).await;
        let study = format!("study:{}", study.id);
        choices.decide(&low, choosing("commercial", Stance::Refuse)).await.unwrap();
        choices.decide(&low, choosing("commercial", Stance::Allow)).await.unwrap();
        by_post(&ground, taro.subject, AI, None).await;
        ground.clock.pass(Span::minutes(1));
        // Saying no again does not make the desk's no one's own.
        choices.decide(&low, choosing(AI, Stance::Refuse)).await.unwrap();
        ground.clock.pass(Span::minutes(1));
        for scope in [AI, study.as_str()] {
            assert_eq!(problem(choices.decide(&low, choosing(scope, Stance::Allow)).await), Problem::HigherLevelNeeded, "{scope}");
        }
        // What does not take it back is allowed.
        choices.decide(&low, choosing("purpose:education", Stance::Allow)).await.unwrap();
        assert_eq!(choices.choices(&low).await.unwrap().locked, [AI.parse::<Scope>().unwrap()]);
        assert_eq!(choices.choices(&high).await.unwrap().locked, vec![]);
        choices.decide(&high, choosing(AI, Stance::Allow)).await.unwrap();
        choices.decide(&low, choosing(&study, Stance::Allow)).await.unwrap();
        choices.decide(&low, choosing(AI, Stance::Allow)).await.unwrap();
        check_log(&ground.core.store).await;
    })
    .await;
}

#[tokio::test]
async fn the_list_of_decisions_is_paged_from_the_newest() {
    on_both(async |ground: Ground| {
        let (choices, taro, hana) = (service(&ground), ground.patient().await, ground.patient().await);
        for n in 0..45 {
            let who = if n % 9 == 8 { &hana } else { &taro };
            let stance = if n % 2 == 0 { Stance::Refuse } else { Stance::Allow };
            choices.decide(&signed_in(who), choosing(AI, stance)).await.unwrap();
        }
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = choices.decisions(&signed_in(&taro), before).await.unwrap();
            assert!(page.items.len() == 20 || page.next.is_none());
            seen.extend(page.items);
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        let mut all = decisions(&ground.core.store, &[taro.subject]).await;
        all.reverse();
        assert_eq!((seen.len(), seen), (40, all));
        let beyond = choices.decisions(&signed_in(&taro), Some(Position(u64::MAX))).await.unwrap();
        assert_eq!(beyond.items[0].position, Position(43));
        assert_eq!(choices.decision(&signed_in(&taro), Position(u64::MAX)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn only_published_studies_are_named() {
    on_both(async |ground: Ground| {
        let (choices, actor) = (service(&ground), signed_in(&ground.patient().await));
        let published = ground.study(&["education"], true, Status::Published).await;
        let draft = ground.study(&["education"], true, Status::Draft).await;
        let scopes = [Scope::All, Scope::Study(draft.id), Scope::Study(published.id), Scope::Study(published.id)];
        assert_eq!(choices.studies_named(&actor, &scopes).await.unwrap(), [published]);
    })
    .await;
}

#[tokio::test]
async fn what_came_by_post_holds_from_the_day_it_came_and_overrides_nothing_later() {
    on_both(async |ground: Ground| {
        let (choices, taro) = (service(&ground), ground.patient().await);
        let day = |text: &str| Some(domain::clock::parse_date(text).unwrap());
        choices.decide(&signed_in(&taro), choosing("all", Stance::Allow)).await.unwrap();
        ground.clock.pass(Span::days(2));
        let late = by_post(&ground, taro.subject, "all", day("2026-11-20")).await.decision;
        assert_eq!(late.effective.to_string(), "2026-11-19T15:00:00.000Z");
        let view = choices.choices(&signed_in(&taro)).await.unwrap();
        assert_eq!(view.choices.stance(&Scope::All), Some(Stance::Allow));
        by_post(&ground, taro.subject, "all", day("2026-11-23")).await;
        let view = choices.choices(&signed_in(&taro)).await.unwrap();
        assert_eq!(view.choices.stance(&Scope::All), Some(Stance::Refuse));
        check_log(&ground.core.store).await;
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_again_has_the_same_place_though_its_scope_can_be_decided_no_more() {
    on_both(async |ground: Ground| {
        let (taro, choices, db) = (ground.patient().await, service(&ground), ground.core.store.db());
        let study = ground.study(&["education"], false, Status::Published).await;
        let own = at_level_one(&taro);
        let mut first = Vec::new();
        let forms = [("purpose:education".to_owned(), "k1"), (format!("study:{}", study.id), "k2")];
        for (scope, key) in &forms {
            choices.decide(&own, choosing(scope, Stance::Refuse)).await.unwrap();
            // Taking back needs what was said before: it has a transaction of its own.
            first.push(choices.decide(&own, keyed(scope, Stance::Allow, key)).await.unwrap());
        }
        let purpose = purposes::Entity::find_by_id("education").one(db).await.unwrap().unwrap();
        let law = Some("第1条".to_owned());
        let exempt = purposes::ActiveModel { legal_basis_ja: Set(law.clone()), legal_basis_en: Set(law), ..purpose.into() };
        exempt.update(db).await.unwrap();
        for ((scope, key), first) in forms.iter().zip(&first) {
            assert_eq!(&choices.decide(&own, keyed(scope, Stance::Allow, key)).await.unwrap(), first, "P6");
            assert_eq!(problem(choices.decide(&own, keyed(scope, Stance::Allow, "another")).await), Problem::NotRefusable);
        }
    })
    .await;
}
