//! What is registered: purposes and studies, as the public register shows them.

use crate::service::Core;
use crate::store::studies;
use async_trait::async_trait;
use domain::failure::Failure;
use domain::id::StudyId;
use domain::ports::StudiesPort;
use domain::purpose::Catalogue;
use domain::study::{Status, Study};

/// The register.
#[derive(Clone)]
pub struct StudiesService {
    core: Core,
}

impl StudiesService {
    /// The register of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }
}

/// Both operations are open to everybody, signed in or not; so they take no actor.
#[async_trait]
impl StudiesPort for StudiesService {
    async fn purposes(&self) -> Result<Catalogue, Failure> {
        Ok(studies::catalogue(self.core.store.db()).await?)
    }

    async fn study(&self, id: StudyId) -> Result<Option<Study>, Failure> {
        let found = studies::study(self.core.store.db(), id).await?;
        Ok(found.filter(|study| study.status != Status::Draft).map(|study| study.as_of(self.core.now())))
    }
}
