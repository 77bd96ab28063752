//! The document around every page: head, masthead, navigation, footer.

use crate::components::frame::{Footer, Masthead};
use crate::components::in_view::InView;
use crate::components::time_out::TimeOut;
use crate::i18n::Locale;
use crate::pages;
use crate::routes::page_at;
use crate::text;
use crate::visit::Visit;
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The whole document of one answer.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let visit = use_context::<Visit>();
    let assets = visit.as_ref().map_or_else(String::new, |visit| format!("?v={}", visit.assets));
    // Only a page with an island makes anybody download the browser bundle.
    let island = visit.as_ref().and_then(|visit| page_at(visit.address())).is_some_and(|page| page.island);
    view! {
        <!DOCTYPE html>
        <html lang=Locale::current().code()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#0017c1" />
                <meta name="description" content=text!("site-description") />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=format!("/pkg/hikae.css{assets}") />
                {island.then(|| view! { <HydrationScripts options=options islands=true /> })}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The product: the frame, and in it the page that the address names.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // The first page begins with its own tinted field, right below the masthead.
    let hero = use_context::<Visit>().is_some_and(|visit| visit.address() == "/");
    view! {
        <a class="skip" href="#main">
            {text!("skip-to-content")}
        </a>
        <Router>
            <Masthead />
            <TimeOut />
            <InView />
            <main id="main" tabindex="-1" class:plain=hero>
                <Routes fallback=pages::not_found::NotFound>
                    <Route path=path!("/") view=pages::home::Home ssr=SsrMode::Async />
                    <Route path=path!("/how-it-works") view=pages::how_it_works::HowItWorks ssr=SsrMode::Async />
                    <Route path=path!("/log") view=pages::log::Log ssr=SsrMode::Async />
                    <Route path=path!("/verify") view=pages::verify::Verify ssr=SsrMode::Async />
                    <Route path=path!("/purposes") view=pages::purposes::Purposes ssr=SsrMode::Async />
                    <Route path=path!("/help") view=pages::help::Help ssr=SsrMode::Async />
                    <Route path=path!("/help/form") view=pages::paper_form::PaperForm ssr=SsrMode::Async />
                    <Route path=path!("/privacy") view=pages::privacy::Privacy ssr=SsrMode::Async />
                    <Route path=path!("/accessibility") view=pages::accessibility::Accessibility ssr=SsrMode::Async />
                    <Route path=path!("/status") view=pages::status::Status ssr=SsrMode::Async />
                    <Route path=path!("/for-holders") view=pages::for_holders::ForHolders ssr=SsrMode::Async />
                    <Route path=path!("/studies") view=pages::studies::Studies ssr=SsrMode::Async />
                    <Route path=path!("/studies/:id") view=pages::studies::one::OneStudy ssr=SsrMode::Async />
                    <Route path=path!("/registrar") view=pages::registrar::Registrar ssr=SsrMode::Async />
                    <Route path=path!("/registrar/studies/new") view=pages::registrar::one::NewStudy ssr=SsrMode::Async />
                    <Route path=path!("/registrar/studies/:id") view=pages::registrar::one::StudyWork ssr=SsrMode::Async />
                    <Route path=path!("/registrar/purposes") view=pages::registrar::purposes::RegistrarPurposes ssr=SsrMode::Async />
                    <Route path=path!("/registrar/purposes/new") view=pages::registrar::purposes::form::RegistrarPurpose ssr=SsrMode::Async />
                    <Route path=path!("/activate") view=pages::activate::Activate ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view=pages::sign_in::SignIn ssr=SsrMode::Async />
                    <Route path=path!("/recover") view=pages::recover::Recover ssr=SsrMode::Async />
                    <Route path=path!("/welcome") view=pages::welcome::Welcome ssr=SsrMode::Async />
                    <Route path=path!("/overview") view=pages::overview::Overview ssr=SsrMode::Async />
                    <Route path=path!("/usage") view=pages::usage::Usage ssr=SsrMode::Async />
                    <Route path=path!("/usage/:id") view=pages::usage::one::OneUse ssr=SsrMode::Async />
                    <Route path=path!("/choices") view=pages::choices::Choices ssr=SsrMode::Async />
                    <Route path=path!("/decisions") view=pages::decisions::Decisions ssr=SsrMode::Async />
                    <Route path=path!("/decisions/:index") view=pages::decisions::one::OneDecision ssr=SsrMode::Async />
                    <Route path=path!("/start") view=pages::start::Start ssr=SsrMode::Async />
                    <Route path=path!("/admin") view=pages::people::Admin ssr=SsrMode::Async />
                    <Route path=path!("/admin/holders") view=pages::holders::AdminHolders ssr=SsrMode::Async />
                    <Route path=path!("/admin/invitation") view=pages::people::invitation::AdminInvitation ssr=SsrMode::Async />
                    <Route path=path!("/holder") view=pages::holder::Holder ssr=SsrMode::Async />
                    <Route path=path!("/holder/clients") view=pages::holder::clients::HolderClients ssr=SsrMode::Async />
                    <Route path=path!("/holder/activations") view=pages::holder::activations::HolderActivations ssr=SsrMode::Async />
                    <Route path=path!("/holder/activations/way-back/:id") view=pages::holder::way_back::HolderWayBack ssr=SsrMode::Async />
                    <Route path=path!("/holder/activations/letters/:id") view=pages::holder::letters::HolderLetters ssr=SsrMode::Async />
                    <Route path=path!("/holder/poster") view=pages::holder::poster::HolderPoster ssr=SsrMode::Async />
                    <Route path=path!("/holder/leaflet") view=pages::holder::leaflet::HolderLeaflet ssr=SsrMode::Async />
                    <Route path=path!("/holder/statistics") view=pages::holder::statistics::HolderStatistics ssr=SsrMode::Async />
                    <Route path=path!("/holder/check") view=pages::check_file::CheckFile ssr=SsrMode::Async />
                    <Route path=path!("/holder/disclosures") view=pages::disclosures::HolderDisclosures ssr=SsrMode::Async />
                    <Route path=path!("/holder/disclosures/preview") view=pages::disclosures::preview::ReportPreview ssr=SsrMode::Async />
                    <Route path=path!("/holder/disclosures/:id") view=pages::disclosures::one::HolderReport ssr=SsrMode::Async />
                    <Route path=path!("/holder/conflicts") view=pages::conflicts::HolderConflicts ssr=SsrMode::Async />
                    <Route path=path!("/desk/incidents") view=pages::incidents::Incidents ssr=SsrMode::Async />
                    <Route path=path!("/desk/incidents/:id") view=pages::incidents::one::OneIncident ssr=SsrMode::Async />
                    <Route path=path!("/desk/incidents/alarms/:id") view=pages::incidents::alarm::OneAlarm ssr=SsrMode::Async />
                    <Route path=path!("/holder/people") view=pages::people::HolderPeople ssr=SsrMode::Async />
                    <Route path=path!("/holder/people/invitation") view=pages::people::invitation::HolderInvitation ssr=SsrMode::Async />
                    <Route path=path!("/inquiries") view=pages::inquiries::Inquiries ssr=SsrMode::Async />
                    <Route path=path!("/inquiries/:id") view=pages::inquiries::one::OneInquiry ssr=SsrMode::Async />
                    <Route path=path!("/desk/person") view=pages::person::LookUp ssr=SsrMode::Async />
                    <Route path=path!("/desk/person/:id") view=pages::person::one::One ssr=SsrMode::Async />
                    <Route path=path!("/desk/person/:id/receipt/:index") view=pages::person::receipt::PaperReceipt ssr=SsrMode::Async />
                    <Route path=path!("/desk/person/:id/letter") view=pages::person::letter::Letter ssr=SsrMode::Async />
                    <Route path=path!("/desk") view=pages::desk::Desk ssr=SsrMode::Async />
                    // Where the addresses of the cases begin is the queue, too.
                    <Route path=path!("/desk/cases") view=pages::desk::Desk ssr=SsrMode::Async />
                    <Route path=path!("/desk/cases/:id") view=pages::desk::case::OneCase ssr=SsrMode::Async />
                    <Route path=path!("/desk/recovery") view=pages::approvals::Approvals ssr=SsrMode::Async />
                    <Route path=path!("/desk/recovery/:id") view=pages::approvals::one::OneApproval ssr=SsrMode::Async />
                    <Route path=path!("/desk/person/:id/ask") view=pages::approvals::ask::Ask ssr=SsrMode::Async />
                    <Route path=path!("/desk/proxies") view=pages::proxies::Proxies ssr=SsrMode::Async />
                    <Route path=path!("/desk/audit") view=pages::audit::Audit ssr=SsrMode::Async />
                    <Route path=path!("/account") view=pages::account::Account ssr=SsrMode::Async />
                    <Route path=path!("/account/leave") view=pages::account::leave::Leave ssr=SsrMode::Async />
                    <Route path=path!("/goodbye") view=pages::goodbye::Goodbye ssr=SsrMode::Async />
                    <Route path=path!("/account/recovery-code") view=pages::account::recovery_code::RecoveryCode ssr=SsrMode::Async />
                </Routes>
            </main>
            <Footer />
        </Router>
    }
}
