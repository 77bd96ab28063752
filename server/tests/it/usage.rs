//! What a person sees of the uses of their records.

mod export;
mod hidden;
mod history;

use crate::ground::{Ground, at_level_one, on_both, signed_in};
use crate::on_both_databases;
use crate::world::World;
use domain::account::Standing;
use domain::actor::{Actor, Patient};
use domain::category::Form;
use domain::choice::{Channel, DecidedBy, NewDecision, Scope, Stance};
use domain::clock::{Span, Timestamp};
use domain::disclosure::history::Narrowed;
use domain::disclosure::{Allowed, Conflict, Covering, Display, UseView};
use domain::failure::Problem;
use domain::holder::{Holder, SourceKind};
use domain::id::{DisclosureId, HolderId, SubjectId};
use domain::log::Position;
use domain::ports::UsesPort;
use domain::study::{Status, Study};
use domain::words::Words;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use server::machine::SystemRandom;
use server::service::Core;
use server::service::choices::entry::enter;
use server::service::links::link;
use server::service::uses::UsesService;
use server::store::disclosures::{Disclosure, NewUse, report};
use server::store::entity::{accounts, who_asked};
use server::store::links::Cause;
use server::store::{commit, holders, log, studies};

/// A holder that joined a year ago.
async fn holder(core: &Core) -> HolderId {
    let name = Words::new("桜台病院", "Sakuradai Hospital");
    let holder = Holder { id: HolderId::new(core.now(), &SystemRandom), name, kind: SourceKind::Provider, institution_number: None };
    holders::insert(core.store.db(), &holder, core.now() - Span::days(365)).await.unwrap();
    holder.id
}

/// A report of today, to be varied.
fn today(core: &Core, holder: HolderId, study: &Study) -> Disclosure {
    Disclosure {
        id: DisclosureId::new(core.now(), &SystemRandom),
        holder,
        study: (study.id, study.version),
        disclosed_at: core.now(),
        reported_at: core.now(),
        recipient: "桜台大学 データ室".into(),
        form: Form::Pseudonymised,
        categories: vec!["laboratory".into()],
        records: None,
        check: None,
        historic: false,
    }
}

fn row(subject: SubjectId, display: Display) -> NewUse {
    NewUse { subject, display, covered: false, record_count: Some(3), row: None }
}

/// Reports a release with these people.
async fn disclose(core: &Core, disclosure: &Disclosure, rows: &[NewUse]) -> Vec<Option<Conflict>> {
    report(core.store.db(), disclosure, None, rows).await.unwrap()
}

fn service(ground: &Ground) -> UsesService {
    UsesService::new(ground.core.clone())
}

async fn listed(ground: &Ground, actor: &Actor) -> Vec<UseView> {
    let page = service(ground).uses(actor, &Narrowed::default(), None).await.unwrap();
    assert!(page.next.is_none());
    page.items
}

fn ids(uses: &[UseView]) -> Vec<DisclosureId> {
    uses.iter().map(|of| of.id).collect()
}

/// Enters a refusal with the machine's clock as it stands.
async fn refuse(ground: &Ground, subject: SubjectId, scope: Scope, received: Option<domain::clock::Date>) {
    let tx = ground.core.store.begin().await.unwrap();
    let mut head = log::lock(&tx).await.unwrap();
    let notice = "2026-11".to_owned();
    let new = NewDecision { subject, scope, stance: Stance::Refuse, channel: Channel::Paper, received, notice };
    enter(&ground.core, &tx, &mut head, &new, DecidedBy::Staff, None).await.unwrap();
    commit(tx).await.unwrap();
}

/// Makes two subjects one person.
async fn joined(ground: &Ground, one: SubjectId, other: SubjectId, cause: Cause) {
    let tx = ground.core.store.begin().await.unwrap();
    link(&ground.core, &tx, one, other, cause, ground.core.now()).await.unwrap();
    commit(tx).await.unwrap();
}

