//! The list of uses in pages, the timeline above it, who asked, and the whole of it to take home.

use super::{Sight, UsesService};
use crate::store::audit::{self, Line};
use crate::store::uses::SeenUse;
use crate::store::uses::history::{Moment, holders_seen_by, moments_seen_by, narrowed_seen_by, span_seen_by};
use crate::store::{commit, holders, inconsistent, studies};
use domain::actor::{Actor, Operation};
use domain::check::Asked;
use domain::disclosure::history::{AskedCursor, ExportFormat, History, Narrowed, Timeline};
use domain::disclosure::{Page, UseCursor, UseView};
use domain::failure::Failure;
use domain::id::StudyId;
use domain::purpose::PurposeCode;
use domain::study::Study;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How many rows of "who asked" one page holds.
const ASKED: usize = 20;
/// How many uses one part of an export holds: what it needs in memory.
const EXPORTED: usize = 200;
/// How many uses the timeline counts, and among how many the organisations to choose from are looked for: more than people
/// have, so that the few who have more wait no longer.
const COUNTED: usize = 2_000;
const LOOKED_THROUGH: u64 = 2_000;

impl Sight {
    /// What is looked for, without the organisation under a veil: which uses came from one tells where the records lie.
    fn narrows(&self, narrowed: &Narrowed) -> Narrowed {
        Narrowed { holder: narrowed.holder.filter(|_| !self.veiled), ..narrowed.clone() }
    }
}

impl UsesService {
    /// Some uses of those that are looked for, newest first.
    pub(super) async fn page(
        &self,
        actor: &Actor,
        narrowed: &Narrowed,
        before: Option<UseCursor>,
        size: usize,
    ) -> Result<Page<UseView, UseCursor>, Failure> {
        let (_, sight) = self.sight(actor).await?;
        // One more than is shown tells whether there is a next page.
        let mut found = narrowed_seen_by(self.core.store.db(), sight.seen(), &sight.narrows(narrowed), before, size + 1).await?;
        let more = found.len() > size;
        found.truncate(size);
        let next = if more { found.last().map(SeenUse::cursor) } else { None };
        Ok(Page { items: self.show(&sight, found).await?, next })
    }

    pub(super) async fn whole_history(&self, actor: &Actor, narrowed: &Narrowed) -> Result<History, Failure> {
        let (db, (_, sight)) = (self.core.store.db(), self.sight(actor).await?);
        // Under a veil nobody is named, and so nobody can be chosen.
        let ids = if sight.veiled { Vec::new() } else { holders_seen_by(db, sight.seen(), LOOKED_THROUGH).await? };
        let mut handed_over: Vec<_> = holders::holders(db, &ids).await?.into_values().collect();
        handed_over.sort_by(|one, other| one.name.ja.cmp(&other.name.ja));
        let span = span_seen_by(db, sight.seen()).await?;
        let years = span.map(|(first, latest)| (first.in_tokyo().0.year()..=latest.in_tokyo().0.year()).rev().collect());
        Ok(History {
            timeline: self.timeline(&sight, &sight.narrows(narrowed)).await?,
            catalogue: studies::catalogue(db).await?,
            holders: handed_over,
            years: years.unwrap_or_default(),
        })
    }

    async fn timeline(&self, sight: &Sight, narrowed: &Narrowed) -> Result<Timeline, Failure> {
        let window = Timeline::window(narrowed, self.core.now());
        let (first, months) = window;
        let span = (first.begins(), first.later(months).begins());
        let mut moments = moments_seen_by(self.core.store.db(), sight.seen(), narrowed, span, COUNTED + 1).await?;
        let more = moments.len() > COUNTED;
        moments.truncate(COUNTED);
        let studies = self.studies_behind(&moments).await?;
        let counted = moments.iter().map(|moment| {
            let study = studies.get(&moment.study).ok_or_else(|| inconsistent("disclosures", "study_version", moment.study.0))?;
            Ok((moment.disclosed_at, study.registration.purposes.as_slice()))
        });
        let counted: Vec<(_, &[PurposeCode])> = counted.collect::<Result<_, Failure>>()?;
        Ok(Timeline::count(window, counted, more))
    }

    async fn studies_behind(&self, moments: &[Moment]) -> Result<BTreeMap<(StudyId, i32), Study>, Failure> {
        let ids: BTreeSet<StudyId> = moments.iter().map(|moment| moment.study.0).collect();
        Ok(studies::every_version(self.core.store.db(), &ids.into_iter().collect::<Vec<_>>()).await?)
    }

    /// A person has few rows of "who asked", so a page of them is cut out of all.
    pub(super) async fn page_of_asked(&self, actor: &Actor, before: Option<AskedCursor>) -> Result<Page<Asked, AskedCursor>, Failure> {
        let (_, sight) = self.sight(actor).await?;
        let place = |at: &AskedCursor| (Reverse(at.last), at.holder, at.purposes.clone());
        let mut asked = self.everybody_who_asked(&sight, usize::MAX).await?;
        asked.sort_by_cached_key(|row| place(&AskedCursor::at(row)));
        if let Some(before) = before.as_ref().map(place) {
            asked.retain(|row| place(&AskedCursor::at(row)) > before);
        }
        let more = asked.len() > ASKED;
        asked.truncate(ASKED);
        let next = if more { asked.last().map(AskedCursor::at) } else { None };
        Ok(Page { items: asked, next })
    }

    pub(super) async fn page_of_export(
        &self,
        actor: &Actor,
        format: ExportFormat,
        before: Option<UseCursor>,
    ) -> Result<Page<UseView, UseCursor>, Failure> {
        if before.is_none() {
            let line = Line::of(actor, Operation::SeeUses, self.core.now()).because(match format {
                ExportFormat::Csv => "taken home as csv",
                ExportFormat::Json => "taken home as json",
                ExportFormat::Fhir => "taken home as fhir",
            });
            let tx = self.core.store.begin().await?;
            audit::append(&tx, &self.core.config.node, [line]).await?;
            commit(tx).await?;
        }
        self.page(actor, &Narrowed::default(), before, EXPORTED).await
    }
}
