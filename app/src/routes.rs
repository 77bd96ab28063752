//! Every page and every action, once: the tables that drive the links, the server's access check and the policy tests.

use domain::account::Standing;
use domain::actor::{Actor, Operation, Patient, ProxySight, StaffRole};
use domain::id::{AlarmId, DisclosureId, InquiryId, LettersId, LookUpId, RequestId, StudyId};
use domain::log::Position;
use std::fmt;

/// The address of a page, for links and redirects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the page of that name")]
pub enum Path {
    Home,
    HowItWorks,
    Log,
    Verify,
    Purposes,
    Help,
    PaperForm,
    Privacy,
    Accessibility,
    Status,
    ForHolders,
    Studies,
    Study(StudyId),
    Registrar,
    RegistrarNew,
    RegistrarStudy(StudyId),
    RegistrarPurposes,
    RegistrarPurpose,
    Activate,
    Welcome,
    SignIn,
    Recover,
    Overview,
    Usage,
    Use(DisclosureId),
    Choices,
    Decisions,
    Decision(Position),
    Inquiries,
    Inquiry(InquiryId),
    Desk,
    Cases,
    Case(InquiryId),
    Person,
    PersonLookUp(LookUpId),
    PersonReceipt(LookUpId, Position),
    PersonLetter(LookUpId),
    Account,
    RecoveryCode,
    Leave,
    Goodbye,
    Approvals,
    Approval(RequestId),
    Ask(LookUpId),
    Proxies,
    Audit,
    Start,
    Admin,
    AdminHolders,
    AdminInvitation,
    Holder,
    HolderClients,
    HolderActivations,
    HolderLetters(LettersId),
    HolderWayBack(RequestId),
    HolderPoster,
    HolderLeaflet,
    HolderStatistics,
    HolderPeople,
    HolderInvitation,
    HolderCheck,
    HolderDisclosures,
    HolderPreview,
    HolderReport(DisclosureId),
    HolderConflicts,
    Incidents,
    Incident(DisclosureId),
    Alarm(AlarmId),
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Home => "/",
            Self::HowItWorks => "/how-it-works",
            Self::Log => "/log",
            Self::Verify => "/verify",
            Self::Purposes => "/purposes",
            Self::Help => "/help",
            Self::PaperForm => "/help/form",
            Self::Privacy => "/privacy",
            Self::Accessibility => "/accessibility",
            Self::Status => "/status",
            Self::ForHolders => "/for-holders",
            Self::Studies => "/studies",
            Self::Study(id) => return write!(f, "/studies/{id}"),
            Self::Registrar => "/registrar",
            Self::RegistrarNew => "/registrar/studies/new",
            Self::RegistrarStudy(id) => return write!(f, "/registrar/studies/{id}"),
            Self::RegistrarPurposes => "/registrar/purposes",
            Self::RegistrarPurpose => "/registrar/purposes/new",
            Self::Activate => "/activate",
            Self::Welcome => "/welcome",
            Self::SignIn => "/sign-in",
            Self::Recover => "/recover",
            Self::Overview => "/overview",
            Self::Usage => "/usage",
            Self::Use(id) => return write!(f, "/usage/{id}"),
            Self::Choices => "/choices",
            Self::Decisions => "/decisions",
            Self::Decision(position) => return write!(f, "/decisions/{position}"),
            Self::Inquiries => "/inquiries",
            Self::Inquiry(id) => return write!(f, "/inquiries/{id}"),
            Self::Desk => "/desk",
            Self::Cases => "/desk/cases",
            Self::Case(id) => return write!(f, "/desk/cases/{id}"),
            Self::Person => "/desk/person",
            Self::PersonLookUp(id) => return write!(f, "/desk/person/{id}"),
            Self::PersonReceipt(id, position) => return write!(f, "/desk/person/{id}/receipt/{position}"),
            Self::PersonLetter(id) => return write!(f, "/desk/person/{id}/letter"),
            Self::Account => "/account",
            Self::RecoveryCode => "/account/recovery-code",
            Self::Leave => "/account/leave",
            Self::Goodbye => "/goodbye",
            Self::Approvals => "/desk/recovery",
            Self::Approval(id) => return write!(f, "/desk/recovery/{id}"),
            Self::Ask(id) => return write!(f, "/desk/person/{id}/ask"),
            Self::Proxies => "/desk/proxies",
            Self::Audit => "/desk/audit",
            Self::Start => "/start",
            Self::Admin => "/admin",
            Self::AdminHolders => "/admin/holders",
            Self::AdminInvitation => "/admin/invitation",
            Self::Holder => "/holder",
            Self::HolderClients => "/holder/clients",
            Self::HolderActivations => "/holder/activations",
            Self::HolderLetters(id) => return write!(f, "/holder/activations/letters/{id}"),
            Self::HolderWayBack(id) => return write!(f, "/holder/activations/way-back/{id}"),
            Self::HolderPoster => "/holder/poster",
            Self::HolderLeaflet => "/holder/leaflet",
            Self::HolderStatistics => "/holder/statistics",
            Self::HolderPeople => "/holder/people",
            Self::HolderInvitation => "/holder/people/invitation",
            Self::HolderCheck => "/holder/check",
            Self::HolderDisclosures => "/holder/disclosures",
            Self::HolderPreview => "/holder/disclosures/preview",
            Self::HolderReport(id) => return write!(f, "/holder/disclosures/{id}"),
            Self::HolderConflicts => "/holder/conflicts",
            Self::Incidents => "/desk/incidents",
            Self::Incident(id) => return write!(f, "/desk/incidents/{id}"),
            Self::Alarm(id) => return write!(f, "/desk/incidents/alarms/{id}"),
        };
        f.write_str(text)
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.to_string()
    }
}

