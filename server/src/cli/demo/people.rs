//! The five hundred people of the demo: when they were born, which numbers they bear, who holds records of them, and what
//! is special about them. They have no names.

use super::facts::{DemoIdentifier, DemoPatient};
use super::holders::{HOLDERS, PROVIDERS};
use super::register::HolderSeat;
use super::{DemoError, Stage};
use crate::service::activations::{NewActivation, issue};
use crate::store::{Tx, subjects};
use domain::account::Level;
use domain::clock::{Date, Span, format_date, parse_date};
use domain::holder::Holder;
use domain::id::SubjectId;
use domain::identifier::{INSURED, Identifier, PUBLIC_PAYER, Systems};

/// How many subjects there are.
const SUBJECTS: usize = 500;
/// How many people may still open an account and have refused nothing: enough for every test to take its own.
const PLAIN: usize = 140;

/// What somebody's story is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Said nothing.
    Plain,
    /// Refused commercial use; a holder disclosed all the same.
    Against,
    /// Refused a purpose between a check and the disclosure it covered.
    CheckedBefore,
    /// Refused everything on paper; records were disclosed while the paper lay at the desk.
    LateEntry,
    /// Refused one study.
    OneStudy,
    /// Refused everything, and later allowed one study.
    AllButOneStudy,
    /// Refused a purpose, had a conflict, and took the refusal back.
    TakenBack,
    /// Some of the uses may not, or not fully, be shown.
    Undisclosed,
    /// Two sets of records under two numbers, found to be one person.
    Joined,
    /// A child.
    Child,
    /// Lives on public assistance: no insured number, but a public payer's.
    PublicPayer,
    /// May have said something, by whatever way; will not open an account.
    Passer,
}

impl Part {
    /// The parts of those who may open an account and are not [`Self::Plain`]; each is played twice.
    const SPECIAL: [Self; 10] = [
        Self::Against,
        Self::CheckedBefore,
        Self::LateEntry,
        Self::OneStudy,
        Self::AllButOneStudy,
        Self::TakenBack,
        Self::Undisclosed,
        Self::Joined,
        Self::Child,
        Self::PublicPayer,
    ];

    const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Plain | Self::Passer => ("何も断っていない", "refused nothing"),
            Self::Against => ("民間企業の利用を断ったのに、使われた", "refused commercial use, and was used all the same"),
            Self::CheckedBefore => ("確認のすぐ後に断った", "refused just after a check"),
            Self::LateEntry => ("紙で断り、登録の前に使われた", "refused on paper, and was used before it was entered"),
            Self::OneStudy => ("研究を一つだけ断った", "refused one study"),
            Self::AllButOneStudy => ("すべて断り、研究を一つ認めた", "refused everything and allowed one study"),
            Self::TakenBack => ("断った後で、また認めた", "refused, and allowed again"),
            Self::Undisclosed => ("くわしく示せない利用がある", "some uses cannot be shown in full"),
            Self::Joined => ("番号が変わり、二つの記録がつながった", "changed numbers; two records joined"),
            Self::Child => ("子ども", "a child"),
            Self::PublicPayer => ("公費の番号をもつ", "bears a public payer's number"),
        }
    }
}

/// How many uses a person sees, and how many of them are conflicts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub uses: usize,
    pub conflicts: usize,
}

/// Somebody.
pub(super) struct Person {
    /// Counted from one.
    pub number: usize,
    pub part: Part,
    pub subject: SubjectId,
    /// The subject under which the person was known before, where two were joined.
    pub former: Option<SubjectId>,
    pub birth_date: Date,
    pub identifiers: Vec<DemoIdentifier>,
    /// Which of [`HOLDERS`] hold records of the person.
    pub known_to: [bool; HOLDERS.len()],
    /// How many uses the person sees.
    pub uses: usize,
    /// The code, as it is printed, for those who may open an account.
    pub code: Option<String>,
}

impl Person {
    /// The person's line in `demo.json`, if they can open an account.
    pub(super) fn facts(&self, counts: Counts) -> Option<DemoPatient> {
        let (ja, en) = self.part.label();
        Some(DemoPatient {
            label: format!("患者{:03} {ja} / Patient {:03}: {en}", self.number, self.number),
            activation_code: self.code.clone()?,
            birth_date: format_date(self.birth_date),
            identifiers: self.identifiers.clone(),
            uses: counts.uses,
            conflicts: counts.conflicts,
        })
    }
}

/// Makes everybody known to the holders whose patients they are, and hands out the codes.
pub(super) async fn settle(stage: &Stage, tx: &Tx, holders: &[HolderSeat]) -> Result<Vec<Person>, DemoError> {
    stage.clock.set(stage.days_ago(super::BEGINS_DAYS_AGO));
    let special = Part::SPECIAL.into_iter().cycle().take(2 * Part::SPECIAL.len());
    let with_code = std::iter::repeat_n(Part::Plain, PLAIN).chain(special);
    // Whoever was joined counts as two subjects.
    let passers = SUBJECTS - PLAIN - 2 * Part::SPECIAL.len() - 2;
    let mut people = Vec::new();
    for (number, part) in (1..).zip(with_code.chain(std::iter::repeat_n(Part::Passer, passers))) {
        people.push(person(stage, tx, holders, number, part).await?);
    }
    Ok(people)
}

