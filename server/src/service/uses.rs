//! What was done with a person's records, as that person may see it.

mod history;
mod views;
mod word;

use crate::service::identity::permit;
use crate::service::{Core, protection};
use crate::store::uses::{SeenBy, SeenUse, conflicts_seen_by, count_seen_by, reported_after_seen_by, use_seen_by, uses_seen_by};
use crate::store::{accounts, choices, links, notices, passkeys, recovery, studies, who_asked};
use async_trait::async_trait;
use domain::account::{Level, Notice, Standing};
use domain::actor::{Actor, Operation, Patient};
use domain::check::Asked;
use domain::choice::Choices;
use domain::clock::{Span, Timestamp};
use domain::disclosure::history::{AskedCursor, ExportFormat, History as HistoryView, Narrowed};
use domain::disclosure::{Counted, Page, UseCursor, UseView};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, DisclosureId, HolderId, SubjectId};
use domain::ports::{Overview, Recent, UsesPort};
use views::views;

/// How many uses one page of the list holds.
const PAGE: usize = 20;
/// How many uses, and how many conflicts, the overview shows.
const ON_OVERVIEW: usize = 5;
/// Where the overview stops counting uses.
const USES_COUNTED: u32 = 100;
/// Where it stops counting new ones.
const NEW_COUNTED: u32 = 20;
/// How many rows of "who asked" and how many notices it shows.
const ASKED_ON_OVERVIEW: usize = 10;
const NOTICES_ON_OVERVIEW: u64 = 20;
/// Opening the overview again within this time belongs to the same visit.
const SAME_VISIT: Span = Span::minutes(30);

/// The uses.
#[derive(Clone)]
pub struct UsesService {
    core: Core,
}

/// What the desk is shown of a person's uses: as that person sees them, the one that was asked about or the latest.
pub(crate) async fn seen_by_desk(core: &Core, subject: SubjectId, only: Option<DisclosureId>) -> Result<Vec<UseView>, Failure> {
    let db = core.store.db();
    let mut subjects = links::proved_with(db, subject).await?;
    // The person's own sign-in first.
    subjects.sort_by_key(|one| *one != subject);
    // Whoever has no account yet sees nothing that could be masked for the desk; what is hidden is hidden from it, too.
    let account = accounts::first_of(db, &subjects).await?;
    let sight = Sight { only_from: account.as_ref().and_then(issuers_alone), subjects, veiled: false };
    let found = match only {
        Some(id) => use_seen_by(db, sight.seen(), id).await?.into_iter().collect(),
        None => uses_seen_by(db, sight.seen(), None, PAGE).await?,
    };
    views(core, &sight.subjects, &found).await
}

/// At level 1: the holders whose word the account rests on.
fn issuers_alone(account: &accounts::Account) -> Option<Vec<HolderId>> {
    (account.level == Level::One).then(|| account.issuers.clone())
}

/// Whose uses an account sees, and how many of them.
struct Sight {
    /// The subjects that are proved to be this person.
    subjects: Vec<SubjectId>,
    /// At level 1: the account's issuers. `None`: whoever disclosed.
    only_from: Option<Vec<HolderId>>,
    /// Whether what tells where the records lie is left out.
    veiled: bool,
}

impl Sight {
    fn seen(&self) -> SeenBy<'_> {
        SeenBy { subjects: &self.subjects, only_from: self.only_from.as_deref() }
    }
}

impl UsesService {
    /// The uses of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    /// The signed-in account, and how far it sees of the person in view: a proxy no further than with their own records.
    async fn sight(&self, actor: &Actor) -> Result<(accounts::Account, Sight), Failure> {
        let (db, patient) = (self.core.store.db(), actor.signed_in()?);
        let account = accounts::account(db, patient.account).await?.ok_or(Problem::SignInNeeded)?;
        let only_from = (patient.level == Level::One).then(|| account.issuers.clone());
        let subjects = links::proved_with(db, actor.subject()?).await?;
        Ok((account, Sight { subjects, only_from, veiled: protection::veils(&self.core, actor).await? }))
    }

