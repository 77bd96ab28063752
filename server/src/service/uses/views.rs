//! From the rows of uses to what a person reads.

use super::word::Word;
use crate::service::Core;
use crate::store::corrections;
use crate::store::disclosures::{Disclosure, disclosures};
use crate::store::holders::holders;
use crate::store::studies::{catalogue, categories, every_version};
use crate::store::uses::SeenUse;
use crate::store::{StoreError, inconsistent};
use domain::category::Category;
use domain::clock::Timestamp;
use domain::disclosure::{Display, UseDetails, UseView};
use domain::failure::Failure;
use domain::holder::Holder;
use domain::id::{HolderId, SubjectId};
use domain::purpose::{Catalogue, Purpose};
use domain::study::Study;
use std::collections::{BTreeMap, BTreeSet};

/// What the views of one page need besides the uses, loaded at once.
struct Background {
    holders: BTreeMap<HolderId, Holder>,
    catalogue: Catalogue,
    categories: Vec<Category>,
    word: Word,
    now: Timestamp,
}

/// The views of these uses of the person who is `proved` to be these subjects, in their order.
pub(super) async fn views(core: &Core, proved: &[SubjectId], found: &[SeenUse]) -> Result<Vec<UseView>, Failure> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let db = core.store.db();
    let ids: Vec<_> = found.iter().map(|row| row.disclosure).collect();
    let reports = disclosures(db, &ids).await?;
    let study_ids: BTreeSet<_> = reports.values().map(|report| report.study.0).collect();
    let holder_ids: BTreeSet<_> = reports.values().map(|report| report.holder).collect();
    let changed = corrections::of(db, &ids).await?;
    let studies = every_version(db, &study_ids.into_iter().collect::<Vec<_>>()).await?;
    let background = Background {
        holders: holders(db, &holder_ids.into_iter().collect::<Vec<_>>()).await?,
        catalogue: catalogue(db).await?,
        categories: categories(db).await?,
        word: Word::of(core, proved).await?,
        now: core.now(),
    };
    let mut views = Vec::new();
    for row in found {
        let report = reports.get(&row.disclosure).ok_or_else(|| inconsistent("uses", "disclosure_id", row.disclosure))?;
        let study = studies.get(&report.study).ok_or_else(|| inconsistent("disclosures", "study_version", report.id))?;
        // Of what is shown in part, no remark tells more.
        let changed = changed.get(&report.id).copied().filter(|_| row.display == Display::Full);
        views.push(UseView { changed, ..background.view(row, report, study)? });
    }
    Ok(views)
}

impl Background {
    fn view(&self, row: &SeenUse, report: &Disclosure, study: &Study) -> Result<UseView, StoreError> {
        let broken = |column| inconsistent("disclosures", column, report.id);
        Ok(UseView {
            id: report.id,
            disclosed_at: report.disclosed_at,
            holder: Some(self.holders.get(&report.holder).cloned().ok_or_else(|| broken("holder_id"))?),
            purposes: self.purposes(study)?,
            categories: self.categories(report)?,
            form: report.form,
            details: match row.display {
                Display::Full => Some(self.details(row, report, study)),
                Display::Generic | Display::Hidden => None,
            },
            changed: None,
            veiled: None,
        })
    }

    fn details(&self, row: &SeenUse, report: &Disclosure, study: &Study) -> UseDetails {
        let judged = row.conflict.is_none() && !report.historic;
        UseDetails {
            allowed: if judged { self.word.allowed(study, report.disclosed_at, &self.catalogue) } else { None },
            recipient: report.recipient.clone(),
            records: report.records,
            record_count: row.record_count,
            checked_at: report.check.as_ref().filter(|_| row.covered).map(|(_, at)| *at),
            historic: report.historic,
            conflict: row.conflict,
            exempt: study.intended(&self.catalogue).exempt(),
            results_overdue: study.results_overdue(self.now),
            study: study.clone().as_of(self.now),
        }
    }

    fn purposes(&self, study: &Study) -> Result<Vec<Purpose>, StoreError> {
        let named = study.registration.purposes.iter();
        let broken = || inconsistent("study_versions", "document", format!("{}/{}", study.id, study.version));
        named.map(|code| self.catalogue.find(code).cloned().ok_or_else(broken)).collect()
    }

    fn categories(&self, report: &Disclosure) -> Result<Vec<Category>, StoreError> {
        let broken = || inconsistent("disclosures", "categories", report.id);
        let find = |code: &String| self.categories.iter().find(|category| &category.code == code).cloned().ok_or_else(broken);
        report.categories.iter().map(find).collect()
    }
}