/// Whose word the account rests on.
async fn issued_by(core: &Core, patient: &Patient, issuers: &[HolderId]) {
    let issuers = serde_json::to_string(issuers).unwrap();
    let row = accounts::ActiveModel { id: Set(patient.account.0), issuers: Set(issuers), ..Default::default() };
    row.update(core.store.db()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn uses_come_newest_first_twenty_a_page_and_none_twice() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (holder, study) = (holder(core).await, ground.study(&["academic-research"], false, Status::Published).await);
        for n in 0..45 {
            // Three at each moment, so that pages end between uses of the same moment.
            let disclosed_at = core.now() - Span::hours(n / 3);
            disclose(core, &Disclosure { disclosed_at, ..today(core, holder, &study) }, &[row(patient.subject, Display::Full)]).await;
        }
        let (actor, mut before, mut seen, mut sizes) = (signed_in(&patient), None, Vec::new(), Vec::new());
        loop {
            let page = service(&ground).uses(&actor, &Narrowed::default(), before).await.unwrap();
            sizes.push(page.items.len());
            seen.extend(page.items);
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(sizes, [20, 20, 5]);
        let order: Vec<_> = seen.iter().map(|of| (of.disclosed_at, of.id)).collect();
        assert!(order.windows(2).all(|pair| pair[0] > pair[1]), "strictly descending, so none twice");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_exactly_full_is_the_last() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (holder, study) = (holder(core).await, ground.study(&["academic-research"], false, Status::Published).await);
        for _ in 0..20 {
            disclose(core, &today(core, holder, &study), &[row(patient.subject, Display::Full)]).await;
        }
        assert_eq!(listed(&ground, &signed_in(&patient)).await.len(), 20);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generic_use_shows_no_more_than_it_may_and_a_hidden_one_is_nowhere() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (holder, study) = (holder(core).await, ground.study(&["ai-development"], true, Status::Published).await);
        refuse(&ground, patient.subject, Scope::All, None).await;
        ground.clock.pass(Span::hours(1));
        let [full, generic, hidden] = [(); 3].map(|()| today(core, holder, &study));
        for (disclosure, display) in [(&full, Display::Full), (&generic, Display::Generic), (&hidden, Display::Hidden)] {
            let conflicts = disclose(core, disclosure, &[row(patient.subject, display)]).await;
            assert_eq!(conflicts, [Some(Conflict::Against)], "the choices still apply");
        }
        let (service, actor) = (service(&ground), signed_in(&patient));
        let seen = listed(&ground, &actor).await;
        assert_eq!(seen.len(), 2);
        let generic = service.one_use(&actor, generic.id).await.unwrap().unwrap();
        assert_eq!((generic.details.clone(), generic.conflict()), (None, None));
        assert_eq!((generic.purposes.len(), generic.categories.len(), generic.form), (1, 1, Form::Pseudonymised));
        assert_eq!(service.one_use(&actor, hidden.id).await.unwrap(), None);
        let overview = service.overview(&actor).await.unwrap();
        assert_eq!(ids(&overview.conflicts), [full.id]);
        assert_eq!((overview.uses.count, overview.new_since.count, overview.newest.len()), (2, 2, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_use_tells_all_that_was_reported() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (holder, study) = (holder(core).await, ground.study(&["infectious-disease-control"], false, Status::Published).await);
        let later = Study {
            version: 2,
            status: Status::Ended,
            ended_at: Some(core.now() - Span::days(600)),
            registration: domain::study::Registration { title: Words::new("改題", "Renamed"), ..study.registration.clone() },
            ..study.clone()
        };
        studies::amend(core.store.db(), &later, core.now()).await.unwrap();
        let checked_at = core.now() - Span::hours(2);
        let check = Covering { checked_at, valid_until: checked_at + Span::hours(24), log_size: Position(0) };
        let checked = Disclosure { check: Some(("c".into(), checked_at)), ..today(core, holder, &study) };
        let covered = NewUse { covered: true, ..row(patient.subject, Display::Full) };
        report(core.store.db(), &checked, Some(check), &[covered]).await.unwrap();

        let of = service(&ground).one_use(&signed_in(&patient), checked.id).await.unwrap().unwrap();
        let details = of.details.unwrap();
        assert_eq!(details.study.registration.title, study.registration.title, "as it was registered at the report");
        assert_eq!(details.study.status, Status::Ended, "what became of it");
        assert_eq!((details.checked_at, details.record_count), (Some(checked_at), Some(3)));
        assert!(details.exempt && details.results_overdue && !details.historic);
        assert_eq!(of.holder.map(|holder| holder.id), Some(holder));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_says_why_it_was_allowed_when_it_was_made() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (holder, actor) = (holder(core).await, signed_in(&patient));
        let study = ground.study(&["ai-development"], false, Status::Published).await;
        let exempt = ground.study(&["infectious-disease-control"], false, Status::Published).await;
        let allowed = async |disclosure: &Disclosure| {
            disclose(core, disclosure, &[row(patient.subject, Display::Full)]).await;
            service(&ground).one_use(&actor, disclosure.id).await.unwrap().unwrap().details.unwrap().allowed
        };
        assert_eq!(allowed(&today(core, holder, &study)).await, Some(Allowed::NothingAgainst));
        assert_eq!(allowed(&today(core, holder, &exempt)).await, None, "the law does not ask");
        assert_eq!(allowed(&Disclosure { historic: true, ..today(core, holder, &study) }).await, None, "nobody judged it");
        let before = today(core, holder, &study);
        ground.clock.pass(Span::hours(1));
        refuse(&ground, patient.subject, Scope::All, None).await;
        assert_eq!(allowed(&before).await, Some(Allowed::NothingAgainst), "what was said at its moment, not what holds now");
        ground.clock.pass(Span::hours(1));
        assert_eq!(allowed(&today(core, holder, &study)).await, None, "a conflict was not allowed");
        let said = core.now();
        let yes = domain::ports::Choosing {
            scope: Scope::Study(study.id),
            stance: Stance::Allow,
            channel: Channel::Online,
            made_for: None,
            key: None,
        };
        domain::ports::ChoicesPort::decide(&ground.choices(), &actor, yes).await.unwrap();
        ground.clock.pass(Span::hours(1));
        assert_eq!(allowed(&today(core, holder, &study)).await, Some(Allowed::ThisStudy(said)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_conflict_is_found_when_the_report_comes_in() {
    on_both(async |ground| {
        let core = &ground.core;
        let (holder, study) = (holder(core).await, ground.study(&["ai-development"], false, Status::Published).await);
        let (late, gap, told) = (ground.subject().await, ground.subject().await, ground.subject().await);
        let checked_at = core.now();
        let check = Covering { checked_at, valid_until: checked_at + Span::hours(24), log_size: Position(0) };
        let yesterday = (core.now() - Span::days(1)).in_tokyo().0;

        ground.clock.pass(Span::hours(1));
        for subject in [gap, told] {
            refuse(&ground, subject, Scope::All, None).await;
        }
        ground.clock.pass(Span::hours(1));
        let disclosure = Disclosure { check: Some(("c".into(), checked_at)), ..today(core, holder, &study) };
        ground.clock.pass(Span::hours(1));
        refuse(&ground, late, Scope::All, Some(yesterday)).await;

        let covered = |subject| NewUse { covered: true, ..row(subject, Display::Full) };
        let rows = [covered(late), covered(gap), row(told, Display::Full), covered(ground.subject().await)];
        let found = report(core.store.db(), &disclosure, Some(check), &rows).await.unwrap();
        assert_eq!(found, [Some(Conflict::LateEntry), Some(Conflict::CheckedBefore), Some(Conflict::Against), None]);

        let historic = Disclosure { historic: true, check: None, ..today(core, holder, &study) };
        assert_eq!(disclose(core, &historic, &[row(told, Display::Full)]).await, [None], "not judged");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_level_one_only_the_issuers_uses_and_questions_are_seen() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let study = ground.study(&["academic-research"], false, Status::Published).await;
        let (issuer, other) = (holder(core).await, holder(core).await);
        issued_by(core, &patient, &[issuer]).await;
        let (own, foreign) = (today(core, issuer, &study), today(core, other, &study));
        for disclosure in [&own, &foreign] {
            disclose(core, disclosure, &[row(patient.subject, Display::Full)]).await;
            asked_by(core, patient.subject, disclosure.holder).await;
        }
        let (service, first, second) = (service(&ground), at_level_one(&patient), signed_in(&patient));
        assert_eq!(ids(&listed(&ground, &first).await), [own.id]);
        assert_eq!(service.one_use(&first, foreign.id).await.unwrap(), None);
        let overview = service.overview(&first).await.unwrap();
        assert_eq!((overview.uses.count, overview.newest.len()), (1, 1));
        assert_eq!(overview.asked.iter().map(|asked| asked.holder).collect::<Vec<_>>(), [issuer]);

        assert_eq!(listed(&ground, &second).await.len(), 2);
        assert_eq!(service.overview(&second).await.unwrap().asked.len(), 2);
    })
    .await;
}

async fn asked_by(core: &Core, subject: SubjectId, holder: HolderId) {
    let row = who_asked::ActiveModel {
        subject_id: Set(subject.0),
        holder_id: Set(holder.0),
        purposes: Set("academic-research".into()),
        first_at: Set(core.now().millis()),
        last_at: Set(core.now().millis()),
        count: Set(1),
        last_permitted: Set(true),
    };
    row.insert(core.store.db()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_subjects_of_one_person_in_one_release_are_one_use() {
    on_both(async |ground| {
        let (core, patient, former) = (&ground.core, ground.patient().await, ground.subject().await);
        let (holder, study) = (holder(core).await, ground.study(&["academic-research"], false, Status::Published).await);
        joined(&ground, patient.subject, former, Cause::Activation).await;
        let [both, one, stricter] = [(); 3].map(|()| today(core, holder, &study));
        disclose(core, &both, &[row(patient.subject, Display::Full), row(former, Display::Full)]).await;
        disclose(core, &one, &[row(former, Display::Full)]).await;
        disclose(core, &stricter, &[row(patient.subject, Display::Full), row(former, Display::Hidden)]).await;

        let (service, actor) = (service(&ground), signed_in(&patient));
        let seen = listed(&ground, &actor).await;
        assert_eq!(seen.len(), 2, "what is hidden of one of them is hidden");
        let merged = service.one_use(&actor, both.id).await.unwrap().unwrap();
        assert_eq!(merged.details.unwrap().record_count, Some(6));
        assert_eq!(service.one_use(&actor, stricter.id).await.unwrap(), None);
        assert_eq!(service.overview(&actor).await.unwrap().uses.count, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_one_person_with_two_subjects_hold_whole_uses() {
    on_both(async |ground| {
        let (core, patient, former) = (&ground.core, ground.patient().await, ground.subject().await);
        let (holder, study) = (holder(core).await, ground.study(&["academic-research"], false, Status::Published).await);
        joined(&ground, patient.subject, former, Cause::Activation).await;
        for n in 0..25 {
            let rows = [row(patient.subject, Display::Full), row(former, Display::Full)];
            let disclosed_at = core.now() - Span::hours(n);
            // Every third release knows only one of the two.
            disclose(core, &Disclosure { disclosed_at, ..today(core, holder, &study) }, if n % 3 == 0 { &rows[..1] } else { &rows }).await;
        }
        let first = service(&ground).uses(&signed_in(&patient), &Narrowed::default(), None).await.unwrap();
        let second = service(&ground).uses(&signed_in(&patient), &Narrowed::default(), first.next).await.unwrap();
        assert_eq!((first.items.len(), second.items.len(), second.next), (20, 5, None));
        let whole = |of: &UseView| of.details.as_ref().unwrap().record_count.unwrap();
        let counts: Vec<_> = first.items.iter().chain(&second.items).map(whole).collect();
        assert_eq!(counts.iter().filter(|count| **count == 6).count(), 16, "{counts:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_desk_joined_is_not_shown_until_it_is_proved() {
    on_both(async |ground| {
        let (core, patient, other) = (&ground.core, ground.patient().await, ground.subject().await);
        let (holder, study) = (holder(core).await, ground.study(&["academic-research"], false, Status::Published).await);
        joined(&ground, patient.subject, other, Cause::Desk).await;
        let theirs = today(core, holder, &study);
        disclose(core, &theirs, &[row(other, Display::Full)]).await;
        assert_eq!(listed(&ground, &signed_in(&patient)).await, []);
        assert_eq!(service(&ground).one_use(&signed_in(&patient), theirs.id).await.unwrap(), None);
        assert_eq!(service(&ground).overview(&signed_in(&patient)).await.unwrap().uses.count, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_persons_use_is_not_there() {
    on_both(async |ground| {
        let (core, patient, other) = (&ground.core, ground.patient().await, ground.subject().await);
        let (holder, study) = (holder(core).await, ground.study(&["academic-research"], false, Status::Published).await);
        let theirs = today(core, holder, &study);
        disclose(core, &theirs, &[row(other, Display::Full)]).await;
        let (service, actor) = (service(&ground), signed_in(&patient));
        assert_eq!(service.one_use(&actor, theirs.id).await.unwrap(), None);
        assert_eq!(service.one_use(&actor, DisclosureId::new(core.now(), &SystemRandom)).await.unwrap(), None);
        let nobody = service.uses(&Actor::Anonymous, &Narrowed::default(), None).await.unwrap_err();
        assert_eq!(nobody.problem(), Problem::SignInNeeded);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_recovery_the_history_is_closed() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (holder, study) = (holder(core).await, ground.study(&["academic-research"], false, Status::Published).await);
        let theirs = today(core, holder, &study);
        disclose(core, &theirs, &[row(patient.subject, Display::Full)]).await;
        asked_by(core, patient.subject, holder).await;
        let until = core.now() + Span::hours(20);
        let closed = Actor::Patient(Patient { standing: Standing::ClosedUntil(until), ..patient.clone() });
        let service = service(&ground);
        assert_eq!(service.uses(&closed, &Narrowed::default(), None).await.unwrap_err().problem(), Problem::ClosedAfterRecovery);
        assert_eq!(service.one_use(&closed, theirs.id).await.unwrap_err().problem(), Problem::ClosedAfterRecovery);
        let overview = service.overview(&closed).await.unwrap();
        assert_eq!((overview.closed_until, overview.uses.count, overview.new_since.count), (Some(until), 0, 0));
        assert!(overview.newest.is_empty() && overview.conflicts.is_empty() && overview.asked.is_empty());
        // Looking at it closed was no visit: what is new is still new when it opens.
        let open = service.overview(&signed_in(&patient)).await.unwrap();
        assert_eq!((open.last_visit, open.new_since.count), (None, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_is_what_was_reported_since_the_visit_before_this_one() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (holder, study) = (holder(core).await, ground.study(&["academic-research"], false, Status::Published).await);
        let (service, actor) = (service(&ground), signed_in(&patient));
        let visit = async || {
            let overview = service.overview(&actor).await.unwrap();
            let marked = overview.newest.iter().filter(|recent| recent.new).count();
            assert_eq!(marked, if overview.last_visit.is_some() { overview.new_since.count as usize } else { 0 });
            (overview.last_visit, overview.new_since.count)
        };
        disclose(core, &today(core, holder, &study), &[row(patient.subject, Display::Full)]).await;
        let first: Timestamp = core.now();
        assert_eq!(visit().await, (None, 1), "the first visit");
        ground.clock.pass(Span::minutes(20));
        assert_eq!(visit().await, (None, 1), "still the first");
        let last_of_first = core.now();
        ground.clock.pass(Span::hours(3));
        // Disclosed long ago and reported just now: it is new to the person.
        let reported = Disclosure { disclosed_at: first - Span::days(90), ..today(core, holder, &study) };
        disclose(core, &reported, &[row(patient.subject, Display::Full)]).await;
        ground.clock.pass(Span::minutes(1));
        assert_eq!(visit().await, (Some(last_of_first), 1), "the second");
        ground.clock.pass(Span::minutes(29));
        assert_eq!(visit().await, (Some(last_of_first), 1), "still the second");
        ground.clock.pass(Span::days(1));
        assert_eq!(visit().await.1, 0, "the third");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_reported_late_stands_before_what_is_known() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (holder, study) = (holder(core).await, ground.study(&["academic-research"], false, Status::Published).await);
        let (service, actor) = (service(&ground), signed_in(&patient));
        for n in 0..6 {
            let known = Disclosure { disclosed_at: core.now() - Span::days(n), ..today(core, holder, &study) };
            disclose(core, &known, &[row(patient.subject, Display::Full)]).await;
        }
        service.overview(&actor).await.unwrap();
        ground.clock.pass(Span::days(1));
        let late = Disclosure { disclosed_at: core.now() - Span::days(400), ..today(core, holder, &study) };
        disclose(core, &late, &[row(patient.subject, Display::Full)]).await;
        let hidden = today(core, holder, &study);
        disclose(core, &hidden, &[row(patient.subject, Display::Hidden)]).await;

        let overview = service.overview(&actor).await.unwrap();
        let marks: Vec<bool> = overview.newest.iter().map(|recent| recent.new).collect();
        assert_eq!(marks, [true, false, false, false, false]);
        assert_eq!((overview.newest[0].of.id, overview.new_since.count), (late.id, 1));
        let rest: Vec<_> = overview.newest[1..].iter().map(|recent| recent.of.disclosed_at).collect();
        assert!(rest.windows(2).all(|pair| pair[0] > pair[1]), "{rest:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counting_stops_where_it_no_longer_matters() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (holder, study) = (holder(core).await, ground.study(&["academic-research"], false, Status::Published).await);
        for _ in 0..101 {
            disclose(core, &today(core, holder, &study), &[row(patient.subject, Display::Full)]).await;
        }
        let overview = service(&ground).overview(&signed_in(&patient)).await.unwrap();
        assert_eq!((overview.uses.count, overview.uses.more), (100, true));
        assert_eq!((overview.new_since.count, overview.new_since.more), (20, true));
        assert_eq!(overview.newest.len(), 5);
    })
    .await;
}

on_both_databases! {
    async fn another_persons_use_is_a_page_that_does_not_exist(world: World) {
        let (taro, hanako) = (world.patient().await, world.patient().await);
        let study = world.study(&["academic-research"], false).await;
        let study = studies_of(&world, study).await;
        let holder = holder(world.core()).await;
        let theirs = today(world.core(), holder, &study);
        disclose(world.core(), &theirs, &[row(taro.subject, Display::Full)]).await;
        let path = format!("/usage/{}", theirs.id);
        assert_eq!(taro.browser.get(&path).await.status, 200);
        assert_eq!(hanako.browser.get(&path).await.status, 404);
        assert_eq!(hanako.browser.get("/usage/not-an-id").await.status, 404);
        let list = hanako.browser.get("/usage").await;
        assert!(list.status == 200 && !list.text().contains("data-use="));
        assert_ne!(world.browser().get(&path).await.status, 200);
    }
}

async fn studies_of(world: &World, id: domain::id::StudyId) -> Study {
    use domain::ports::StudiesPort;
    server::service::studies::StudiesService::new(world.core().clone()).study(id).await.unwrap().unwrap()
}
