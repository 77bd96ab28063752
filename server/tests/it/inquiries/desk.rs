//! How long the desk works on an inquiry, in which order, and what it sees of the asker.

use super::{QUESTION, answer, ask, location, page, status, take, used};
use crate::on_both_databases;
use crate::world::World;
use domain::actor::{Actor, StaffRole};
use domain::clock::Span;
use domain::desk::FactKind;
use domain::inquiry::TAKEN_AT_MOST;
use server::service::inquiries::tidy;
use server::store::{facts, look_ups};
use uuid::Uuid;

on_both_databases! {
    async fn what_is_left_lying_waits_for_anybody_again(world: World) {
        let (taro, one) = (world.patient().await, world.support().await);
        let id = ask(&taro, &[("text", QUESTION)]).await;
        take(&one, &id).await;
        world.clock.pass(TAKEN_AT_MOST);
        tidy(world.core()).await.unwrap();
        let desk = world.hikae.ports.inquiries.clone();
        let actor = Actor::Staff { by: one.sign_in(), role: StaffRole::Support };
        assert_eq!(desk.desk(&actor, None).await.unwrap().mine.len(), 1, "not before the time is over");
        world.clock.pass(Span::minutes(1));
        tidy(world.core()).await.unwrap();
        let queue = desk.desk(&actor, None).await.unwrap();
        assert_eq!((queue.mine.len(), queue.waiting.items.len()), (0, 1));
        assert_eq!(desk.case(&actor, id.parse().unwrap()).await.unwrap(), None);
    }

    async fn the_view_ends_by_itself_and_can_be_opened_again(world: World) {
        let (taro, desk) = (world.patient().await, world.support().await);
        let id = ask(&taro, &[("text", QUESTION)]).await;
        take(&desk, &id).await;
        let again = async || location(&desk.browser.post_form("/do/cases/look", &[("case", &id)]).await);
        let first = again().await;
        world.clock.pass(Span::minutes(14));
        assert_eq!(again().await, first, "while it lasts there is one");
        world.clock.pass(Span::minutes(14));
        assert!(page(&desk.browser, &format!("/desk/cases/{id}")).await.contains(&first));
        world.clock.pass(Span::minutes(3));
        assert!(!page(&desk.browser, &format!("/desk/cases/{id}")).await.contains("/desk/person/0"));
        let second = again().await;
        assert_ne!(second, first);
        assert_eq!(status(&desk.browser, &second).await, 200);
        let seen = look_ups::of_subjects(world.core().store.db(), &[taro.subject], None, 9).await.unwrap();
        assert_eq!(seen.len(), 2, "the person sees both");
    }

    async fn the_view_ends_with_the_work_whoever_ends_it(world: World) {
        let (taro, desk) = (world.patient().await, world.support().await);
        for (path, more) in [("/do/inquiries/reply", Some(("text", "もうひとつ。"))), ("/do/inquiries/close", None)] {
            let id = ask(&taro, &[("text", QUESTION)]).await;
            take(&desk, &id).await;
            let seen = location(&desk.browser.post_form("/do/cases/look", &[("case", &id)]).await);
            answer(&desk, &id, "はい。").await;
            assert_eq!(status(&desk.browser, &seen).await, 200);
            let fields: Vec<_> = [Some(("inquiry", &*id)), more].into_iter().flatten().collect();
            assert_eq!(taro.browser.post_form(path, &fields).await.status, 303);
            assert_eq!(status(&desk.browser, &seen).await, 410, "{path}");
        }
    }

    async fn the_queue_is_read_page_by_page_oldest_first(world: World) {
        let desk = world.support().await;
        let mut asked = Vec::new();
        for _ in 0..5 {
            let patient = world.patient().await;
            for n in 0..9 {
                world.clock.pass(Span::minutes(1));
                asked.push(ask(&patient, &[("text", &n.to_string())]).await);
            }
        }
        let (port, actor) = (world.hikae.ports.inquiries.clone(), Actor::Staff { by: desk.sign_in(), role: StaffRole::Support });
        let (mut after, mut seen, mut sizes) = (None, Vec::new(), Vec::new());
        loop {
            let page = port.desk(&actor, after).await.unwrap().waiting;
            sizes.push(page.items.len());
            seen.extend(page.items.iter().map(|of| of.id.to_string()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!((sizes, seen), (vec![20, 20, 5], asked));
    }

    async fn the_inquiry_of_a_protected_person_shows_their_words_and_not_where_their_records_are(world: World) {
        let (taro, desk) = (world.patient().await, world.support().await);
        let about = used(&world, taro.subject).await.to_string();
        let id = ask(&taro, &[("text", QUESTION), ("about", &about)]).await;
        let protected = facts::NewFact {
            id: Uuid::from_u128(1),
            subject: taro.subject,
            kind: FactKind::Protected,
            day: None,
            sources: &[],
            note: None,
            entered_by: None,
            approved_by: None,
            at: world.core().now(),
        };
        facts::insert(world.core().store.db(), &protected).await.unwrap();
        take(&desk, &id).await;
        let case = page(&desk.browser, &format!("/desk/cases/{id}")).await;
        assert!(case.contains(QUESTION) && !case.contains("糖尿病の研究"));
    }
}