/// A page.
#[derive(Clone, Copy, Debug)]
pub struct PageRoute {
    /// Its address; `{…}` stands for one part.
    pub path: &'static str,
    /// What seeing it is.
    pub operation: Operation,
    /// Whether it has an island, and so needs the browser bundle.
    pub island: bool,
}

const fn page(path: &'static str, operation: Operation) -> PageRoute {
    PageRoute { path, operation, island: false }
}

const fn with_island(path: &'static str, operation: Operation) -> PageRoute {
    PageRoute { path, operation, island: true }
}

/// Every page.
pub const PAGES: &[PageRoute] = &[
    page("/", Operation::ReadPublic),
    page("/how-it-works", Operation::ReadPublic),
    page("/log", Operation::ReadPublic),
    page("/verify", Operation::ReadPublic),
    page("/purposes", Operation::ReadPublic),
    page("/help", Operation::ReadPublic),
    page("/help/form", Operation::ReadPublic),
    page("/privacy", Operation::ReadPublic),
    page("/accessibility", Operation::ReadPublic),
    page("/status", Operation::ReadPublic),
    page("/for-holders", Operation::ReadPublic),
    page("/studies", Operation::ReadPublic),
    page("/studies/{id}", Operation::ReadPublic),
    page("/registrar", Operation::PublishStudy),
    page("/registrar/studies/new", Operation::DraftStudy),
    page("/registrar/studies/{id}", Operation::PublishStudy),
    page("/registrar/purposes", Operation::PublishStudy),
    page("/registrar/purposes/new", Operation::DraftStudy),
    with_island("/activate", Operation::ReadPublic),
    with_island("/sign-in", Operation::ReadPublic),
    with_island("/recover", Operation::Recover),
    with_island("/welcome", Operation::KeepRecoveryCode),
    page("/overview", Operation::SeeOverview),
    page("/usage", Operation::SeeUses),
    page("/usage/{id}", Operation::SeeUses),
    with_island("/choices", Operation::SeeChoices),
    page("/decisions", Operation::SeeChoices),
    page("/decisions/{index}", Operation::SeeChoices),
    page("/inquiries", Operation::Inquire),
    page("/inquiries/{id}", Operation::Inquire),
    page("/desk", Operation::SeeDesk),
    page("/desk/cases", Operation::SeeDesk),
    page("/desk/person", Operation::LookUp),
    page("/desk/person/{id}", Operation::LookUp),
    page("/desk/person/{id}/receipt/{index}", Operation::ActOnBehalf),
    page("/desk/person/{id}/letter", Operation::ActOnBehalf),
    page("/desk/cases/{id}", Operation::AnswerInquiry),
    // Someone who may only cancel a recovery does it here, so the account page looks for itself what it may show.
    with_island("/account", Operation::SignOut),
    page("/account/recovery-code", Operation::KeepRecoveryCode),
    with_island("/account/leave", Operation::TendOwnData),
    page("/goodbye", Operation::ReadPublic),
    page("/desk/recovery", Operation::Approve),
    page("/desk/recovery/{id}", Operation::Approve),
    page("/desk/person/{id}/ask", Operation::RequestApproval),
    page("/desk/proxies", Operation::RequestApproval),
    page("/desk/audit", Operation::SeeAudit),
    page("/start", Operation::ReadPublic),
    page("/admin", Operation::ManagePeople),
    page("/admin/holders", Operation::ManageHolders),
    page("/admin/invitation", Operation::ManagePeople),
    page("/holder", Operation::SeeHolder),
    page("/holder/clients", Operation::ManageClients),
    page("/holder/activations", Operation::IssueActivation),
    page("/holder/activations/letters/{id}", Operation::IssueActivation),
    page("/holder/activations/way-back/{id}", Operation::IssueActivation),
    page("/holder/poster", Operation::IssueActivation),
    page("/holder/leaflet", Operation::IssueActivation),
    page("/holder/statistics", Operation::SeeHolder),
    page("/holder/people", Operation::ManageOperators),
    page("/holder/people/invitation", Operation::ManageOperators),
    with_island("/holder/check", Operation::Check),
    page("/holder/disclosures", Operation::Report),
    page("/holder/disclosures/preview", Operation::Report),
    page("/holder/disclosures/{id}", Operation::Report),
    page("/holder/conflicts", Operation::AnswerConflict),
    page("/desk/incidents", Operation::SeeIncidents),
    page("/desk/incidents/{id}", Operation::SeeIncidents),
    page("/desk/incidents/alarms/{id}", Operation::SeeIncidents),
];

