//! What the desk sees of disclosures against choices, and how it closes them.

use crate::on_both_databases;
use crate::personas::Patient;
use crate::world::{Answer, World};
use domain::clock::Span;
use sea_orm::{EntityTrait, QueryOrder};
use server::store::entity::audit_lines;

/// No page holds anything that leads to one of these people.
#[track_caller]
fn names_nobody(pages: &[Answer], people: &[&Patient]) {
    for (page, patient) in pages.iter().flat_map(|page| people.iter().map(move |patient| (page, patient))) {
        assert!(!page.text().contains(&patient.insured) && !page.text().contains(&patient.subject.to_string()));
    }
}

on_both_databases! {
    async fn the_desk_sees_numbers_and_nobody(world: World) {
        let (taro, hanako, hospital) = (world.patient().await, world.patient().await, world.hospital().await);
        let report = world.against(&hospital, &[&taro, &hanako]).await;
        for worker in [world.support().await, world.administrator().await] {
            let list = worker.browser.get("/desk/incidents").await;
            assert!(list.status == 200 && list.text().contains(&format!("data-incident=\"{report}\"")));
            let one = worker.browser.get(&format!("/desk/incidents/{report}")).await;
            assert!(one.status == 200 && one.text().contains("data-conflict=\"against\""));
            names_nobody(&[list, one], &[&taro, &hanako]);
        }
        for refused in [world.registrar().await, world.operator(&hospital).await] {
            assert_eq!(refused.browser.get("/desk/incidents").await.status, 403);
            assert_eq!(refused.browser.get(&format!("/desk/incidents/{report}")).await.status, 403);
            let id = report.to_string();
            let closing = refused.browser.call("/do/incidents/note", &[("incident", &id), ("text", "x"), ("closes", "yes")]).await;
            assert_eq!(closing.status, 403);
        }
        assert_eq!(taro.browser.get("/desk/incidents").await.status, 403);
    }

    async fn a_closing_needs_a_reason_reaches_the_person_and_ends_the_alarm(world: World) {
        let (taro, hospital, support) = (world.patient().await, world.hospital().await, world.support().await);
        let report = world.against(&hospital, &[&taro]).await;
        let id = report.to_string();
        let say = async |text: &str, closes: bool| {
            let mut fields = vec![("incident", id.as_str()), ("text", text)];
            fields.extend(closes.then_some(("closes", "yes")));
            support.browser.call("/do/incidents/note", &fields).await.status.as_u16()
        };
        assert_eq!(say(" ", true).await, 422);
        assert_eq!(say("病院に電話した。", false).await, 200);
        assert!(!taro.browser.get(&format!("/usage/{id}")).await.text().contains("病院に電話した。"), "a note is the desk's own");
        let clerk = world.operator(&hospital).await;
        assert!(!clerk.browser.get("/holder/conflicts").await.text().contains("病院に電話した。"), "not the hospital's either");
        assert!(support.browser.get(&format!("/desk/incidents/{id}")).await.text().contains("病院に電話した。"));
        assert_eq!(say("病院が手順を改めました。", true).await, 200);
        assert_eq!(say("もう一度", true).await, 409);
        let page = taro.browser.get(&format!("/usage/{id}")).await;
        assert!(page.text().contains("病院が手順を改めました。") && page.text().contains("data-conflict=\"against\""), "closed, and still there");
        // One is there for the end of the sign-in, and hidden.
        assert_eq!(taro.browser.get("/overview").await.text().matches("role=\"alert\"").count(), 1);
        assert!(!support.browser.get("/desk/incidents").await.text().contains(&id));
        assert!(support.browser.get("/desk/incidents?all=1").await.text().contains(&id));
        let list = clerk.browser.get("/holder/conflicts").await;
        assert!(list.text().contains("data-status=\"closed\"") && list.text().contains("病院が手順を改めました。"));
        let lines = audit_lines::Entity::find().order_by_asc(audit_lines::Column::Seq).all(world.core().store.db()).await.unwrap();
        let said: Vec<_> = lines.iter().filter(|line| line.operation == "see-incidents").map(|line| line.reason.as_deref()).collect();
        assert_eq!(said, [Some("note"), Some("closed")]);
    }

    async fn the_list_says_which_were_answered(world: World) {
        let (taro, hanako, hospital, support) = (world.patient().await, world.patient().await, world.hospital().await, world.support().await);
        let report = world.against(&hospital, &[&taro, &hanako]).await;
        let clerk = world.operator(&hospital).await;
        assert!(!support.browser.get("/desk/incidents").await.text().contains("回答あり"));
        let list = clerk.browser.get("/holder/conflicts").await.text().to_owned();
        assert_eq!(list.matches("<details").count(), 2);
        assert!(!list.contains("<details open"), "of two, whoever came chooses");
        let case = domain::id::ConflictId(world.cases(report).await[0].id).to_string();
        assert_eq!(clerk.browser.call("/do/conflicts/answer", &[("conflict", &case), ("text", "古い一覧でした。")]).await.status, 200);
        assert!(support.browser.get("/desk/incidents").await.text().contains("回答あり 1件"));
        let list = clerk.browser.get("/holder/conflicts").await.text().to_owned();
        assert_eq!(list.matches("<details open").count(), 1, "one waits alone");
    }

    async fn what_does_not_exist_is_not_found(world: World) {
        let (taro, hospital, support) = (world.patient().await, world.hospital().await, world.support().await);
        let study = world.study(&["education"], false).await;
        let sound = world.reported(&hospital, &crate::disclosures::body(&world, study, vec![taro.insured_number()])).await;
        for id in [sound["disclosure_id"].as_str().unwrap(), "01J00000000000000000000000", "x"] {
            assert_eq!(support.browser.get(&format!("/desk/incidents/{id}")).await.status, 404, "{id}");
            assert_eq!(support.browser.call("/do/incidents/note", &[("incident", id), ("text", "x")]).await.status, 404, "{id}");
        }
    }

    async fn a_withdrawn_report_is_no_open_incident_and_stays_visible(world: World) {
        let (taro, hospital, support) = (world.patient().await, world.hospital().await, world.support().await);
        let report = world.against(&hospital, &[&taro]).await;
        world.clock.pass(Span::minutes(1));
        let withdrawn = world.corrected(&hospital, &serde_json::json!(report), "w", &serde_json::json!({ "withdraw": true })).await;
        assert_eq!(withdrawn.status, 201, "{}", withdrawn.text());
        assert!(!support.browser.get("/desk/incidents").await.text().contains(&report.to_string()));
        assert!(support.browser.get("/desk/incidents?all=1").await.text().contains(&report.to_string()));
        assert_eq!(support.browser.get(&format!("/desk/incidents/{report}")).await.status, 200);
    }
}
