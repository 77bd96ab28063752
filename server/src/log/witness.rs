//! Witnesses: who is asked to cosign what was published (C2SP tlog-witness), beside everything else. Nobody waits for them, and
//! what they say is never obeyed: a good signature is shown, everything else is told to whoever runs this.
//!
//! On a busy log something new is published each second, and no two witnesses answer in the same one. So they are all asked about one
//! checkpoint, the candidate, until enough of them have signed just that; the newest is the next candidate.

mod asking;
mod candidate;
mod submission;

use crate::service::Core;
use crate::store::log_tree::{self, CheckpointKind, StoredCheckpoint};
use crate::store::{StoreError, commit, inconsistent};
use asking::Answered;
use candidate::Candidate;
use domain::failure::Failure;
use domain::log::note::{KeyKind, SignedCheckpoint, VerifierKey};
use domain::ports::{WITNESSES_NEEDED, WitnessAnswer, WitnessView};
use futures::future::join_all;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A witness that does not answer is asked less and less often, up to once in so many rounds.
const PATIENCE: u32 = 60;
/// How often in a row a witness says that it saw a later checkpoint before that is wrong. Another node may be faster once, and once more;
/// each time it is asked about the newest one next, so whoever says it again and again names sizes that nobody showed it.
const OVERTAKEN: u32 = 3;

/// Why a witness cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("witness {line:?}: {why} (expected: URL VKEY)")]
pub struct InvalidWitness {
    line: String,
    why: String,
}

/// The witnesses of this installation, and what each did last.
#[derive(Clone, Default)]
pub struct Witnesses(Arc<Shared>);

#[derive(Default)]
struct Shared {
    all: Vec<Witness>,
    /// What they are asked about.
    candidate: Mutex<Option<Candidate>>,
    /// Connections to them, from one round to the next.
    post: submission::Post,
}

/// One of them.
struct Witness {
    /// Where `add-checkpoint` is.
    url: String,
    key: VerifierKey,
    memory: Mutex<Memory>,
}

/// What is known of a witness.
#[derive(Clone, Copy)]
struct Memory {
    /// The size that it saw last, as it said.
    size: u64,
    answer: WitnessAnswer,
    /// How often in a row it did not sign, and how many rounds it is left alone.
    failures: u32,
    rest: u32,
    /// How often in a row it had seen a later checkpoint already.
    overtaken: u32,
}

impl Memory {
    /// What is known of it once it has answered to a checkpoint of that size.
    fn after(self, answered: &Answered, asked: u64) -> Self {
        match answered {
            Answered::Signed(_) => Self { size: asked, answer: WitnessAnswer::Cosigned, failures: 0, rest: 0, overtaken: 0 },
            Answered::Overtaken => {
                let known = Self { overtaken: self.overtaken.saturating_add(1), ..self };
                // It saw what another node has published meanwhile: what it did before stands.
                if known.overtaken < OVERTAKEN { known } else { known.failed(WitnessAnswer::Wrong) }
            }
            Answered::No(answer) => Self { overtaken: 0, ..self }.failed(*answer),
        }
    }

    fn failed(self, answer: WitnessAnswer) -> Self {
        let failures = self.failures.saturating_add(1);
        Self { answer, failures, rest: 2_u32.saturating_pow(failures.min(8)).min(PATIENCE), ..self }
    }
}

impl Witnesses {
    /// Those that the configuration names, each as `URL VKEY`.
    ///
    /// # Errors
    /// [`InvalidWitness`] names the line at fault.
    pub fn of(lines: &[String]) -> Result<Self, InvalidWitness> {
        let mut all: Vec<Witness> = Vec::new();
        for line in lines {
            let witness = Witness::parse(line)?;
            if all.iter().any(|other| other.key.name() == witness.key.name() || other.key.ed25519() == witness.key.ed25519()) {
                return Err(InvalidWitness { line: line.clone(), why: "it is named twice".to_owned() });
            }
            all.push(witness);
        }
        Ok(Self(Arc::new(Shared { all, ..Shared::default() })))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.all.is_empty()
    }

    /// Their keys.
    #[must_use]
    pub fn keys(&self) -> Vec<VerifierKey> {
        self.0.all.iter().map(|witness| witness.key.clone()).collect()
    }

    /// What each did last.
    #[must_use]
    pub fn views(&self) -> Vec<WitnessView> {
        self.0.all.iter().map(|witness| WitnessView { key: witness.key.clone(), answer: witness.memory().answer }).collect()
    }

    /// One round: asks everybody who has not signed the candidate, all at once, and keeps what they sign.
    ///
    /// # Errors
    /// The store cannot be read or written. What a witness does is no error.
    pub async fn ask(&self, core: &Core) -> Result<(), Failure> {
        let Some(published) = log_tree::checkpoint(core.store.db(), CheckpointKind::Published).await? else { return Ok(()) };
        let candidate = self.candidate(published, core)?;
        let (signed, others): (Vec<_>, Vec<_>) = self.0.all.iter().partition(|witness| candidate.signed_by(&witness.key));
        // It may have signed before this server was started, or for another node.
        signed.into_iter().for_each(|witness| witness.remember(&Answered::Signed(Vec::new()), candidate.size()));
        let asked = others.into_iter().filter(|witness| !witness.rests());
        let done = join_all(asked.map(|witness| self.ask_one(core, witness, &candidate))).await;
        done.into_iter().collect()
    }

