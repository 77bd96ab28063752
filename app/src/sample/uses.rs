//! Samples of uses: full and generic, checked and unchecked, exempt, from before the holder joined, in conflict.

use super::{Person, at, choices, identity, studies};
use async_trait::async_trait;
use domain::account::Level;
use domain::actor::{Actor, Operation};
use domain::category;
use domain::check::Asked;
use domain::clock::parse_date;
use domain::disclosure::history::{AskedCursor, ExportFormat, History, Narrowed, Timeline};
use domain::disclosure::report::Changed;
use domain::disclosure::{Allowed, Conflict, Counted, Page, UseCursor, UseDetails, UseView};
use domain::failure::Failure;
use domain::holder::Holder;
use domain::id::DisclosureId;
use domain::ports::{Overview, Recent, UsesPort};
use domain::purpose::Catalogue;
use domain::purpose::PurposeCode;
use domain::study::Study;
use uuid::Uuid;

pub(crate) struct Sample(pub(crate) Person);

/// A use of that study with everything to see.
fn full(id: u128, when: &str, holder: Holder, study: Study) -> UseView {
    let catalogue = Catalogue::version_1();
    let kinds = category::version_1();
    let exempt = study.intended(&catalogue).exempt();
    UseView {
        id: DisclosureId(Uuid::from_u128(0x0193_0300 + id)),
        disclosed_at: at(when),
        holder: Some(holder),
        purposes: study.registration.purposes.iter().filter_map(|code| catalogue.find(code).cloned()).collect(),
        categories: kinds.into_iter().filter(|kind| study.registration.categories.contains(&kind.code)).collect(),
        form: study.registration.form,
        details: Some(UseDetails {
            recipient: study.registration.users[0].name.ja.clone(),
            records: Some((parse_date("2022-04-01").unwrap(), parse_date("2026-03-31").unwrap())),
            record_count: Some(41),
            checked_at: Some(at(when)),
            historic: false,
            conflict: None,
            allowed: (!exempt).then_some(Allowed::NothingAgainst),
            exempt,
            results_overdue: study.results_overdue(at(super::NOW)),
            study,
        }),
        changed: None,
        veiled: None,
    }
}

/// The person's uses, newest first.
pub(crate) fn uses(person: Person) -> Vec<UseView> {
    if matches!(person, Person::Newcomer | Person::Visitor) {
        return vec![];
    }
    let all = studies::all();
    let mut against = full(3, "2026-09-18T06:00:00.000Z", studies::aoba(), all[1].clone());
    let mut late = full(4, "2026-09-01T06:00:00.000Z", studies::aoba(), all[1].clone());
    let mut checked_before = full(5, "2026-08-01T06:00:00.000Z", studies::aoba(), all[1].clone());
    let mark = |shown: &mut UseView, kind: Conflict, checked: bool| {
        if let Some(details) = &mut shown.details {
            details.conflict = Some(kind);
            details.allowed = None;
            if !checked {
                details.checked_at = None;
            }
        }
    };
    mark(&mut against, Conflict::Against, false);
    mark(&mut late, Conflict::LateEntry, true);
    mark(&mut checked_before, Conflict::CheckedBefore, true);
    checked_before.changed = Some(Changed { at: at("2026-08-20T06:00:00.000Z"), by: None });
    late.changed = Some(Changed { at: at("2026-09-20T06:00:00.000Z"), by: Some(DisclosureId(Uuid::from_u128(0x0193_0399))) });
    let mut generic = full(6, "2026-06-02T06:00:00.000Z", studies::sakuradai(), all[0].clone());
    generic.details = None;
    let mut historic = full(9, "2021-05-11T06:00:00.000Z", studies::sakuradai(), all[3].clone());
    if let Some(details) = &mut historic.details {
        details.historic = true;
        details.allowed = None;
        details.checked_at = None;
        details.record_count = None;
        details.records = None;
    }
    let all = vec![
        full(1, "2026-11-12T06:00:00.000Z", studies::sakuradai(), all[0].clone()),
        full(2, "2026-11-04T06:00:00.000Z", studies::care_database(), all[2].clone()),
        against,
        late,
        checked_before,
        generic,
        full(7, "2025-12-03T06:00:00.000Z", studies::sakuradai(), all[4].clone()),
        full(8, "2024-02-20T06:00:00.000Z", studies::sakuradai(), all[3].clone()),
        historic,
    ];
    if person == Person::Protected { all.into_iter().map(UseView::under_a_veil).collect() } else { all }
}

fn asked(person: Person) -> Vec<Asked> {
    let asked = |holder: Holder, purposes: &[&str], first: &str, last: &str, count, last_permitted| Asked {
        holder: holder.id,
        holder_name: (person != Person::Protected).then_some(holder.name),
        purposes: purposes.iter().map(|code| code.parse().unwrap()).collect(),
        first: at(first),
        last: at(last),
        count,
        last_permitted,
    };
    vec![
        asked(studies::sakuradai(), &["ai-development"], "2026-11-22T01:15:00.000Z", "2026-11-22T01:15:00.000Z", 1, false),
        asked(studies::sakuradai(), &["academic-research"], "2025-01-10T02:00:00.000Z", "2026-11-11T23:00:00.000Z", 12, true),
        asked(studies::aoba(), &["drug-device-development"], "2026-07-01T02:00:00.000Z", "2026-11-02T02:00:00.000Z", 4, false),
    ]
}