async fn person(stage: &Stage, tx: &Tx, holders: &[HolderSeat], number: usize, part: Part) -> Result<Person, DemoError> {
    let home = (number - 1) % PROVIDERS;
    let provider = &holders.get(home).ok_or(DemoError::Plan("a provider"))?.holder;
    let birth_date = birth_date(stage, number, part)?;
    let identifiers = identifiers(stage, provider, number, part);
    let read = read(stage, provider, &identifiers)?;
    let (subject, code) = if part == Part::Passer {
        (known(stage, tx, provider, birth_date, &read).await?, None)
    } else {
        let new = NewActivation { identifiers: &read, birth_date, issuer: provider.id, grants: Level::Two, expires: false };
        let (code, subject) = issue(&stage.core, tx, &new).await?;
        (subject, Some(code.grouped()))
    };
    let former = match part {
        Part::Joined => {
            let before = [insured(stage, number + SUBJECTS)];
            let read = self::read(stage, provider, &before)?;
            Some(known(stage, tx, provider, birth_date, &read).await?)
        }
        _ => None,
    };
    let known_to = std::array::from_fn(|n| if n < PROVIDERS { n == home } else { knows(stage, n, part) });
    Ok(Person { number, part, subject, former, birth_date, identifiers, known_to, uses: uses(stage, number, part), code })
}

/// Whether a holder without patients of its own holds records of somebody. Of those who may open an account the first
/// three do, so that there is enough to see.
fn knows(stage: &Stage, holder: usize, part: Part) -> bool {
    let by_chance = stage.random.percent(HOLDERS[holder].knows_percent);
    by_chance || (part != Part::Passer && holder < PROVIDERS + 3)
}

/// How many uses the person sees: some people's take more than one page.
fn uses(stage: &Stage, number: usize, part: Part) -> usize {
    match part {
        Part::Passer => usize::try_from(stage.random.between(6, 20)).unwrap_or(6),
        Part::Plain if number % 10 == 1 => 24,
        _ => 9,
    }
}

fn birth_date(stage: &Stage, number: usize, part: Part) -> Result<Date, DemoError> {
    if number == 1 {
        return parse_date("1979-04-02").map_err(|_| DemoError::Plan("a birth date"));
    }
    let years = if part == Part::Child { stage.random.between(6, 9) } else { stage.random.between(18, 93) };
    let days = years * 365 + stage.random.between(0, 364);
    Ok((stage.today - Span::days(days)).in_tokyo().0)
}

fn identifiers(stage: &Stage, provider: &Holder, number: usize, part: Part) -> Vec<DemoIdentifier> {
    let system = Systems::local_of(provider, &stage.core.config.base_url);
    let local = DemoIdentifier { system, value: format!("{:07}", 1_000_000 + 37 * number) };
    let national = match part {
        Part::PublicPayer => {
            DemoIdentifier { system: PUBLIC_PAYER.to_owned(), value: format!("12130015::{:07}:", 4_000_000 + 31 * number) }
        }
        _ => insured(stage, number),
    };
    vec![national, local]
}

/// An insured number: insurer, 記号, 番号, 枝番.
fn insured(stage: &Stage, number: usize) -> DemoIdentifier {
    let insurer = stage.random.pick(&["01130012", "06130456", "39131234", "31130789"]).copied().unwrap_or("01130012");
    let symbol = 1_000 + number % 89;
    DemoIdentifier { system: INSURED.to_owned(), value: format!("{insurer}:{symbol}:{:06}:{:02}", 100_000 + 61 * number, number % 3) }
}

/// What can be hashed of these: without the legal designation insured numbers are no keys.
fn read(stage: &Stage, provider: &Holder, identifiers: &[DemoIdentifier]) -> Result<Vec<Identifier>, DemoError> {
    let insured_numbers = stage.core.config.insured_numbers;
    let open = Systems { insured_numbers, local: Some(Systems::local_of(provider, &stage.core.config.base_url)) };
    let national = |system: &str| system == INSURED || system == PUBLIC_PAYER;
    identifiers
        .iter()
        .filter(|identifier| insured_numbers || !national(&identifier.system))
        .map(|identifier| Identifier::parse(&identifier.system, &identifier.value, &open))
        .collect::<Result<_, _>>()
        .map_err(|_| DemoError::Plan("an identifier"))
}

/// Makes somebody known to a provider without a code.
async fn known(stage: &Stage, tx: &Tx, provider: &Holder, birth_date: Date, identifiers: &[Identifier]) -> Result<SubjectId, DemoError> {
    let (core, now) = (&stage.core, stage.core.now());
    let subject = SubjectId::new(now, &*stage.random);
    subjects::create(tx, subject, Some(core.keys.birth_digest(subject, birth_date)), now).await?;
    for identifier in identifiers {
        subjects::assign(
            tx,
            (core.keys.identifier_digest(identifier), core.keys.storage_version()),
            subject,
            provider.id,
            identifier.kind(),
            now,
        )
        .await?;
    }
    Ok(subject)
}