    /// What is asked about now: the same as before, unless that is done with or hopeless; then what was published last.
    fn candidate(&self, published: StoredCheckpoint, core: &Core) -> Result<Candidate, Failure> {
        let mut kept = self.kept_candidate();
        let now = core.now();
        if let Some(before) = kept.as_ref().filter(|before| before.goes_on(&self.keys(), now)) {
            return Ok(before.clone());
        }
        let next = Candidate::new(published, kept.as_ref(), now).map_err(|_| inconsistent("log_checkpoints", "note", "published"))?;
        *kept = Some(next.clone());
        Ok(next)
    }

    fn kept_candidate(&self) -> MutexGuard<'_, Option<Candidate>> {
        // It is replaced whole.
        self.0.candidate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask_one(&self, core: &Core, witness: &Witness, candidate: &Candidate) -> Result<(), Failure> {
        let known = witness.memory().size;
        let answered = asking::ask(core, &self.0.post, (&witness.url, &witness.key), known, candidate).await?;
        match &answered {
            Answered::Signed(lines) => self.keep(core, candidate.size(), lines).await?,
            // It signs only what is newer from now on.
            Answered::Overtaken => self.kept_candidate().iter_mut().for_each(Candidate::overtake),
            Answered::No(_) => {}
        }
        witness.remember(&answered, candidate.size());
        Ok(())
    }

    /// Adds a witness's lines to those that the candidate has. Shows them beside what is published, if that still is the same, and
    /// remembers the candidate as the cosigned checkpoint once it is as good as the one before.
    async fn keep(&self, core: &Core, size: u64, lines: &[String]) -> Result<(), StoreError> {
        let broken = |_| inconsistent("log_checkpoints", "note", "published");
        let tx = core.store.begin().await?;
        // Nobody else changes a checkpoint meanwhile: not another witness's answer, nor another node.
        log_tree::lock_covered(&tx).await?;
        let published = log_tree::checkpoint(&tx, CheckpointKind::Published).await?;
        let cosigned = log_tree::checkpoint(&tx, CheckpointKind::Cosigned).await?;
        let now = {
            let mut kept = self.kept_candidate();
            let Some(candidate) = kept.as_mut().filter(|candidate| candidate.size() == size) else { return Ok(()) };
            // Another node may ask about the same.
            for there in [&published, &cosigned].into_iter().flatten() {
                candidate.learn(&there.note).map_err(broken)?;
            }
            candidate.add(lines).map_err(broken)?;
            candidate.stored()
        };
        if let Some(published) = published.filter(|published| (published.size, published.root) == (now.size, now.root)) {
            let mut note = SignedCheckpoint::parse(&published.note).map_err(broken)?;
            for line in SignedCheckpoint::parse(&now.note).map_err(broken)?.lines() {
                note = note.with_line(line).map_err(broken)?;
            }
            let shown = StoredCheckpoint { note: note.to_string(), ..published.clone() };
            log_tree::replace_checkpoint(&tx, CheckpointKind::Published, Some(&published), &shown).await?;
        }
        if self.better(cosigned.as_ref(), &now) {
            log_tree::replace_checkpoint(&tx, CheckpointKind::Cosigned, cosigned.as_ref(), &now).await?;
        }
        commit(tx).await
    }

    /// Whether the new one takes the place of the cosigned one: it is not older, and not fewer witnesses saw it, as long as
    /// they are fewer than are needed.
    fn better(&self, old: Option<&StoredCheckpoint>, new: &StoredCheckpoint) -> bool {
        let seen = |stored: &StoredCheckpoint| {
            let by = SignedCheckpoint::parse(&stored.note).map(|note| note.cosignatures(&self.keys()).len());
            by.unwrap_or_default().min(WITNESSES_NEEDED)
        };
        old.is_none_or(|old| new.size >= old.size && seen(new) >= seen(old))
    }
}

