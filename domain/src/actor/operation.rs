//! Whatever can be done, by whomever.

use crate::failure::coded;

coded! {
    /// Everything that can be done. Pages, server functions and API endpoints each name the one they are. Its code stands in audit
    /// lines and in the policy table.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Operation {
        /// Read public pages and catalogues.
        ReadPublic = "read-public",
        /// Enter an activation code.
        Activate = "activate",
        /// Sign in with a passkey.
        SignIn = "sign-in",
        /// Sign in again with the printed code.
        Recover = "recover",
        /// End one's own session.
        SignOut = "sign-out",
        /// Cancel a recovery with a passkey from before it.
        CancelRecovery = "cancel-recovery",
        /// See the overview: what holds, what is new, who asked.
        SeeOverview = "see-overview",
        /// See the uses of one's records.
        SeeUses = "see-uses",
        /// See what holds, and the decisions behind it.
        SeeChoices = "see-choices",
        /// Refuse.
        Refuse = "refuse",
        /// Allow, which may take back a refusal.
        Allow = "allow",
        /// See passkeys, sessions and notices.
        SeeAccount = "see-account",
        /// Mark a notice as seen, end a session.
        TendAccount = "tend-account",
        /// Add or remove a passkey.
        ChangeSignIn = "change-sign-in",
        /// Make a printed recovery code, and read it. Who works here has none: access is given anew (security.md, "Sign-in").
        KeepRecoveryCode = "keep-recovery-code",
        /// Close one's account for good.
        Leave = "leave",
        /// Look after what is kept about oneself beside the records: the e-mail address, and whether to stay.
        TendOwnData = "tend-own-data",
        /// Read the catalogue of purposes over the API.
        ReadPurposes = "read-purposes",
        /// Ask what people chose.
        Check = "check",
        /// Protect oneself, and end what somebody else may do for oneself.
        ProtectOneself = "protect-oneself",
        /// Ask the desk something, and read its answers.
        Inquire = "inquire",
        /// See who at the desk looked, and why.
        SeeLookUps = "see-look-ups",
        /// Put a person into view for whom one acts, or oneself again.
        ViewPerson = "view-person",
        /// See the holder's own page, its reports and its numbers.
        SeeHolder = "see-holder",
        /// Report a disclosure, or correct a report.
        Report = "report",
        /// See and answer the conflicts of the holder's own reports.
        AnswerConflict = "answer-conflict",
        /// Hand out activation codes.
        IssueActivation = "issue-activation",
        /// Register programs of the holder, and rotate and revoke their keys.
        ManageClients = "manage-clients",
        /// Invite people of one's own holder, and end their access.
        ManageOperators = "manage-operators",
        /// See the queue of the desk.
        SeeDesk = "see-desk",
        /// Look up one person by what that person told, with a reason.
        LookUp = "look-up",
        /// Enter what a person who was looked up said, or write down a fact about them.
        ActOnBehalf = "act-on-behalf",
        /// Take an inquiry, and answer it.
        AnswerInquiry = "answer-inquiry",
        /// Ask a second member of staff for what nobody may do alone.
        RequestApproval = "request-approval",
        /// Approve or decline what another member of staff asked for.
        Approve = "approve",
        /// See the disclosures that went against a choice.
        SeeIncidents = "see-incidents",
        /// Read the audit chain.
        SeeAudit = "see-audit",
        /// Write studies that nobody outside can see yet.
        DraftStudy = "draft-study",
        /// Publish a study that somebody else drafted; end one; enter its results.
        PublishStudy = "publish-study",
        /// Invite staff and the first people of a holder, and end their access.
        ManagePeople = "manage-people",
        /// Let organisations join.
        ManageHolders = "manage-holders",
        /// Erase the content of entries of the log because the law demands it.
        EraseEntries = "erase-entries",
        /// Go on with an older copy of the database, saying so in the log.
        ResumeLog = "resume-log",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_line_of_the_audit_chain_names_one_operation() {
        let codes: BTreeSet<_> = Operation::ALL.map(Operation::code).into();
        assert_eq!(codes.len(), Operation::ALL.len());
    }
}
