//! What can go wrong, once, for every layer.
//!
//! A [`Failure`] has three projections: what a browser may see is its [`Problem`]; what a holder's program sees is the
//! same closed code as problem+json; what operators see is its `Debug` text in a log line. Only the first two leave the
//! server.

use serde::{Deserialize, Serialize};

/// Everything a person or a program may be told, as a closed set: no internals, nothing that anyone could forge into
/// something worse than one of these sentences. The words are in the locales under `problem-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// Nobody is signed in.
    SignInNeeded,
    /// The actor is known and may not do this.
    NotAllowed,
    /// There is no such thing, or none that the actor may know of.
    NotFound,
    /// A passkey must have been used within the last five minutes.
    FreshPasskeyNeeded,
    /// After a recovery: for 24 hours the history is closed and nothing refused can be taken back.
    ClosedAfterRecovery,
    /// This sign-in can do one thing only: cancel the recovery.
    OnlyCancelRecovery,
    /// Taking back a refusal that was not made with this account, or seeing other holders' uses, needs level 2.
    HigherLevelNeeded,
    /// The form was made for another person than the one in view now.
    WrongPerson,
    /// The same idempotency key came with another body.
    KeyReused,
    /// A part of the request could not be read.
    Malformed,
    /// The activation code and the birth date do not open anything.
    ActivationRejected,
    /// The birth date was wrong five times.
    ActivationLocked,
    /// The code was used before.
    ActivationUsed,
    /// The code is older than 21 days.
    ActivationExpired,
    /// The person has an account already: sign in with it first, then enter the code again.
    SignInFirst,
    /// The passkey was not accepted. One sentence for every cause, so that nothing can be tried out.
    PasskeyRejected,
    /// The recovery code was not accepted.
    RecoveryRejected,
    /// The last passkey cannot be removed.
    LastPasskey,
    /// What was typed is no e-mail address.
    InvalidAddress,
    /// The code from the mail is wrong, or too old.
    ContactCodeRejected,
    /// There is no such scope.
    UnknownScope,
    /// There is no such purpose.
    UnknownPurpose,
    /// There is no such published study.
    UnknownStudy,
    /// The law exempts this purpose from refusal.
    NotRefusable,
    /// A date lies in the future.
    InFuture,
    /// The paper or call was received more than 90 days ago.
    TooLongAgo,
    /// Only a refusal may take effect before its entry.
    OnlyRefusalBackdated,
    /// The study has ended.
    StudyEnded,
    /// The study has not ended yet.
    StudyRuns,
    /// Both a study and a purpose were named, or neither.
    StudyOrPurpose,
    /// More rows than one request may carry.
    TooManyRows,
    /// The body is larger than is read.
    TooLarge,
    /// The body is not of a kind that is read here.
    UnsupportedMediaType,
    /// What stands at this address is not asked for by this method.
    MethodNotAllowed,
    /// The access token is missing, unknown or expired.
    InvalidToken,
    /// The access token's scope does not cover this.
    InsufficientScope,
    /// The request came from another site's page.
    WrongOrigin,
    /// Too many tries; wait.
    TooManyRequests,
    /// The desk owes the person as many answers as it can: new questions wait for those.
    TooManyWaiting,
    /// Nobody approves what they asked for themselves.
    OwnRequest,
    /// Somebody did it before: a request was decided, an inquiry was taken.
    AlreadyDone,
    /// Nobody may do this alone: a second member of staff has to approve it.
    NeedsSecondPerson,
    /// A reason must be given.
    ReasonNeeded,
    /// What was understood must be read back to the person first.
    ReadBackNeeded,
    /// The proofs that this needs were not named, or the same one was named twice.
    EvidenceNeeded,
    /// The identifier and the birth date name nobody.
    PersonNotFound,
    /// The look-up is over; the person has to be looked up again.
    LookUpEnded,
    /// What stood there was erased, as the law demanded.
    Erased,
    /// The person is protected: a supervisor has to be there.
    ProtectedPerson,
    /// A proxy would undo what a person of 15 or older said themselves.
    OwnWordStands,
    /// No study may ever have this purpose.
    ProhibitedPurpose,
    /// The identifier does not have the shape of its system.
    InvalidIdentifier,
    /// The date is no date.
    InvalidDate,
    /// The text is longer than is kept.
    TextTooLong,
    /// A text that is needed is empty.
    TextNeeded,
    /// The file is not a CSV with a header row and the columns that are needed.
    UnreadableFile,
    /// The JWKS holds no usable public key.
    InvalidKey,
    /// The JWKS holds a private key: nobody else was ever to see it.
    PrivateKey,
    /// A review lacks its reason, the clinician's role, or a day within twelve months.
    InvalidReview,
    /// The check was not answered by us, for this holder and this study.
    UnknownCheck,
    /// No certain answer can be given now. Treat it as deny.
    Unavailable,
    /// A fault of ours.
    Internal,
}

