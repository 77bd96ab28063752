//! A registration as it is being written: kept as it was typed, and examined as a whole.
//!
//! What is incomplete is kept, so that nobody loses what they wrote; it cannot be published. What names a purpose that no
//! study may ever have is not kept at all (product.md, "Never offered").

mod field;
mod typed;

pub use field::{Field, FieldError, Flaw};
use typed::{blank, once_each};
pub(crate) use typed::{tidy_text, tidy_words};

use super::{Registration, Review, Source, UserOrganisation};
use crate::category::{Category, Form};
use crate::clock::{Date, Span, Timestamp, format_date, parse_date};
use crate::failure::Problem;
use crate::holder::SourceKind;
use crate::purpose::{Catalogue, PROHIBITED, PurposeCode};
use crate::words::Words;
use serde::{Deserialize, Serialize};

/// How many characters a title, a name or a committee may have.
pub const MAX_NAME: usize = 200;
/// How many characters an approval number may have.
pub const MAX_NUMBER: usize = 100;
/// How many characters a legal basis may have.
pub const MAX_LAW: usize = 500;
/// How many characters a summary, or the words about results, may have.
pub const MAX_TEXT: usize = 2_000;
/// How many user organisations, or sources, one study may name.
pub const MAX_ROWS: usize = 20;

/// How long after it was saved last a draft counts as left.
pub const LEFT_AFTER: Span = Span::days(3);

/// Whether a draft was left, so that somebody else may take it over: nobody saved it for three days, or its writer's access
/// has ended.
#[must_use]
pub fn left(saved_at: Timestamp, writer_gone: bool, now: Timestamp) -> bool {
    writer_gone || saved_at + LEFT_AFTER <= now
}

/// An organisation that uses records, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserRow {
    /// Its name.
    pub name: Words,
    /// Whether it uses them in the course of business.
    pub commercial: bool,
}

/// Where records come from, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceRow {
    /// Its name.
    pub name: Words,
    /// The code of its kind.
    pub kind: String,
}

/// A registration as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "each is the part of the registration of that name")]
pub struct Draft {
    pub title: Words,
    pub summary: Words,
    pub purposes: Vec<String>,
    pub users: Vec<UserRow>,
    pub review_body: Words,
    pub approval_number: String,
    pub categories: Vec<String>,
    pub form: String,
    pub sources: Vec<SourceRow>,
    pub legal_basis: Words,
    pub from: String,
    pub to: String,
}

impl Draft {
    /// The form for a new version of what is registered.
    #[must_use]
    pub fn of(registered: &Registration) -> Self {
        let user = |user: &UserOrganisation| UserRow { name: user.name.clone(), commercial: user.commercial };
        let source = |source: &Source| SourceRow { name: source.name.clone(), kind: source.kind.code().to_owned() };
        Self {
            title: registered.title.clone(),
            summary: registered.summary.clone(),
            purposes: registered.purposes.iter().map(ToString::to_string).collect(),
            users: registered.users.iter().map(user).collect(),
            review_body: registered.review.body.clone(),
            approval_number: registered.review.approval_number.clone(),
            categories: registered.categories.clone(),
            form: registered.form.code().to_owned(),
            sources: registered.sources.iter().map(source).collect(),
            legal_basis: registered.legal_basis.clone(),
            from: registered.period.0.clone(),
            to: registered.period.1.clone(),
        }
    }

    /// The same without what nobody meant to type: blanks around texts, marks that turn the writing direction, empty rows.
    ///
    /// # Errors
    /// [`Problem::ProhibitedPurpose`]: this is not kept, whatever else it says.
    pub fn tidy(self) -> Result<Self, Problem> {
        let tidied = Self {
            title: tidy_words(&self.title),
            summary: tidy_words(&self.summary),
            purposes: once_each(self.purposes),
            users: self
                .users
                .into_iter()
                .map(|row| UserRow { name: tidy_words(&row.name), ..row })
                .filter(|row| !blank(&row.name))
                .collect(),
            review_body: tidy_words(&self.review_body),
            approval_number: tidy_text(&self.approval_number),
            categories: once_each(self.categories),
            form: tidy_text(&self.form),
            sources: self
                .sources
                .into_iter()
                .map(|row| SourceRow { name: tidy_words(&row.name), kind: tidy_text(&row.kind) })
                .filter(|row| !blank(&row.name) || !row.kind.is_empty())
                .collect(),
            legal_basis: tidy_words(&self.legal_basis),
            from: tidy_text(&self.from),
            to: tidy_text(&self.to),
        };
        if tidied.names_prohibited() { Err(Problem::ProhibitedPurpose) } else { Ok(tidied) }
    }

    /// Whether it names a purpose that no study may ever have.
    #[must_use]
    pub fn names_prohibited(&self) -> bool {
        self.purposes.iter().any(|purpose| PROHIBITED.contains(&purpose.as_str()))
    }