/// Files that people take home. No pages: a browser keeps them.
pub const FILES: &[PageRoute] = &[page("/decisions/{index}/receipt", Operation::SeeChoices), page("/usage/export", Operation::SeeUses)];

/// An action.
#[derive(Clone, Copy, Debug)]
pub struct ActionRoute {
    /// The address that its form posts to.
    pub path: &'static str,
    /// What it is. The port asks the actor again, knowing more (a choice is a refusal or an allow).
    pub operation: Operation,
    /// Whether a file of any size comes with it, which the server reads piece by piece and by a route of its own.
    pub upload: bool,
}

const fn action(path: &'static str, operation: Operation) -> ActionRoute {
    ActionRoute { path, operation, upload: false }
}

const fn upload(path: &'static str, operation: Operation) -> ActionRoute {
    ActionRoute { path, operation, upload: true }
}

/// Every action.
pub const ACTIONS: &[ActionRoute] = &[
    action("/do/activation/begin", Operation::Activate),
    action("/do/activation/finish", Operation::Activate),
    action("/do/sign-in/begin", Operation::SignIn),
    action("/do/sign-in/finish", Operation::SignIn),
    action("/do/recovery/begin", Operation::Recover),
    action("/do/recovery/finish", Operation::Recover),
    action("/do/recovery/cancel", Operation::CancelRecovery),
    action("/do/recovery-code/issue", Operation::KeepRecoveryCode),
    action("/do/recovery-code/kept", Operation::KeepRecoveryCode),
    action("/do/passkey/begin", Operation::ChangeSignIn),
    // Its ceremony was begun with a fresh passkey, and may outlast that.
    action("/do/passkey/finish", Operation::TendAccount),
    action("/do/passkey/remove", Operation::ChangeSignIn),
    action("/do/account/leave", Operation::Leave),
    action("/do/contact/enter", Operation::TendOwnData),
    action("/do/contact/confirm", Operation::TendOwnData),
    action("/do/contact/choose", Operation::TendOwnData),
    action("/do/contact/remove", Operation::TendOwnData),
    action("/do/session/end", Operation::SignOut),
    action("/do/session/end-other", Operation::TendAccount),
    action("/do/notice/seen", Operation::TendAccount),
    action("/do/account/protect", Operation::ProtectOneself),
    action("/do/choices/record", Operation::Refuse),
    action("/do/person/look-up", Operation::LookUp),
    action("/do/person/create", Operation::LookUp),
    action("/do/person/close", Operation::LookUp),
    action("/do/person/let-look", Operation::Approve),
    action("/do/person/decide", Operation::ActOnBehalf),
    action("/do/person/history", Operation::LookUp),
    action("/do/person/level", Operation::ActOnBehalf),
    action("/do/person/letter", Operation::ActOnBehalf),
    action("/do/person/protect", Operation::ActOnBehalf),
    action("/do/person/deceased", Operation::ActOnBehalf),
    upload("/do/check/file", Operation::Check),
    upload("/do/disclosures/upload", Operation::Report),
    action("/do/disclosures/report", Operation::Report),
    action("/do/disclosures/withdraw", Operation::Report),
    action("/do/reviews/settle", Operation::Report),
    action("/do/conflicts/answer", Operation::AnswerConflict),
    action("/do/incidents/note", Operation::SeeIncidents),
    action("/do/alarms/close", Operation::SeeIncidents),
    action("/do/register/save", Operation::DraftStudy),
    action("/do/register/discard", Operation::DraftStudy),
    action("/do/register/take-over", Operation::DraftStudy),
    action("/do/register/publish", Operation::PublishStudy),
    action("/do/register/end", Operation::PublishStudy),
    action("/do/register/deleted", Operation::PublishStudy),
    action("/do/register/results", Operation::PublishStudy),
    action("/do/purposes/propose", Operation::DraftStudy),
    action("/do/purposes/discard", Operation::DraftStudy),
    action("/do/purposes/publish", Operation::PublishStudy),
    action("/do/inquiries/ask", Operation::Inquire),
    action("/do/inquiries/reply", Operation::Inquire),
    action("/do/inquiries/close", Operation::Inquire),
    action("/do/cases/take", Operation::AnswerInquiry),
    action("/do/cases/give-back", Operation::AnswerInquiry),
    action("/do/cases/look", Operation::AnswerInquiry),
    action("/do/cases/answer", Operation::AnswerInquiry),
    action("/do/cases/close", Operation::AnswerInquiry),
    action("/do/approval/request", Operation::RequestApproval),
    action("/do/approval/decide", Operation::Approve),
    action("/do/binding-code/make", Operation::RequestApproval),
    action("/do/person/view", Operation::ViewPerson),
    action("/do/proxy/end-own", Operation::ProtectOneself),
    action("/do/proxy/end", Operation::ActOnBehalf),
    action("/do/language/set", Operation::ReadPublic),
    action("/do/people/invite", Operation::ManagePeople),
    action("/do/people/handed-over", Operation::ManagePeople),
    action("/do/people/withdraw", Operation::ManagePeople),
    action("/do/people/end", Operation::ManagePeople),
    action("/do/operators/invite", Operation::ManageOperators),
    action("/do/operators/handed-over", Operation::ManageOperators),
    action("/do/operators/withdraw", Operation::ManageOperators),
    action("/do/operators/end", Operation::ManageOperators),
    action("/do/holders/join", Operation::ManageHolders),
    action("/do/client/register", Operation::ManageClients),
    action("/do/client/add-keys", Operation::ManageClients),
    action("/do/client/revoke-key", Operation::ManageClients),
    action("/do/client/revoke", Operation::ManageClients),
    action("/do/letters/write-one", Operation::IssueActivation),
    action("/do/letters/write-list", Operation::IssueActivation),
    upload("/do/letters/write-file", Operation::IssueActivation),
    action("/do/letters/printed", Operation::IssueActivation),
    action("/do/letters/way-back-printed", Operation::IssueActivation),
];