impl Problem {
    /// Every problem, for tables and tests.
    pub const ALL: &'static [Self] = &[
        Self::SignInNeeded,
        Self::NotAllowed,
        Self::NotFound,
        Self::FreshPasskeyNeeded,
        Self::ClosedAfterRecovery,
        Self::OnlyCancelRecovery,
        Self::HigherLevelNeeded,
        Self::WrongPerson,
        Self::KeyReused,
        Self::Malformed,
        Self::ActivationRejected,
        Self::ActivationLocked,
        Self::ActivationUsed,
        Self::ActivationExpired,
        Self::SignInFirst,
        Self::PasskeyRejected,
        Self::RecoveryRejected,
        Self::LastPasskey,
        Self::InvalidAddress,
        Self::ContactCodeRejected,
        Self::UnknownScope,
        Self::UnknownPurpose,
        Self::UnknownStudy,
        Self::NotRefusable,
        Self::InFuture,
        Self::TooLongAgo,
        Self::OnlyRefusalBackdated,
        Self::StudyEnded,
        Self::StudyRuns,
        Self::StudyOrPurpose,
        Self::TooManyRows,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::MethodNotAllowed,
        Self::InvalidToken,
        Self::InsufficientScope,
        Self::WrongOrigin,
        Self::TooManyRequests,
        Self::TooManyWaiting,
        Self::OwnRequest,
        Self::AlreadyDone,
        Self::NeedsSecondPerson,
        Self::ReasonNeeded,
        Self::ReadBackNeeded,
        Self::EvidenceNeeded,
        Self::PersonNotFound,
        Self::LookUpEnded,
        Self::Erased,
        Self::ProtectedPerson,
        Self::OwnWordStands,
        Self::ProhibitedPurpose,
        Self::InvalidIdentifier,
        Self::InvalidDate,
        Self::TextTooLong,
        Self::TextNeeded,
        Self::UnreadableFile,
        Self::InvalidKey,
        Self::PrivateKey,
        Self::InvalidReview,
        Self::UnknownCheck,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The HTTP status that goes with it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed | Self::UnknownScope | Self::StudyOrPurpose => 400,
            Self::SignInNeeded | Self::InvalidToken | Self::PasskeyRejected => 401,
            Self::NotAllowed
            | Self::FreshPasskeyNeeded
            | Self::ClosedAfterRecovery
            | Self::OnlyCancelRecovery
            | Self::HigherLevelNeeded
            | Self::InsufficientScope
            | Self::OwnRequest
            | Self::ProtectedPerson
            | Self::OwnWordStands
            | Self::WrongOrigin => 403,
            Self::NotFound | Self::UnknownPurpose | Self::UnknownStudy | Self::PersonNotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::WrongPerson | Self::SignInFirst | Self::LastPasskey | Self::AlreadyDone | Self::StudyRuns => 409,
            Self::ActivationUsed | Self::ActivationExpired | Self::LookUpEnded | Self::Erased => 410,
            Self::TooManyRows | Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::ActivationRejected
            | Self::RecoveryRejected
            | Self::InvalidAddress
            | Self::ContactCodeRejected
            | Self::NotRefusable
            | Self::InFuture
            | Self::TooLongAgo
            | Self::OnlyRefusalBackdated
            | Self::StudyEnded
            | Self::KeyReused
            | Self::NeedsSecondPerson
            | Self::ReasonNeeded
            | Self::ReadBackNeeded
            | Self::EvidenceNeeded
            | Self::ProhibitedPurpose
            | Self::InvalidIdentifier
            | Self::InvalidDate
            | Self::TextTooLong
            | Self::TextNeeded
            | Self::UnreadableFile
            | Self::InvalidKey
            | Self::PrivateKey
            | Self::InvalidReview
            | Self::UnknownCheck => 422,
            Self::ActivationLocked => 423,
            Self::TooManyRequests | Self::TooManyWaiting => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }

    /// The code as it stands on the wire: kebab-case, stable.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignInNeeded => "sign-in-needed",
            Self::NotAllowed => "not-allowed",
            Self::NotFound => "not-found",
            Self::FreshPasskeyNeeded => "fresh-passkey-needed",
            Self::ClosedAfterRecovery => "closed-after-recovery",
            Self::OnlyCancelRecovery => "only-cancel-recovery",
            Self::HigherLevelNeeded => "higher-level-needed",
            Self::WrongPerson => "wrong-person",
            Self::KeyReused => "key-reused",
            Self::Malformed => "malformed",
            Self::ActivationRejected => "activation-rejected",
            Self::ActivationLocked => "activation-locked",
            Self::ActivationUsed => "activation-used",
            Self::ActivationExpired => "activation-expired",
            Self::SignInFirst => "sign-in-first",
            Self::PasskeyRejected => "passkey-rejected",
            Self::RecoveryRejected => "recovery-rejected",
            Self::LastPasskey => "last-passkey",
            Self::InvalidAddress => "invalid-address",
            Self::ContactCodeRejected => "contact-code-rejected",
            Self::UnknownScope => "unknown-scope",
            Self::UnknownPurpose => "unknown-purpose",
            Self::UnknownStudy => "unknown-study",
            Self::NotRefusable => "not-refusable",
            Self::InFuture => "in-future",
            Self::TooLongAgo => "too-long-ago",
            Self::OnlyRefusalBackdated => "only-refusal-backdated",
            Self::StudyEnded => "study-ended",
            Self::StudyRuns => "study-runs",
            Self::StudyOrPurpose => "study-or-purpose",
            Self::TooManyRows => "too-many-rows",
            Self::TooLarge => "too-large",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::InvalidToken => "invalid-token",
            Self::InsufficientScope => "insufficient-scope",
            Self::WrongOrigin => "wrong-origin",
            Self::TooManyRequests => "too-many-requests",
            Self::TooManyWaiting => "too-many-waiting",
            Self::OwnRequest => "own-request",
            Self::AlreadyDone => "already-done",
            Self::NeedsSecondPerson => "needs-second-person",
            Self::ReasonNeeded => "reason-needed",
            Self::ReadBackNeeded => "read-back-needed",
            Self::EvidenceNeeded => "evidence-needed",
            Self::PersonNotFound => "person-not-found",
            Self::LookUpEnded => "look-up-ended",
            Self::Erased => "erased",
            Self::ProtectedPerson => "protected-person",
            Self::OwnWordStands => "own-word-stands",
            Self::ProhibitedPurpose => "prohibited-purpose",
            Self::InvalidIdentifier => "invalid-identifier",
            Self::InvalidDate => "invalid-date",
            Self::TextTooLong => "text-too-long",
            Self::TextNeeded => "text-needed",
            Self::UnreadableFile => "unreadable-file",
            Self::InvalidKey => "invalid-key",
            Self::PrivateKey => "private-key",
            Self::InvalidReview => "invalid-review",
            Self::UnknownCheck => "unknown-check",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }
}

