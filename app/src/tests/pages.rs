//! Renders every page, in both languages, for everybody who may see it. What is rendered is also written to
//! `target/pages/<name>.<language>.html`, style and all, to be looked at.

use crate::i18n::Locale;
use crate::routes::PAGES;
use crate::sample::{Answer, Person, visit};
use crate::shell::shell;
use futures::{Stream, StreamExt, executor::block_on, stream::once};
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_integration_utils::ExtendResponse;
use leptos_meta::ServerMetaContext;
use leptos_router::location::RequestUrl;
use std::pin::Pin;
use std::sync::Arc;

/// One page as somebody sees it.
struct Case {
    /// Of the file it is written to.
    name: &'static str,
    path: &'static str,
    person: Person,
    /// The status that the page sets; 200 where it sets none.
    status: u16,
}

const fn case(name: &'static str, path: &'static str, person: Person) -> Case {
    Case { name, path, person, status: 200 }
}

const fn refused(name: &'static str, path: &'static str, person: Person, status: u16) -> Case {
    Case { name, path, person, status }
}

/// Every page and its special states. The test below notices a page that is not among them.
const CASES: &[Case] = &[
    case("home", "/", Person::Visitor),
    case("home-signed-in", "/", Person::Patient),
    case("how-it-works", "/how-it-works", Person::Visitor),
    case("log", "/log", Person::Visitor),
    case("verify", "/verify", Person::Visitor),
    case("log-empty", "/log", Person::Newcomer),
    case("log-witnessed", "/log", Person::Patient),
    case("log-one-witness", "/log", Person::Registrar),
    case("log-alarm", "/log", Person::Administrator),
    case("purposes", "/purposes", Person::Visitor),
    case("help", "/help", Person::Visitor),
    case("paper-form", "/help/form", Person::Visitor),
    case("privacy", "/privacy", Person::Visitor),
    case("accessibility", "/accessibility", Person::Visitor),
    case("status", "/status", Person::Visitor),
    case("status-log-late", "/status", Person::Support),
    case("status-log-empty", "/status", Person::Newcomer),
    refused("status-database-gone", "/status", Person::Administrator, 503),
    case("for-holders", "/for-holders", Person::Visitor),
    case("activate", "/activate", Person::Visitor),
    case("activate-signed-in", "/activate", Person::Patient),
    case("sign-in", "/sign-in?next=%2Fchoices", Person::Visitor),
    case("sign-in-after-cancel", "/sign-in?done=recovery-cancelled", Person::Visitor),
    case("sign-in-after-removal", "/sign-in?done=passkey-removed", Person::Visitor),
    case("recover", "/recover", Person::Visitor),
    case("welcome", "/welcome", Person::Newcomer),
    case("overview", "/overview", Person::Patient),
    case("overview-newcomer", "/overview", Person::Newcomer),
    case("overview-recovered", "/overview", Person::Recovered),
    case("overview-level-one", "/overview", Person::LevelOne),
    refused("overview-only-cancel", "/overview", Person::OnlyCancel, 403),
    refused("overview-visitor", "/overview", Person::Visitor, 401),
    case("usage", "/usage", Person::Patient),
    case("overview-protected", "/overview", Person::Protected),
    case("usage-protected", "/usage", Person::Protected),
    case("usage-one-protected", "/usage/000000000000000000000S60R1", Person::Protected),
    case("usage-newcomer", "/usage", Person::Newcomer),
    case("usage-narrowed", "/usage?purpose=drug-device-development&holder=&year=2026", Person::Patient),
    case("usage-none-found", "/usage?purpose=education&year=2024", Person::Patient),
    case("usage-older", "/usage?before=1788242400000.000000000000000000000S60R4&asked=0.00000000000000000000000000", Person::Patient),
    case("usage-unreadable", "/usage?purpose=%3Cb%3E&holder=x&year=20x6&before=x&asked=x", Person::Patient),
    case("usage-level-one", "/usage", Person::LevelOne),
    refused("usage-recovered", "/usage", Person::Recovered, 403),
    case("usage-one", "/usage/000000000000000000000S60R1", Person::Patient),
    case("usage-one-linked", "/usage/000000000000000000000S60R2", Person::Patient),
    case("usage-one-conflict", "/usage/000000000000000000000S60R3", Person::Patient),
    case("usage-one-late", "/usage/000000000000000000000S60R4", Person::Patient),
    case("usage-one-checked-before", "/usage/000000000000000000000S60R5", Person::Patient),
    case("usage-one-generic", "/usage/000000000000000000000S60R6", Person::Patient),
    case("usage-one-exempt", "/usage/000000000000000000000S60R7", Person::Patient),
    case("usage-one-ended", "/usage/000000000000000000000S60R8", Person::Patient),
    case("usage-one-historic", "/usage/000000000000000000000S60R9", Person::Patient),
    refused("usage-unknown", "/usage/01J00000000000000000000000", Person::Patient, 404),
    case("choices", "/choices", Person::Patient),
    case("choices-all-refused", "/choices?decided=50001", Person::Refuser),
    case("overview-all-refused", "/overview", Person::Refuser),
    case("choices-newcomer", "/choices", Person::Newcomer),
    case("choices-saved", "/choices?decided=48213", Person::Patient),
    case("choices-recovered", "/choices", Person::Recovered),
    case("choices-confirm", "/choices?confirm=purpose:ai-development", Person::Patient),
    case("choices-confirm-fresh", "/choices?confirm=all", Person::Fresh),
    case("choices-level-one", "/choices", Person::LevelOne),
    case("choices-protected", "/choices", Person::Protected),
    case("choices-problem", "/choices?__path=%2Fdo%2Fchoices%2Frecord&__err=eyJjb2RlIjoid3JvbmctcGVyc29uIn0%3D", Person::Patient),
    case("decisions", "/decisions", Person::Patient),
    case("decisions-older", "/decisions?before=30402", Person::Patient),
    case("decisions-newcomer", "/decisions", Person::Newcomer),
    case("decision", "/decisions/48213", Person::Patient),
    refused("decision-unknown", "/decisions/7", Person::Patient, 404),
    case("check-file", "/holder/check", Person::Clerk),
    case("check-file-not-in-order", "/holder/check", Person::Manager),
    case("check-file-new", "/holder/check", Person::NewManager),
    case("check-file-problem", "/holder/check?__path=%2Fdo%2Fcheck%2Ffile&__err=eyJjb2RlIjoidW5yZWFkYWJsZS1maWxlIn0%3D", Person::Clerk),
    refused("check-file-patient", "/holder/check", Person::Patient, 403),
    case("person", "/desk/person", Person::Support),
    case(
        "person-problem",
        "/desk/person?__path=%2Fdo%2Fperson%2Flook-up&__err=eyJjb2RlIjoiaW52YWxpZC1pZGVudGlmaWVyIn0%3D",
        Person::Support,
    ),
    case("person-found", "/desk/person/000000000000000000000S61R0", Person::Support),
    case("person-read-back", "/desk/person/000000000000000000000S61R0?scope=all&stance=refuse&channel=phone&received=", Person::Support),
    case(
        "person-read-back-paper",
        "/desk/person/000000000000000000000S61R0?scope=purpose%3Aeducation&stance=refuse&channel=paper&received=2026-11-20",
        Person::Support,
    ),
    case("person-allow", "/desk/person/000000000000000000000S61R0?scope=all&stance=allow&channel=counter&received=", Person::Support),
    case(
        "person-too-long-ago",
        "/desk/person/000000000000000000000S61R0?scope=all&stance=refuse&channel=paper&received=2026-01-01",
        Person::Support,
    ),
    case("person-nobody", "/desk/person/000000000000000000000S61R1", Person::Support),
    case("person-waits", "/desk/person/000000000000000000000S61R2", Person::Support),
    case("person-history-open", "/desk/person/000000000000000000000S61R3", Person::Support),
    case("person-dead", "/desk/person/000000000000000000000S61R4", Person::Support),
    case("person-receipt", "/desk/person/000000000000000000000S61R0/receipt/12044", Person::Support),
    case("person-letter", "/desk/person/000000000000000000000S61R0/letter", Person::Support),
    refused("person-other", "/desk/person/01J00000000000000000000000", Person::Support, 404),
    case("account", "/account", Person::Patient),
    case("account-fresh", "/account?done=passkey-removed", Person::Fresh),
    case("account-newcomer", "/account", Person::Newcomer),
    case("account-contact-waiting", "/account?done=contact-entered", Person::Refuser),
    case(
        "account-contact-code-wrong",
        "/account?__path=%2Fdo%2Fcontact%2Fconfirm&__err=eyJjb2RlIjoiY29udGFjdC1jb2RlLXJlamVjdGVkIn0%3D",
        Person::Refuser,
    ),
    case("account-recovered", "/account", Person::Recovered),
    case("account-level-one", "/account", Person::LevelOne),
    case("account-protected", "/account?done=protected", Person::Protected),
    case("account-only-cancel", "/account", Person::OnlyCancel),
    case("account-proxy", "/account", Person::Proxy),
    case("account-staff", "/account", Person::Support),
    case("account-staff-fresh", "/account?done=session-ended", Person::Registrar),
    case("account-operator", "/account", Person::Clerk),
    case("account-proxy-ended", "/account?done=proxy-ended", Person::Patient),
    case("overview-proxy", "/overview", Person::Proxy),
    case("usage-proxy", "/usage", Person::Proxy),
    case("choices-proxy", "/choices", Person::Proxy),
    case("choices-proxy-of-teen", "/choices", Person::ProxyOfTeen),
    refused("usage-proxy-of-teen", "/usage", Person::ProxyOfTeen, 403),
    case("approvals", "/desk/recovery", Person::Support),
    case("approvals-older", "/desk/recovery?before=01J00000000000000000000000", Person::Support),
    case("approval-recovery", "/desk/recovery/000000000000000000000S6R01?done=asked", Person::Support),
    case("approval-own", "/desk/recovery/000000000000000000000S6R02", Person::Support),
    case("approval-permit", "/desk/recovery/000000000000000000000S6R03", Person::Support),
    case("approval-code", "/desk/recovery/000000000000000000000S6R06", Person::Support),
    case("approval-by-post", "/desk/recovery/000000000000000000000S6R0A", Person::Support),
    case("approval-used", "/desk/recovery/000000000000000000000S6R07", Person::Support),
    refused("approval-unknown", "/desk/recovery/01J00000000000000000000000", Person::Support, 404),
    case("ask", "/desk/person/000000000000000000000S6M01/ask", Person::Support),
    case("ask-protected", "/desk/person/000000000000000000000S6M09/ask", Person::Support),
    case("proxies", "/desk/proxies?person=000000000000000000000S6M01", Person::Support),
    case("proxies-without-person", "/desk/proxies", Person::Support),
    case("audit", "/desk/audit", Person::Support),
    case("audit-broken", "/desk/audit?operation=approve&actor=staff&before=48213", Person::Administrator),
    case(
        "account-problem",
        "/account?__path=%2Fdo%2Fpasskey%2Fremove&__err=eyJjb2RlIjoiZnJlc2gtcGFzc2tleS1uZWVkZWQifQ%3D%3D",
        Person::Patient,
    ),
    case("inquiries", "/inquiries", Person::Patient),
    case("inquiries-recovered", "/inquiries", Person::Recovered),
    case("inquiry-recovered", "/inquiries/000000000000000000000S6181", Person::Recovered),
    case("inquiries-newcomer", "/inquiries", Person::Newcomer),
    case("inquiries-about", "/inquiries?about=000000000000000000000S60R3", Person::Patient),
    case("inquiries-older", "/inquiries?before=000000000000000000000S6181", Person::Patient),
    case("inquiries-refused", "/inquiries?__path=%2Fdo%2Finquiries%2Fask&__err=eyJjb2RlIjoidGV4dC10b28tbG9uZyJ9", Person::Fresh),
    case(
        "inquiries-nothing-written",
        "/inquiries?__path=%2Fdo%2Finquiries%2Fask&__err=eyJjb2RlIjoidGV4dC1uZWVkZWQifQ%3D%3D",
        Person::Patient,
    ),
    case("inquiry-answered", "/inquiries/000000000000000000000S6181?done=sent", Person::Patient),
    case("inquiry-open", "/inquiries/000000000000000000000S6182?done=asked", Person::Fresh),
    case("inquiry-taken", "/inquiries/000000000000000000000S6183", Person::Patient),
    case("inquiry-closed", "/inquiries/000000000000000000000S6184?done=closed", Person::Patient),
    refused("inquiry-unknown", "/inquiries/01J00000000000000000000000", Person::Patient, 404),
    case("desk", "/desk", Person::Support),
    case("desk-later", "/desk?after=000000000000000000000S6186&done=given-back", Person::Support),
    refused("desk-registrar", "/desk", Person::Registrar, 403),
    case("desk-cases", "/desk/cases", Person::Support),
    case("case-taken", "/desk/cases/000000000000000000000S6183?done=taken", Person::Support),
    case("case-answered", "/desk/cases/000000000000000000000S6181?done=answered&template=conflict", Person::Support),
    refused("case-not-taken", "/desk/cases/000000000000000000000S6182", Person::Support, 404),
    case("leave", "/account/leave", Person::Patient),
    case("leave-fresh", "/account/leave", Person::Fresh),
    case("leave-recovered", "/account/leave", Person::Recovered),
    refused("leave-proxy", "/account/leave", Person::Proxy, 403),
    case("goodbye", "/goodbye", Person::Visitor),
    case("recovery-code", "/account/recovery-code", Person::Fresh),
    case("recovery-code-gone", "/account/recovery-code", Person::Patient),
    case("studies", "/studies", Person::Visitor),
    case("studies-found", "/studies?q=AI&users=commercial&stage=overdue", Person::Visitor),
    case("studies-none-found", "/studies?q=zzz", Person::Visitor),
    case("study", "/studies/000000000000000000000S60G2", Person::Visitor),
    case("study-patient", "/studies/000000000000000000000S60G2", Person::Patient),
    case("study-linked", "/studies/000000000000000000000S60G3", Person::Patient),
    case("study-overdue", "/studies/000000000000000000000S60G4", Person::Visitor),
    case("study-exempt", "/studies/000000000000000000000S60G5", Person::Patient),
    case("study-recovered", "/studies/000000000000000000000S60G2", Person::Recovered),
    refused("study-unknown", "/studies/01J00000000000000000000000", Person::Visitor, 404),
    case("registrar", "/registrar?done=published", Person::Registrar),
    case("registrar-empty", "/registrar", Person::Administrator),
    refused("registrar-patient", "/registrar", Person::Patient, 403),
    case("registrar-new", "/registrar/studies/new", Person::Registrar),
    case("registrar-begun", "/registrar/studies/000000000000000000000S61G1?done=saved", Person::Registrar),
    case("registrar-complete", "/registrar/studies/000000000000000000000S61G3", Person::Registrar),
    case("registrar-waiting", "/registrar/studies/000000000000000000000S61G2", Person::Administrator),
    case("registrar-published", "/registrar/studies/000000000000000000000S60G2?done=results", Person::Registrar),
    case("registrar-next-version", "/registrar/studies/000000000000000000000S60G2?new=1", Person::Registrar),
    case("registrar-ended", "/registrar/studies/000000000000000000000S60G4", Person::Administrator),
    refused("registrar-unknown", "/registrar/studies/01J00000000000000000000000", Person::Registrar, 404),
    case("activate-invited", "/activate?invited", Person::Visitor),
    case("activate-invited-signed-in", "/activate?invited", Person::Patient),
    case("start", "/start", Person::Patient),
    case("admin", "/admin?done=ended", Person::Administrator),
    case("admin-older", "/admin?before=000000000000000000000S60R1", Person::Administrator),
    case("admin-problem", "/admin?__path=%2Fdo%2Fpeople%2Finvite&__err=eyJjb2RlIjoidGV4dC1uZWVkZWQifQ%3D%3D", Person::Administrator),
    refused("admin-support", "/admin", Person::Support, 403),
    refused("admin-manager", "/admin", Person::Manager, 403),
    case("admin-holders", "/admin/holders?done=joined", Person::Administrator),
    case(
        "admin-holders-problem",
        "/admin/holders?ja=%E6%9D%B1%3Cb%3E&en=East&kind=registry&number=12&__path=%2Fdo%2Fholders%2Fjoin&__err=eyJjb2RlIjoiaW52YWxpZC1pZGVudGlmaWVyIn0%3D",
        Person::Administrator,
    ),
    case("admin-invitation", "/admin/invitation", Person::Administrator),
    case("holder-people", "/holder/people?done=withdrawn", Person::Manager),
    refused("holder-people-clerk", "/holder/people", Person::Clerk, 403),
    case("holder-invitation", "/holder/people/invitation", Person::Manager),
    case("holder", "/holder", Person::Manager),
    case("holder-clerk", "/holder", Person::Clerk),
    case("holder-new", "/holder", Person::NewManager),
    refused("holder-patient", "/holder", Person::Patient, 403),
    case("clients", "/holder/clients?done=registered", Person::Manager),
    case("clients-new", "/holder/clients", Person::NewManager),
    refused("clients-clerk", "/holder/clients", Person::Clerk, 403),
    case(
        "clients-private-key",
        "/holder/clients?__path=%2Fdo%2Fclient%2Fregister&__err=eyJjb2RlIjoicHJpdmF0ZS1rZXkifQ%3D%3D",
        Person::Manager,
    ),
    case("activations", "/holder/activations", Person::Clerk),
    case("activations-again", "/holder/activations?again=000000000000000000000S6100", Person::NewManager),
    case("letters", "/holder/activations/letters/000000000000000000000S6100", Person::Clerk),
    case("way-back", "/holder/activations/way-back/000000000000000000000S6100", Person::Clerk),
    refused("way-back-unknown", "/holder/activations/way-back/01J00000000000000000000000", Person::Clerk, 404),
    case("letters-gone", "/holder/activations/letters/01J00000000000000000000000", Person::Clerk),
    refused("letters-unknown", "/holder/activations/letters/x", Person::Clerk, 404),
    case("catalogue", "/registrar/purposes", Person::Registrar),
    case("catalogue-done", "/registrar/purposes?done=proposed", Person::Registrar),
    case("catalogue-quiet", "/registrar/purposes", Person::Administrator),
    case("catalogue-new", "/registrar/purposes/new", Person::Registrar),
    case("catalogue-exempt", "/registrar/purposes/new?of=education", Person::Registrar),
    case("poster", "/holder/poster", Person::Clerk),
    case("leaflet", "/holder/leaflet", Person::Clerk),
    case("statistics", "/holder/statistics", Person::Clerk),
    case("statistics-new", "/holder/statistics", Person::NewManager),
    case("disclosures", "/holder/disclosures", Person::Clerk),
    case("disclosures-older", "/holder/disclosures?before=1763517600000.00000000000000000000000001", Person::Clerk),
    case("disclosures-correct", "/holder/disclosures?corrects=000000000000000000000S61G1", Person::Clerk),
    case("disclosures-preview", "/holder/disclosures/preview?draft=00000000000000000000000001", Person::Clerk),
    case("disclosures-faulty", "/holder/disclosures/preview?draft=00000000000000000000000002", Person::Clerk),
    case("disclosures-nothing", "/holder/disclosures/preview?draft=00000000000000000000000003", Person::Clerk),
    refused("disclosures-no-draft", "/holder/disclosures/preview?draft=x", Person::Clerk, 404),
    case("disclosures-one", "/holder/disclosures/000000000000000000000S61G1?done=reported", Person::Clerk),
    refused("disclosures-patient", "/holder/disclosures", Person::Patient, 403),
    case("conflicts", "/holder/conflicts?done=answered", Person::Clerk),
    case("conflicts-none", "/holder/conflicts?before=1763517600000.00000000000000000000000001", Person::Clerk),
    case("incidents", "/desk/incidents", Person::Support),
    case("incidents-all", "/desk/incidents?all=1", Person::Support),
    case("incidents-one", "/desk/incidents/000000000000000000000S61G1?done=noted", Person::Support),
    case("incidents-alarms", "/desk/incidents?alarms=000000000000000000000S6290", Person::Support),
    case("alarm", "/desk/incidents/alarms/000000000000000000000S6281", Person::Support),
    case("alarm-look-ups", "/desk/incidents/alarms/000000000000000000000S6284", Person::Support),
    case("alarm-own-look-ups", "/desk/incidents/alarms/000000000000000000000S6285", Person::Support),
    case("alarm-closed", "/desk/incidents/alarms/000000000000000000000S6282?done=closed", Person::Support),
    case("registrar-left", "/registrar/studies/000000000000000000000S61G4", Person::Registrar),
    refused("incidents-unknown", "/desk/incidents/01J00000000000000000000000", Person::Support, 404),
    refused("not-found", "/nowhere", Person::Visitor, 404),
];

