//! Identifiers of persons: their grammar and the form in which they are hashed (holder-api.md, "Identifiers").
//!
//! The normaliser is frozen as version 1: a change would make every stored digest unreachable. Its test vectors are
//! below; a new one gets a new version beside it.

use unicode_normalization::UnicodeNormalization;

/// 被保険者番号, as JP-CLINS writes it.
pub const INSURED: &str = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";
/// The older spelling of [`INSURED`].
pub const INSURED_OLDER: &str = "http://jpfhir.jp/fhir/eCS/Idsysmem/JP_Insurance_memberID";
/// 公費受給者番号, as JP-CLINS writes it.
pub const PUBLIC_PAYER: &str = "http://jpfhir.jp/fhir/clins/Idsystem/JP_PublicPayer_memberID";
/// The older spelling of [`PUBLIC_PAYER`].
pub const PUBLIC_PAYER_OLDER: &str = "http://jpfhir.jp/fhir/eCS/Idsysmem/JP_PublicPayer_memberID";
/// What stands before the ten digits of an institution number in the system of its own patient numbers.
pub const PATIENT_NUMBER_PREFIX: &str = "urn:oid:1.2.392.100495.20.3.51.1";

/// The version of the normaliser, stored with the key check values.
pub const NORMALISER_VERSION: i32 = 1;

/// What kind of number an identifier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// 被保険者番号.
    Insured,
    /// 公費受給者番号.
    PublicPayer,
    /// A holder's own patient number.
    Local,
}

impl Kind {
    /// As it is stored.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::Insured => 1,
            Self::PublicPayer => 2,
            Self::Local => 3,
        }
    }
}

/// Why a row of a list cannot be answered or taken. Closed; the codes are the wire's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum RowError {
    /// The value does not follow the grammar of its system.
    #[error("invalid-identifier")]
    InvalidIdentifier,
    /// The system is none that this holder may use. My Number (個人番号) is one of these, always.
    #[error("unknown-system")]
    UnknownSystem,
    /// A local number which that holder never linked to an insured number.
    #[error("not-linked")]
    NotLinked,
}

impl RowError {
    /// Every error.
    pub const ALL: [Self; 3] = [Self::InvalidIdentifier, Self::UnknownSystem, Self::NotLinked];

    /// As it stands on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidIdentifier => "invalid-identifier",
            Self::UnknownSystem => "unknown-system",
            Self::NotLinked => "not-linked",
        }
    }
}

/// Which systems are open to the one who sends an identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Systems {
    /// Whether insured numbers may be used as keys (they presuppose a legal designation of the operator).
    pub insured_numbers: bool,
    /// The system of the sender's own patient numbers.
    pub local: Option<String>,
}

impl Systems {
    /// The system of a holder's own patient numbers: by its institution number, else below our base URL.
    #[must_use]
    pub fn local_of(holder: &crate::holder::Holder, base_url: &str) -> String {
        match &holder.institution_number {
            Some(number) => format!("{PATIENT_NUMBER_PREFIX}{number}"),
            None => format!("{}/id/holder/{}", base_url.trim_end_matches('/'), holder.id),
        }
    }

    fn kind_of(&self, system: &str) -> Option<Kind> {
        match system {
            INSURED | INSURED_OLDER if self.insured_numbers => Some(Kind::Insured),
            PUBLIC_PAYER | PUBLIC_PAYER_OLDER if self.insured_numbers => Some(Kind::PublicPayer),
            own if self.local.as_deref() == Some(own) => Some(Kind::Local),
            _ => None,
        }
    }
}

/// An identifier that follows its grammar, normalised. It never is stored, logged or shown: only hashed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Identifier {
    kind: Kind,
    system: String,
    value: String,
}

impl Identifier {
    /// Reads an identifier as a sender may write it.
    ///
    /// # Errors
    /// [`RowError::UnknownSystem`] for a system that is not open to the sender, [`RowError::InvalidIdentifier`] for a
    /// value that does not follow the system's grammar.
    pub fn parse(system: &str, value: &str, open: &Systems) -> Result<Self, RowError> {
        let kind = open.kind_of(system.trim()).ok_or(RowError::UnknownSystem)?;
        // No identifier is longer than this in any grammar; longer ones are not worth normalising.
        if value.len() > 512 {
            return Err(RowError::InvalidIdentifier);
        }
        let value = normalise(value);
        let holds = match kind {
            Kind::Insured => is_insured_number(&value),
            Kind::PublicPayer => is_public_payer_number(&value),
            Kind::Local => is_local_number(&value),
        };
        let system = match kind {
            Kind::Insured => INSURED.to_owned(),
            Kind::PublicPayer => PUBLIC_PAYER.to_owned(),
            Kind::Local => system.trim().to_owned(),
        };
        if holds { Ok(Self { kind, system, value }) } else { Err(RowError::InvalidIdentifier) }
    }

    /// What kind of number it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The bytes that are hashed under the identifier key: system, a zero byte, normalised value (security.md, "Keys").
    #[must_use]
    pub fn hash_input(&self) -> Vec<u8> {
        [self.system.as_bytes(), &[0], self.value.as_bytes()].concat()
    }
}

impl std::fmt::Debug for Identifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identifier({:?})", self.kind)
    }
}

/// Version 1: NFKC, trim, upper case.
fn normalise(value: &str) -> String {
    value.nfkc().collect::<String>().trim().to_uppercase()
}

