//! Everything that a running server is made of.

use crate::api::Api;
use crate::api::limits::Tries;
use crate::config::{Config, Mode};
use crate::http::assets::Assets;
use crate::keys::{KeyError, Keys};
use crate::log::opening::{self, LogFault};
use crate::log::publisher::Publisher;
use crate::log::retired;
use crate::log::signer::Signer;
use crate::log::soundness::Soundness;
use crate::log::witness::{InvalidWitness, Witnesses};
use crate::machine::{SystemClock, SystemRandom};
use crate::mail::{InvalidRelay, Relay};
use crate::sequencer::Sequencer;
use crate::service::Core;
use crate::service::alarms::AlarmsService;
use crate::service::approvals::ApprovalsService;
use crate::service::audit::AuditService;
use crate::service::checks::ChecksService;
use crate::service::choices::ChoicesService;
use crate::service::conflicts::ConflictsService;
use crate::service::contact::ContactService;
use crate::service::desk::DeskService;
use crate::service::disclosures::DisclosuresService;
use crate::service::form_drafts::{self, FormDraftsService};
use crate::service::holder::HolderService;
use crate::service::holders::joining::HoldersService;
use crate::service::identity::{IdentityError, IdentityService, tidy};
use crate::service::inquiries::{self, InquiriesService};
use crate::service::log::LogService;
use crate::service::people::PeopleService;
use crate::service::proxies::{self, ProxiesService};
use crate::service::purposes::{self, PurposesService};
use crate::service::refusals::Refusals;
use crate::service::register::RegisterService;
use crate::service::reviews::ReviewsService;
use crate::service::status::StatusService;
use crate::service::studies::StudiesService;
use crate::service::tokens::TokensService;
use crate::service::uses::UsesService;
use crate::service::written_behind::WrittenBehind;
use crate::store::key_checks::{self, KeyFault};
use crate::store::{Store, StoreError, marks};
use domain::failure::Failure;
use domain::identifier::NORMALISER_VERSION;
use domain::log::note::VerifierKey;
use domain::ports::Ports;
use std::sync::Arc;