/// The one error of every operation.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    /// The request cannot be granted; the caller may know why.
    #[error("refused: {}", .0.code())]
    Refused(Problem),
    /// The store or another part cannot be reached now; nothing was half-written, and the same call may pass later.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A stored row breaks a rule. Somebody has to look at it; no guess is made.
    #[error("inconsistent: {table}.{column} of row {row}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key, which never is or holds an identifier of a person.
        row: String,
    },
    /// A fault of ours that no caller can do anything about.
    #[error("internal: {0}")]
    Internal(String),
}

impl Failure {
    /// What a browser or a program may be told.
    #[must_use]
    pub const fn problem(&self) -> Problem {
        match self {
            Self::Refused(problem) => *problem,
            Self::Unavailable(_) => Problem::Unavailable,
            Self::Inconsistent { .. } | Self::Internal(_) => Problem::Internal,
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_on_the_wire_is_the_name_that_serde_writes() {
        for problem in Problem::ALL {
            assert_eq!(serde_json::to_value(problem).unwrap(), problem.code());
        }
    }

    #[test]
    fn what_operators_read_never_reaches_a_caller() {
        let failure = Failure::Unavailable("connection to db-7 refused".into());
        assert_eq!(failure.problem(), Problem::Unavailable);
        let failure = Failure::Inconsistent { table: "studies", column: "document", row: "7".into() };
        assert_eq!(failure.problem(), Problem::Internal);
    }
}
