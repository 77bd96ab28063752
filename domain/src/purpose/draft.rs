//! A change of the catalogue as somebody proposes it: a new purpose, or one that people may not refuse any more. Nothing of it holds
//! until somebody else publishes it (product.md, "The choice model": two people, a legal basis, an end date and a public entry).

use super::{Catalogue, PROHIBITED, Purpose, PurposeCode};
use crate::clock::{Timestamp, format_date, parse_date};
use crate::failure::Problem;
use crate::study::draft::{MAX_LAW, MAX_NAME, MAX_TEXT, tidy_text, tidy_words};
use crate::words::Words;
use serde::{Deserialize, Serialize};

/// The letters of Article 53(1) of the EHDS regulation (EU) 2025/327.
pub const EHDS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
/// How many characters a code of HL7 v3-ActReason may have.
pub const MAX_ACT_REASON: usize = 16;
/// How many characters a purpose's own code may have.
pub const MAX_CODE: usize = 64;

/// A change as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each is the part of the purpose of that name")]
pub struct Draft {
    pub code: String,
    pub name: Words,
    pub why: Words,
    pub ehds: String,
    pub act_reason: String,
    pub parent: String,
    /// Anything but nothing: people may not refuse it.
    pub exempt: String,
    pub legal_basis: Words,
    pub until: String,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the field of that name, in one of the languages where it has both")]
pub enum Field {
    Code,
    NameJa,
    NameEn,
    WhyJa,
    WhyEn,
    Ehds,
    ActReason,
    Parent,
    LawJa,
    LawEn,
    Until,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 11] = [
        Self::Code,
        Self::NameJa,
        Self::NameEn,
        Self::WhyJa,
        Self::WhyEn,
        Self::Ehds,
        Self::ActReason,
        Self::Parent,
        Self::LawJa,
        Self::LawEn,
        Self::Until,
    ];

    /// Its id in the page; the key of its label is `purpose-draft-<code>`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::NameJa => "name-ja",
            Self::NameEn => "name-en",
            Self::WhyJa => "why-ja",
            Self::WhyEn => "why-en",
            Self::Ehds => "ehds",
            Self::ActReason => "act-reason",
            Self::Parent => "parent",
            Self::LawJa => "law-ja",
            Self::LawEn => "law-en",
            Self::Until => "until",
        }
    }
}

/// What is wrong with a field. The key of its words is `purpose-flaw-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is needed and empty, or holds too much.
    Text,
    /// Not lower-case words joined by hyphens, or not a code of its list.
    NoCode,
    /// There is a purpose of that code, and it is not to be exempted.
    Taken,
    /// Nobody may ever use records for this.
    Prohibited,
    /// It is no date.
    NoDate,
    /// The day is not in the future.
    Over,
}

impl Flaw {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Text, Self::NoCode, Self::Taken, Self::Prohibited, Self::NoDate, Self::Over];

    /// As it stands in the key of its words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::NoCode => "no-code",
            Self::Taken => "taken",
            Self::Prohibited => "prohibited",
            Self::NoDate => "no-date",
            Self::Over => "over",
        }
    }

    /// The same, for those who are told a problem only.
    #[must_use]
    pub const fn problem(self) -> Problem {
        match self {
            Self::Text => Problem::TextNeeded,
            Self::NoCode => Problem::Malformed,
            Self::Taken => Problem::AlreadyDone,
            Self::Prohibited => Problem::ProhibitedPurpose,
            Self::NoDate | Self::Over => Problem::InvalidDate,
        }
    }
}

/// What a draft would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A purpose comes into the catalogue.
    New(Purpose),
    /// People may not refuse this one any more.
    Exempted(Purpose),
}

impl Change {
    /// The purpose as it would stand in the catalogue.
    #[must_use]
    pub const fn purpose(&self) -> &Purpose {
        match self {
            Self::New(purpose) | Self::Exempted(purpose) => purpose,
        }
    }
}