/// The five of the overview: one that was reported late comes first, as new as the one of last week.
fn recent(mut shown: Vec<UseView>) -> Vec<Recent> {
    shown.truncate(6);
    if let Some(late) = shown.pop() {
        shown.insert(0, late);
    }
    shown.into_iter().take(5).enumerate().map(|(index, of)| Recent { of, new: index < 2 }).collect()
}

/// Whether that use is looked for.
fn wanted(of: &UseView, narrowed: &Narrowed) -> bool {
    narrowed.purpose.as_ref().is_none_or(|code| of.purposes.iter().any(|purpose| &purpose.code == code))
        && narrowed.holder.is_none_or(|wanted| of.holder.as_ref().is_some_and(|holder| holder.id == wanted))
        && narrowed.year.is_none_or(|year| of.disclosed_at.in_tokyo().0.year() == year)
}

#[async_trait]
impl UsesPort for Sample {
    async fn overview(&self, actor: &Actor) -> Result<Overview, Failure> {
        actor.may(Operation::SeeOverview)?;
        let closed_until = self.0.closed_until();
        let shown = if closed_until.is_some() { vec![] } else { uses(self.0) };
        let new = self.0 == Person::Newcomer;
        Ok(Overview {
            level: if self.0 == Person::LevelOne { Level::One } else { Level::Two },
            closed_until,
            choices: choices::choices(self.0),
            catalogue: Catalogue::version_1(),
            conflicts: shown.iter().filter(|one| one.conflict().is_some()).take(5).cloned().collect(),
            new_since: if new { Counted::default() } else { Counted { count: 2, more: false } },
            last_visit: (!new).then(|| at("2026-10-30T08:12:00.000Z")),
            uses: Counted { count: u32::try_from(shown.len()).unwrap(), more: false },
            newest: recent(shown),
            asked: if new { vec![] } else { asked(self.0) },
            notices: identity::notices(self.0),
            second_way_back: !new,
        })
    }
    async fn uses(&self, actor: &Actor, narrowed: &Narrowed, before: Option<UseCursor>) -> Result<Page<UseView, UseCursor>, Failure> {
        actor.may(Operation::SeeUses)?;
        let items: Vec<_> = uses(self.0)
            .into_iter()
            .filter(|one| wanted(one, narrowed) && before.is_none_or(|before| one.disclosed_at < before.disclosed_at))
            .collect();
        let next = items.last().filter(|_| before.is_none()).map(|last| UseCursor { disclosed_at: last.disclosed_at, disclosure: last.id });
        Ok(Page { items, next })
    }
    async fn history(&self, actor: &Actor, narrowed: &Narrowed) -> Result<History, Failure> {
        actor.may(Operation::SeeUses)?;
        let all = uses(self.0);
        let mut holders: Vec<Holder> = all.iter().filter_map(|of| of.holder.clone()).collect();
        holders.sort_by(|one, other| one.name.ja.cmp(&other.name.ja));
        holders.dedup();
        let mut years: Vec<i32> = all.iter().map(|of| of.disclosed_at.in_tokyo().0.year()).collect();
        years.dedup();
        let found: Vec<(_, Vec<PurposeCode>)> = all
            .iter()
            .filter(|of| wanted(of, narrowed))
            .map(|of| (of.disclosed_at, of.purposes.iter().map(|purpose| purpose.code.clone()).collect()))
            .collect();
        let counted = found.iter().map(|(at, purposes)| (*at, purposes.as_slice()));
        let timeline = Timeline::count(Timeline::window(narrowed, at(super::NOW)), counted, false);
        Ok(History { timeline, catalogue: Catalogue::version_1(), holders, years })
    }
    async fn asked(&self, actor: &Actor, before: Option<AskedCursor>) -> Result<Page<Asked, AskedCursor>, Failure> {
        actor.may(Operation::SeeUses)?;
        if self.0 == Person::Newcomer {
            return Ok(Page { items: vec![], next: None });
        }
        let mut items = asked(self.0);
        if before.is_some() {
            items.drain(..2);
        }
        let next = if before.is_none() { items.last().map(AskedCursor::at) } else { None };
        Ok(Page { items, next })
    }
    async fn export(&self, actor: &Actor, _: ExportFormat, before: Option<UseCursor>) -> Result<Page<UseView, UseCursor>, Failure> {
        self.uses(actor, &Narrowed::default(), before).await
    }
    async fn one_use(&self, actor: &Actor, id: DisclosureId) -> Result<Option<UseView>, Failure> {
        actor.may(Operation::SeeUses)?;
        Ok(uses(self.0).into_iter().find(|one| one.id == id))
    }
}
