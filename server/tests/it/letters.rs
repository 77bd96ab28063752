//! Letters with which people open an account, printed by a holder's people.

use crate::identity::{account, problem};
use crate::on_both_databases;
use crate::personas::{BIRTH_DATE, Worker, wire};
use crate::world::{Answer, World};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::Level;
use domain::clock::Span;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::store::entity::{accounts, activations, letters};

async fn codes(world: &World) -> usize {
    activations::Entity::find().all(world.core().store.db()).await.unwrap().len()
}

async fn write_list(worker: &Worker, rows: &str, key: &str) -> Answer {
    worker.browser.post_form("/do/letters/write-list", &[("rows", rows), ("key", key)]).await
}

async fn write_file(world: &World, worker: &Worker, file: &[u8], key: &str) -> Answer {
    write_coming(world, worker, key, |head| Body::from([head.as_bytes(), file, b"\r\n--XX--\r\n"].concat())).await
}

/// The same with a body that is made from its beginning, up to the file.
async fn write_coming(world: &World, worker: &Worker, key: &str, body: impl FnOnce(String) -> Body) -> Answer {
    let base = &world.core().config.base_url;
    let request = Request::post("/do/letters/write-file")
        .header(header::ORIGIN, base)
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, format!("{base}/holder/activations"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX");
    let head = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{key}\r\n--XX\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\nContent-Type: text/csv\r\n\r\n"
    );
    worker.browser.send(request, body(head)).await
}

#[track_caller]
fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