impl Draft {
    /// The same without what nobody meant to type.
    #[must_use]
    pub fn tidy(self) -> Self {
        Self {
            code: tidy_text(&self.code),
            name: tidy_words(&self.name),
            why: tidy_words(&self.why),
            ehds: tidy_text(&self.ehds),
            act_reason: tidy_text(&self.act_reason),
            parent: tidy_text(&self.parent),
            exempt: tidy_text(&self.exempt),
            legal_basis: tidy_words(&self.legal_basis),
            until: tidy_text(&self.until),
        }
    }

    /// What it would change in that catalogue, or everything that is wrong with it, in the order of the form.
    ///
    /// # Errors
    /// At least one field that has to change.
    pub fn examine(&self, catalogue: &Catalogue, now: Timestamp) -> Result<Change, Vec<(Field, Flaw)>> {
        let mut flaws = Vec::new();
        let code = self.code.parse::<PurposeCode>().ok();
        let known = code.as_ref().and_then(|code| catalogue.find(code));
        match (&code, known) {
            (None, _) => flaws.push((Field::Code, Flaw::NoCode)),
            (Some(code), _) if PROHIBITED.contains(&code.as_str()) => flaws.push((Field::Code, Flaw::Prohibited)),
            (_, Some(known)) if self.exempt.is_empty() || !known.refusable() => flaws.push((Field::Code, Flaw::Taken)),
            _ => {}
        }
        if known.is_none() {
            self.examine_words(catalogue, &mut flaws);
        }
        if !self.exempt.is_empty() {
            self.examine_exemption(now, &mut flaws);
        }
        let (Some(code), true) = (code, flaws.is_empty()) else { return Err(flaws) };
        let exempt = (!self.exempt.is_empty()).then(|| (self.legal_basis.clone(), self.until.clone()));
        let (legal_basis, exempt_until) = exempt.unzip();
        Ok(match known {
            Some(known) => Change::Exempted(Purpose { legal_basis, exempt_until, ..known.clone() }),
            None => Change::New(Purpose {
                code,
                name: self.name.clone(),
                ehds: self.ehds.clone(),
                act_reason: self.act_reason.clone(),
                legal_basis,
                exempt_until,
                why: Some(self.why.clone()),
                parent: self.parent.parse().ok(),
                since: catalogue.version + 1,
            }),
        })
    }

    fn examine_words(&self, catalogue: &Catalogue, flaws: &mut Vec<(Field, Flaw)>) {
        let texts = [
            (Field::NameJa, &self.name.ja, MAX_NAME),
            (Field::NameEn, &self.name.en, MAX_NAME),
            (Field::WhyJa, &self.why.ja, MAX_TEXT),
            (Field::WhyEn, &self.why.en, MAX_TEXT),
        ];
        flaws.extend(texts.into_iter().filter(|(_, text, most)| wrong(text, *most)).map(|(field, ..)| (field, Flaw::Text)));
        if !EHDS.contains(&self.ehds.as_str()) {
            flaws.push((Field::Ehds, Flaw::NoCode));
        }
        let code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        if self.act_reason.is_empty() || self.act_reason.len() > MAX_ACT_REASON || !self.act_reason.bytes().all(code) {
            flaws.push((Field::ActReason, Flaw::NoCode));
        }
        // A purpose that people cannot refuse has nothing to hand down to another one.
        let parent = self.parent.parse().ok().and_then(|code| catalogue.find(&code)).filter(|parent| parent.refusable());
        if !self.parent.is_empty() && parent.is_none() {
            flaws.push((Field::Parent, Flaw::NoCode));
        }
    }

    fn examine_exemption(&self, now: Timestamp, flaws: &mut Vec<(Field, Flaw)>) {
        let laws = [(Field::LawJa, &self.legal_basis.ja), (Field::LawEn, &self.legal_basis.en)];
        flaws.extend(laws.into_iter().filter(|(_, text)| wrong(text, MAX_LAW)).map(|(field, _)| (field, Flaw::Text)));
        match parse_date(&self.until) {
            Err(_) => flaws.push((Field::Until, Flaw::NoDate)),
            Ok(day) if format_date(day) <= format_date(now.in_tokyo().0) => flaws.push((Field::Until, Flaw::Over)),
            Ok(_) => {}
        }
    }
}

