//! The demo's organisations with their clients, and its studies.

use super::facts::{DemoHolder, DemoStudy};
use super::holders::{HOLDERS, HolderPlan};
use super::studies::{Both, STUDIES, StudyPlan};
use super::{DemoError, Stage};
use crate::keys::base64url;
use crate::service::clients::{self, NewClient};
use crate::store::{Tx, holders as kept_holders, studies as kept_studies};
use domain::clock::{Random, Span, Timestamp, format_date};
use domain::holder::{ClientScope, Holder};
use domain::id::{HolderId, StudyId};
use domain::purpose::PurposeCode;
use domain::study::{Registration, Review, Source, Status, Study, UserOrganisation};
use domain::words::Words;
use p384::SecretKey;
use p384::elliptic_curve::sec1::ToEncodedPoint;
use p384::pkcs8::{EncodePrivateKey, LineEnding};

/// A holder that joined.
pub(super) struct HolderSeat {
    pub holder: Holder,
    pub joined_at: Timestamp,
    pub facts: DemoHolder,
}

/// A study in the register, with every version it had.
pub(super) struct StudySeat {
    pub plan: &'static StudyPlan,
    /// Since when each version holds, in order.
    pub versions: Vec<(Timestamp, Study)>,
}

impl StudySeat {
    /// The version that held at that moment.
    pub(super) fn at(&self, moment: Timestamp) -> Option<&Study> {
        self.versions.iter().rev().find(|(since, _)| *since <= moment).map(|(_, study)| study)
    }

    /// The version that holds now.
    pub(super) fn now(&self) -> Option<&Study> {
        self.versions.last().map(|(_, study)| study)
    }

    pub(super) fn facts(&self) -> DemoStudy {
        let study = self.now();
        DemoStudy {
            id: study.map(|study| study.id.to_string()).unwrap_or_default(),
            title: self.plan.title.0.to_owned(),
            purposes: self.plan.purposes.iter().map(|code| (*code).to_owned()).collect(),
            commercial: study.is_some_and(Study::commercial),
        }
    }
}

fn words((ja, en): Both) -> Words {
    Words::new(ja, en)
}

/// Lets the holders join, each with a client that may do everything a client can.
pub(super) async fn holders(stage: &Stage, tx: &Tx) -> Result<Vec<HolderSeat>, DemoError> {
    let mut seats = Vec::new();
    for plan in &HOLDERS {
        let joined_at = stage.days_ago(plan.joined_days_ago);
        let holder = Holder {
            id: HolderId::new(joined_at, &*stage.random),
            name: Words::new(plan.ja, plan.en),
            kind: plan.kind,
            institution_number: plan.institution_number.map(str::to_owned),
        };
        // Its test persons refuse when the story begins: the log's time never goes back, and others speak before it joins.
        stage.clock.set(stage.days_ago(super::BEGINS_DAYS_AGO));
        // Without its test persons, whom it gets at its first look at /holder/check: the log goes forward in time only, and not
        // all who joined came before everybody who said something.
        kept_holders::insert(tx, &holder, joined_at).await?;
        stage.clock.set(joined_at);
        let facts = client(stage, tx, plan, &holder).await?;
        seats.push(HolderSeat { holder, joined_at, facts });
    }
    Ok(seats)
}

async fn client(stage: &Stage, tx: &Tx, plan: &HolderPlan, holder: &Holder) -> Result<DemoHolder, DemoError> {
    let key = private_key(&*stage.random);
    let kid = format!("{}-1", plan.client);
    let jwk = public_jwk(&key, &kid)?;
    let new = NewClient {
        id: plan.client,
        holder: holder.id,
        name: plan.ja,
        scopes: ClientScope::ALL.into_iter().collect(),
        keys: &[(kid.clone(), jwk)],
    };
    clients::register(&stage.core, tx, &new).await?;
    let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| DemoError::Plan("a private key cannot be written"))?;
    Ok(DemoHolder {
        label: plan.ja.to_owned(),
        institution_number: holder.institution_number.clone(),
        client_id: plan.client.to_owned(),
        kid,
        alg: "ES384".to_owned(),
        private_key_pem: pem.to_string(),
        operator_activation_code: None,
    })
}

