//! People of work: invited, there, and gone.

use crate::identity::{account, actor, begin, done, enter_code, finish, is_signed_in, newest_line, problem, sign_in};
use crate::on_both_databases;
use crate::personas::BIRTH_DATE;
use crate::soft_passkey::SoftPasskey;
use crate::world::{Answer, Browser, World};
use domain::account::Level;
use domain::actor::{Actor, OperatorRole, StaffRole};
use domain::clock::Span;
use domain::failure::{Failure, Problem};
use domain::id::HolderId;
use domain::ports::{People, WorkRole};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use server::cli::admin::AdminCommand;
use server::store::entity::{ceremonies, sessions};

const SUPPORT: WorkRole = WorkRole::Staff(StaffRole::Support);

/// Where a form led.
#[track_caller]
fn landed(answer: &Answer) -> String {
    assert!(answer.status.is_redirection(), "{} {}", answer.status, answer.text());
    let to = answer.header("location").unwrap();
    to.strip_prefix("http://localhost:3000").unwrap_or(to).to_owned()
}

/// A form came back with a problem.
#[track_caller]
fn came_back(answer: &Answer, code: &str) {
    let to = landed(answer);
    assert!(to.contains("__err="), "{to}");
    use base64::Engine;
    let err = url::Url::parse(&format!("http://x{to}")).unwrap();
    let err = err.query_pairs().find(|(name, _)| name == "__err").unwrap().1.into_owned();
    let err = base64::engine::general_purpose::URL_SAFE.decode(err).unwrap();
    assert!(String::from_utf8_lossy(&err).contains(&format!("\"{code}\"")), "{}", String::from_utf8_lossy(&err));
}

/// The code that a page shows.
async fn shown(browser: &Browser, path: &str) -> Option<String> {
    let page = done(browser.get(path).await);
    let code = page.text().split("data-invitation-code=\"").nth(1)?.split('"').next()?;
    Some(code.to_owned())
}

/// Invites somebody with the form of the page, and reads the code off the page that follows.
async fn invited(browser: &Browser, base: &str, fields: &[(&str, &str)]) -> String {
    let to = landed(&browser.post_form(&format!("/do/{base}/invite"), fields).await);
    assert_eq!(to, if base == "people" { "/admin/invitation" } else { "/holder/people/invitation" });
    shown(browser, &to).await.expect("the code is on the page")
}

async fn people(world: &World, browser: &Browser) -> People {
    world.hikae.ports.people.people(&actor(world, browser).await, None).await.unwrap()
}

async fn sessions_of(world: &World, account: domain::id::AccountId) -> usize {
    let of = sessions::Entity::find().filter(sessions::Column::AccountId.eq(account.0));
    of.all(world.core().store.db()).await.unwrap().len()
}

/// The status of a page, and where it leads.
async fn opened(browser: &Browser, path: &str) -> (u16, String) {
    let answer = browser.get(path).await;
    (answer.status.as_u16(), answer.header("location").unwrap_or_default().to_owned())
}

