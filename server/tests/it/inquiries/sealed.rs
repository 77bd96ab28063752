//! A copy of the database does not read what people wrote.

use super::{ANSWER, QUESTION, answer, ask, page, take};
use crate::on_both_databases;
use crate::world::World;
use domain::id::InquiryId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use server::store::entity::{form_drafts, inquiry_messages};
use uuid::Uuid;

const DRAFT: &str = "まだ送っていない";

/// Every byte that the database keeps in files.
fn bytes_of(world: &World) -> Vec<u8> {
    let path = world.core().config.database_url.strip_prefix("sqlite://").unwrap();
    let mut bytes = std::fs::read(path).unwrap();
    bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_text_is_readable_in_the_file() {
    let world = World::on_sqlite().await;
    let (taro, desk) = (world.patient().await, world.support().await);
    let id = ask(&taro, &[("text", QUESTION)]).await;
    take(&desk, &id).await;
    answer(&desk, &id, ANSWER).await;
    let long = DRAFT.repeat(1_000);
    taro.browser.post_form("/do/inquiries/ask", &[("text", &long)]).await;
    assert!(page(&taro.browser, "/inquiries").await.contains(&long));
    let bytes = bytes_of(&world);
    assert!(holds(&bytes, "inquiry_messages"), "these are the right bytes");
    for text in [QUESTION, ANSWER, DRAFT, "断ったのに", &format!("inquiry {id}")] {
        assert!(!holds(&bytes, text), "{text}");
    }
}

on_both_databases! {
    async fn a_text_that_was_moved_to_another_inquiry_does_not_open(world: World) {
        let (taro, hanako) = (world.patient().await, world.patient().await);
        let (one, other) = (ask(&taro, &[("text", QUESTION)]).await, ask(&hanako, &[("text", "別のこと")]).await);
        let db = world.core().store.db();
        let from: InquiryId = one.parse().unwrap();
        let to: InquiryId = other.parse().unwrap();
        let found = inquiry_messages::Entity::find().filter(inquiry_messages::Column::InquiryId.eq(from.0)).one(db).await.unwrap();
        let mut moved = found.unwrap().into_active_model().reset_all();
        moved.id = Set(Uuid::from_u128(9));
        moved.inquiry_id = Set(to.0);
        moved.number = Set(1);
        moved.insert(db).await.unwrap();
        let shown = hanako.browser.get(&format!("/inquiries/{other}")).await;
        assert_eq!(shown.status, 500);
        assert!(!shown.text().contains(QUESTION));
        assert!(page(&taro.browser, &format!("/inquiries/{one}")).await.contains(QUESTION), "the original still opens");
    }

    async fn a_draft_that_was_moved_to_another_account_does_not_open(world: World) {
        let (taro, hanako) = (world.patient().await, world.patient().await);
        for (patient, text) in [(&taro, "た".repeat(4_001)), (&hanako, "は".repeat(4_001))] {
            patient.browser.post_form("/do/inquiries/ask", &[("text", &text)]).await;
        }
        let db = world.core().store.db();
        let [one, other] = form_drafts::Entity::find().all(db).await.unwrap().try_into().unwrap();
        let (mut first, mut second) = (one.clone().into_active_model(), other.clone().into_active_model());
        (first.sealed, second.sealed) = (Set(other.sealed), Set(one.sealed));
        first.update(db).await.unwrap();
        second.update(db).await.unwrap();
        for patient in [taro, hanako] {
            let shown = patient.browser.get("/inquiries").await;
            assert_eq!(shown.status, 500);
            assert!(!shown.text().contains("たたた") && !shown.text().contains("ははは"));
        }
    }
}
