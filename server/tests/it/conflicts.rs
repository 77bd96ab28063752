//! Uses that went against a choice: what the hospital answers, and who reads it.

use crate::disclosures::{PURPOSE, body, id_of, row};
use crate::on_both_databases;
use crate::personas::{Hospital, Patient};
use crate::world::{Answer, World};
use domain::clock::Span;
use domain::id::DisclosureId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use server::store::entity::{conflict_notes, conflicts};

const SAID: &str = "</textarea><script>alert(1)</script> 手順を改めました。";

impl World {
    /// The hospital discloses records of people who had refused everything.
    pub(crate) async fn against(&self, hospital: &Hospital, refusing: &[&Patient]) -> DisclosureId {
        let study = self.study(&[PURPOSE], false).await;
        for patient in refusing {
            patient.decide("all", "refuse").await;
        }
        self.clock.pass(Span::minutes(1));
        let rows = refusing.iter().map(|patient| patient.insured_number()).collect();
        let answer = self.reported(hospital, &body(self, study, rows)).await;
        assert_eq!(answer["conflicts"].as_array().unwrap().len(), refusing.len());
        id_of(&answer)
    }

    /// The conflicts of a report, as the store has them, in the order of their rows.
    pub(crate) async fn cases(&self, report: DisclosureId) -> Vec<conflicts::Model> {
        let of = conflicts::Entity::find().filter(conflicts::Column::DisclosureId.eq(report.0));
        of.order_by_asc(conflicts::Column::RowIndex).all(self.core().store.db()).await.unwrap()
    }
}

fn name(case: &conflicts::Model) -> String {
    domain::id::ConflictId(case.id).to_string()
}

#[track_caller]
fn refused(answer: &Answer, status: u16) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
}

on_both_databases! {
    async fn the_hospital_sees_its_own_row_and_the_person_reads_its_answer(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let clerk = world.operator(&hospital).await;
        let report = world.against(&hospital, &[&hanako, &taro]).await;
        let cases = world.cases(report).await;
        let list = clerk.browser.get("/holder/conflicts").await;
        for case in &cases {
            assert!(list.text().contains(&format!("data-case=\"{}\" data-status=\"open\"", name(case))));
        }
        assert!(!list.text().contains(&taro.insured) && !list.text().contains(&taro.subject.to_string()), "a row, never a person");

        let answer = [("conflict", name(&cases[1])), ("text", SAID.to_owned())];
        let answer: Vec<_> = answer.iter().map(|(field, value)| (*field, value.as_str())).collect();
        assert_eq!(clerk.browser.post_form("/do/conflicts/answer", &answer).await.status, 303);
        let kept = conflict_notes::Entity::find().one(world.core().store.db()).await.unwrap().unwrap();
        assert!(!String::from_utf8_lossy(&kept.sealed).contains("手順"), "sealed");
        let taros = taro.browser.get(&format!("/usage/{report}")).await;
        assert!(taros.text().contains("手順を改めました。") && !taros.text().contains("<script>alert"));
        assert!(!hanako.browser.get(&format!("/usage/{report}")).await.text().contains("手順を改めました。"), "it was about another row");
        let list = clerk.browser.get("/holder/conflicts").await;
        assert!(list.text().contains(&format!("data-case=\"{}\" data-status=\"answered\"", name(&cases[1]))));
        // It stays the first thing on the overview until somebody closes it.
        assert!(taro.browser.get("/overview").await.text().contains("data-conflict=\"against\""));
    }

    async fn one_answer_for_a_whole_report_reaches_everybody_in_it(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let clerk = world.operator(&hospital).await;
        let report = world.against(&hospital, &[&hanako, &taro]).await;
        let case = name(&world.cases(report).await[0]);
        clerk.browser.post_form("/do/conflicts/answer", &[("conflict", &case), ("text", "古い一覧でした。"), ("all", "yes")]).await;
        for patient in [&taro, &hanako] {
            assert!(patient.browser.get(&format!("/usage/{report}")).await.text().contains("古い一覧でした。"));
        }
        assert!(world.cases(report).await.iter().all(|case| case.status == 1));
    }

    async fn nobody_else_answers_for_a_hospital(world: World) {
        let (taro, hospital, other) = (world.patient().await, world.hospital().await, world.hospital().await);
        let (clerk, stranger) = (world.operator(&hospital).await, world.operator(&other).await);
        let report = world.against(&hospital, &[&taro]).await;
        let case = name(&world.cases(report).await[0]);
        assert!(!stranger.browser.get("/holder/conflicts").await.text().contains(&case));
        refused(&stranger.browser.call("/do/conflicts/answer", &[("conflict", &case), ("text", "x")]).await, 404);
        for unknown in ["01J00000000000000000000000", "x", ""] {
            refused(&clerk.browser.call("/do/conflicts/answer", &[("conflict", unknown), ("text", "x")]).await, 404);
        }
        refused(&taro.browser.call("/do/conflicts/answer", &[("conflict", &case), ("text", "x")]).await, 403);
        refused(&world.support().await.browser.call("/do/conflicts/answer", &[("conflict", &case), ("text", "x")]).await, 403);
        for (text, status) in [(" \n", 422), ("あ".repeat(2_001).as_str(), 422)] {
            refused(&clerk.browser.call("/do/conflicts/answer", &[("conflict", &case), ("text", text)]).await, status);
        }
        assert_eq!(conflict_notes::Entity::find().all(world.core().store.db()).await.unwrap(), []);
    }

    async fn conflicts_come_newest_first_twenty_a_page(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let clerk = world.operator(&hospital).await;
        let study = world.study(&[PURPOSE], false).await;
        taro.decide("all", "refuse").await;
        for _ in 0..23 {
            world.clock.pass(Span::seconds(10));
            world.reported(&hospital, &body(&world, study, vec![taro.insured_number()])).await;
        }
        let first = clerk.browser.get("/holder/conflicts").await.text().to_owned();
        assert_eq!(first.matches("data-case=").count(), 20);
        let next = first.split("/holder/conflicts?before=").nth(1).unwrap().split('"').next().unwrap();
        let second = clerk.browser.get(&format!("/holder/conflicts?before={next}")).await.text().to_owned();
        assert_eq!(second.matches("data-case=").count(), 3);
    }

    async fn a_hidden_conflict_is_the_holders_and_tells_the_person_nothing(world: World) {
        let (taro, hospital) = (world.patient().await, world.hospital().await);
        let clerk = world.operator(&hospital).await;
        let study = world.study(&[PURPOSE], false).await;
        taro.decide("all", "refuse").await;
        world.clock.pass(Span::minutes(1));
        let said = json!({
            "display": "hidden", "display_reason": "risk-of-harm", "clinician_role": "department-head", "review_by": "2027-05-01"
        });
        let report = id_of(&world.reported(&hospital, &body(&world, study, vec![row(&taro.insured_number(), said)])).await);
        let case = name(&world.cases(report).await[0]);
        assert!(clerk.browser.get("/holder/conflicts").await.text().contains(&case));
        clerk.browser.post_form("/do/conflicts/answer", &[("conflict", &case), ("text", "説明")]).await;
        refused(&taro.browser.get(&format!("/usage/{report}")).await, 404);
        assert!(!taro.browser.get("/overview").await.text().contains("data-conflict"));
    }
}
