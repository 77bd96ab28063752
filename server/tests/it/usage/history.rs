//! The list narrowed down, the timeline above it, and everybody who asked.

use super::{asked_by, disclose, holder, ids, issued_by, joined, row, service, today};
use crate::ground::{Ground, at_level_one, on_both, signed_in};
use domain::actor::Actor;
use domain::clock::{Span, Timestamp};
use domain::disclosure::Display;
use domain::disclosure::history::{Month, Narrowed};
use domain::failure::Problem;
use domain::id::{DisclosureId, HolderId, SubjectId};
use domain::ports::UsesPort;
use domain::study::{Registration, Status, Study};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use server::service::Core;
use server::store::disclosures::Disclosure;
use server::store::entity::who_asked;
use server::store::links::Cause;
use server::store::studies;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A use of that day, with that display.
async fn used(core: &Core, subject: SubjectId, (holder, study): (HolderId, &Study), when: &str, display: Display) -> DisclosureId {
    let disclosure = Disclosure { disclosed_at: at(when), ..today(core, holder, study) };
    disclose(core, &disclosure, &[row(subject, display)]).await;
    disclosure.id
}

/// What is found.
async fn found(ground: &Ground, actor: &Actor, narrowed: &Narrowed) -> Vec<DisclosureId> {
    let page = service(ground).uses(actor, narrowed, None).await.unwrap();
    assert!(page.next.is_none());
    ids(&page.items)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_narrowed_to_a_purpose_an_organisation_and_a_year() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (one, other) = (holder(core).await, holder(core).await);
        let ai = ground.study(&["ai-development", "care-quality"], false, Status::Published).await;
        let care = ground.study(&["care-quality"], false, Status::Published).await;
        // The last moment of 2025 in Tokyo, and the first of 2026.
        let last = used(core, patient.subject, (one, &ai), "2025-12-31T14:59:59.999Z", Display::Full).await;
        let first = used(core, patient.subject, (other, &care), "2025-12-31T15:00:00.000Z", Display::Full).await;
        let later = used(core, patient.subject, (one, &care), "2026-03-01T00:00:00.000Z", Display::Generic).await;
        let hidden = used(core, patient.subject, (one, &ai), "2026-04-01T00:00:00.000Z", Display::Hidden).await;

        let actor = signed_in(&patient);
        let purpose = |code: &str| Narrowed { purpose: Some(code.parse().unwrap()), ..Narrowed::default() };
        assert_eq!(found(&ground, &actor, &purpose("care-quality")).await, [later, first, last]);
        assert_eq!(found(&ground, &actor, &purpose("ai-development")).await, [last]);
        assert_eq!(found(&ground, &actor, &purpose("education")).await, []);
        let from_one = Narrowed { holder: Some(one), ..Narrowed::default() };
        assert_eq!(found(&ground, &actor, &from_one).await, [later, last]);
        let of_2026 = Narrowed { year: Some(2026), ..Narrowed::default() };
        assert_eq!(found(&ground, &actor, &of_2026).await, [later, first]);
        let all = Narrowed { year: Some(2025), holder: Some(one), purpose: Some("ai-development".parse().unwrap()) };
        assert_eq!(found(&ground, &actor, &all).await, [last]);
        assert!(!found(&ground, &actor, &Narrowed::default()).await.contains(&hidden));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purpose_is_that_of_the_version_that_the_report_named() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (holder, study) = (holder(core).await, ground.study(&["care-quality"], false, Status::Published).await);
        let before = used(core, patient.subject, (holder, &study), "2026-03-01T00:00:00.000Z", Display::Full).await;
        // A title that spells another purpose is not one.
        let title = domain::words::Words::new("\"ai-development\"", "\"education\"");
        let purposes = vec!["policy-resources".parse().unwrap()];
        let registration = Registration { title, purposes, ..study.registration.clone() };
        let amended = Study { version: 2, registration, ..study.clone() };
        studies::amend(core.store.db(), &amended, core.now()).await.unwrap();
        let after = used(core, patient.subject, (holder, &amended), "2026-04-01T00:00:00.000Z", Display::Full).await;
        let of = |code: &str| Narrowed { purpose: Some(code.parse().unwrap()), ..Narrowed::default() };
        let actor = signed_in(&patient);
        assert_eq!(found(&ground, &actor, &of("care-quality")).await, [before]);
        assert_eq!(found(&ground, &actor, &of("policy-resources")).await, [after]);
        assert_eq!(found(&ground, &actor, &of("ai-development")).await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_narrowed_list_are_full_and_none_comes_twice() {
    on_both(async |ground| {
        let (core, patient, former) = (&ground.core, ground.patient().await, ground.subject().await);
        joined(&ground, patient.subject, former, Cause::Activation).await;
        let holder = holder(core).await;
        let ai = ground.study(&["ai-development"], false, Status::Published).await;
        let care = ground.study(&["care-quality"], false, Status::Published).await;
        for n in 0..60 {
            let disclosed_at = core.now() - Span::hours(n);
            let disclosure = Disclosure { disclosed_at, ..today(core, holder, if n % 2 == 0 { &ai } else { &care }) };
            disclose(core, &disclosure, &[row(patient.subject, Display::Full), row(former, Display::Full)]).await;
        }
        let narrowed = Narrowed { purpose: Some("ai-development".parse().unwrap()), ..Narrowed::default() };
        let first = service(&ground).uses(&signed_in(&patient), &narrowed, None).await.unwrap();
        let second = service(&ground).uses(&signed_in(&patient), &narrowed, first.next).await.unwrap();
        assert_eq!((first.items.len(), second.items.len(), second.next), (20, 10, None));
        let history = service(&ground).history(&signed_in(&patient), &narrowed).await.unwrap();
        assert_eq!(history.timeline.total(), 30, "two subjects in one release are one use");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_counts_what_is_shown_and_nothing_that_is_hidden() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let (seen, unseen) = (holder(core).await, holder(core).await);
        let both = ground.study(&["ai-development", "care-quality"], false, Status::Published).await;
        for (when, display) in [
            ("2019-05-01T00:00:00.000Z", Display::Full),
            ("2026-10-31T14:59:00.000Z", Display::Full),
            ("2026-10-31T15:00:00.000Z", Display::Generic),
            ("2026-11-02T00:00:00.000Z", Display::Full),
        ] {
            used(core, patient.subject, (seen, &both), when, display).await;
        }
        used(core, patient.subject, (unseen, &both), "2026-11-03T00:00:00.000Z", Display::Hidden).await;
        used(core, ground.subject().await, (unseen, &both), "2026-11-03T00:00:00.000Z", Display::Full).await;

        let history = service(&ground).history(&signed_in(&patient), &Narrowed::default()).await.unwrap();
        let months = &history.timeline.months;
        assert_eq!((months.len(), months[23].month), (24, Month::new(2026, 11).unwrap()));
        assert_eq!((months[22].uses, months[23].uses, history.timeline.total()), (1, 2, 3));
        assert_eq!(history.timeline.purposes().iter().map(|(_, count)| *count).collect::<Vec<_>>(), [3, 3]);
        assert_eq!(history.holders.iter().map(|holder| holder.id).collect::<Vec<_>>(), [seen]);
        assert_eq!(history.years, [2026, 2025, 2024, 2023, 2022, 2021, 2020, 2019]);

        let of_2019 = Narrowed { year: Some(2019), ..Narrowed::default() };
        let history = service(&ground).history(&signed_in(&patient), &of_2019).await.unwrap();
        assert_eq!((history.timeline.months.len(), history.timeline.months[4].uses), (12, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_level_one_the_history_names_only_the_issuer() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        let study = ground.study(&["academic-research"], false, Status::Published).await;
        let (issuer, other) = (holder(core).await, holder(core).await);
        issued_by(core, &patient, &[issuer]).await;
        used(core, patient.subject, (issuer, &study), "2026-11-02T00:00:00.000Z", Display::Full).await;
        used(core, patient.subject, (other, &study), "2020-11-02T00:00:00.000Z", Display::Full).await;
        for holder in [issuer, other] {
            asked_by(core, patient.subject, holder).await;
        }
        let (service, actor) = (service(&ground), at_level_one(&patient));
        let history = service.history(&actor, &Narrowed::default()).await.unwrap();
        assert_eq!(history.holders.iter().map(|holder| holder.id).collect::<Vec<_>>(), [issuer]);
        assert_eq!(history.years, [2026]);
        let asked = service.asked(&actor, None).await.unwrap();
        assert_eq!(asked.items.iter().map(|asked| asked.holder).collect::<Vec<_>>(), [issuer]);
        let foreign = Narrowed { holder: Some(other), ..Narrowed::default() };
        assert_eq!(found(&ground, &actor, &foreign).await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_who_asked_comes_once_latest_first() {
    on_both(async |ground| {
        let (core, patient) = (&ground.core, ground.patient().await);
        for n in 0..45_i64 {
            // Two at each moment, so that pages end between rows of the same moment.
            let moment = core.now() - Span::hours(n / 2);
            let row = who_asked::ActiveModel {
                subject_id: Set(patient.subject.0),
                holder_id: Set(holder(core).await.0),
                purposes: Set("academic-research education".into()),
                first_at: Set(moment.millis()),
                last_at: Set(moment.millis()),
                count: Set(n + 1),
                last_permitted: Set(true),
            };
            row.insert(core.store.db()).await.unwrap();
        }
        let (service, actor) = (service(&ground), signed_in(&patient));
        let (mut before, mut sizes, mut seen) = (None, Vec::new(), Vec::new());
        loop {
            let page = service.asked(&actor, before).await.unwrap();
            sizes.push(page.items.len());
            seen.extend(page.items);
            // A place goes through an address.
            before = page.next.map(|next| next.to_string().parse().unwrap());
            if before.is_none() {
                break;
            }
        }
        assert_eq!(sizes, [20, 20, 5]);
        assert!(seen.windows(2).all(|pair| pair[0].last >= pair[1].last));
        assert_eq!(seen.iter().map(|asked| asked.count).sum::<u64>(), 45 * 46 / 2, "each of them once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_it_is_for_somebody_else() {
    on_both(async |ground| {
        let nobody = service(&ground).history(&Actor::Anonymous, &Narrowed::default()).await.unwrap_err();
        assert_eq!(nobody.problem(), Problem::SignInNeeded);
        assert_eq!(service(&ground).asked(&Actor::Anonymous, None).await.unwrap_err().problem(), Problem::SignInNeeded);
    })
    .await;
}
