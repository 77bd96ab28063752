//! Whatever can be done, by whomever.

/// Everything that can be done. Pages, server functions and API endpoints each name the one they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// Read public pages and catalogues.
    ReadPublic,
    /// Enter an activation code.
    Activate,
    /// Sign in with a passkey.
    SignIn,
    /// Sign in again with the printed code.
    Recover,
    /// End one's own session.
    SignOut,
    /// Cancel a recovery with a passkey from before it.
    CancelRecovery,
    /// See the overview: what holds, what is new, who asked.
    SeeOverview,
    /// See the uses of one's records.
    SeeUses,
    /// See what holds, and the decisions behind it.
    SeeChoices,
    /// Refuse.
    Refuse,
    /// Allow, which may take back a refusal.
    Allow,
    /// See passkeys, sessions and notices.
    SeeAccount,
    /// Mark a notice as seen, end a session.
    TendAccount,
    /// Add or remove a passkey.
    ChangeSignIn,
    /// Make a printed recovery code, and read it. Who works here has none: access is given anew (security.md, "Sign-in").
    KeepRecoveryCode,
    /// Close one's account for good.
    Leave,
    /// Look after what is kept about oneself beside the records: the e-mail address, and whether to stay.
    TendOwnData,
    /// Read the catalogue of purposes over the API.
    ReadPurposes,
    /// Ask what people chose.
    Check,
    /// Protect oneself, and end what somebody else may do for oneself.
    ProtectOneself,
    /// Ask the desk something, and read its answers.
    Inquire,
    /// See who at the desk looked, and why.
    SeeLookUps,
    /// Put a person into view for whom one acts, or oneself again.
    ViewPerson,
    /// See the holder's own page, its reports and its numbers.
    SeeHolder,
    /// Report a disclosure, or correct a report.
    Report,
    /// See and answer the conflicts of the holder's own reports.
    AnswerConflict,
    /// Hand out activation codes.
    IssueActivation,
    /// Register programs of the holder, and rotate and revoke their keys.
    ManageClients,
    /// Invite people of one's own holder, and end their access.
    ManageOperators,
    /// See the queue of the desk.
    SeeDesk,
    /// Look up one person by what that person told, with a reason.
    LookUp,
    /// Enter what a person who was looked up said, or write down a fact about them.
    ActOnBehalf,
    /// Take an inquiry, and answer it.
    AnswerInquiry,
    /// Ask a second member of staff for what nobody may do alone.
    RequestApproval,
    /// Approve or decline what another member of staff asked for.
    Approve,
    /// See the disclosures that went against a choice.
    SeeIncidents,
    /// Read the audit chain.
    SeeAudit,
    /// Write studies that nobody outside can see yet.
    DraftStudy,
    /// Publish a study that somebody else drafted; end one; enter its results.
    PublishStudy,
    /// Invite staff and the first people of a holder, and end their access.
    ManagePeople,
    /// Let organisations join.
    ManageHolders,
    /// Erase the content of entries of the log because the law demands it.
    EraseEntries,
    /// Go on with an older copy of the database, saying so in the log.
    ResumeLog,
}

impl Operation {
    /// Every operation, for the policy table.
    pub const ALL: [Self; 43] = [
        Self::ReadPublic,
        Self::Activate,
        Self::SignIn,
        Self::Recover,
        Self::SignOut,
        Self::CancelRecovery,
        Self::SeeOverview,
        Self::SeeUses,
        Self::SeeChoices,
        Self::Refuse,
        Self::Allow,
        Self::SeeAccount,
        Self::TendAccount,
        Self::ChangeSignIn,
        Self::KeepRecoveryCode,
        Self::Leave,
        Self::TendOwnData,
        Self::ReadPurposes,
        Self::Check,
        Self::ProtectOneself,
        Self::Inquire,
        Self::SeeLookUps,
        Self::ViewPerson,
        Self::SeeHolder,
        Self::Report,
        Self::AnswerConflict,
        Self::IssueActivation,
        Self::ManageClients,
        Self::ManageOperators,
        Self::SeeDesk,
        Self::LookUp,
        Self::ActOnBehalf,
        Self::AnswerInquiry,
        Self::RequestApproval,
        Self::Approve,
        Self::SeeIncidents,
        Self::SeeAudit,
        Self::DraftStudy,
        Self::PublishStudy,
        Self::ManagePeople,
        Self::ManageHolders,
        Self::EraseEntries,
        Self::ResumeLog,
    ];

    /// As it stands in audit lines and in the policy table.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReadPublic => "read-public",
            Self::Activate => "activate",
            Self::SignIn => "sign-in",
            Self::Recover => "recover",
            Self::SignOut => "sign-out",
            Self::CancelRecovery => "cancel-recovery",
            Self::SeeOverview => "see-overview",
            Self::SeeUses => "see-uses",
            Self::SeeChoices => "see-choices",
            Self::Refuse => "refuse",
            Self::Allow => "allow",
            Self::SeeAccount => "see-account",
            Self::TendAccount => "tend-account",
            Self::ChangeSignIn => "change-sign-in",
            Self::KeepRecoveryCode => "keep-recovery-code",
            Self::Leave => "leave",
            Self::TendOwnData => "tend-own-data",
            Self::ReadPurposes => "read-purposes",
            Self::Check => "check",
            Self::ProtectOneself => "protect-oneself",
            Self::Inquire => "inquire",
            Self::SeeLookUps => "see-look-ups",
            Self::ViewPerson => "view-person",
            Self::SeeHolder => "see-holder",
            Self::Report => "report",
            Self::AnswerConflict => "answer-conflict",
            Self::IssueActivation => "issue-activation",
            Self::ManageClients => "manage-clients",
            Self::ManageOperators => "manage-operators",
            Self::SeeDesk => "see-desk",
            Self::LookUp => "look-up",
            Self::ActOnBehalf => "act-on-behalf",
            Self::AnswerInquiry => "answer-inquiry",
            Self::RequestApproval => "request-approval",
            Self::Approve => "approve",
            Self::SeeIncidents => "see-incidents",
            Self::SeeAudit => "see-audit",
            Self::DraftStudy => "draft-study",
            Self::PublishStudy => "publish-study",
            Self::ManagePeople => "manage-people",
            Self::ManageHolders => "manage-holders",
            Self::EraseEntries => "erase-entries",
            Self::ResumeLog => "resume-log",
        }
    }
}