/// The document of a case.
struct Rendered(Pin<Box<dyn Stream<Item = String> + Send>>);

impl ExtendResponse for Rendered {
    type ResponseOptions = ();
    fn from_stream(stream: impl Stream<Item = String> + Send + 'static) -> Self {
        Self(Box::pin(stream))
    }
    fn extend_response(&mut self, (): &()) {}
    fn set_default_content_type(&mut self, _: &str) {}
}

/// Renders as the server does.
fn render(path: &'static str, person: Person, locale: Locale) -> (String, Arc<Answer>) {
    // The first test to come sets it for all.
    _ = any_spawner::Executor::init_futures_executor();
    let (visit, answer) = visit(person, locale, path);
    let (meta, output) = ServerMetaContext::new();
    let options = LeptosOptions::builder().output_name("hikae").site_pkg_dir("pkg").build();
    let document = block_on(async {
        let rendered = Rendered::from_app(
            move || shell(options),
            output,
            move || {
                provide_context(RequestUrl::new(path));
                provide_context(meta);
                provide_context(leptos::nonce::Nonce::from_value("test"));
                crate::visit::provide(visit);
            },
            (),
            |app, chunks, _| {
                Box::pin(async move {
                    let app = app.to_html_stream_in_order().collect::<String>().await;
                    let chunks = chunks();
                    Box::pin(once(async move { app }).chain(chunks)) as Pin<Box<dyn Stream<Item = String> + Send>>
                })
            },
            true,
        )
        .await;
        rendered.0.collect::<String>().await
    });
    (document, answer)
}