/// Where somebody is at home who signed in without having asked for a page.
#[must_use]
pub fn home_of(actor: &Actor) -> Path {
    match actor {
        Actor::Staff { role: StaffRole::Support, .. } | Actor::OnBehalf { .. } => Path::Desk,
        Actor::Staff { role: StaffRole::Registrar, .. } => Path::Registrar,
        Actor::Staff { role: StaffRole::Administrator, .. } => Path::Admin,
        Actor::Operator { .. } => Path::Holder,
        // With a passkey from before a recovery there is one thing to do, and it is done there.
        Actor::Patient(Patient { standing: Standing::OnlyCancel(_), .. }) => Path::Account,
        // From 15 on the history is the young person's own.
        Actor::Proxy { sight: ProxySight::Choices, .. } => Path::Choices,
        Actor::Patient(_) | Actor::Proxy { .. } => Path::Overview,
        _ => Path::Home,
    }
}

/// The page at an address (without query), if there is one.
#[must_use]
pub fn page_at(address: &str) -> Option<&'static PageRoute> {
    let wanted: Vec<&str> = parts(address).collect();
    PAGES.iter().find(|page| {
        let pattern: Vec<&str> = parts(page.path).collect();
        pattern.len() == wanted.len() && pattern.iter().zip(&wanted).all(|(part, given)| part.starts_with('{') || part == given)
    })
}

