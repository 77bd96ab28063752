//! What stands below the router: a store on either database, a clock that stands still, and what services work with. For
//! stories that no page can tell, such as fifty decisions at once or an entry that was received last week.

use domain::account::{Level, Standing};
use domain::actor::{Actor, Patient};
use domain::category::Form;
use domain::clock::{Clock, Span, Timestamp};
use domain::holder::SourceKind;
use domain::id::{AccountId, StudyId, SubjectId};
use domain::study::{Registration, Review, Source, Status, Study, UserOrganisation};
use domain::words::Words;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use server::config::Config;
use server::keys::Keys;
use server::log::publisher::Publisher;
use server::log::signer::Signer;
use server::log::soundness::Soundness;
use server::machine::SystemRandom;
use server::sequencer::Sequencer;
use server::service::Core;
use server::service::choices::ChoicesService;
use server::store::entity::accounts;
use server::store::{Store, studies, subjects};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Where the clocks of these tests stand: 10:00 in Tokyo.
const MORNING: &str = "2026-11-22T01:00:00.000Z";

/// A clock that a test moves.
#[derive(Debug)]
pub struct StandingClock(AtomicI64);

impl StandingClock {
    /// Time passes, or the machine's clock is set back.
    pub fn pass(&self, span: Span) {
        self.0.fetch_add(span.millis(), Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// A store and what services need beside it.
pub struct Ground {
    pub core: Core,
    pub clock: Arc<StandingClock>,
    _folder: tempfile::TempDir,
}

impl Ground {
    /// A migrated SQLite file of its own.
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("hikae.db").display());
        Self::migrated(url, folder).await
    }

    /// A migrated PostgreSQL database of its own.
    pub async fn on_postgresql() -> Self {
        let url = tokio::task::spawn_blocking(|| crate::postgres::shared().database()).await.unwrap();
        Self::migrated(url, tempfile::tempdir().unwrap()).await
    }

    async fn migrated(url: String, folder: tempfile::TempDir) -> Self {
        let store = Store::connect(&url, 8, true).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Arc::new(StandingClock(AtomicI64::new(MORNING.parse::<Timestamp>().unwrap().millis())));
        let core = Core {
            config: Arc::new(Config { var: folder.path().to_owned(), database_url: url, ..Config::defaults().unwrap() }),
            keys: Arc::new(Keys::random(&SystemRandom)),
            store,
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
            soundness: Soundness::default(),
        };
        Self { core, clock, _folder: folder }
    }

    /// A node's sequencer on this store.
    pub fn sequencer(&self) -> Sequencer {
        let signer = Signer::new(&self.core).unwrap();
        Sequencer::start(self.core.clone(), Publisher::new(self.core.clone(), signer))
    }

    /// The choices, as one node serves them.
    pub fn choices(&self) -> ChoicesService {
        ChoicesService::new(self.core.clone(), self.sequencer())
    }

    /// A person nobody has told anything about.
    pub async fn subject(&self) -> SubjectId {
        let id = SubjectId::new(self.core.now(), &SystemRandom);
        subjects::create(self.core.store.db(), id, None, self.core.now()).await.unwrap();
        id
    }

    /// A person with an account at level 2.
    pub async fn patient(&self) -> Patient {
        let subject = self.subject().await;
        let account = AccountId::new(self.core.now(), &SystemRandom);
        let row = accounts::ActiveModel {
            id: Set(account.0),
            handle: Set(subject.0),
            kind: Set("patient".into()),
            subject_id: Set(Some(subject.0)),
            role: Set(None),
            holder_id: Set(None),
            level: Set(2),
            issuers: Set("[]".into()),
            created_at: Set(self.core.now().millis()),
            overview_seen_at: Set(None),
            overview_opened_at: Set(None),
            closed_until: Set(None),
            label: Set(None),
            ended_at: Set(None),
        };
        row.insert(self.core.store.db()).await.unwrap();
        Patient { account, subject, level: Level::Two, standing: Standing::Open, fresh: true, session: None }
    }

    /// A registered study for these purposes.
    pub async fn study(&self, purposes: &[&str], commercial: bool, status: Status) -> Study {
        let words = |text: &str| Words::new(text, text);
        let registration = Registration {
            title: words("検査値の変化"),
            summary: words("検査値"),
            purposes: purposes.iter().map(|code| code.parse().unwrap()).collect(),
            users: vec![UserOrganisation { name: words("桜台大学"), commercial }],
            review: Review { body: words("倫理審査委員会"), approval_number: "2026-1".into() },
            categories: vec!["laboratory".into()],
            form: Form::Pseudonymised,
            sources: vec![Source { name: words("桜台病院"), kind: SourceKind::Provider }],
            legal_basis: words("第1条"),
            period: ("2026-04-01".into(), "2028-03-31".into()),
            results: None,
        };
        let id = StudyId::new(self.core.now(), &SystemRandom);
        let study = Study { id, version: 1, status, ended_at: None, registration };
        studies::insert(self.core.store.db(), &study, self.core.now(), Some(self.core.now())).await.unwrap();
        study
    }
}

/// Tells the same story on SQLite and on PostgreSQL.
pub async fn on_both(story: impl AsyncFn(Ground)) {
    story(Ground::on_sqlite().await).await;
    story(Ground::on_postgresql().await).await;
}

/// The person, signed in.
pub fn signed_in(patient: &Patient) -> Actor {
    Actor::Patient(patient.clone())
}

/// The person, signed in with the word of one issuer only.
pub fn at_level_one(patient: &Patient) -> Actor {
    Actor::Patient(Patient { level: Level::One, ..patient.clone() })
}
