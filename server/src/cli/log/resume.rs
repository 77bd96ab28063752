//! `hikae log resume --after-loss`: an older copy of the database was restored, and there is no newer one. What people hold receipts
//! for is lost; the log says so itself, for everybody, and goes on.

use crate::log::kept;
use crate::log::opening::{self, LogFault};
use crate::log::publisher::Publisher;
use crate::log::signer::Signer;
use crate::service::{Core, log};
use crate::state::whole;
use std::error::Error;

/// Enters the loss, unless another node has entered it, and signs on.
pub(super) async fn resume(core: &Core) -> Result<String, Box<dyn Error>> {
    whole(core).await?;
    let signer = Signer::new(core)?;
    match opening::look(core, &signer).await {
        Ok(()) => return Err("nothing is lost: the database goes together with the kept checkpoint".into()),
        Err(LogFault::Lost { .. }) => {}
        Err(fault) => return Err(fault.into()),
    }
    let lost = kept::read(&core.config)?.ok_or("there is no kept checkpoint to compare with")?;
    let loss = log::enter_gap(core, &lost, kept::written_at(&core.config)?).await?;
    // It is the proof of what was lost: it is put aside, never thrown away. Until it is, this node does not start, and the command goes on
    // from here.
    let aside = kept::put_aside(&core.config, &lost)?;
    let publisher = Publisher::new(core.clone(), signer);
    publisher.publish().await?;
    publisher.beat().await?;
    let (at, by) = (loss.at, if loss.known { ", entered from another node, says already" } else { " says" });
    Ok(format!(
        "entry {at}{by} that the log of {} entries, root {}, was lost from entry {} on.\nThe newest checkpoint of that log that this node kept is \
         in {}: keep it. Witnesses that saw the longer log will not sign this one; tell them, and the people whose entries are lost. Run this \
         command on every other node, too, and start all of them.\n",
        loss.lost_size,
        loss.lost_root,
        loss.from,
        aside.display()
    ))
}