fn wrong(text: &str, most: usize) -> bool {
    text.is_empty() || text.chars().count() > most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-22T01:00:00Z".parse().unwrap()
    }

    fn draft() -> Draft {
        Draft {
            code: "ai-imaging".into(),
            name: Words::new("画像のAI", "AI for images"),
            why: Words::new("画像を読むプログラムを作ります。", "Building programs that read images."),
            ehds: "e".into(),
            act_reason: "HRESCH".into(),
            parent: "ai-development".into(),
            ..Draft::default()
        }
    }

    fn flaws(draft: &Draft) -> Vec<(Field, Flaw)> {
        draft.examine(&Catalogue::version_1(), now()).unwrap_err()
    }

    #[test]
    fn a_new_purpose_comes_with_the_next_version() {
        let Ok(Change::New(purpose)) = draft().examine(&Catalogue::version_1(), now()) else { panic!("a new purpose") };
        assert_eq!((purpose.since, purpose.refusable()), (2, true));
        assert_eq!(purpose.parent.unwrap().as_str(), "ai-development");
    }

    #[test]
    fn what_nobody_may_refuse_needs_a_law_and_a_day_that_is_to_come() {
        let exempt = Draft { exempt: "yes".into(), ..draft() };
        assert_eq!(flaws(&exempt), [(Field::LawJa, Flaw::Text), (Field::LawEn, Flaw::Text), (Field::Until, Flaw::NoDate)]);
        let law = Words::new("法 第1条", "Act, Article 1");
        let until = |day: &str| Draft { legal_basis: law.clone(), until: day.into(), ..exempt.clone() };
        assert_eq!(flaws(&until("2026-11-22")), [(Field::Until, Flaw::Over)]);
        let change = until("2026-11-23").examine(&Catalogue::version_1(), now()).unwrap();
        assert!(!change.purpose().refusable());
    }

    #[test]
    fn a_purpose_that_there_is_can_be_exempted_and_nothing_else() {
        let known = Draft { code: "education".into(), ..draft() };
        assert_eq!(flaws(&known), [(Field::Code, Flaw::Taken)]);
        let law = Words::new("法 第1条", "Act, Article 1");
        let exempt =
            Draft { code: "education".into(), exempt: "yes".into(), legal_basis: law, until: "2027-03-31".into(), ..Draft::default() };
        let Ok(Change::Exempted(purpose)) = exempt.examine(&Catalogue::version_1(), now()) else { panic!("an exemption") };
        assert_eq!((purpose.name.en.as_str(), purpose.since), ("Education and training", 1));
        let already = Draft { code: "infectious-disease-control".into(), ..exempt };
        assert_eq!(flaws(&already), [(Field::Code, Flaw::Taken)]);
    }

    #[test]
    fn what_is_prohibited_or_no_code_is_not_taken() {
        for (code, flaw) in [("advertising", Flaw::Prohibited), ("AI", Flaw::NoCode), ("", Flaw::NoCode), ("a b", Flaw::NoCode)] {
            assert_eq!(flaws(&Draft { code: code.into(), ..draft() }), [(Field::Code, flaw)], "{code}");
        }
        let empty = flaws(&Draft::default());
        assert_eq!(empty.len(), 7, "{empty:?}");
        let parents = ["nothing", "infectious-disease-control"];
        assert!(parents.iter().all(|parent| flaws(&Draft { parent: (*parent).into(), ..draft() }) == [(Field::Parent, Flaw::NoCode)]));
    }

    #[test]
    fn an_exemption_is_over_the_day_after_its_end() {
        let mut catalogue = Catalogue::version_1();
        let education = catalogue.purposes.iter_mut().find(|purpose| purpose.code.as_str() == "education").unwrap();
        (education.legal_basis, education.exempt_until) = (Some(Words::new("法", "Act")), Some("2026-11-22".into()));
        let lapsed = |day: &str| catalogue.lapsed(parse_date(day).unwrap()).len();
        assert_eq!((lapsed("2026-11-22"), lapsed("2026-11-23")), (0, 1), "one without an end never lapses");
    }
}
