//! Every page and every action, once: the tables that drive the links, the server's access check and the policy tests.

use domain::actor::Operation;
use domain::id::DisclosureId;
use domain::log::Position;
use std::fmt;

/// The address of a page, for links and redirects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the page of that name")]
pub enum Path {
    Home,
    HowItWorks,
    Purposes,
    Help,
    Privacy,
    Accessibility,
    ForHolders,
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
    Account,
    RecoveryCode,
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Home => "/",
            Self::HowItWorks => "/how-it-works",
            Self::Purposes => "/purposes",
            Self::Help => "/help",
            Self::Privacy => "/privacy",
            Self::Accessibility => "/accessibility",
            Self::ForHolders => "/for-holders",
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
            Self::Account => "/account",
            Self::RecoveryCode => "/account/recovery-code",
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
    page("/purposes", Operation::ReadPublic),
    page("/help", Operation::ReadPublic),
    page("/privacy", Operation::ReadPublic),
    page("/accessibility", Operation::ReadPublic),
    page("/for-holders", Operation::ReadPublic),
    with_island("/activate", Operation::ReadPublic),
    with_island("/sign-in", Operation::ReadPublic),
    with_island("/recover", Operation::ReadPublic),
    with_island("/welcome", Operation::SeeAccount),
    page("/overview", Operation::SeeOverview),
    page("/usage", Operation::SeeUses),
    page("/usage/{id}", Operation::SeeUses),
    with_island("/choices", Operation::SeeChoices),
    page("/decisions", Operation::SeeChoices),
    page("/decisions/{index}", Operation::SeeChoices),
    // Someone who may only cancel a recovery does it here, so the account page looks for itself what it may show.
    with_island("/account", Operation::SignOut),
    page("/account/recovery-code", Operation::SeeAccount),
];

/// An action.
#[derive(Clone, Copy, Debug)]
pub struct ActionRoute {
    /// The address that its form posts to.
    pub path: &'static str,
    /// What it is. The port asks the actor again, knowing more (a choice is a refusal or an allow).
    pub operation: Operation,
}

const fn action(path: &'static str, operation: Operation) -> ActionRoute {
    ActionRoute { path, operation }
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
    action("/do/recovery-code/issue", Operation::ChangeSignIn),
    action("/do/recovery-code/kept", Operation::TendAccount),
    action("/do/passkey/begin", Operation::ChangeSignIn),
    action("/do/passkey/finish", Operation::ChangeSignIn),
    action("/do/passkey/remove", Operation::ChangeSignIn),
    action("/do/session/end", Operation::SignOut),
    action("/do/session/end-other", Operation::TendAccount),
    action("/do/notice/seen", Operation::TendAccount),
    action("/do/choices/record", Operation::Refuse),
    action("/do/language/set", Operation::ReadPublic),
];

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
            Path::Purposes,
            Path::Help,
            Path::Privacy,
            Path::Accessibility,
            Path::ForHolders,
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
        ];
        for path in all {
            assert!(page_at(&path.to_string()).is_some(), "{path}");
        }
        assert_eq!(all.len(), PAGES.len());
    }

    #[test]
    fn what_is_no_page_is_not_found() {
        for address in ["/studies", "/usage/a/b", "/Usage", "/account/x", "/do/choices/record"] {
            assert!(page_at(address).is_none(), "{address}");
        }
    }
}
