//! `hikae log resume --after-loss`: an older copy of the database was restored, and there is no newer one. What people hold receipts
//! for is lost; the log says so itself, for everybody, and goes on.

use crate::log::kept;
use crate::log::opening::{self, LogFault};
use crate::log::publisher::Publisher;
use crate::log::signer::Signer;
use crate::service::{Core, log};
use crate::state::whole;
use domain::log::note::SignedCheckpoint;
use std::error::Error;

/// Enters the loss, and signs on.
pub(super) async fn resume(core: &Core) -> Result<String, Box<dyn Error>> {
    whole(core).await?;
    let signer = Signer::new(core)?;
    match opening::look(core, &signer).await {
        Ok(()) => return Err("nothing is lost: the database goes together with the kept checkpoint".into()),
        Err(LogFault::Lost { .. }) => {}
        Err(fault) => return Err(fault.into()),
    }
    let path = kept::path(&core.config);
    let text = kept::text(&core.config)?.ok_or("there is no kept checkpoint to compare with")?;
    let lost = SignedCheckpoint::parse(&text)?.claimed().clone();
    // It is the proof of what was lost: it is put aside, never thrown away.
    let aside = path.with_extension(format!("lost-{}", lost.size));
    std::fs::copy(&path, &aside)?;
    let at = log::enter_gap(core, &lost).await?;
    let publisher = Publisher::new(core.clone(), signer);
    publisher.publish().await?;
    publisher.beat().await?;
    Ok(format!(
        "entry {at} says that the log of {} entries, root {}, was lost from here on.\nThe checkpoint of that log is in {}: keep it. \
         Witnesses that saw the longer log will not sign this one; tell them, and the people whose entries are lost.\n",
        lost.size,
        lost.root,
        aside.display()
    ))
}
