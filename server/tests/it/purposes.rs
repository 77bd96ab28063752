//! The catalogue of purposes changes by two people, in public, and for everybody at once.

use crate::identity::{done, newest_line, problem};
use crate::leaves;
use crate::on_both_databases;
use crate::personas::Worker;
use crate::world::{Answer, World};
use domain::clock::Span;
use domain::log::leaf::{CatalogueLeaf, ReadLeaf};
use sea_orm::{EntityTrait, QueryOrder};
use server::store::entity::purpose_drafts;

/// The form for a new purpose, with these fields changed or added.
fn form(code: &str, more: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&'static str, String)> = [
        ("draft[code]", code),
        ("draft[name][ja]", "ゲノムの研究"),
        ("draft[name][en]", "Genome research"),
        ("draft[why][ja]", "遺伝子を<b>調べます</b>。"),
        ("draft[why][en]", "Looks into <b>genes</b>."),
        ("draft[ehds]", "e"),
        ("draft[act_reason]", "HRESCH"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into();
    for (name, value) in more {
        fields.retain(|(known, _)| known != name);
        fields.push((name, (*value).to_owned()));
    }
    fields
}

async fn propose(by: &Worker, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    by.browser.call("/do/purposes/propose", &fields).await
}

/// A change that somebody proposed: its id.
pub async fn proposed(world: &World, by: &Worker, code: &str, more: &[(&'static str, &str)]) -> String {
    // Ids of one millisecond are in no order.
    world.clock.pass(Span::seconds(1));
    done(propose(by, &form(code, more)).await);
    let newest = purpose_drafts::Entity::find().order_by_desc(purpose_drafts::Column::Id).one(world.core().store.db()).await.unwrap();
    domain::id::PurposeDraftId(newest.unwrap().id).to_string()
}

async fn publish(by: &Worker, id: &str) -> Answer {
    by.browser.call("/do/purposes/publish", &[("proposal", id)]).await
}

/// The exemption of a purpose that there is.
fn exempt(code: &'static str, until: &str) -> Vec<(&'static str, String)> {
    let law = [("draft[legal_basis][ja]", "統計法 第2条"), ("draft[legal_basis][en]", "Statistics Act, Article 2")];
    let fields = [("draft[code]", code), ("draft[exempt]", "yes"), ("draft[until]", until)];
    fields.into_iter().chain(law).map(|(name, value)| (name, value.to_owned())).collect()
}

/// The entries of the log about the catalogue, in their order.
async fn catalogues(world: &World) -> Vec<CatalogueLeaf> {
    let leaf = |leaf| if let ReadLeaf::Catalogue(leaf) = leaf { Some(leaf) } else { None };
    leaves::all(world).await.into_iter().filter_map(leaf).collect()
}

on_both_databases! {
    async fn a_new_purpose_takes_two_people_and_everybody_sees_it(world: World) {
        let (writer, reader, taro) = (world.registrar().await, world.registrar().await, world.patient().await);
        let hospital = world.hospital().await;
        let id = proposed(&world, &writer, "genome-research", &[("draft[parent]", "academic-research")]).await;
        let sees = async |path: &str, words: &str| taro.browser.get(path).await.text().contains(words);
        assert!(!sees("/purposes", "ゲノムの研究").await, "nothing of it holds yet");
        assert_eq!(problem(&publish(&writer, &id).await), "own-request");
        assert_eq!(newest_line(&world).await.2, "own proposal");
        assert_eq!(problem(&publish(&world.support().await, &id).await), "not-allowed");
        assert!(reader.browser.get("/registrar/purposes").await.text().contains("遺伝子を&lt;b&gt;調べます"), "all of it is read before");

        done(taro.decide("purpose:academic-research", "refuse").await);
        done(publish(&reader, &id).await);
        assert_eq!(problem(&publish(&reader, &id).await), "already-done");
        let entered = catalogues(&world).await;
        assert_eq!(entered.last().unwrap().version, 2);
        for path in ["/purposes", "/choices"] {
            assert!(sees(path, "ゲノムの研究").await && sees(path, "遺伝子を&lt;b&gt;調べます").await, "{path}");
        }
        let decision = async || hospital.check_purpose(&[taro.insured_number()], "genome-research").await.json()["results"][0]["decision"].clone();
        assert_eq!(decision().await, "deny", "whoever refused the parent refuses it");
        done(taro.decide("purpose:genome-research", "allow").await);
        assert_eq!(decision().await, "permit", "until they answer for it");
        let versions = reader.browser.get("/registrar/purposes").await;
        assert!(versions.text().contains("data-version=\"2\""));
        crate::log::check_log(&world.core().store).await;
    }

    async fn what_people_cannot_refuse_ends_by_itself(world: World) {
        let (writer, admin, taro) = (world.registrar().await, world.administrator().await, world.patient().await);
        let hospital = world.hospital().await;
        done(taro.decide("purpose:education", "refuse").await);
        let decision = async || {
            let answer = hospital.check_purpose(&[taro.insured_number()], "education").await;
            answer.json()["results"][0]["decision"].clone()
        };
        assert_eq!(decision().await, "deny");
        for (until, told) in [("", "invalid-date"), ("2026-11-22", "invalid-date")] {
            assert_eq!(problem(&propose(&writer, &exempt("education", until)).await), told, "{until}");
        }
        done(propose(&writer, &exempt("education", "2026-11-24")).await);
        let newest = purpose_drafts::Entity::find().one(world.core().store.db()).await.unwrap().unwrap();
        done(publish(&admin, &domain::id::PurposeDraftId(newest.id).to_string()).await);
        assert_eq!(decision().await, "permit", "the law exempts it");
        assert!(world.browser().get("/purposes").await.text().contains("統計法 第2条"));
        assert!(!taro.decide("purpose:education", "refuse").await.status.is_success(), "nobody decides about it");

        world.clock.pass(Span::days(2));
        world.hikae.tidy().await.unwrap();
        assert_eq!(decision().await, "permit", "its last day is not over");
        world.clock.pass(Span::days(1));
        world.hikae.tidy().await.unwrap();
        world.hikae.tidy().await.unwrap();
        assert_eq!(decision().await, "deny", "what had been refused before holds again");
        let versions: Vec<_> = catalogues(&world).await.iter().map(|leaf| leaf.version).collect();
        assert_eq!(versions, [2, 3]);
        crate::log::check_log(&world.core().store).await;
    }

    async fn what_is_wrong_is_named_and_nothing_typed_is_lost(world: World) {
        let writer = world.registrar().await;
        for (code, told) in [("advertising", "prohibited-purpose"), ("education", "already-done"), ("Ä", "malformed")] {
            assert_eq!(problem(&propose(&writer, &form(code, &[])).await), told, "{code}");
        }
        let hostile = [("draft[why][ja]", "</textarea><script>alert(1)</script>"), ("draft[ehds]", "z")];
        let sent = form("genome-research", &hostile);
        let fields: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let back = writer.browser.post_form("/do/purposes/propose", &fields).await;
        assert!(back.header("location").is_some_and(|to| to.contains("__err=")), "{:?}", back.header("location"));
        let page = writer.browser.get("/registrar/purposes/new").await;
        assert!(page.text().contains("href=\"#ehds\"") && page.text().contains("&lt;script&gt;alert(1)"), "{}", page.text());
        assert!(page.text().contains("value=\"genome-research\"") && !page.text().contains("<script>alert(1)"));
        assert!(writer.browser.get("/registrar/purposes/new?of=education").await.status.is_success());
        assert_eq!(world.administrator().await.browser.get("/registrar/purposes/new").await.status, 403, "an administrator publishes only");
        assert_eq!(purpose_drafts::Entity::find().all(world.core().store.db()).await.unwrap().len(), 0);

        let id = proposed(&world, &writer, "genome-research", &[]).await;
        assert_eq!(problem(&world.registrar().await.browser.call("/do/purposes/discard", &[("proposal", &id)]).await), "not-allowed");
        done(writer.browser.call("/do/purposes/discard", &[("proposal", &id)]).await);
        assert_eq!(problem(&publish(&world.registrar().await, &id).await), "already-done");
    }

    async fn of_two_changes_that_were_proposed_at_once_the_second_is_looked_at_again(world: World) {
        let (one, other, reader) = (world.registrar().await, world.registrar().await, world.registrar().await);
        let first = proposed(&world, &one, "genome-research", &[]).await;
        let second = proposed(&world, &other, "genome-research", &[]).await;
        let (a, b) = tokio::join!(publish(&reader, &first), publish(&reader, &second));
        let ok = [&a, &b].iter().filter(|answer| answer.status.is_success()).count();
        assert_eq!(ok, 1, "{} {}", a.text(), b.text());
        assert_eq!(catalogues(&world).await.last().unwrap().version, 2);
    }
}
