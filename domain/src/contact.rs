//! How a person is told, outside of the portal, that there is something new in it: an e-mail address, and what for.

use crate::clock::{Span, Timestamp};
use crate::failure::Problem;
use std::fmt;

/// How long a code that was mailed to an address proves it.
pub const CODE_GOOD_FOR: Span = Span::minutes(15);
/// How often one may be mistyped.
pub const CODE_TRIES: i16 = 5;
/// How long the next code may not be asked for: nobody's mailbox is filled from here.
pub const CODE_AGAIN_AFTER: Span = Span::minutes(1);

/// The longest address there is (RFC 5321, 4.5.3.1.3, without the angle brackets), and the longest part before its `@`.
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;

/// An e-mail address: the plain kind that people have (RFC 5321 without quoted names, comments and address literals), with its
/// domain in lower case.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The address that somebody typed, also from a full-width keyboard.
    ///
    /// # Errors
    /// [`Problem::InvalidAddress`].
    pub fn read(typed: &str) -> Result<Self, Problem> {
        use unicode_normalization::UnicodeNormalization;
        let text: String = typed.trim().chars().take(LONGEST * 2).nfkc().collect();
        let (local, domain) = text.rsplit_once('@').ok_or(Problem::InvalidAddress)?;
        if text.len() <= LONGEST && is_local(local) && is_domain(domain) {
            Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
        } else {
            Err(Problem::InvalidAddress)
        }
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An address names a person: it gets into no log line by accident.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

fn is_local(local: &str) -> bool {
    let atom = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b));
    // Some Japanese carriers gave out addresses with dots where RFC 5321 has none; they never got mail from elsewhere reliably.
    local.len() <= LONGEST_LOCAL && local.split('.').all(atom)
}

fn is_domain(domain: &str) -> bool {
    let label = |part: &str| {
        let plain = part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (1..=63).contains(&part.len()) && plain && !part.starts_with('-') && !part.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(label) && top.bytes().any(|b| b.is_ascii_alphabetic())
}

/// What a person wants to be told by mail. What concerns the sign-in is always told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Topics {
    /// Uses that went against their choice.
    pub conflicts: bool,
    /// Answers to their inquiries.
    pub inquiries: bool,
}

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The sign-in, or the address itself.
    Security,
    /// A use against the person's choice.
    Conflict,
    /// An answer to an inquiry.
    Inquiry,
}

impl Topics {
    /// Whether the person wants to be told of that.
    #[must_use]
    pub const fn want(self, topic: Topic) -> bool {
        match topic {
            Topic::Security => true,
            Topic::Conflict => self.conflicts,
            Topic::Inquiry => self.inquiries,
        }
    }
}

/// The contact section of the account page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactView {
    /// Whether this installation sends mail at all.
    pub sends: bool,
    /// The address that is proved to be right.
    pub address: Option<EmailAddress>,
    /// What is told there.
    pub topics: Topics,
    /// An address whose code has not come back yet, and until when that is good.
    pub waiting: Option<(EmailAddress, Timestamp)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_write_it() {
        for (typed, read) in [
            ("hana@example.jp", "hana@example.jp"),
            ("  Hana.Suzuki+hikae@Mail.EXAMPLE.jp ", "Hana.Suzuki+hikae@mail.example.jp"),
            ("ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ", "hana@example.jp"),
            ("o'neil_1@xn--eckwd4c7c.xn--zckzah", "o'neil_1@xn--eckwd4c7c.xn--zckzah"),
        ] {
            assert_eq!(EmailAddress::read(typed).unwrap().as_str(), read);
        }
    }

    #[test]
    fn what_is_no_address_or_would_become_two_is_refused() {
        let long = format!("{}@example.jp", "a".repeat(65));
        let longer = format!("a@{}.jp", "a.".repeat(140));
        for typed in [
            "",
            "hana",
            "@example.jp",
            "hana@",
            "hana@localhost",
            "hana@example.1",
            "hana@-a.jp",
            "hana@a..jp",
            ".hana@example.jp",
            "ha na@example.jp",
            "hana@example.jp\r\nBcc: all@example.jp",
            "hana@example.jp, jiro@example.jp",
            "\"hana\"@example.jp",
            "hana@[127.0.0.1]",
            "はな@example.jp",
            "<hana@example.jp>",
            &long,
            &longer,
        ] {
            assert_eq!(EmailAddress::read(typed), Err(Problem::InvalidAddress), "{typed}");
        }
    }

    #[test]
    fn an_address_does_not_show_itself_in_a_log_line() {
        assert_eq!(format!("{:?}", EmailAddress::read("hana@example.jp")), "Ok(EmailAddress(…))");
    }

    #[test]
    fn what_concerns_the_sign_in_is_always_told() {
        let nothing = Topics::default();
        assert!(nothing.want(Topic::Security) && !nothing.want(Topic::Conflict) && !nothing.want(Topic::Inquiry));
        assert!(Topics { conflicts: true, inquiries: false }.want(Topic::Conflict));
    }
}