fn parts(address: &str) -> impl Iterator<Item = &str> {
    address.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_leads_to_a_page() {
        let id = DisclosureId(uuid::Uuid::from_u128(7));
        let all = [
            Path::Home,
            Path::HowItWorks,
            Path::Log,
            Path::Verify,
            Path::Purposes,
            Path::Help,
            Path::PaperForm,
            Path::Privacy,
            Path::Accessibility,
            Path::Status,
            Path::ForHolders,
            Path::Studies,
            Path::Study(StudyId(id.0)),
            Path::Registrar,
            Path::RegistrarNew,
            Path::RegistrarStudy(StudyId(id.0)),
            Path::RegistrarPurposes,
            Path::RegistrarPurpose,
            Path::Activate,
            Path::Welcome,
            Path::SignIn,
            Path::Recover,
            Path::Overview,
            Path::Usage,
            Path::Use(id),
            Path::Choices,
            Path::Decisions,
            Path::Decision(Position(48_213)),
            Path::Account,
            Path::RecoveryCode,
            Path::Leave,
            Path::Goodbye,
            Path::Approvals,
            Path::Approval(RequestId(id.0)),
            Path::Ask(LookUpId(id.0)),
            Path::Proxies,
            Path::Audit,
            Path::Inquiries,
            Path::Inquiry(InquiryId(id.0)),
            Path::Desk,
            Path::Cases,
            Path::Person,
            Path::PersonLookUp(LookUpId(id.0)),
            Path::PersonReceipt(LookUpId(id.0), Position(48_213)),
            Path::PersonLetter(LookUpId(id.0)),
            Path::Case(InquiryId(id.0)),
            Path::Start,
            Path::Admin,
            Path::AdminHolders,
            Path::AdminInvitation,
            Path::Holder,
            Path::HolderClients,
            Path::HolderActivations,
            Path::HolderLetters(LettersId(id.0)),
            Path::HolderWayBack(RequestId(id.0)),
            Path::HolderPoster,
            Path::HolderLeaflet,
            Path::HolderStatistics,
            Path::HolderPeople,
            Path::HolderInvitation,
            Path::HolderCheck,
            Path::HolderDisclosures,
            Path::HolderPreview,
            Path::HolderReport(id),
            Path::HolderConflicts,
            Path::Incidents,
            Path::Incident(id),
            Path::Alarm(AlarmId(id.0)),
        ];
        for path in all {
            assert!(page_at(&path.to_string()).is_some(), "{path}");
        }
        assert_eq!(all.len(), PAGES.len());
    }

    #[test]
    fn what_is_no_page_is_not_found() {
        for address in ["/study", "/usage/a/b", "/Usage", "/account/x", "/do/choices/record"] {
            assert!(page_at(address).is_none(), "{address}");
        }
    }
}