    /// The registration that it makes, or everything that is wrong with it, in the order of the form.
    ///
    /// Every study has a legal basis and an end; so has one that the law exempts from refusal, which needs both.
    ///
    /// # Errors
    /// At least one field that has to change.
    pub fn examine(&self, catalogue: &Catalogue, categories: &[Category]) -> Result<Registration, Vec<FieldError>> {
        let mut flaws = Flaws(Vec::new());
        flaws.words((Field::TitleJa, Field::TitleEn), &self.title, MAX_NAME);
        flaws.words((Field::SummaryJa, Field::SummaryEn), &self.summary, MAX_TEXT);
        let purposes = flaws.purposes(&self.purposes, catalogue);
        let users = flaws.users(&self.users);
        flaws.words((Field::ReviewJa, Field::ReviewEn), &self.review_body, MAX_NAME);
        flaws.text(Field::ApprovalNumber, &self.approval_number, MAX_NUMBER);
        flaws.categories(&self.categories, categories);
        let form = flaws.form(&self.form);
        let sources = flaws.sources(&self.sources);
        flaws.words((Field::LegalBasisJa, Field::LegalBasisEn), &self.legal_basis, MAX_LAW);
        let period = flaws.period(&self.from, &self.to);
        match (flaws.0, form, period) {
            (flaws, Some(form), Some((from, to))) if flaws.is_empty() => Ok(Registration {
                title: self.title.clone(),
                summary: self.summary.clone(),
                purposes,
                users,
                review: Review { body: self.review_body.clone(), approval_number: self.approval_number.clone() },
                categories: self.categories.clone(),
                form,
                sources,
                legal_basis: self.legal_basis.clone(),
                period: (format_date(from), format_date(to)),
                results: None,
            }),
            (flaws, _, _) => Err(flaws),
        }
    }
}

/// Words about a study's results, fit to be shown.
///
/// # Errors
/// [`Problem::TextNeeded`] where a language is missing, [`Problem::TextTooLong`] above [`MAX_TEXT`].
pub fn results(typed: &Words) -> Result<Words, Problem> {
    let typed = tidy_words(typed);
    let flaw = [&typed.ja, &typed.en].into_iter().find_map(|text| flaw_of(text, MAX_TEXT));
    flaw.map_or(Ok(typed), |flaw| Err(flaw.problem()))
}

fn flaw_of(text: &str, most: usize) -> Option<Flaw> {
    if text.trim().is_empty() {
        return Some(Flaw::Missing);
    }
    (text.chars().count() > most).then_some(Flaw::TooLong(most))
}

/// What was found so far.
struct Flaws(Vec<FieldError>);

impl Flaws {
    fn add(&mut self, field: Field, flaw: Flaw) {
        self.0.push((field, flaw));
    }

    fn text(&mut self, field: Field, text: &str, most: usize) {
        self.0.extend(flaw_of(text, most).map(|flaw| (field, flaw)));
    }

    fn words(&mut self, (ja, en): (Field, Field), words: &Words, most: usize) {
        self.text(ja, &words.ja, most);
        self.text(en, &words.en, most);
    }

    fn rows(&mut self, field: Field, rows: usize) {
        match rows {
            0 => self.add(field, Flaw::Missing),
            _ if rows > MAX_ROWS => self.add(field, Flaw::TooMany),
            _ => {}
        }
    }

    fn purposes(&mut self, codes: &[String], catalogue: &Catalogue) -> Vec<PurposeCode> {
        let known: Vec<_> = codes.iter().filter_map(|code| code.parse().ok()).filter(|code| catalogue.find(code).is_some()).collect();
        match known.len() {
            0 if codes.is_empty() => self.add(Field::Purposes, Flaw::NothingChosen),
            some if some != codes.len() => self.add(Field::Purposes, Flaw::Unknown),
            _ => {}
        }
        known
    }

    fn users(&mut self, rows: &[UserRow]) -> Vec<UserOrganisation> {
        self.rows(Field::Users, rows.len());
        for (n, row) in rows.iter().enumerate() {
            self.words((Field::UserJa(n), Field::UserEn(n)), &row.name, MAX_NAME);
        }
        rows.iter().map(|row| UserOrganisation { name: row.name.clone(), commercial: row.commercial }).collect()
    }

    fn categories(&mut self, codes: &[String], known: &[Category]) {
        if codes.is_empty() {
            self.add(Field::Categories, Flaw::NothingChosen);
        } else if codes.iter().any(|code| !known.iter().any(|category| category.code == *code)) {
            self.add(Field::Categories, Flaw::Unknown);
        }
    }

    fn form(&mut self, code: &str) -> Option<Form> {
        let form = Form::from_code(code);
        if form.is_none() {
            self.add(Field::Form, if code.is_empty() { Flaw::NothingChosen } else { Flaw::Unknown });
        }
        form
    }

    fn sources(&mut self, rows: &[SourceRow]) -> Vec<Source> {
        self.rows(Field::Sources, rows.len());
        for (n, row) in rows.iter().enumerate() {
            self.words((Field::SourceJa(n), Field::SourceEn(n)), &row.name, MAX_NAME);
            if SourceKind::from_code(&row.kind).is_none() {
                self.add(Field::SourceKind(n), if row.kind.is_empty() { Flaw::NothingChosen } else { Flaw::Unknown });
            }
        }
        rows.iter().filter_map(|row| Some(Source { name: row.name.clone(), kind: SourceKind::from_code(&row.kind)? })).collect()
    }

    fn period(&mut self, from: &str, to: &str) -> Option<(Date, Date)> {
        let (from, to) = (self.day(Field::From, from), self.day(Field::To, to));
        let period = (from?, to?);
        if period.1 < period.0 {
            self.add(Field::To, Flaw::EndsBeforeItBegins);
            return None;
        }
        Some(period)
    }

    fn day(&mut self, field: Field, text: &str) -> Option<Date> {
        let day = parse_date(text).ok();
        if day.is_none() {
            self.add(field, if text.is_empty() { Flaw::Missing } else { Flaw::NoDate });
        }
        day
    }
}

#[cfg(test)]
mod tests;