/// A server, ready to be mounted.
#[derive(Clone)]
pub struct Hikae {
    /// What every service works with.
    pub core: Core,
    /// What pages can ask for.
    pub ports: Ports,
    /// What holders' programs can ask for.
    pub api: Api,
    /// How often anybody may try a code or a sign-in.
    pub tries: Arc<Tries>,
    /// Refusals of strangers, which are counted.
    pub refusals: Refusals,
    /// What answers leave behind, written in batches.
    pub behind: WrittenBehind,
    /// What puts decisions into the log, and publishes it.
    pub sequencer: Sequencer,
    /// Who cosigns the log.
    pub witnesses: Witnesses,
    /// What takes mail, where it is set up.
    pub relay: Option<Relay>,
    checks: ChecksService,
    desk: DeskService,
    tokens: TokensService,
    holder: HolderService,
    disclosures: DisclosuresService,
    /// The static files.
    pub assets: Assets,
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The database.
    #[error("database: {0}")]
    Store(#[from] StoreError),
    /// The schema is older than this program.
    #[error("the database has not been migrated: run `hikae migrate`")]
    NotMigrated,
    /// A key is not the one that the database was written with. Serving with it would answer "no objection" for everybody.
    #[error("the {0} key is not the one this database was written with")]
    WrongKey(&'static str),
    /// The database acknowledges what a power cut can take back.
    #[error("the database has {0} = off: what was acknowledged would be lost with a power cut, and the log would go back. Turn it on")]
    NotDurable(&'static str),
    /// Something was written with a key that is not here.
    #[error("version {1} of the {0} key, which this database was written with, is not among the keys here")]
    MissingKey(String, i32),
    /// A key that nothing was ever written with: it would be taken into use unseen.
    #[error("version {1} of the {0} key is new to this database; `hikae keys rotate-{0}` takes it into use")]
    NewKey(&'static str, i32),
    /// A part of the digests is encrypted with one storage key, a part with the next.
    #[error("the rotation of the storage key is not finished: run `hikae keys rotate-storage`")]
    RotationUnfinished,
    /// Identifiers of this database were written in another form than this program writes them in: they would not be found.
    #[error("the identifiers of this database are in form {database}, this program looks for them in form {program}")]
    Normaliser {
        /// The database's.
        database: i32,
        /// This program's.
        program: i32,
    },
    /// Codes and private keys of the demo come from a seed that everybody knows.
    #[error("this database holds demo data, whose codes and keys everybody knows: production does not start with it")]
    DemoData,
    /// The log: a database that was restored from an older copy, or a fault in it.
    #[error("the log: {0}")]
    Log(#[from] LogFault),
    /// The base URL cannot carry passkeys.
    #[error("passkeys: {0}")]
    Identity(#[from] IdentityError),
    /// The witnesses.
    #[error(transparent)]
    Witness(#[from] InvalidWitness),
    /// The relay that takes mail.
    #[error(transparent)]
    Mail(#[from] InvalidRelay),
    /// The log's retired keys.
    #[error("the log's retired keys {0}: {1}")]
    Retired(std::path::PathBuf, std::io::Error),
    /// The browser parts.
    #[error("browser parts below {0}: {1} (run `make wasm style`)")]
    Assets(std::path::PathBuf, std::io::Error),
}

impl Hikae {
    /// Opens everything that the configuration names.
    ///
    /// # Errors
    /// [`StartError`]: nothing is served unless everything is right.
    pub async fn open(config: Config) -> Result<Self, StartError> {
        let core = open_core(config).await?;
        let root = core.config.site_root.clone();
        let assets = Assets::read(&root).map_err(|error| StartError::Assets(root, error))?;
        Self::new(core, assets).await
    }

    /// Puts the services together, once database and keys are known to belong together.
    ///
    /// # Errors
    /// See [`Self::open`].
    pub async fn new(core: Core, assets: Assets) -> Result<Self, StartError> {
        whole(&core).await?;
        match core.store.not_durable().await? {
            Some(setting) if core.config.mode == Mode::Production => return Err(StartError::NotDurable(setting)),
            Some(setting) => tracing::warn!("the database has {setting} = off: a power cut takes back what was acknowledged"),
            None => {}
        }
        let signer = Signer::new(&core).map_err(LogFault::from)?;
        opening::look(&core, &signer).await?;
        let relay = Relay::of(&core.config)?;
        let witnesses = Witnesses::of(&core.config.witnesses)?;
        let log = LogService::new(core.clone(), keys_of(&core, &signer)?, witnesses.clone());
        let publisher = Publisher::new(core.clone(), signer);
        let sequencer = Sequencer::start(core.clone(), publisher.clone());
        let choices = ChoicesService::new(core.clone(), sequencer.clone());
        let desk = DeskService::new(core.clone(), choices.clone());
        let holder = HolderService::new(core.clone());
        let behind = WrittenBehind::new(core.clone());
        let checks = ChecksService::new(core.clone(), behind.clone());
        let disclosures = DisclosuresService::new(core.clone());
        let ports = Ports {
            identity: Arc::new(IdentityService::new(core.clone())?),
            choices: Arc::new(choices),
            uses: Arc::new(UsesService::new(core.clone())),
            studies: Arc::new(StudiesService::new(core.clone())),
            purposes: Arc::new(PurposesService::new(core.clone())),
            register: Arc::new(RegisterService::new(core.clone())),
            disclosures: Arc::new(disclosures.clone()),
            conflicts: Arc::new(ConflictsService::new(core.clone())),
            holder: Arc::new(holder.clone()),
            people: Arc::new(PeopleService::new(core.clone())),
            holders: Arc::new(HoldersService::new(core.clone(), publisher.clone())),
            desk: Arc::new(desk.clone()),
            inquiries: Arc::new(InquiriesService::new(core.clone())),
            approvals: Arc::new(ApprovalsService::new(core.clone(), publisher.clone())),
            contact: Arc::new(ContactService::new(core.clone())),
            proxies: Arc::new(ProxiesService::new(core.clone())),
            audit: Arc::new(AuditService::new(core.clone())),
            log: Arc::new(log),
            reviews: Arc::new(ReviewsService::new(core.clone())),
            alarms: Arc::new(AlarmsService::new(core.clone())),
            status: Arc::new(StatusService::new(core.clone(), behind.clone())),
            form_drafts: Arc::new(FormDraftsService::new(core.clone())),
            checks: Arc::new(checks.clone()),
            clock: core.clock.clone(),
        };
        let tokens = TokensService::new(core.clone(), behind.clone());
        let tries = Arc::new(Tries::new(core.config.clone(), &core.clock));
        let refusals = Refusals::new(core.clone());
        let api = Api::new(
            core.config.clone(),
            checks.clone(),
            ports.studies.clone(),
            ports.holder.clone(),
            ports.disclosures.clone(),
            tokens.clone(),
            tries.clone(),
            refusals.clone(),
        );
        Ok(Self {
            core,
            ports,
            api,
            tries,
            refusals,
            behind,
            sequencer,
            witnesses,
            relay,
            checks,
            desk,
            tokens,
            holder,
            disclosures,
            assets,
        })
    }

    /// Checks of whole lists.
    #[must_use]
    pub fn lists(&self) -> &ChecksService {
        &self.checks
    }

    /// Removes what has expired: a little each time it is called.
    ///
    /// # Errors
    /// The database cannot be reached; the next call goes on.
    pub async fn tidy(&self) -> Result<(), Failure> {
        tidy::tidy(&self.core).await?;
        inquiries::tidy(&self.core).await?;
        form_drafts::tidy(&self.core).await?;
        proxies::tell_of_age(&self.core).await?;
        self.desk.tidy().await?;
        self.tokens.tidy().await?;
        self.holder.tidy().await?;
        self.disclosures.tidy().await?;
        purposes::lapse(&self.core).await?;
        self.checks.tidy().await
    }
}

/// Every key that signs the log or ever did: receipts verify for ever.
fn keys_of(core: &Core, signer: &Signer) -> Result<Vec<VerifierKey>, StartError> {
    let retired = retired::read(&core.config).map_err(|error| StartError::Retired(retired::path(&core.config), error))?;
    let mut keys = signer.keys();
    keys.extend(retired.into_iter().filter(|key| !signer.keys().iter().any(|signing| signing.is(key))));
    Ok(keys)
}

/// That the database has the newest schema, was written with these very keys, and holds no demo in production.
///
/// # Errors
/// [`StartError::NotMigrated`], [`StartError::WrongKey`] and the other faults of keys, [`StartError::DemoData`], or the database cannot
/// be reached.
pub async fn whole(core: &Core) -> Result<(), StartError> {
    if !core.store.is_current().await? {
        return Err(StartError::NotMigrated);
    }
    if core.config.mode == Mode::Production && marks::is_set(core.store.db(), marks::DEMO_DATA).await? {
        return Err(StartError::DemoData);
    }
    match key_checks::compare(&core.store, &core.keys.check_values()).await? {
        Some(fault) => Err(key_fault(core, fault)),
        None => Ok(()),
    }
}

fn key_fault(core: &Core, fault: KeyFault) -> StartError {
    match fault {
        KeyFault::Wrong(name) => StartError::WrongKey(name),
        KeyFault::Missing(name, database) if name == "normaliser" => StartError::Normaliser { database, program: NORMALISER_VERSION },
        KeyFault::Missing(name, version) if name == "storage" && version < i32::from(core.keys.storage_version()) => {
            StartError::RotationUnfinished
        }
        KeyFault::Missing(name, version) => StartError::MissingKey(name, version),
        KeyFault::Unknown(name, version) => StartError::NewKey(name, version),
    }
}

/// Configuration, keys and database, for the server and for the commands that work beside it.
///
/// # Errors
/// See [`Hikae::open`].
pub async fn open_core(config: Config) -> Result<Core, StartError> {
    let keys = Keys::open(&config, &SystemRandom)?;
    if config.mode == Mode::Development
        && let Some(path) = config.database_url.strip_prefix("sqlite://")
        && let Some(folder) = std::path::Path::new(path).parent()
    {
        std::fs::create_dir_all(folder).map_err(|error| KeyError::File(folder.to_owned(), error))?;
    }
    let store = Store::connect(&config.database_url, config.database_connections, config.mode == Mode::Development).await?;
    Ok(Core {
        config: Arc::new(config),
        keys: Arc::new(keys),
        store,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        soundness: Soundness::default(),
    })
}
