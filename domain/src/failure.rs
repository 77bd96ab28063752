//! What can go wrong, once, for every layer.
//!
//! A [`Failure`] has three projections: what a browser may see is its [`Problem`]; what a holder's program sees is the
//! same closed code as problem+json; what operators see is its `Debug` text in a log line. Only the first two leave the
//! server.

use serde::{Deserialize, Serialize};

/// Writes an enum, the list of everything in it, and the code of each from one list: what is in one of the three is in all.
macro_rules! coded {
    ($(#[$of_all:meta])* pub enum $name:ident { $($(#[$of_one:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$of_all])*
        pub enum $name { $($(#[$of_one])* $variant,)+ }

        impl $name {
            /// Every one, in the order in which they are written down.
            pub const ALL: [Self; [$(Self::$variant),+].len()] = [$(Self::$variant),+];

            /// As it is stored and sent: kebab-case, and never changed.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
}

pub(crate) use coded;

coded! {
    /// Everything a person or a program may be told, as a closed set: no internals, nothing that anyone could forge into
    /// something worse than one of these sentences. The words are in the locales under `problem-<code>`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Problem {
        /// Nobody is signed in.
        SignInNeeded = "sign-in-needed",
        /// The actor is known and may not do this.
        NotAllowed = "not-allowed",
        /// There is no such thing, or none that the actor may know of.
        NotFound = "not-found",
        /// A passkey must have been used within the last five minutes.
        FreshPasskeyNeeded = "fresh-passkey-needed",
        /// After a recovery: for 24 hours the history is closed and nothing refused can be taken back.
        ClosedAfterRecovery = "closed-after-recovery",
        /// This sign-in can do one thing only: cancel the recovery.
        OnlyCancelRecovery = "only-cancel-recovery",
        /// Taking back a refusal that was not made with this account, or seeing other holders' uses, needs level 2.
        HigherLevelNeeded = "higher-level-needed",
        /// The form was made for another person than the one in view now.
        WrongPerson = "wrong-person",
        /// The same idempotency key came with another body.
        KeyReused = "key-reused",
        /// The same, of a decision: the one that the key made stands in the log.
        DecisionKeyReused = "decision-key-reused",
        /// A part of the request could not be read.
        Malformed = "malformed",
        /// The activation code and the birth date do not open anything.
        ActivationRejected = "activation-rejected",
        /// The birth date was wrong five times.
        ActivationLocked = "activation-locked",
        /// The code was used before.
        ActivationUsed = "activation-used",
        /// The code is older than 21 days.
        ActivationExpired = "activation-expired",
        /// The person has an account already: sign in with it first, then enter the code again.
        SignInFirst = "sign-in-first",
        /// The passkey was not accepted. One sentence for every cause, so that nothing can be tried out.
        PasskeyRejected = "passkey-rejected",
        /// The recovery code was not accepted.
        RecoveryRejected = "recovery-rejected",
        /// The last passkey cannot be removed.
        LastPasskey = "last-passkey",
        /// What was typed is no e-mail address.
        InvalidAddress = "invalid-address",
        /// The code from the mail is wrong, or too old.
        ContactCodeRejected = "contact-code-rejected",
        /// There is no such scope.
        UnknownScope = "unknown-scope",
        /// There is no such purpose.
        UnknownPurpose = "unknown-purpose",
        /// There is no such published study.
        UnknownStudy = "unknown-study",
        /// The law exempts this purpose from refusal.
        NotRefusable = "not-refusable",
        /// A date lies in the future.
        InFuture = "in-future",
        /// The paper or call was received more than 90 days ago.
        TooLongAgo = "too-long-ago",
        /// Only a refusal may take effect before its entry.
        OnlyRefusalBackdated = "only-refusal-backdated",
        /// The study has ended.
        StudyEnded = "study-ended",
        /// The study has not ended yet.
        StudyRuns = "study-runs",
        /// Both a study and a purpose were named, or neither.
        StudyOrPurpose = "study-or-purpose",
        /// More rows than one request may carry.
        TooManyRows = "too-many-rows",
        /// The body is larger than is read.
        TooLarge = "too-large",
        /// The body is not of a kind that is read here.
        UnsupportedMediaType = "unsupported-media-type",
        /// What stands at this address is not asked for by this method.
        MethodNotAllowed = "method-not-allowed",
        /// The access token is missing, unknown or expired.
        InvalidToken = "invalid-token",
        /// The access token's scope does not cover this.
        InsufficientScope = "insufficient-scope",
        /// The request came from another site's page.
        WrongOrigin = "wrong-origin",
        /// Too many tries; wait.
        TooManyRequests = "too-many-requests",
        /// The desk owes the person as many answers as it can: new questions wait for those.
        TooManyWaiting = "too-many-waiting",
        /// Nobody approves what they asked for themselves.
        OwnRequest = "own-request",
        /// Somebody did it before: a request was decided, an inquiry was taken.
        AlreadyDone = "already-done",
        /// Nobody may do this alone: a second member of staff has to approve it.
        NeedsSecondPerson = "needs-second-person",
        /// A reason must be given.
        ReasonNeeded = "reason-needed",
        /// What was understood must be read back to the person first.
        ReadBackNeeded = "read-back-needed",
        /// The proofs that this needs were not named, or the same one was named twice.
        EvidenceNeeded = "evidence-needed",
        /// The identifier and the birth date name nobody.
        PersonNotFound = "person-not-found",
        /// The look-up is over; the person has to be looked up again.
        LookUpEnded = "look-up-ended",
        /// What stood there was erased, as the law demanded.
        Erased = "erased",
        /// The person is protected: a supervisor has to be there.
        ProtectedPerson = "protected-person",
        /// A proxy would undo what a person of 15 or older said themselves.
        OwnWordStands = "own-word-stands",
        /// No study may ever have this purpose.
        ProhibitedPurpose = "prohibited-purpose",
        /// The identifier does not have the shape of its system.
        InvalidIdentifier = "invalid-identifier",
        /// The date is no date.
        InvalidDate = "invalid-date",
        /// The text is longer than is kept.
        TextTooLong = "text-too-long",
        /// A text that is needed is empty.
        TextNeeded = "text-needed",
        /// The file is not a CSV with a header row and the columns that are needed.
        UnreadableFile = "unreadable-file",
        /// The JWKS holds no usable public key.
        InvalidKey = "invalid-key",
        /// The JWKS holds a private key: nobody else was ever to see it.
        PrivateKey = "private-key",
        /// A review lacks its reason, the clinician's role, or a day within twelve months.
        InvalidReview = "invalid-review",
        /// The check was not answered by us, for this holder and this study.
        UnknownCheck = "unknown-check",
        /// No certain answer can be given now. Treat it as deny.
        Unavailable = "unavailable",
        /// A fault of ours.
        Internal = "internal",
    }
}

impl Problem {
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
            Self::WrongPerson | Self::DecisionKeyReused | Self::SignInFirst | Self::LastPasskey | Self::AlreadyDone | Self::StudyRuns => {
                409
            }
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
