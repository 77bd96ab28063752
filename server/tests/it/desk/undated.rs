//! People whom a hospital made known by their number alone: no birth date is kept with which a told one could be compared.

use super::{REASON, audited, look_up, met, page, refusal};
use crate::disclosures::{PURPOSE, body};
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, wire};
use crate::world::World;
use domain::identifier::INSURED;

on_both_databases! {
    async fn a_number_without_a_birth_date_opens_only_when_two_agree(world: World) {
        let (staff, other, hospital) = (world.support().await, world.support().await, world.hospital().await);
        let insured = world.new_insured_number();
        let study = world.study(&[PURPOSE], false).await;
        world.reported(&hospital, &body(&world, study, vec![wire(INSURED, &insured)])).await;

        let id = look_up(&staff, &insured, "1950-05-05", REASON).await;
        let address = format!("/desk/person/{id}");
        let shown = page(&staff.browser, &address).await;
        assert!(shown.contains("data-waiting=\"birth-date\"") && !shown.contains("data-scope"), "{shown}");
        assert_eq!(met(&staff.browser, "/do/person/letter", &[("look_up", &*id)]).await, "needs-second-person");
        assert_eq!(met(&staff.browser, "/do/person/history", &[("look_up", &*id), ("reason", REASON)]).await, "needs-second-person");
        assert_eq!(met(&staff.browser, "/do/person/decide", &refusal(&id)).await, "needs-second-person");
        assert_eq!(audited(&world, "look-up").await[0].0, "needs-second-person");

        assert!(page(&other.browser, "/desk/person").await.contains("生年月日がまだ確かめられていない"));
        assert_eq!(met(&staff.browser, "/do/person/let-look", &[("look_up", &*id), ("answer", "yes")]).await, "own-request");
        assert_eq!(other.browser.post_form("/do/person/let-look", &[("look_up", &*id), ("answer", "yes")]).await.status, 303);
        assert!(page(&staff.browser, &address).await.contains("data-scope"), "two agreed");
        assert_eq!(staff.browser.post_form("/do/person/decide", &refusal(&id)).await.status, 303);

        // The letter writes the date down; from then on it is compared.
        assert_eq!(staff.browser.post_form("/do/person/letter", &[("look_up", &id)]).await.status, 303);
        let wrong = look_up(&staff, &insured, BIRTH_DATE, REASON).await;
        assert!(page(&staff.browser, &format!("/desk/person/{wrong}")).await.contains("data-nobody"));
        let right = look_up(&staff, &insured, "1950-05-05", REASON).await;
        assert!(page(&staff.browser, &format!("/desk/person/{right}")).await.contains("data-scope"));
    }
}
