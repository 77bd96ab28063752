//! Two insured numbers that turn out to be one person's, and not to be one person's after all.

use super::{ask, asked, decide, look_up};
use crate::identity::{actor, done, problem, told};
use crate::on_both_databases;
use crate::personas::BIRTH_DATE;
use crate::world::World;
use domain::account::NoticeKind;

on_both_databases! {
    async fn the_refusal_of_one_denies_the_others_number_until_they_are_parted(world: World) {
        let (sato, mori, hospital) = (world.support().await, world.support().await, world.hospital().await);
        let (taro, other) = (world.patient().await, world.patient().await);
        done(taro.decide("all", "refuse").await);
        let verdict = async || hospital.check_purpose(&[other.insured_number()], "education").await.json()["results"][0]["decision"].clone();
        assert_eq!(verdict().await, "permit");

        let (one, two) = (look_up(&sato, &taro.insured, BIRTH_DATE).await, look_up(&sato, &other.insured, BIRTH_DATE).await);
        let card = ("proof", "insurance-card");
        assert_eq!(problem(&ask(&sato.browser, &one, "unlink", &[("other", &two)]).await), "not-found", "no link holds");
        assert_eq!(problem(&ask(&sato.browser, &one, "link", &[("other", &one), card]).await), "already-done", "oneself");
        assert_eq!(problem(&ask(&sato.browser, &one, "link", &[("other", &two)]).await), "evidence-needed");
        let foreign = look_up(&mori, &other.insured, BIRTH_DATE).await;
        assert_eq!(problem(&ask(&sato.browser, &one, "link", &[("other", &foreign), card]).await), "look-up-ended");
        let request = asked(&sato.browser, &one, "link", &[("other", &two), card]).await;
        assert_eq!(verdict().await, "permit", "asking changes nothing");
        done(decide(&mori.browser, &request, "approve").await);
        assert_eq!(verdict().await, "deny");
        assert!(told(&world, &other.browser, NoticeKind::Linked).await);
        // The other's history stays closed until an identifier of it is proved.
        let read = world.hikae.ports.choices.decisions(&actor(&world, &other.browser).await, None).await.unwrap();
        assert_eq!(read.items, []);

        let parting = asked(&sato.browser, &two, "unlink", &[("other", &one)]).await;
        done(decide(&mori.browser, &parting, "approve").await);
        assert_eq!(verdict().await, "permit");
        assert!(told(&world, &other.browser, NoticeKind::Unlinked).await);
        let refused = hospital.check_purpose(&[taro.insured_number()], "education").await;
        assert_eq!(refused.json()["results"][0]["decision"], "deny", "his own refusal stands");
    }
}