/// `^[0-9]{8}:[^:\s]*:[^:\s]*:([0-9]{2})?$`: insurer, 記号, 番号, 枝番; always four parts.
fn is_insured_number(value: &str) -> bool {
    let parts: Vec<&str> = value.split(':').collect();
    let [insurer, symbol, number, branch] = parts[..] else { return false };
    digits(insurer, 8) && !has_space(symbol) && !has_space(number) && (branch.is_empty() || digits(branch, 2))
}

/// `^[0-9]{8}::[^:\s]{7}:$`.
fn is_public_payer_number(value: &str) -> bool {
    let parts: Vec<&str> = value.split(':').collect();
    let [payer, "", number, ""] = parts[..] else { return false };
    digits(payer, 8) && number.chars().count() == 7 && !has_space(number)
}

/// 1 to 64 visible characters.
fn is_local_number(value: &str) -> bool {
    let visible = |c: char| !c.is_whitespace() && !c.is_control() && !is_invisible(c);
    (1..=64).contains(&value.chars().count()) && value.chars().all(visible)
}

/// Format characters (zero width, direction marks, soft hyphen, byte order mark) that no one can see.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

fn has_space(text: &str) -> bool {
    text.chars().any(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OWN: &str = "urn:oid:1.2.392.100495.20.3.51.11310000001";

    fn open() -> Systems {
        Systems { insured_numbers: true, local: Some(OWN.to_owned()) }
    }

    fn parse(system: &str, value: &str) -> Result<Identifier, RowError> {
        Identifier::parse(system, value, &open())
    }

    /// Frozen: these bytes are what stored digests were made of.
    #[test]
    fn the_normaliser_keeps_its_test_vectors() {
        for (system, value, hashed) in [
            (INSURED, "06132013:12-34:567:01", "06132013:12-34:567:01"),
            (INSURED, " ０６１３２０１３：１２−３４：５６７：０１\u{3000}", "06132013:12−34:567:01"),
            (INSURED_OLDER, "06132013:ab:567:", "06132013:AB:567:"),
            (INSURED, "06132013:記号:ｱｲｳ:", "06132013:記号:アイウ:"),
            (INSURED, "06132013:::", "06132013:::"),
        ] {
            let read = parse(system, value).unwrap();
            assert_eq!(read.hash_input(), [INSURED.as_bytes(), b"\0", hashed.as_bytes()].concat(), "{value}");
        }
        let payer = parse(PUBLIC_PAYER_OLDER, "82136007::000001a:").unwrap();
        assert_eq!(payer.hash_input(), [PUBLIC_PAYER.as_bytes(), b"\0", b"82136007::000001A:"].concat());
        let own = parse(OWN, "p-0012").unwrap();
        assert_eq!(own.hash_input(), [OWN.as_bytes(), b"\0", b"P-0012"].concat());
    }

    #[test]
    fn a_malformed_value_is_an_error_never_an_answer() {
        for value in [
            "",
            "06132013:12:567",
            "06132013:12:567:01:",
            "0613201:12:567:01",
            "06132013:1 2:567:01",
            "06132013:12:567:1",
            "06132013:12:567:001",
            "abcdefgh:12:567:01",
        ] {
            assert_eq!(parse(INSURED, value), Err(RowError::InvalidIdentifier), "{value}");
        }
        for value in ["82136007::000001:", "82136007:1:0000001:", "82136007::0000001:01", "82136007::0000001"] {
            assert_eq!(parse(PUBLIC_PAYER, value), Err(RowError::InvalidIdentifier), "{value}");
        }
        for value in ["", " ", "a b", "a\u{200b}b", "\u{feff}", &"x".repeat(65), &"x".repeat(100_000), "a\0b", "a\nb"] {
            assert_eq!(parse(OWN, value), Err(RowError::InvalidIdentifier), "{value:?}");
        }
    }

    #[test]
    fn only_the_holders_own_local_system_is_open_to_it() {
        assert_eq!(parse("urn:oid:1.2.392.100495.20.3.51.11310000002", "1"), Err(RowError::UnknownSystem));
        assert_eq!(parse("urn:oid:1.2.392.200119.6.102", "123456789012"), Err(RowError::UnknownSystem));
        assert_eq!(parse("", "1"), Err(RowError::UnknownSystem));
    }

    #[test]
    fn without_the_designation_insured_numbers_are_no_keys() {
        let open = Systems { insured_numbers: false, ..open() };
        assert_eq!(Identifier::parse(INSURED, "06132013:12:567:01", &open), Err(RowError::UnknownSystem));
        assert!(Identifier::parse(OWN, "1", &open).is_ok());
    }

    #[test]
    fn an_identifier_is_not_shown_in_debug_output() {
        assert_eq!(format!("{:?}", parse(OWN, "p-0012").unwrap()), "Identifier(Local)");
    }

    proptest! {
        #[test]
        fn full_width_and_half_width_are_one_number(insurer in "[0-9]{8}", symbol in "[0-9]{0,6}", number in "[0-9]{1,8}", branch in "([0-9]{2})?") {
            let half = format!("{insurer}:{symbol}:{number}:{branch}");
            let full: String = half.chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
            prop_assert!(parse(INSURED, &half).is_ok());
            prop_assert_eq!(parse(INSURED, &half), parse(INSURED_OLDER, &full));
        }

        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = normalise(&text);
            // Upper case can bring a character that NFKC takes apart again; such values must then be refused or stable.
            if parse(OWN, &text).is_ok() && once.is_ascii() {
                prop_assert_eq!(normalise(&once), once);
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(system in "\\PC{0,80}", value in "\\PC{0,200}") {
            let _ = parse(&system, &value);
            let _ = parse(INSURED, &value);
            let _ = parse(OWN, &value);
        }
    }
}
