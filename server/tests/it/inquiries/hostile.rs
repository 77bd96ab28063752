//! What somebody might write to do harm, or just too much of.

use super::{answer, ask, location, page, take};
use crate::on_both_databases;
use crate::world::World;

const SCRIPT: &str = "</textarea><script>alert(1)</script>";
const ESCAPED: &str = "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;";

on_both_databases! {
    async fn a_text_is_shown_and_never_run(world: World) {
        let (taro, desk) = (world.patient().await, world.support().await);
        let id = ask(&taro, &[("text", SCRIPT)]).await;
        take(&desk, &id).await;
        answer(&desk, &id, &format!("{SCRIPT} (desk)")).await;
        for (browser, path) in [
            (&taro.browser, "/inquiries".to_owned()),
            (&taro.browser, format!("/inquiries/{id}")),
            (&desk.browser, format!("/desk/cases/{id}")),
        ] {
            let shown = page(browser, &path).await;
            assert!(shown.contains(ESCAPED.trim_start_matches("&lt;/textarea&gt;")) || shown.contains("&lt;script"), "{path}");
            assert!(!shown.contains("<script>alert"), "{path}");
        }
    }

    async fn a_refused_text_cannot_leave_its_field(world: World) {
        let taro = world.patient().await;
        let long = format!("{SCRIPT}{}", "x".repeat(4_000));
        taro.browser.post_form("/do/inquiries/ask", &[("text", &long)]).await;
        let shown = page(&taro.browser, "/inquiries").await;
        assert!(shown.contains(ESCAPED) && !shown.contains("<script>alert"));
        assert_eq!(shown.matches("</textarea>").count(), 1);
    }

    async fn marks_that_turn_the_direction_are_taken_out(world: World) {
        let taro = world.patient().await;
        let id = ask(&taro, &[("text", "断\u{202e}らない\u{2066}です\u{200f}\u{0}。")]).await;
        let shown = page(&taro.browser, &format!("/inquiries/{id}")).await;
        assert!(shown.contains("断らないです。"));
        assert!(!shown.contains(['\u{202e}', '\u{2066}', '\u{200f}', '\u{0}']));
    }

    async fn a_hundred_thousand_characters_come_back_and_not_in_an_address(world: World) {
        let taro = world.patient().await;
        let long = "長".repeat(100_000);
        let sent = taro.browser.post_form("/do/inquiries/ask", &[("text", &long), ("key", "k")]).await;
        let to = location(&sent);
        assert!(to.contains("__err=") && to.len() < 512, "{}", to.len());
        let shown = page(&taro.browser, "/inquiries").await;
        assert!(shown.contains(&long) && shown.contains("100,000"));
        assert!(!shown.contains("data-inquiry"), "nothing was asked");
        // Shortened, the same form goes through, and the field is empty again.
        ask(&taro, &[("text", &long[..3_000]), ("key", "k")]).await;
        assert!(!page(&taro.browser, "/inquiries").await.contains(&long));
    }

    async fn nothing_is_no_question(world: World) {
        let taro = world.patient().await;
        for nothing in ["", " \u{3000}\r\n", "\u{202e}\u{200b}"] {
            let sent = taro.browser.call("/do/inquiries/ask", &[("text", nothing)]).await;
            assert_eq!((sent.status.as_u16(), sent.json()["code"].as_str()), (422, Some("text-needed")), "{nothing:?}");
        }
    }
}