    /// A use that the owner of that account asked the desk about, as they see it themselves.
    pub(crate) async fn asked_about(&self, account: AccountId, id: DisclosureId) -> Result<Option<UseView>, Failure> {
        let db = self.core.store.db();
        let Some(account) = accounts::account(db, account).await? else { return Ok(None) };
        let accounts::Kind::Patient(subject) = account.kind else { return Ok(None) };
        let sight = Sight { only_from: issuers_alone(&account), subjects: links::proved_with(db, subject).await?, veiled: false };
        let found = use_seen_by(db, sight.seen(), id).await?;
        Ok(self.show(&sight, found.into_iter().collect()).await?.pop())
    }

    async fn show(&self, sight: &Sight, found: Vec<SeenUse>) -> Result<Vec<UseView>, Failure> {
        let shown = views(&self.core, &sight.subjects, &found).await?;
        Ok(if sight.veiled { shown.into_iter().map(UseView::under_a_veil).collect() } else { shown })
    }
}

#[async_trait]
impl UsesPort for UsesService {
    async fn overview(&self, actor: &Actor) -> Result<Overview, Failure> {
        actor.may(Operation::SeeOverview)?;
        let (patient, own) = (actor.signed_in()?, actor.patient().ok());
        let (account, sight) = self.sight(actor).await?;
        let history = match patient.standing {
            Standing::Open => self.past(own.is_some().then_some(&account), &sight).await?,
            Standing::ClosedUntil(_) | Standing::OnlyCancel(_) => History::default(),
        };
        let db = self.core.store.db();
        Ok(Overview {
            level: patient.level,
            closed_until: if let Standing::ClosedUntil(until) = patient.standing { Some(until) } else { None },
            choices: self.choices_of(actor.subject()?).await?,
            catalogue: studies::catalogue(db).await?,
            conflicts: history.conflicts,
            newest: history.newest,
            new_since: history.new_since,
            last_visit: history.last_visit,
            uses: history.uses,
            asked: history.asked,
            // What belongs to the sign-in is told in one's own view.
            notices: if let Some(own) = own { self.notices_of(own).await? } else { Vec::new() },
            second_way_back: if let Some(own) = own { self.has_second_way_back(own).await? } else { true },
        })
    }

    async fn uses(&self, actor: &Actor, narrowed: &Narrowed, before: Option<UseCursor>) -> Result<Page<UseView, UseCursor>, Failure> {
        actor.may(Operation::SeeUses)?;
        self.page(actor, narrowed, before, PAGE).await
    }

    async fn history(&self, actor: &Actor, narrowed: &Narrowed) -> Result<HistoryView, Failure> {
        actor.may(Operation::SeeUses)?;
        self.whole_history(actor, narrowed).await
    }

    async fn asked(&self, actor: &Actor, before: Option<AskedCursor>) -> Result<Page<Asked, AskedCursor>, Failure> {
        actor.may(Operation::SeeUses)?;
        self.page_of_asked(actor, before).await
    }

    async fn export(&self, actor: &Actor, format: ExportFormat, before: Option<UseCursor>) -> Result<Page<UseView, UseCursor>, Failure> {
        permit(&self.core, actor, Operation::SeeUses).await?;
        self.page_of_export(actor, format, before).await
    }

    async fn one_use(&self, actor: &Actor, id: DisclosureId) -> Result<Option<UseView>, Failure> {
        actor.may(Operation::SeeUses)?;
        let (_, sight) = self.sight(actor).await?;
        let Some(found) = use_seen_by(self.core.store.db(), sight.seen(), id).await? else {
            return Ok(None);
        };
        Ok(self.show(&sight, vec![found]).await?.pop())
    }
}

/// What the overview tells of the past. Nothing while a recovery keeps it closed.
#[derive(Default)]
struct History {
    conflicts: Vec<UseView>,
    newest: Vec<Recent>,
    new_since: Counted,
    last_visit: Option<Timestamp>,
    uses: Counted,
    asked: Vec<Asked>,
}