/// The codes on a page of letters, in their order.
fn codes_on(page: &Answer) -> Vec<String> {
    page.text().split("data-code=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

on_both_databases! {
    async fn whoever_is_shut_out_while_a_list_comes_has_no_letters(world: World) {
        let hospital = world.hospital().await;
        let clerk = world.operator(&hospital).await;
        let (core, account, before) = (world.core().clone(), clerk.account, codes(&world).await);
        let answer = write_coming(&world, &clerk, "k1", |head| {
            let rest = async move {
                let ended = accounts::Entity::update_many().col_expr(accounts::Column::EndedAt, Expr::value(1));
                ended.filter(accounts::Column::Id.eq(account.0)).exec(core.store.db()).await.unwrap();
                Ok::<_, std::io::Error>("patient_number,birth_date\r\np-1,1979-04-02\r\n--XX--\r\n".to_owned())
            };
            Body::from_stream(futures::StreamExt::chain(futures::stream::iter([Ok(head)]), futures::stream::once(rest)))
        });
        assert!(!location(&answer.await).starts_with("/holder/activations/letters/"));
        assert_eq!(codes(&world).await, before);
    }

    async fn a_clerk_prints_a_letter_whose_code_works(world: World) {
        let hospital = world.hospital().await;
        let clerk = world.operator(&hospital).await;
        let fields = [("kind", "patient-number"), ("number", " p-0012 "), ("birth_date", "1979/4/2"), ("key", "k1")];
        let letter = location(&clerk.browser.post_form("/do/letters/write-one", &fields).await);
        assert!(letter.starts_with("/holder/activations/letters/"), "{letter}");
        let page = clerk.browser.get(&letter).await;
        assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, Some("no-store")));
        let [code] = &codes_on(&page)[..] else { panic!("{}", page.text()) };
        // Both languages, the reference, the drawing; the code in no address.
        for part in ["lang=\"ja\"", "lang=\"en\"", "p-0012", "<path d=\"M4 4h7", "/activate"] {
            assert!(page.text().contains(part), "{part}");
        }
        assert!(!letter.contains(code) && !page.text().contains(&format!("code={code}")));
        let (browser, _) = world.activate(code, BIRTH_DATE).await;
        assert_eq!(account(&world, &browser).await.level, Level::One);
        // The same person as the hospital's programs know it.
        let checked = hospital.check_purpose(&[wire(&hospital.local_system, "P-0012")], "ai-development").await;
        assert_eq!(checked.status, StatusCode::OK);
    }

    async fn a_list_with_bad_rows_gives_letters_to_the_good_ones(world: World) {
        let hospital = world.hospital().await;
        let clerk = world.operator(&hospital).await;
        let (one, two) = (world.new_insured_number(), world.new_insured_number());
        let rows = format!(
            "氏名,patient_number,insured_number,birth_date\r\n\
             あ,P-1,{one},1979-04-02\r\nい,P-2,06132013-1-2,1979-04-02\r\nう,,{two},1980/1/31\r\nえ,P-4,,昭和54年\r\n\
             お,,,1979-04-02\r\nか,P-9,{one},1979-04-02\r\n<b>き</b>,=cmd()&<i>,,1979-04-32\r\n"
        );
        let letters = location(&write_list(&clerk, &rows, "key").await);
        let page = clerk.browser.get(&letters).await;
        assert_eq!(codes_on(&page).len(), 2);
        for (fault, times) in [("invalid-identifier", 1), ("invalid-date", 2), ("no-number", 1), ("duplicate", 1)] {
            assert_eq!(page.text().matches(&format!("data-fault=\"{fault}\"")).count(), times, "{fault}");
        }
        assert!(page.text().contains("=cmd()&amp;&lt;i&gt;"), "{}", page.text());
        assert_eq!(codes(&world).await, 2 + 1);
        for (code, born) in codes_on(&page).iter().zip(["1979-04-02", "1980-01-31"]) {
            world.activate(code, born).await;
        }
    }

    async fn the_same_form_makes_letters_once(world: World) {
        let clerk = world.operator(&world.hospital().await).await;
        let rows = "patient_number,birth_date\nP-1,1979-04-02\nP-2,1979-04-02\n";
        let first = location(&write_list(&clerk, rows, "key").await);
        let before = codes(&world).await;
        let (again, at_once) = tokio::join!(write_list(&clerk, rows, "key"), write_list(&clerk, rows, "key"));
        assert_eq!((location(&again), location(&at_once)), (first.clone(), first.clone()));
        assert_eq!(codes(&world).await, before);
        let other = clerk.browser.call("/do/letters/write-list", &[("rows", "patient_number,birth_date\nP-3,1979-04-02\n"), ("key", "key")]).await;
        assert_eq!(problem(&other), "key-reused");
        // Without a key, or with somebody else's, it is another form.
        assert_ne!(location(&write_list(&clerk, rows, "").await), first);
    }

    async fn of_two_copies_sent_at_once_one_makes_the_letters(world: World) {
        let clerk = world.operator(&world.hospital().await).await;
        let rows = "patient_number,birth_date\nP-1,1979-04-02\n";
        let (a, b, c) = tokio::join!(write_list(&clerk, rows, "k"), write_list(&clerk, rows, "k"), write_list(&clerk, rows, "k"));
        assert_eq!((location(&a), location(&b)), (location(&c), location(&c)));
        assert_eq!(codes(&world).await, 1 + 1);
    }

    async fn letters_are_seen_by_who_made_them_for_half_an_hour(world: World) {
        let hospital = world.hospital().await;
        let (clerk, colleague, stranger) = (world.operator(&hospital).await, world.operator(&hospital).await, world.manager(&world.hospital().await).await);
        let rows = "patient_number,birth_date\nP-1,1979-04-02\n";
        let letters = location(&write_list(&clerk, rows, "key").await);
        for other in [&colleague, &stranger] {
            let page = other.browser.get(&letters).await;
            assert!(codes_on(&page).is_empty() && !page.text().contains("P-1"));
            let id = letters.rsplit('/').next().unwrap();
            assert_eq!(problem(&other.browser.call("/do/letters/printed", &[("letters", id)]).await), "not-found");
        }
        world.clock.pass(Span::minutes(14));
        assert_eq!(codes_on(&clerk.browser.get(&letters).await).len(), 1);
        world.clock.pass(Span::minutes(14));
        clerk.browser.get("/holder").await;
        world.clock.pass(Span::minutes(2));
        assert!(codes_on(&clerk.browser.get(&letters).await).is_empty());
        world.hikae.tidy().await.unwrap();
        let kept = letters::Entity::find().all(world.core().store.db()).await.unwrap();
        assert!(kept.len() == 1 && kept[0].sealed.is_none());
        // The form is still known: it makes nothing twice.
        assert_eq!(location(&write_list(&clerk, rows, "key").await), letters);
    }

    async fn printed_letters_are_gone(world: World) {
        let clerk = world.operator(&world.hospital().await).await;
        let letters = location(&write_list(&clerk, "patient_number,birth_date\nP-1,1979-04-02\n", "key").await);
        let code = codes_on(&clerk.browser.get(&letters).await).remove(0);
        let id = letters.rsplit('/').next().unwrap();
        assert_eq!(location(&clerk.browser.post_form("/do/letters/printed", &[("letters", id)]).await), letters);
        let page = clerk.browser.get(&letters).await;
        assert!(page.status == StatusCode::OK && codes_on(&page).is_empty(), "{}", page.text());
        world.activate(&code, BIRTH_DATE).await;
    }

    async fn nothing_clear_of_a_letter_is_in_the_database(world: World) {
        let clerk = world.operator(&world.hospital().await).await;
        let rows = "patient_number,birth_date\nQUITE-UNIQUE-7,1979-04-02\n";
        let letters = location(&write_list(&clerk, rows, "key").await);
        let code = codes_on(&clerk.browser.get(&letters).await).remove(0);
        let kept = letters::Entity::find().all(world.core().store.db()).await.unwrap();
        let sealed = String::from_utf8_lossy(kept[0].sealed.as_ref().unwrap()).into_owned();
        assert!(!sealed.contains("QUITE-UNIQUE") && !sealed.contains(&code));
    }

    async fn one_person_who_was_mistyped_comes_back_into_the_form(world: World) {
        let clerk = world.operator(&world.hospital().await).await;
        for (kind, number, date, fault) in [
            ("insured-number", "06132013-1-2", "1979-04-02", "番号の形"),
            ("patient-number", "P-77", "1979-02-30", "日付でないか"),
            ("patient-number", " ", "1979-04-02", "番号がありません"),
        ] {
            let fields = [("kind", kind), ("number", number), ("birth_date", date), ("key", number)];
            let back = location(&clerk.browser.post_form("/do/letters/write-one", &fields).await);
            assert!(back.starts_with("/holder/activations?again=") && !back.contains("P-77"), "{back}");
            let page = clerk.browser.get(back.split('#').next().unwrap()).await;
            assert!(page.text().contains(fault), "{fault}: {}", page.text());
            assert!(page.text().contains(&format!("value=\"{}\"", number.trim())), "{number}");
            assert!(page.text().contains(&format!("value=\"{date}\"")), "{date}");
        }
        assert_eq!(problem(&clerk.browser.call("/do/letters/write-one", &[("kind", "x"), ("number", "1"), ("birth_date", "1979-04-02")]).await), "malformed");
        assert_eq!(codes(&world).await, 1);
    }

    async fn what_is_no_list_is_refused_as_a_whole(world: World) {
        let clerk = world.operator(&world.hospital().await).await;
        let many = format!("patient_number,birth_date\n{}", (0..501).map(|n| format!("P-{n},1979-04-02\n")).collect::<String>());
        for (rows, expected) in [
            ("", "unreadable-file"),
            ("patient_number,birth_date\n", "unreadable-file"),
            ("P-1,1979-04-02\n", "unreadable-file"),
            ("patient_number\nP-1\n", "unreadable-file"),
            ("patient_number,birth_date,birth_date\nP-1,1979-04-02,1979-04-02\n", "unreadable-file"),
            ("patient_number,birth_date\n\"P-1,1979-04-02\n", "unreadable-file"),
            (&many, "too-many-rows"),
        ] {
            assert_eq!(problem(&clerk.browser.call("/do/letters/write-list", &[("rows", rows)]).await), expected, "{rows:.60}");
        }
        assert_eq!(codes(&world).await, 1);
        assert_eq!(letters::Entity::find().all(world.core().store.db()).await.unwrap().len(), 0);
    }

    async fn a_file_as_excel_saves_it_makes_letters(world: World) {
        let clerk = world.operator(&world.hospital().await).await;
        // CP932, as Japanese Excel writes it: 患者番号,生年月日.
        let list = b"\x8a\xb3\x8e\xd2\x94\xd4\x8d\x86,\x90\xb6\x94N\x8c\x8e\x93\xfa\r\nP-1,1979/4/2\r\n";
        let letters = location(&write_file(&world, &clerk, list, "key").await);
        assert_eq!(location(&write_file(&world, &clerk, list, "key").await), letters);
        let code = codes_on(&clerk.browser.get(&letters).await).remove(0);
        world.activate(&code, BIRTH_DATE).await;

        let before = codes(&world).await;
        let back = write_file(&world, &clerk, b"\x00\x01", "other").await;
        assert!(back.header("location").unwrap().starts_with("/holder/activations?"), "{:?}", back.headers);
        let large = write_file(&world, &clerk, &vec![b'a'; 1024 * 1024 + 1], "third").await;
        assert!(large.header("location").unwrap().starts_with("/holder/activations?"), "{:?}", large.headers);
        let support = world.support().await;
        assert_eq!(codes_on(&write_file(&world, &support, list, "key").await).len(), 0);
        assert_eq!(codes(&world).await, before + 1);
    }

    async fn the_home_of_a_holder_that_has_just_joined_says_how_to_begin(world: World) {
        let hospital = world.hospital().await;
        let clerk = world.operator(&hospital).await;
        let home = clerk.browser.get("/holder").await;
        assert_eq!(home.status, StatusCode::OK);
        assert!(home.text().contains("id=\"first-steps\""), "{}", home.text());
        for way in ["/holder/check", "/holder/disclosures", "/holder/activations", "/holder/statistics", "/holder/poster", "/holder/leaflet"] {
            assert!(home.text().contains(&format!("href=\"{way}\"")), "{way}");
        }
        assert!(!home.text().contains("href=\"/holder/clients\""));
        write_list(&clerk, "patient_number,birth_date\nP-1,1979-04-02\n", "key").await;
        assert!(!clerk.browser.get("/holder").await.text().contains("id=\"first-steps\""));
        let manager = world.manager(&hospital).await;
        assert!(manager.browser.get("/holder").await.text().contains("href=\"/holder/clients\""));
        let poster = clerk.browser.get("/holder/poster").await;
        assert!(poster.text().contains("<path d=\"M4 4h7"), "{}", poster.text());
        let leaflet = clerk.browser.get("/holder/leaflet").await;
        assert_eq!(leaflet.text().matches("<path d=\"M4 4h7").count(), 2, "a cover for each language");
        assert_eq!(leaflet.text().matches("class=\"leaflet\"").count(), 2, "two sides of one sheet");
    }

    async fn five_hundred_letters_are_one_form(world: World) {
        let clerk = world.operator(&world.hospital().await).await;
        let rows: String = (0..500).map(|n| format!("P-{n}\t1979/4/2\r\n")).collect();
        let letters = location(&write_list(&clerk, &format!("patient_number\tbirth_date\r\n{rows}"), "key").await);
        assert_eq!(codes_on(&clerk.browser.get(&letters).await).len(), 500);
        assert_eq!(codes(&world).await, 500 + 1);
    }

    async fn nobody_but_a_holders_people_hands_out_letters(world: World) {
        let rows = [("rows", "patient_number,birth_date\nP-1,1979-04-02\n"), ("key", "k")];
        for worker in [world.support().await, world.registrar().await, world.administrator().await] {
            assert_eq!(worker.browser.call("/do/letters/write-list", &rows).await.status, StatusCode::FORBIDDEN);
            for page in ["/holder", "/holder/activations", "/holder/poster", "/holder/leaflet", "/holder/statistics"] {
                assert_eq!(worker.browser.get(page).await.status, StatusCode::FORBIDDEN, "{page}");
            }
        }
        let patient = world.patient().await;
        assert_eq!(patient.browser.call("/do/letters/write-list", &rows).await.status, StatusCode::FORBIDDEN);
        assert_eq!(patient.browser.get("/holder/activations").await.status, StatusCode::FORBIDDEN);
    }
}