impl Witness {
    fn parse(line: &str) -> Result<Self, InvalidWitness> {
        let fault = |why: String| InvalidWitness { line: line.to_owned(), why };
        let (url, key) = line.trim().split_once(' ').ok_or_else(|| fault("a space was expected".to_owned()))?;
        let url = url::Url::parse(url).map_err(|error| fault(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.query().is_some() || url.fragment().is_some() {
            return Err(fault("an http:// or https:// address was expected".to_owned()));
        }
        let key: VerifierKey = key.trim().parse().map_err(|error: domain::log::note::InvalidKey| fault(error.to_string()))?;
        if key.kind() != KeyKind::Witness {
            return Err(fault("that is no key of a witness (type 0x04)".to_owned()));
        }
        let memory = Memory { size: 0, answer: WitnessAnswer::NotAsked, failures: 0, rest: 0, overtaken: 0 };
        let url = format!("{}/add-checkpoint", url.as_str().trim_end_matches('/'));
        Ok(Self { url, key, memory: Mutex::new(memory) })
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // It is replaced whole.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is left alone in this round.
    fn rests(&self) -> bool {
        let mut memory = self.memory();
        let rests = memory.rest > 0;
        memory.rest = memory.rest.saturating_sub(1);
        rests
    }

    fn remember(&self, answered: &Answered, asked: u64) {
        let mut memory = self.memory();
        let before = memory.answer;
        *memory = memory.after(answered, asked);
        tell(self.key.name(), before, memory.answer);
    }
}

/// Tells whoever runs this, once for each change.
fn tell(witness: &str, before: WitnessAnswer, now: WitnessAnswer) {
    if before == now {
        return;
    }
    let answer = now.code();
    match now {
        WitnessAnswer::Ahead { size } => tracing::error!(witness, size, "ALARM: a witness saw a longer log than there is here"),
        _ if now.alarms() => tracing::error!(witness, answer, "ALARM: a witness does not go together with this log"),
        WitnessAnswer::Cosigned => tracing::info!(witness, "a witness signs"),
        _ => tracing::warn!(witness, answer, "a witness does not sign"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use domain::clock::Timestamp;
    use domain::log::note::{Checkpoint, cosigned_message};
    use domain::log::tree::TreeHash;
    use ed25519_dalek::{Signer, SigningKey};

    const NEW: Memory = Memory { size: 0, answer: WitnessAnswer::NotAsked, failures: 0, rest: 0, overtaken: 0 };

    fn after(answers: &[Answered]) -> Memory {
        answers.iter().fold(NEW, |memory, answered| memory.after(answered, 7))
    }

    #[test]
    fn another_node_may_be_faster_twice_but_not_for_ever() {
        let signed = || Answered::Signed(Vec::new());
        let twice = after(&[signed(), Answered::Overtaken, Answered::Overtaken]);
        assert_eq!((twice.answer, twice.size, twice.rest), (WitnessAnswer::Cosigned, 7, 0));
        let often = twice.after(&Answered::Overtaken, 8);
        assert_eq!((often.answer, often.failures, often.rest), (WitnessAnswer::Wrong, 1, 2));
        let on = often.after(&Answered::Overtaken, 9);
        assert_eq!((on.answer, on.failures, on.rest), (WitnessAnswer::Wrong, 2, 4), "and is asked less and less often");
        let again = on.after(&signed(), 9).after(&Answered::Overtaken, 10);
        assert_eq!((again.answer, again.failures, again.overtaken), (WitnessAnswer::Cosigned, 0, 1));
        let not_in_a_row = after(&[Answered::Overtaken, Answered::Overtaken, Answered::No(WitnessAnswer::Silent), Answered::Overtaken]);
        assert_eq!((not_in_a_row.answer, not_in_a_row.failures), (WitnessAnswer::Silent, 1));
    }

    const NAMES: [&str; 3] = ["one.example/w", "other.example/w", "third.example/w"];

    fn secret(number: u8) -> SigningKey {
        SigningKey::from_bytes(&[number + 1; 32])
    }

    fn key(number: u8) -> VerifierKey {
        VerifierKey::of_witness(NAMES[usize::from(number)], secret(number).verifying_key().as_bytes()).unwrap()
    }

    fn three() -> Witnesses {
        Witnesses::of(&[0, 1, 2].map(|number| format!("https://{} {}", NAMES[usize::from(number)], key(number)))).unwrap()
    }

    /// A checkpoint of that size that the first so many of the three have cosigned.
    fn seen_by(many: u8, size: u64) -> StoredCheckpoint {
        let root = TreeHash([7; 32]);
        let body = Checkpoint { origin: "h.example/log".into(), size, root }.body();
        let mut note = SignedCheckpoint::parse(&format!("{body}\n— h.example/log AAAAAAA=\n")).unwrap();
        for number in 0..many {
            let signature = secret(number).sign(&cosigned_message(body.as_bytes(), 1));
            let line = [&key(number).id().to_be_bytes()[..], &1_u64.to_be_bytes(), &signature.to_bytes()].concat();
            note = note.with_line(&format!("— {} {}", NAMES[usize::from(number)], STANDARD.encode(line))).unwrap();
        }
        assert_eq!(note.cosignatures(&three().keys()).len(), usize::from(many));
        StoredCheckpoint { size, root, time: Timestamp::from_millis(0), note: note.to_string() }
    }

    #[test]
    fn what_two_have_cosigned_gives_way_to_what_is_newer_and_two_have_cosigned_too() {
        let witnesses = three();
        assert!(witnesses.better(None, &seen_by(0, 5)));
        for (old, new, is_better) in [
            ((2, 5), (1, 6), false),
            ((1, 5), (0, 6), false),
            ((2, 5), (2, 4), false),
            ((1, 5), (2, 5), true),
            ((2, 5), (2, 6), true),
            ((3, 5), (2, 6), true),
        ] {
            let (before, after) = (seen_by(old.0, old.1), seen_by(new.0, new.1));
            assert_eq!(witnesses.better(Some(&before), &after), is_better, "{old:?}, then {new:?}");
        }
    }
}