impl UsesService {
    /// `account`: whose visits are remembered; none for a proxy, whose own they are not.
    async fn past(&self, account: Option<&accounts::Account>, sight: &Sight) -> Result<History, Failure> {
        let db = self.core.store.db();
        let last_visit = if let Some(account) = account { self.last_visit(account).await? } else { None };
        let (new, new_since) = match last_visit {
            Some(visit) => reported_after_seen_by(db, sight.seen(), visit, NEW_COUNTED).await?,
            // On the first visit every use is new.
            None => (Vec::new(), count_seen_by(db, sight.seen(), NEW_COUNTED).await?),
        };
        Ok(History {
            conflicts: self.show(sight, conflicts_seen_by(db, sight.seen(), ON_OVERVIEW).await?).await?,
            newest: self.newest(sight, new).await?,
            new_since,
            last_visit,
            uses: count_seen_by(db, sight.seen(), USES_COUNTED).await?,
            asked: self.latest_asked(sight).await?,
        })
    }

    /// What was reported since the last visit, then the newest of what the person knows.
    async fn newest(&self, sight: &Sight, mut shown: Vec<SeenUse>) -> Result<Vec<Recent>, Failure> {
        shown.truncate(ON_OVERVIEW);
        let new = shown.len();
        if new < ON_OVERVIEW {
            let latest = uses_seen_by(self.core.store.db(), sight.seen(), None, ON_OVERVIEW).await?;
            let known: Vec<_> = latest.into_iter().filter(|of| shown.iter().all(|new| new.disclosure != of.disclosure)).collect();
            shown.extend(known);
            shown.truncate(ON_OVERVIEW);
        }
        let views = self.show(sight, shown).await?;
        Ok(views.into_iter().enumerate().map(|(index, of)| Recent { of, new: index < new }).collect())
    }

    /// When the visit before this one was; remembers that there is one now.
    async fn last_visit(&self, account: &accounts::Account) -> Result<Option<Timestamp>, Failure> {
        let now = self.core.now();
        let (seen, written) = match account.overview_opened_at {
            Some(opened) if opened + SAME_VISIT < now => (Some(opened), false),
            // To the minute is enough: a page opened again and again need not write each time.
            Some(opened) => (account.overview_seen_at, now < opened + Span::minutes(1)),
            None => (None, false),
        };
        if !written {
            accounts::set_overview(self.core.store.db(), account.id, seen, now).await?;
        }
        Ok(seen)
    }

    /// Who asked what the person chose. At level 1 only the issuers, like their uses: that others hold records of the
    /// person is not proved to be this account's business.
    async fn latest_asked(&self, sight: &Sight) -> Result<Vec<Asked>, Failure> {
        let mut asked = self.everybody_who_asked(sight, ASKED_ON_OVERVIEW).await?;
        asked.truncate(ASKED_ON_OVERVIEW);
        Ok(asked)
    }

    /// The same, of which the latest `wanted` are there in any case.
    async fn everybody_who_asked(&self, sight: &Sight, wanted: usize) -> Result<Vec<Asked>, Failure> {
        let looked_through = if sight.only_from.is_some() { usize::MAX } else { wanted };
        let db = self.core.store.db();
        let everybody = links::subjects_with(db, &sight.subjects).await?;
        let mut asked = who_asked::asked_about(db, &sight.subjects, &everybody, looked_through).await?;
        if let Some(issuers) = &sight.only_from {
            asked.retain(|asked| issuers.contains(&asked.holder));
        }
        if sight.veiled {
            asked.iter_mut().for_each(|asked| asked.holder_name = None);
        }
        Ok(asked)
    }

    /// What holds for the person: all subjects that are one with them count, proved or not, as they do for checks.
    async fn choices_of(&self, subject: SubjectId) -> Result<Choices, Failure> {
        let db = self.core.store.db();
        let kin = links::kin_of(db, &[subject]).await?;
        let current = choices::current_of(db, &kin.with(subject)).await?;
        Ok(Choices::fold(&current, kin))
    }

    async fn notices_of(&self, patient: &Patient) -> Result<Vec<Notice>, Failure> {
        Ok(notices::unread_of(self.core.store.db(), patient.account, NOTICES_ON_OVERVIEW).await?)
    }

    async fn has_second_way_back(&self, patient: &Patient) -> Result<bool, Failure> {
        let db = self.core.store.db();
        let good = |kept: &&passkeys::Kept| kept.set_aside_by.is_none();
        if passkeys::passkeys_of(db, patient.account).await?.iter().filter(good).count() > 1 {
            return Ok(true);
        }
        Ok(recovery::printed_of(db, patient.account).await?.is_some_and(|printed| printed.used_at.is_none()))
    }
}
