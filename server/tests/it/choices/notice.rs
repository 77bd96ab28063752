//! Which notice and which catalogue a decision was made with.

use super::{AI, choosing, service};
use crate::ground::{Ground, on_both, signed_in};
use domain::choice::Stance;
use domain::ports::ChoicesPort;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use server::config::Config;
use server::store::entity::purposes;

#[test]
fn the_label_that_is_stored_is_that_of_the_words_that_are_shown() {
    let (shown, _) = app::notice::VERSIONS[app::notice::VERSIONS.len() - 1];
    assert_eq!(Config::defaults().unwrap().notice, shown);
}

#[tokio::test]
async fn a_decision_keeps_the_version_of_the_catalogue_that_was_shown() {
    on_both(async |ground: Ground| {
        let (choices, taro) = (service(&ground), ground.patient().await);
        let actor = signed_in(&taro);
        let first = choices.decide(&actor, choosing(AI, Stance::Refuse)).await.unwrap();
        let db = ground.core.store.db();
        let old = purposes::Entity::find_by_id("ai-development").one(db).await.unwrap().unwrap();
        let new =
            purposes::Model { code: "foundation-models".into(), parent: Some(old.code.clone()), since_version: 2, sort_order: 100, ..old };
        new.into_active_model().reset_all().insert(db).await.unwrap();
        let second = choices.decide(&actor, choosing("purpose:foundation-models", Stance::Allow)).await.unwrap();
        assert_eq!((first.catalogue, second.catalogue), (Some(1), Some(2)));
        for decided in [first, second] {
            let at = decided.decision.position;
            assert_eq!(choices.decision(&actor, at).await.unwrap(), Some(decided), "and the page reads it");
        }
    })
    .await;
}
