//! Each route that names something × somebody to whom that thing does not belong, tried over HTTP: they learn no more than of a thing
//! that does not exist. A route without a row fails.

use crate::approvals::{self, TWO_PROOFS};
use crate::desk;
use crate::disclosures::{body, id_of};
use crate::identity::{account, actor, add_passkey, done, problem};
use crate::personas::{Hospital, Patient, Worker};
use crate::world::{Browser, World};
use crate::{on_both_databases, proxies, purposes, register};
use app::routes::{ACTIONS, FILES, PAGES};
use domain::account::Level;
use domain::holder::ClientScope;
use sea_orm::EntityTrait;
use server::store::entity::{activations, inquiries};

/// What stands on the letter of our hospital.
const REFERENCE: &str = "p-0012";
/// Nothing has that id.
const NOBODYS: &str = "01J00000000000000000000000";

/// What a route names.
enum Names<'a> {
    /// Nothing: why not.
    Nothing(&'static str),
    /// What belongs to all who do that work: why.
    Everybodys(&'static str),
    /// Something of somebody else.
    Theirs {
        /// To whom it does not belong.
        stranger: &'a Browser,
        /// Its id, in the address or in a field of that name.
        field: &'static str,
        id: String,
        /// What else the form says.
        more: Vec<(&'static str, String)>,
    },
    /// As before; they see it in the course of their work, and are told why they may not do that.
    Refused { stranger: &'a Browser, field: &'static str, id: String, more: Vec<(&'static str, String)>, problem: &'static str },
}

/// Two of everybody, and what the first one of each has.
struct Everything {
    taro: Patient,
    hana: Patient,
    /// At the desk: whoever looked Taro up and took his question, and a colleague.
    desk: [Worker; 2],
    registrars: [Worker; 2],
    ours: Hospital,
    theirs: Hospital,
    clerks: [Worker; 2],
    managers: [Worker; 2],
    look_up: String,
    request: String,
    /// A way back that goes by post through our hospital.
    by_post: String,
    inquiry: String,
    report: String,
    decision: String,
    conflict: String,
    letters: String,
    invitation: String,
    draft: String,
    proposal: String,
    grant: String,
    passkey: String,
    session: String,
    notice: String,
}

fn last(address: &str) -> String {
    address.split(['?', '#']).next().unwrap().rsplit('/').next().unwrap().to_owned()
}

impl Everything {
    async fn made(world: &World) -> Self {
        let (taro, hana) = (world.patient().await, world.patient().await);
        let (ours, theirs) = (world.hospital().await, world.hospital().await);
        let desk = [world.support().await, world.support().await];
        let registrars = [world.registrar().await, world.registrar().await];
        let clerks = [world.operator(&ours).await, world.operator(&theirs).await];
        let managers = [world.manager(&ours).await, world.manager(&theirs).await];

        add_passkey(world, &taro.browser).await;
        let own = account(world, &taro.browser).await;
        let grant = Self::grant(world, &desk, &taro).await;
        let report = world.against(&ours, &[&taro]).await;
        let said = world.hikae.ports.choices.decisions(&actor(world, &taro.browser).await, None).await.unwrap();
        let conflict = domain::id::ConflictId(world.cases(report).await[0].id).to_string();
        let asked = taro.browser.call("/do/inquiries/ask", &[("text", "なぜですか。")]).await;
        assert_eq!(asked.status, 200, "{}", asked.text());
        let [question] = inquiries::Entity::find().all(world.core().store.db()).await.unwrap().try_into().unwrap();
        let inquiry = domain::id::InquiryId(question.id).to_string();
        assert!(desk[0].browser.post_form("/do/cases/take", &[("case", &inquiry)]).await.status.is_redirection());
        let look_up = desk::found(&desk[0], &taro).await;
        let request = approvals::asked(&desk[0].browser, &look_up, "recovery", &TWO_PROOFS).await;

        let by_post = Self::by_post(world, &desk, &ours).await;
        let letter = [("kind", "patient-number"), ("number", REFERENCE), ("birth_date", "1979-04-02"), ("key", "k1")];
        let letters = last(&desk::location(&clerks[0].browser.post_form("/do/letters/write-one", &letter).await));
        let invited = managers[0].browser.call("/do/operators/invite", &[("role", "clerk"), ("label", "next")]).await;
        assert_eq!(invited.status, 200, "{}", invited.text());
        let open = activations::Entity::find().all(world.core().store.db()).await.unwrap();
        let invitation = open.iter().find(|one| one.label.as_deref() == Some("next")).expect("invited");
        let invitation = domain::id::ActivationId(invitation.id).to_string();
        let draft = register::drafted(&registrars[0]).await.to_string();
        let proposal = purposes::proposed(world, &registrars[0], "genome-research", &[]).await;
        Self {
            passkey: own.passkeys[0].id.to_string(),
            session: own.sessions[0].id.to_string(),
            notice: own.notices[0].id.to_string(),
            report: report.to_string(),
            decision: said.items[0].position.to_string(),
            taro,
            hana,
            desk,
            registrars,
            ours,
            theirs,
            clerks,
            managers,
            look_up,
            by_post,
            request,
            inquiry,
            conflict,
            letters,
            invitation,
            draft,
            proposal,
            grant,
        }
    }

    /// A way back for a patient of that hospital, which two at the desk let it send.
    async fn by_post(world: &World, desk: &[Worker; 2], hospital: &Hospital) -> String {
        let patient = world.patient_of(hospital.id, Level::Two).await;
        let seen = desk::found(&desk[0], &patient).await;
        let holder = hospital.id.to_string();
        let through = [("holder", holder.as_str()), ("number", &patient.insured)];
        let request = approvals::asked(&desk[0].browser, &seen, "recovery", &[&TWO_PROOFS[..], &through].concat()).await;
        done(approvals::decide(&desk[1].browser, &request, "approve").await);
        request
    }

    /// Taro may act for a child.
    async fn grant(world: &World, desk: &[Worker; 2], taro: &Patient) -> String {
        let child = proxies::child(world).await;
        proxies::granted(&desk[0], &desk[1], &child, taro).await;
        proxies::people(world, taro).await.acts_for[0].id.to_string()
    }

    fn page(&self, path: &str) -> Names<'_> {
        let theirs = |stranger, id: &str| Names::Theirs { stranger, field: "", id: id.to_owned(), more: vec![] };
        let (hana, colleague, clerk) = (&self.hana.browser, &self.desk[1].browser, &self.clerks[1].browser);
        match path {
            "/studies/{id}" => Names::Everybodys("the public register"),
            "/registrar/studies/{id}" => Names::Everybodys("drafts are read by whoever publishes them"),
            "/desk/recovery/{id}" => Names::Everybodys("another member of staff has to decide"),
            "/desk/incidents/{id}" | "/desk/incidents/alarms/{id}" => Names::Everybodys("the desk looks after them"),
            "/usage/{id}" => theirs(hana, &self.report),
            "/decisions/{index}" | "/decisions/{index}/receipt" => theirs(hana, &self.decision),
            "/inquiries/{id}" => theirs(hana, &self.inquiry),
            "/desk/person/{id}" | "/desk/person/{id}/receipt/{index}" | "/desk/person/{id}/letter" | "/desk/person/{id}/ask" => {
                theirs(colleague, &self.look_up)
            }
            "/desk/cases/{id}" => theirs(colleague, &self.inquiry),
            "/holder/activations/letters/{id}" => theirs(clerk, &self.letters),
            "/holder/activations/way-back/{id}" => theirs(clerk, &self.by_post),
            "/holder/disclosures/{id}" => theirs(clerk, &self.report),
            path => panic!("{path} names something, and nobody says whose it is"),
        }
    }

    fn action(&self, path: &str) -> Names<'_> {
        let form = |stranger, field, id: &str, more: &[(&'static str, &str)]| Names::Theirs {
            stranger,
            field,
            id: id.to_owned(),
            more: more.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        };
        let refused = |stranger, field, id: &str, problem| Names::Refused { stranger, field, id: id.to_owned(), more: vec![], problem };
        let (hana, colleague) = (&self.hana.browser, &self.desk[1].browser);
        let look_up = |more: &[(&'static str, &str)]| form(colleague, "look_up", &self.look_up, more);
        match path {
            "/do/activation/begin"
            | "/do/activation/finish"
            | "/do/sign-in/begin"
            | "/do/sign-in/finish"
            | "/do/recovery/begin"
            | "/do/recovery/finish"
            | "/do/passkey/begin"
            | "/do/passkey/finish" => Names::Nothing("codes and ceremonies are secrets"),
            "/do/account/protect"
            | "/do/account/leave"
            | "/do/contact/enter"
            | "/do/contact/confirm"
            | "/do/contact/choose"
            | "/do/contact/remove"
            | "/do/recovery/cancel"
            | "/do/recovery-code/issue"
            | "/do/recovery-code/kept"
            | "/do/session/end"
            | "/do/language/set"
            | "/do/people/handed-over"
            | "/do/operators/handed-over" => Names::Nothing("it is about oneself"),
            "/do/person/look-up"
            | "/do/people/invite"
            | "/do/operators/invite"
            | "/do/holders/join"
            | "/do/client/register"
            | "/do/letters/write-one"
            | "/do/letters/write-list"
            | "/do/letters/write-file"
            | "/do/check/file"
            | "/do/disclosures/upload" => Names::Nothing("it makes something new"),
            "/do/disclosures/report" => Names::Nothing("a draft takes a file: disclosures/page.rs tries another's"),
            "/do/person/let-look"
            | "/do/incidents/note"
            | "/do/alarms/close"
            | "/do/people/withdraw"
            | "/do/people/end"
            | "/do/register/publish"
            | "/do/register/end"
            | "/do/register/deleted"
            | "/do/register/results" => {
                Names::Everybodys("whoever does that work; where it takes another person, that is tried with theirs")
            }

            "/do/passkey/remove" => form(hana, "passkey", &self.passkey, &[]),
            "/do/session/end-other" => form(hana, "session", &self.session, &[]),
            "/do/notice/seen" => form(hana, "notice", &self.notice, &[]),
            "/do/choices/record" => form(hana, "for", &self.taro.subject.to_string(), &[("scope", "all"), ("stance", "refuse")]),
            "/do/inquiries/ask" => form(hana, "about", &self.report, &[("text", "何ですか。")]),
            "/do/inquiries/reply" => form(hana, "inquiry", &self.inquiry, &[("text", "何ですか。")]),
            "/do/inquiries/close" => form(hana, "inquiry", &self.inquiry, &[]),
            "/do/person/view" => form(hana, "proxy", &self.grant, &[]),
            "/do/proxy/end-own" => form(hana, "proxy", &self.grant, &[]),

            "/do/person/create" | "/do/person/close" | "/do/person/letter" => look_up(&[]),
            "/do/person/decide" => look_up(&desk::refusal("")[1..].iter().map(|(name, value)| (*name, *value)).collect::<Vec<_>>()),
            "/do/person/history" | "/do/person/protect" => look_up(&[("reason", desk::REASON)]),
            "/do/person/level" => look_up(&[("one", "photo-id"), ("other", "insurance-card")]),
            "/do/person/deceased" => look_up(&[("day", "2026-11-20"), ("one", "death-certificate"), ("other", "family-register")]),
            "/do/proxy/end" => look_up(&[("proxy", &self.grant)]),
            "/do/approval/request" => {
                look_up(&[("kind", "recovery"), ("reason", desk::REASON), ("proof", "photo-id"), ("other_proof", "insurance-card")])
            }
            "/do/approval/decide" => Names::Refused {
                stranger: &self.desk[0].browser,
                field: "request",
                id: self.request.clone(),
                more: vec![("verdict", "approve".to_owned())],
                problem: "own-request",
            },
            "/do/binding-code/make" => form(colleague, "request", &self.request, &[]),
            "/do/cases/take" => refused(colleague, "case", &self.inquiry, "already-done"),
            "/do/cases/give-back" | "/do/cases/look" | "/do/cases/close" => form(colleague, "case", &self.inquiry, &[]),
            "/do/cases/answer" => form(colleague, "case", &self.inquiry, &[("text", "答えます。")]),

            path => self.action_of_organisations(path),
        }
    }

    /// What holders' people and registrars do.
    fn action_of_organisations(&self, path: &str) -> Names<'_> {
        let form = |stranger, field, id: &str, more: &[(&'static str, &str)]| Names::Theirs {
            stranger,
            field,
            id: id.to_owned(),
            more: more.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        };
        let (clerk, manager, registrar) = (&self.clerks[1].browser, &self.managers[1].browser, &self.registrars[1].browser);
        let refused =
            |field, id: &str| Names::Refused { stranger: registrar, field, id: id.to_owned(), more: vec![], problem: "not-allowed" };
        match path {
            "/do/disclosures/withdraw" => form(clerk, "report", &self.report, &[("key", "w")]),
            "/do/reviews/settle" => form(clerk, "report", &self.report, &[("rows[0]", "0"), ("display", "full")]),
            "/do/conflicts/answer" => form(clerk, "conflict", &self.conflict, &[("text", "答えます。")]),
            "/do/letters/printed" => form(clerk, "letters", &self.letters, &[]),
            "/do/letters/way-back-printed" => form(clerk, "letter", &self.by_post, &[]),
            "/do/operators/withdraw" => form(manager, "invitation", &self.invitation, &[]),
            "/do/operators/end" => form(manager, "account", &self.clerks[0].account.to_string(), &[]),
            "/do/client/add-keys" => {
                form(manager, "client", &self.ours.client_id, &[("jwks", &serde_json::json!({ "keys": [self.theirs.jwk] }).to_string())])
            }
            "/do/client/revoke-key" => form(manager, "client", &self.ours.client_id, &[("kid", "key-1")]),
            "/do/client/revoke" => form(manager, "client", &self.ours.client_id, &[]),

            "/do/purposes/propose" => Names::Nothing("it makes something new"),
            "/do/purposes/publish" => Names::Everybodys("another one has to publish it: purposes.rs tries one's own"),
            "/do/purposes/discard" => refused("proposal", &self.proposal),
            "/do/register/save" => refused("study", &self.draft),
            "/do/register/discard" => refused("study", &self.draft),
            "/do/register/take-over" => refused("study", &self.draft),
            path => panic!("{path} has no row"),
        }
    }
}

async fn tried(stranger: &Browser, path: &str, (field, id): (&str, &str), more: &[(&'static str, String)]) -> (u16, String) {
    let mut fields = vec![(field, id)];
    fields.extend(more.iter().map(|(name, value)| (*name, value.as_str())));
    let answer = stranger.call(path, &fields).await;
    let code = if answer.status.is_client_error() { problem(&answer) } else { String::new() };
    (answer.status.as_u16(), code)
}

on_both_databases! {
    async fn what_belongs_to_somebody_else_is_like_what_does_not_exist(world: World) {
        let all = Everything::made(&world).await;
        let mut wrong = Vec::new();
        for page in PAGES.iter().chain(FILES).filter(|page| page.path.contains('{')) {
            if let Names::Theirs { stranger, id, .. } = all.page(page.path) {
                let at = |id: &str| page.path.replace("{id}", id).replace("{index}", if page.path.contains("{id}") { "0" } else { id });
                let nobodys = if page.path.contains("{id}") { NOBODYS } else { "999999" };
                let (theirs, none) = (stranger.get(&at(&id)).await, stranger.get(&at(nobodys)).await.status);
                // A page that says for either that there is nothing, or nothing any more, says nothing of it.
                let told = theirs.status == 200 && [REFERENCE, "data-code="].iter().any(|told| theirs.text().contains(told));
                if theirs.status != none || told {
                    wrong.push(format!("{}: {}, and for what does not exist {none}", page.path, theirs.status));
                }
            }
        }
        for action in ACTIONS {
            match all.action(action.path) {
                Names::Nothing(why) | Names::Everybodys(why) => assert!(!why.is_empty(), "{}: why?", action.path),
                Names::Theirs { stranger, field, id, more } => {
                    let theirs = tried(stranger, action.path, (field, &id), &more).await;
                    let none = tried(stranger, action.path, (field, if field == "client" { "nobody" } else { NOBODYS }), &more).await;
                    if theirs != none || !(400..500).contains(&theirs.0) {
                        wrong.push(format!("{}: {theirs:?}, and for what does not exist {none:?}", action.path));
                    }
                }
                Names::Refused { stranger, field, id, more, problem } => {
                    let theirs = tried(stranger, action.path, (field, &id), &more).await;
                    if theirs.1 != problem {
                        wrong.push(format!("{}: {theirs:?}, not {problem}", action.path));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(account(&world, &all.taro.browser).await.passkeys.len(), 2, "nothing of it was done");
    }

    async fn a_report_of_another_hospital_is_like_none(world: World) {
        let all = Everything::made(&world).await;
        let study = world.study(&["education"], false).await;
        let change = body(&world, study, vec![all.taro.insured_number()]);
        let own = world.reported(&all.theirs, &change).await;
        for endpoint in server::api::ENDPOINTS.iter().filter(|endpoint| endpoint.path.contains('{')) {
            assert_eq!(endpoint.path, "/api/v1/disclosures/{id}/corrections", "another endpoint names something: whose?");
            for (id, status) in [(&*all.report, 404), (NOBODYS, 404), (&*id_of(&own).to_string(), 201)] {
                let corrected = world.corrected(&all.theirs, &id.into(), &format!("c-{id}"), &change).await;
                assert_eq!(corrected.status.as_u16(), status, "{}", corrected.text());
            }
        }
    }

    async fn a_program_does_what_its_scopes_cover(world: World) {
        for scope in ClientScope::ALL {
            let hospital = world.hospital_with(&[scope]).await;
            for other in ClientScope::ALL.into_iter().filter(|other| *other != scope) {
                assert_eq!(hospital.token_for(other.name()).await, None, "{} is not given {}", scope.name(), other.name());
            }
            let token = hospital.token_for(scope.name()).await.expect("its own scope");
            let program = domain::actor::Actor::Client { client: hospital.client_id.clone(), holder: hospital.id, scopes: [scope].into() };
            for endpoint in server::api::ENDPOINTS.iter().filter(|of| of.path != "/oauth/token") {
                let kind = if endpoint.path == "/api/v1/checks/stream" { "text/csv" } else { "application/json" };
                let request = axum::http::Request::builder()
                    .method(endpoint.method)
                    .uri(endpoint.path.replace("{id}", NOBODYS))
                    .header("authorization", format!("Bearer {token}"))
                    .header("content-type", kind)
                    .body(axum::body::Body::from("{}"))
                    .unwrap();
                let answer = world.send(request).await;
                let at = format!("{} at {} {}: {}", scope.name(), endpoint.method, endpoint.path, answer.status);
                match program.may(endpoint.operation) {
                    Ok(()) => assert!(!matches!(answer.status.as_u16(), 401 | 403), "{at}"),
                    Err(problem) => {
                        assert_eq!(answer.status.as_u16(), problem.status(), "{at}");
                        assert_eq!(answer.json()["code"], problem.code(), "{at}");
                    }
                }
            }
        }
    }
}