/// Writes the document with its style inside, so that it can be opened as it is.
fn keep(name: &str, locale: Locale, document: &str) {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let style: String = ["main", "tokens", "base", "layout", "components", "pages", "work", "print"]
        .iter()
        .map(|part| std::fs::read_to_string(format!("{root}/style/{part}.css")).unwrap_or_default())
        .collect();
    let folder = format!("{root}/target/pages");
    std::fs::create_dir_all(&folder).unwrap();
    let link = r#"<link rel="stylesheet" href="/pkg/hikae.css?v=test">"#;
    assert!(document.contains(link), "{name}: no style sheet");
    std::fs::write(format!("{folder}/{name}.{}.html", locale.code()), document.replace(link, &format!("<style>{style}</style>"))).unwrap();
}

#[test]
fn every_page_renders_in_every_language() {
    let mut wrong = vec![];
    for case in CASES {
        for locale in Locale::ALL {
            let (document, answer) = render(case.path, case.person, locale);
            keep(case.name, locale, &document);
            let status = answer.status.lock().unwrap().unwrap_or(200);
            let mut expect = |holds: bool, what: String| {
                if !holds {
                    wrong.push(format!("{} ({}): {what}", case.name, locale.code()));
                }
            };
            expect(status == case.status, format!("status {status}"));
            expect(document.contains(&format!("<html lang=\"{}\">", locale.code())), "language".to_owned());
            expect(document.matches("<h1").count() == 1, "not exactly one h1".to_owned());
            expect(document.matches("<title>").count() == 1, "not exactly one title".to_owned());
            for missing in ["⟦", "undefined", "{ $", "{$"] {
                expect(!document.contains(missing), format!("a word is missing: {:?}", around(&document, missing)));
            }
            expect(!document.contains("style=\""), "an inline style, which the content security policy refuses".to_owned());
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn around<'a>(document: &'a str, found: &str) -> &'a str {
    let start = document.find(found).unwrap_or(0);
    let end = document[start..].char_indices().nth(60).map_or(document.len(), |(index, _)| start + index);
    &document[start..end]
}

#[test]
fn every_page_is_among_the_cases() {
    for page in PAGES {
        let seen = CASES.iter().any(|case| {
            let address = case.path.split('?').next().unwrap_or_default();
            crate::routes::page_at(address).is_some_and(|of| of.path == page.path) && case.status == 200
        });
        assert!(seen, "{} has no sample", page.path);
    }
}

#[test]
fn the_bundle_is_loaded_where_an_island_is_and_nowhere_else() {
    for page in PAGES {
        let mut islands = false;
        for case in CASES
            .iter()
            .filter(|case| crate::routes::page_at(case.path.split('?').next().unwrap_or("/")).is_some_and(|of| of.path == page.path))
        {
            let (document, _) = render(case.path, case.person, Locale::En);
            islands |= document.contains("<leptos-island");
            assert_eq!(document.contains("/pkg/hikae.js"), page.island, "{}", case.name);
        }
        assert_eq!(islands, page.island, "{}", page.path);
    }
}

#[test]
fn the_end_of_a_sign_in_is_told_on_every_page_of_whoever_is_signed_in_and_to_nobody_else() {
    for case in CASES {
        let (document, _) = render(case.path, case.person, Locale::En);
        let idle = document.split("data-idle=\"").nth(1).and_then(|rest| rest.split('"').next());
        let expected = match case.person {
            Person::Visitor => None,
            Person::Support | Person::Registrar | Person::Administrator | Person::Manager | Person::Clerk | Person::NewManager => {
                Some("840")
            }
            _ => Some("1740"),
        };
        assert_eq!(idle, expected, "{}", case.name);
        assert_eq!(document.contains("src=\"/session.js?v=test\""), expected.is_some(), "{}", case.name);
    }
    let (document, _) = render("/choices?confirm=all&__err=x", Person::Patient, Locale::En);
    assert!(document.contains("href=\"/sign-in?next=%2Fchoices%3Fconfirm%3Dall\""), "the way back, without what a form met");
    assert!(document.contains("because nothing was done for 30 minutes"));
}

#[test]
fn who_is_not_signed_in_is_sent_to_sign_in_and_back() {
    let (_, answer) = render("/usage?before=1.2", Person::Visitor, Locale::Ja);
    assert_eq!(answer.redirect.lock().unwrap().as_deref(), Some("/sign-in?next=%2Fusage%3Fbefore%3D1%2E2"));
}

#[test]
fn an_account_that_is_closed_for_now_does_not_say_that_nobody_asked() {
    let (document, _) = render("/overview", Person::Recovered, Locale::En);
    assert_eq!((document.matches("Closed for now").count(), document.contains("Nobody yet")), (2, false));
}