/// A key by chance. Nearly every number of 384 bits is one.
fn private_key(random: &dyn Random) -> SecretKey {
    loop {
        let mut bytes = [0; 48];
        random.fill(&mut bytes);
        if let Ok(key) = SecretKey::from_slice(&bytes) {
            return key;
        }
    }
}

fn public_jwk(key: &SecretKey, kid: &str) -> Result<String, DemoError> {
    let point = key.public_key().to_encoded_point(false);
    let (Some(x), Some(y)) = (point.x(), point.y()) else { return Err(DemoError::Plan("a public key has no coordinates")) };
    let jwk = serde_json::json!({
        "kty": "EC", "crv": "P-384", "alg": "ES384", "use": "sig", "kid": kid, "x": base64url(x), "y": base64url(y),
    });
    Ok(jwk.to_string())
}

/// Registers the studies, each in every version it had.
pub(super) async fn studies(stage: &Stage, tx: &Tx) -> Result<Vec<StudySeat>, DemoError> {
    let mut seats = Vec::new();
    for plan in &STUDIES {
        let seat = StudySeat { plan, versions: versions(stage, plan)? };
        for (at, study) in &seat.versions {
            if study.version == 1 {
                kept_studies::insert(tx, study, *at - Span::days(40), Some(*at)).await?;
            } else {
                kept_studies::amend(tx, study, *at).await?;
            }
        }
        seats.push(seat);
    }
    Ok(seats)
}

/// A version for the beginning, and one for each day on which a user organisation joined later.
fn versions(stage: &Stage, plan: &'static StudyPlan) -> Result<Vec<(Timestamp, Study)>, DemoError> {
    // Published some weeks before the first records are used.
    let published = stage.days_ago(plan.began_days_ago + 20);
    let id = StudyId::new(published, &*stage.random);
    let ended = plan.ends_in_days < 0;
    let mut days: Vec<i64> = plan.users.iter().filter_map(|user| user.joined_days_ago).collect();
    days.sort_unstable_by_key(|days_ago| std::cmp::Reverse(*days_ago));
    let moments = std::iter::once(published).chain(days.into_iter().map(|days_ago| stage.days_ago(days_ago)));
    (1..)
        .zip(moments)
        .map(|(version, since)| {
            let study = Study {
                id,
                version,
                status: if ended { Status::Ended } else { Status::Published },
                ended_at: ended.then(|| stage.days_ago(-plan.ends_in_days)),
                registration: registration(stage, plan, since)?,
            };
            Ok((since, study))
        })
        .collect()
}

/// What is registered of a study at that moment.
pub(super) fn registration(stage: &Stage, plan: &StudyPlan, at: Timestamp) -> Result<Registration, DemoError> {
    let (began, _) = stage.days_ago(plan.began_days_ago).in_tokyo();
    let (ends, _) = stage.days_ago(-plan.ends_in_days).in_tokyo();
    let there = plan.users.iter().filter(|user| user.joined_days_ago.is_none_or(|days_ago| stage.days_ago(days_ago) <= at));
    let purposes = plan.purposes.iter().map(|code| code.parse::<PurposeCode>());
    Ok(Registration {
        title: words(plan.title),
        summary: words(plan.summary),
        purposes: purposes.collect::<Result<_, _>>().map_err(|_| DemoError::Plan("a purpose's code"))?,
        users: there.map(|user| UserOrganisation { name: words(user.name), commercial: user.commercial }).collect(),
        review: Review { body: words(plan.review), approval_number: format!("{}-{:04}", began.year(), 100 + plan.began_days_ago % 900) },
        categories: plan.categories.iter().map(|code| (*code).to_owned()).collect(),
        form: plan.form,
        sources: plan.sources.iter().map(|n| Source { name: Words::new(HOLDERS[*n].ja, HOLDERS[*n].en), kind: HOLDERS[*n].kind }).collect(),
        legal_basis: words(plan.legal_basis),
        period: (format_date(began), format_date(ends)),
        results: plan.results.map(words),
    })
}
