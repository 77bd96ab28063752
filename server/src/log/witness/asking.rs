//! A talk with one witness, and what its answers mean.

use super::candidate::Candidate;
use super::submission::{self, Answer, Post};
use crate::service::Core;
use crate::store::inconsistent;
use crate::store::log_tree::{self, CheckpointKind};
use domain::clock::Span;
use domain::failure::Failure;
use domain::log::note::{SignedCheckpoint, VerifierKey};
use domain::log::tree::{Tiles, TreeHash};
use domain::ports::WitnessAnswer;

/// How often one that names another size is sent a proof from there, before it is left alone.
const TRIES: usize = 3;
/// How far a witness's clock may be ahead of ours.
const AHEAD: Span = Span::hours(1);

/// What came of it.
pub(super) enum Answered {
    /// It signed, with these lines.
    Signed(Vec<String>),
    /// It says that it saw a later checkpoint, of a size that is signed by now: one that has been published since it was asked, or a lie,
    /// which shows once it goes on like that.
    Overtaken,
    /// It did not sign.
    No(WitnessAnswer),
}

/// Asks a witness that saw a log of that size last, as far as is known here.
pub(super) async fn ask(
    core: &Core,
    post: &Post,
    (url, key): (&str, &VerifierKey),
    known: u64,
    candidate: &Candidate,
) -> Result<Answered, Failure> {
    let (asked, note) = (candidate.size(), candidate.note());
    let mut old = known.min(asked);
    for _ in 0..TRIES {
        let body = submission::body(old, &proof(core, old, asked).await?, note);
        let Some(answer) = sent(post, url, body).await? else { return Ok(Answered::No(WitnessAnswer::Silent)) };
        match read(&answer, key, note, core) {
            Read::Done(answered) => return Ok(answered),
            // "The tree size of the latest cosigned checkpoint": another one than we said, or it contradicts itself.
            Read::Saw(size) if size == old => return Ok(Answered::No(WitnessAnswer::Wrong)),
            Read::Saw(size) if size > asked => return beyond(core, size).await,
            Read::Saw(size) => old = size,
        }
    }
    Ok(Answered::No(WitnessAnswer::Wrong))
}

/// It saw more than it was asked about. Another node may have published that much meanwhile; if nobody has, it is an alarm.
async fn beyond(core: &Core, size: u64) -> Result<Answered, Failure> {
    let signed = log_tree::checkpoint(core.store.db(), CheckpointKind::Signed).await?;
    let ours = signed.is_some_and(|signed| signed.size >= size);
    Ok(if ours { Answered::Overtaken } else { Answered::No(WitnessAnswer::Ahead { size }) })
}

async fn proof(core: &Core, from: u64, to: u64) -> Result<Vec<TreeHash>, Failure> {
    let tiles = log_tree::tiles(core.store.db(), &Tiles::for_consistency(from, to)).await?;
    Ok(tiles.consistency_proof(from, to).map_err(|_| inconsistent("log_tiles", "hashes", format!("{from} to {to}")))?)
}

async fn sent(post: &Post, url: &str, body: String) -> Result<Option<Answer>, Failure> {
    let (post, url) = (post.clone(), url.to_owned());
    let sent = tokio::task::spawn_blocking(move || post.send(&url, &body)).await;
    sent.map_err(|error| Failure::Internal(error.to_string()))
}

enum Read {
    Done(Answered),
    Saw(u64),
}

fn read(answer: &Answer, key: &VerifierKey, note: &SignedCheckpoint, core: &Core) -> Read {
    let no = |answer| Read::Done(Answered::No(answer));
    match (answer.status, answer.body.as_deref()) {
        (200, Some(body)) => {
            let lines: Vec<String> = body.lines().filter(|line| good(line, key, note, core)).map(str::to_owned).collect();
            if lines.is_empty() { no(WitnessAnswer::Wrong) } else { Read::Done(Answered::Signed(lines)) }
        }
        (409, Some(body)) => submission::size(body).map_or_else(|| no(WitnessAnswer::Wrong), Read::Saw),
        // The origin is not known there; no signature of a key that it knows.
        (404 | 403, _) => no(WitnessAnswer::Unknown),
        (422, _) => no(WitnessAnswer::Inconsistent),
        (429 | 500.., _) => no(WitnessAnswer::Silent),
        _ => no(WitnessAnswer::Wrong),
    }
}

/// Whether that is a line with which this witness signs this very checkpoint, at a time that can be. Lines of keys that we do not
/// know are ignored, as the specification says.
fn good(line: &str, key: &VerifierKey, note: &SignedCheckpoint, core: &Core) -> bool {
    let signed = note.with_line(line).ok().and_then(|note| note.cosignature(key).ok());
    signed.is_some_and(|(_, at)| at.millis() > 0 && at <= core.now() + AHEAD)
}