on_both_databases! {
    async fn an_administrator_invites_and_the_invited_lands_at_their_work(world: World) {
        let administrator = world.administrator().await;
        let browser = &administrator.browser;
        let code = invited(browser, "people", &[("role", "support"), ("label", " 窓口  1 ")]).await;
        let open = people(&world, browser).await.invited;
        assert_eq!((open.len(), open[0].label.as_str(), open[0].role), (1, "窓口 1", SUPPORT));

        let (new, passkey) = world.activate(&code, "").await;
        assert!(matches!(actor(&world, &new).await, Actor::Staff { role: StaffRole::Support, .. }));
        assert_eq!(opened(&new, "/start").await.1, app::routes::home_of(&actor(&world, &new).await).to_string());
        // Neither the list of the invited nor anything of a patient is theirs.
        for path in ["/admin", "/holder/people", "/overview", "/choices"] {
            assert_eq!(opened(&new, path).await.0, 403, "{path}");
        }
        let all = people(&world, browser).await;
        assert_eq!(all.invited, []);
        let labels: Vec<_> = all.came.items.iter().map(|one| one.label.as_str()).collect();
        assert!(labels.contains(&"窓口 1"), "{labels:?}");

        // They come back with the same passkey, and only once with the code.
        assert_eq!(landed(&new.post_form("/do/session/end", &[]).await), "/");
        assert!(!is_signed_in(&world, &new).await);
        done(sign_in(&new, &passkey).await);
        assert!(is_signed_in(&world, &new).await);
        assert_eq!(problem(&enter_code(&world.browser(), &code, "").await), "activation-used");
    }

    async fn everybody_lands_where_they_work(world: World) {
        let hospital = world.hospital().await;
        let workers = [
            (world.administrator().await, "/admin"),
            (world.manager(&hospital).await, "/holder"),
            (world.operator(&hospital).await, "/holder"),
            (world.support().await, "/desk"),
            (world.registrar().await, "/registrar"),
        ];
        for (worker, home) in workers {
            assert_eq!(opened(&worker.browser, "/start").await, (303, home.to_owned()));
            let page = done(worker.browser.get(home).await);
            assert!(page.text().contains("class=\"nav work\""), "{home}");
            assert!(page.text().contains("worker-"), "{home} says who works");
        }
        assert_eq!(opened(&world.patient().await.browser, "/start").await.1, "/overview");
        assert_eq!(opened(&world.browser(), "/start").await.1, "/");
    }

    async fn a_code_is_shown_to_whoever_made_it_until_it_is_handed_over(world: World) {
        let (one, other) = (world.administrator().await, world.administrator().await);
        let code = invited(&one.browser, "people", &[("role", "registrar"), ("label", "r")]).await;
        assert_eq!(shown(&other.browser, "/admin/invitation").await, None);
        assert_eq!(shown(&one.browser, "/admin/invitation").await, Some(code.clone()));
        assert_eq!(one.browser.get("/admin/invitation").await.header("cache-control"), Some("no-store"));
        // What is kept of it does not read without the key.
        let symbols = code.replace('-', "");
        for row in ceremonies::Entity::find().all(world.core().store.db()).await.unwrap() {
            assert!(!row.state.contains(&symbols) && !row.state.contains(&code));
        }
        assert_eq!(landed(&one.browser.post_form("/do/people/handed-over", &[]).await), "/admin");
        assert_eq!(shown(&one.browser, "/admin/invitation").await, None);

        invited(&one.browser, "people", &[("role", "registrar"), ("label", "r")]).await;
        world.clock.pass(Span::minutes(10));
        assert_eq!(shown(&one.browser, "/admin/invitation").await, None);
    }

    async fn a_manager_reaches_the_own_organisation_and_no_other(world: World) {
        let (hospital, clinic) = (world.hospital().await, world.hospital().await);
        let (manager, clerk, other) = (world.manager(&hospital).await, world.operator(&hospital).await, world.operator(&clinic).await);
        let browser = &manager.browser;
        let code = invited(browser, "operators", &[("role", "clerk"), ("label", "受付 2")]).await;
        let (new, _) = world.activate(&code, "").await;
        let Actor::Operator { holder, role, .. } = actor(&world, &new).await else { panic!("no operator") };
        assert_eq!((holder, role), (hospital.id, OperatorRole::Clerk));

        // A forged organisation, a forged role.
        let elsewhere = clinic.id.to_string();
        for fields in [
            [("role", "clerk"), ("holder", elsewhere.as_str()), ("label", "x")],
            [("role", "manager"), ("holder", elsewhere.as_str()), ("label", "x")],
            [("role", "administrator"), ("holder", ""), ("label", "x")],
            [("role", "support"), ("holder", ""), ("label", "x")],
        ] {
            assert_eq!(problem(&browser.call("/do/operators/invite", &fields).await), "not-allowed", "{fields:?}");
            came_back(&browser.post_form("/do/operators/invite", &fields).await, "not-allowed");
            assert_eq!(newest_line(&world).await.2, "an invitation beyond the own organisation");
        }
        for fields in [[("role", "owner"), ("label", "x")], [("role", ""), ("label", "x")]] {
            assert_eq!(problem(&browser.call("/do/operators/invite", &fields).await), "malformed");
        }
        // The administrators' own forms are not for managers at all.
        for path in ["/do/people/invite", "/do/people/end", "/do/people/withdraw", "/do/holders/join"] {
            assert_eq!(problem(&browser.call(path, &[("role", "support"), ("label", "x"), ("account", "x")]).await), "not-allowed", "{path}");
        }

        let seen = people(&world, browser).await;
        assert!(seen.came.items.iter().all(|one| one.role.holder() == Some(hospital.id)));
        assert_eq!((seen.came.items.len(), seen.invited.len()), (3, 0));

        let end = |account: domain::id::AccountId| {
            let account = account.to_string();
            async move { browser.call("/do/operators/end", &[("account", &account)]).await }
        };
        let administrator = world.administrator().await;
        let patient = world.patient().await;
        let patient = actor(&world, &patient.browser).await.account().unwrap();
        for account in [other.account, administrator.account, patient] {
            assert_eq!(problem(&end(account).await), "not-found");
        }
        assert!(is_signed_in(&world, &other.browser).await);
        assert_eq!(problem(&end(manager.account).await), "not-allowed");
        done(end(clerk.account).await);
        assert!(!is_signed_in(&world, &clerk.browser).await);
        // A clerk reaches nobody.
        assert_eq!(problem(&new.call("/do/operators/invite", &[("role", "clerk"), ("label", "x")]).await), "not-allowed");
        assert_eq!(opened(&new, "/holder/people").await.0, 403);
    }

    async fn whose_access_has_ended_is_nobody(world: World) {
        let (one, support) = (world.administrator().await, world.support().await);
        let elsewhere = world.browser();
        done(sign_in(&elsewhere, &support.passkey).await);
        assert_eq!(sessions_of(&world, support.account).await, 2);
        let account = support.account.to_string();
        assert_eq!(landed(&one.browser.post_form("/do/people/end", &[("account", &account)]).await), "/admin?done=ended#done");
        assert_eq!(sessions_of(&world, support.account).await, 0);
        for browser in [&support.browser, &elsewhere] {
            assert!(!is_signed_in(&world, browser).await);
        }
        assert_eq!(problem(&sign_in(&world.browser(), &support.passkey).await), "passkey-rejected");
        assert_eq!(newest_line(&world).await.2, "an account whose access has ended");
        let ended = people(&world, &one.browser).await.came.items.into_iter().find(|one| one.account == support.account);
        assert_eq!(ended.unwrap().ended_at, Some(world.core().now()));
    }

    async fn a_session_that_outlived_the_end_is_nobodys(world: World) {
        // As on another node that began it while the account was being ended.
        let (one, support) = (world.administrator().await, world.support().await);
        let row = sessions::Entity::find().filter(sessions::Column::AccountId.eq(support.account.0));
        let row = row.one(world.core().store.db()).await.unwrap().unwrap();
        done(one.browser.call("/do/people/end", &[("account", &support.account.to_string())]).await);
        let row = row.into_active_model().reset_all();
        sessions::Entity::insert(row).exec_without_returning(world.core().store.db()).await.unwrap();
        assert!(!is_signed_in(&world, &support.browser).await);
        assert_eq!(opened(&support.browser, "/start").await.1, "/");
    }

    async fn an_administrator_is_always_left(world: World) {
        let (one, other) = (world.administrator().await, world.administrator().await);
        let end = |browser, account: domain::id::AccountId| {
            let browser: &Browser = browser;
            async move { browser.call("/do/people/end", &[("account", &account.to_string())]).await }
        };
        assert_eq!(problem(&end(&one.browser, one.account).await), "not-allowed");
        // Both at once: one of them has no access left to do it with.
        let (first, second) = tokio::join!(end(&one.browser, other.account), end(&other.browser, one.account));
        assert_eq!([first, second].iter().filter(|answer| answer.status.is_success()).count(), 1);
        let left = [is_signed_in(&world, &one.browser).await, is_signed_in(&world, &other.browser).await];
        assert_eq!(left.iter().filter(|left| **left).count(), 1);
    }

    async fn an_invitation_can_be_taken_back_and_ends_with_its_maker(world: World) {
        let (one, other) = (world.administrator().await, world.administrator().await);
        let withdrawn = invited(&one.browser, "people", &[("role", "support"), ("label", "a")]).await;
        let id = people(&world, &other.browser).await.invited[0].id.to_string();
        let to = landed(&other.browser.post_form("/do/people/withdraw", &[("invitation", &id)]).await);
        assert_eq!(to, "/admin?done=withdrawn#done");
        assert_eq!(problem(&enter_code(&world.browser(), &withdrawn, "").await), "activation-expired");
        assert_eq!(shown(&one.browser, "/admin/invitation").await, None);
        assert_eq!(people(&world, &other.browser).await.invited, []);

        let left_over = invited(&one.browser, "people", &[("role", "administrator"), ("label", "b")]).await;
        done(other.browser.call("/do/people/end", &[("account", &one.account.to_string())]).await);
        assert_eq!(problem(&enter_code(&world.browser(), &left_over, "").await), "activation-expired");
        // A patient's code is no invitation, and another organisation's is none of a manager's.
        let hospital = world.hospital().await;
        let (manager, clinic) = (world.manager(&hospital).await, world.hospital().await);
        world.invite(WorkRole::Operator(clinic.id, OperatorRole::Clerk)).await;
        let theirs = people(&world, &other.browser).await.invited[0].id.to_string();
        assert_eq!(problem(&manager.browser.call("/do/operators/withdraw", &[("invitation", &theirs)]).await), "not-found");
    }

    async fn an_invitation_lasts_three_weeks_and_is_used_once(world: World) {
        let code = world.invite(SUPPORT).await.grouped();
        let late = world.invite(SUPPORT).await.grouped();
        // The date of a letter is nobody's business here: what stands in the field is not looked at.
        let (browser, passkey) = (world.browser(), SoftPasskey::new(&world.core().config.base_url));
        let begun = done(enter_code(&browser, &code, BIRTH_DATE).await).json()["Register"].clone();
        let again = done(enter_code(&world.browser(), &code, "").await).json()["Register"].clone();
        done(finish(&browser, "activation", &begun, "made", &passkey.make(&begun["challenge"]).await).await);
        let other = SoftPasskey::new(&world.core().config.base_url).make(&again["challenge"]).await;
        assert_eq!(problem(&finish(&world.browser(), "activation", &again, "made", &other).await), "activation-used");
        assert_eq!(problem(&enter_code(&browser, &code, "").await), "not-allowed");
        world.clock.pass(Span::days(21));
        assert_eq!(problem(&enter_code(&world.browser(), &late, "").await), "activation-expired");
    }

    async fn a_patients_code_without_a_date_is_a_wrong_try(world: World) {
        let number = world.new_insured_number();
        let (code, _) = world.issue(&[&number], BIRTH_DATE, HolderId(uuid::Uuid::nil()), Level::One).await;
        let (browser, code) = (world.browser(), code.grouped());
        let unknown = enter_code(&browser, "ABCDE-FGHJK-MNPQ", "").await;
        for _ in 0..4 {
            let without = enter_code(&browser, &code, " ").await;
            assert_eq!(problem(&without), "activation-rejected");
            assert_eq!((unknown.status, unknown.text()), (without.status, without.text()));
            assert_eq!(newest_line(&world).await.2, "a wrong birth date");
        }
        assert_eq!(problem(&enter_code(&browser, &code, "").await), "activation-locked");
        assert_eq!(problem(&enter_code(&browser, &code, BIRTH_DATE).await), "activation-locked");
    }

    async fn work_gets_an_account_of_its_own(world: World) {
        let patient = world.patient().await;
        let code = world.invite(SUPPORT).await.grouped();
        assert_eq!(problem(&enter_code(&patient.browser, &code, "").await), "not-allowed");
        assert_eq!(problem(&enter_code(&patient.browser, &code, BIRTH_DATE).await), "not-allowed");
        assert_eq!(account(&world, &patient.browser).await.passkeys.len(), 1);
        let page = patient.browser.get("/activate?invited").await;
        assert!(!page.text().contains("data-do=\"open-activation\""));
        world.activate(&code, "").await;
    }

    async fn staff_are_signed_out_after_a_quarter_of_an_hour(world: World) {
        let (support, hospital) = (world.support().await, world.hospital().await);
        let operator = world.operator(&hospital).await;
        world.clock.pass(Span::minutes(14));
        for worker in [&support, &operator] {
            assert_eq!(opened(&worker.browser, "/start").await.0, 303);
            assert!(is_signed_in(&world, &worker.browser).await);
        }
        world.clock.pass(Span::minutes(15));
        for worker in [&support, &operator] {
            assert!(!is_signed_in(&world, &worker.browser).await);
            assert_eq!(opened(&worker.browser, "/start").await.1, "/");
        }
    }

    async fn signing_out_leaves_no_session_behind(world: World) {
        let hospital = world.hospital().await;
        for worker in [world.support().await, world.operator(&hospital).await] {
            let stolen = worker.browser.stolen();
            assert_eq!(sessions_of(&world, worker.account).await, 1);
            assert_eq!(landed(&worker.browser.post_form("/do/session/end", &[]).await), "/");
            assert_eq!(sessions_of(&world, worker.account).await, 0);
            assert!(!is_signed_in(&world, &stolen).await);
            assert_eq!(newest_line(&world).await.0, "sign-out");
        }
    }

    async fn an_organisation_joins_and_gets_its_manager(world: World) {
        let administrator = world.administrator().await;
        let browser = &administrator.browser;
        let join = |number: &'static str| {
            let fields = [("name_ja", "東 <b>病院"), ("name_en", "East Hospital"), ("kind", "provider"), ("institution_number", number)];
            async move { browser.post_form("/do/holders/join", &fields).await }
        };
        assert_eq!(landed(&join("1399000001").await), "/admin/holders?done=joined#done");
        let page = done(browser.get("/admin/holders").await);
        assert!(page.text().contains("東 &lt;b&gt;病院") && page.text().contains("1399000001"));

        let holder = world.hikae.ports.holders.joined(&actor(&world, browser).await, None).await.unwrap().items[0].holder.id;
        let code = invited(browser, "people", &[("role", "manager"), ("holder", &holder.to_string()), ("label", "m")]).await;
        let (manager, _) = world.activate(&code, "").await;
        assert!(matches!(actor(&world, &manager).await, Actor::Operator { holder: of, .. } if of == holder));

        // What is refused comes back, with what was typed.
        for (number, code) in [("1399000001", "already-done"), ("139900000", "invalid-identifier")] {
            let refused = join(number).await;
            came_back(&refused, code);
            let page = done(browser.get(&landed(&refused)).await);
            assert!(page.text().contains("value=\"East Hospital\"") && page.text().contains(&format!("value=\"{number}\"")));
            assert!(page.text().contains(&format!("data-problem=\"{code}\"")));
        }
        let nowhere = HolderId(uuid::Uuid::from_u128(1)).to_string();
        let fields = [("role", "manager"), ("holder", nowhere.as_str()), ("label", "m")];
        assert_eq!(problem(&browser.call("/do/people/invite", &fields).await), "not-found");
    }

    async fn only_an_administrator_lets_people_and_organisations_in(world: World) {
        let hospital = world.hospital().await;
        let ports = &world.hikae.ports;
        let others = [
            world.support().await.browser,
            world.registrar().await.browser,
            world.operator(&hospital).await.browser,
            world.patient().await.browser,
        ];
        for browser in &others {
            let actor = actor(&world, browser).await;
            let invitation = domain::ports::Invitation { role: SUPPORT, label: "x".to_owned() };
            for refused in [
                ports.people.invite(&actor, invitation).await.err(),
                ports.people.people(&actor, None).await.err(),
                ports.people.handed(&actor).await.err(),
                ports.people.handed_over(&actor).await.err(),
                ports.holders.joined(&actor, None).await.err(),
            ] {
                assert!(matches!(refused, Some(Failure::Refused(Problem::NotAllowed))), "{refused:?}");
            }
            for path in ["/admin", "/admin/holders", "/admin/invitation"] {
                assert_eq!(opened(browser, path).await.0, 403, "{path}");
            }
        }
        assert_eq!(opened(&world.browser(), "/admin").await, (303, "/sign-in?next=%2Fadmin".to_owned()));
    }

    async fn a_label_says_something_and_is_not_long(world: World) {
        let administrator = world.administrator().await;
        let invite = |label: String| {
            let browser = &administrator.browser;
            async move { browser.call("/do/people/invite", &[("role", "support"), ("label", &label)]).await }
        };
        assert_eq!(problem(&invite(" \u{3000} ".to_owned()).await), "text-needed");
        assert_eq!(problem(&invite("あ".repeat(61)).await), "text-too-long");
        done(invite("</p><script>alert(1)</script>".to_owned()).await);
        for path in ["/admin", "/admin/invitation"] {
            let page = done(administrator.browser.get(path).await);
            assert!(page.text().contains("&lt;script&gt;alert(1)") && !page.text().contains("<script>alert"), "{path}");
        }
    }

    async fn a_signed_in_worker_who_signs_in_again_is_asked_for_nothing_else(world: World) {
        let support = world.support().await;
        let begun = begin(&support.browser, "sign-in", &[]).await;
        let shown = support.passkey.show(&begun["challenge"]).await;
        done(finish(&support.browser, "sign-in", &begun, "shown", &shown).await);
        assert_eq!(sessions_of(&world, support.account).await, 1);
        assert!(matches!(actor(&world, &support.browser).await, Actor::Staff { role: StaffRole::Support, .. }));
    }

    async fn the_command_line_lets_the_first_administrator_in(world: World) {
        let told = command(&world, &["hikae", "admin", "invite", "--label", "first"]).await.unwrap();
        let code = told.lines().nth(1).unwrap().trim();
        assert!(told.contains("http://localhost:3000/activate?invited"), "{told}");
        assert_eq!(newest_line(&world).await.2, "invited: administrator, on the command line");
        let (browser, _) = world.activate(code, "").await;
        let all = people(&world, &browser).await.came.items;
        assert_eq!((all.len(), all[0].label.as_str(), all[0].own), (1, "first", true));
        assert!(command(&world, &["hikae", "admin", "invite", "--label", "  "]).await.unwrap_err().contains("--label"));
    }
}

/// What the command line says.
async fn command(world: &World, line: &[&str]) -> Result<String, String> {
    use clap::Parser;
    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        noun: Noun,
    }
    #[derive(clap::Subcommand)]
    enum Noun {
        Admin {
            #[command(subcommand)]
            command: AdminCommand,
        },
    }
    let Noun::Admin { command: AdminCommand::Invite(args) } = Line::try_parse_from(line).unwrap().noun;
    server::cli::admin::invite(world.core(), &args).await.map_err(|error| error.to_string())
}
