//! Whose word prevails: from 15 on a person's own stands against their proxies' (product.md, "People in special situations").

use super::{Choices, DecidedBy, Decision, Intended, Scope, Stance};
use crate::clock::Timestamp;
use crate::id::SubjectId;
use crate::link::Kin;
use crate::log::Position;
use crate::purpose::Catalogue;
use crate::study::Study;

/// What one person ever said, with whatever is needed to tell what a further refusal would change.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// Everything, by whomever it was entered.
    pub said: &'a [Decision],
    /// Who is this one person.
    pub kin: &'a Kin,
    /// Every purpose there is.
    pub catalogue: &'a Catalogue,
    /// The studies that are named in what was said, and the one that the refusal names.
    pub studies: &'a [Study],
}

impl Word<'_> {
    /// Whether a proxy who refuses that scope now would deny a use to which the person said yes: to it alone, to its purpose,
    /// to all. A yes that a later refusal of the person's own took back is none.
    #[must_use]
    pub fn stands_against(&self, scope: &Scope, subject: SubjectId, now: Timestamp) -> bool {
        let choices = Choices::fold(self.said, self.kin.clone());
        let by_themselves = |at: Position| self.said.iter().any(|said| said.position == at && said.by != DecidedBy::Proxy);
        let yeses: Vec<&Scope> =
            choices.holding().filter(|(_, stance, at)| *stance == Stance::Allow && by_themselves(*at)).map(|(scope, ..)| scope).collect();
        if yeses.is_empty() {
            return false;
        }
        let mut with_it = self.said.to_vec();
        with_it.push(self.refusal(scope, subject, now));
        let after = Choices::fold(&with_it, self.kin.clone());
        let lost = |of: &Intended<'_>| choices.verdict(of, self.catalogue).permits() && !after.verdict(of, self.catalogue).permits();
        self.uses().iter().any(|of| yeses.iter().any(|yes| covers(yes, of)) && lost(of))
    }

    /// The refusal as it would be entered: after all that was said.
    fn refusal(&self, scope: &Scope, subject: SubjectId, now: Timestamp) -> Decision {
        let last = self.said.iter().map(|said| said.position).max();
        Decision {
            position: last.map_or(Position(0), Position::next),
            subject,
            scope: scope.clone(),
            stance: Stance::Refuse,
            effective: self.said.iter().map(|said| said.effective).fold(now, Timestamp::max),
            recorded: now,
            channel: super::Channel::Online,
            by: DecidedBy::Proxy,
            notice: String::new(),
        }
    }

    /// Every kind of use that a scope can be about: each purpose with a commercial user and without, and each study.
    fn uses(&self) -> Vec<Intended<'_>> {
        let of_purposes = self
            .catalogue
            .refusable()
            .flat_map(|purpose| [false, true].map(|commercial| Intended { study: None, commercial, purposes: vec![purpose] }));
        of_purposes.chain(self.studies.iter().map(|study| study.intended(self.catalogue))).collect()
    }
}

/// Whether what is said about a scope is said about that use.
fn covers(scope: &Scope, of: &Intended<'_>) -> bool {
    match scope {
        Scope::All => true,
        Scope::Commercial => of.commercial,
        Scope::Purpose(code) => of.purposes.iter().any(|purpose| purpose.code == *code),
        Scope::Study(study) => of.study == Some(*study),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choice::Channel;
    use proptest::prelude::*;
    use uuid::Uuid;

    const ME: SubjectId = SubjectId(Uuid::from_u128(1));

    fn said(lines: &[(i64, &str, Stance, DecidedBy)]) -> Vec<Decision> {
        let one = |(n, &(at, scope, stance, by)): (usize, &(i64, &str, Stance, DecidedBy))| Decision {
            position: Position(n as u64),
            subject: ME,
            scope: scope.parse().unwrap(),
            stance,
            effective: Timestamp::from_millis(at),
            recorded: Timestamp::from_millis(at),
            channel: Channel::Online,
            by,
            notice: "2026-11".into(),
        };
        lines.iter().enumerate().map(one).collect()
    }

    fn stands(lines: &[(i64, &str, Stance, DecidedBy)], against: &str) -> bool {
        let (said, kin, catalogue) = (said(lines), Kin::default(), Catalogue::version_1());
        let word = Word { said: &said, kin: &kin, catalogue: &catalogue, studies: &[] };
        word.stands_against(&against.parse().unwrap(), ME, Timestamp::from_millis(100))
    }

    use DecidedBy::{Patient, Proxy, Staff};
    use Stance::{Allow, Refuse};

    #[test]
    fn a_yes_stands_against_whatever_would_deny_what_it_is_about() {
        let yes = [(1, "purpose:education", Allow, Patient)];
        for general in ["purpose:education", "all", "commercial"] {
            assert!(stands(&yes, general), "{general}");
        }
        assert!(!stands(&yes, "purpose:ai-development"), "about something else nothing was said");
        assert!(stands(&[(1, "all", Allow, Patient)], "purpose:ai-development"), "all is also this");
        assert!(stands(&[(1, "commercial", Allow, Patient)], "purpose:ai-development"), "with a company it is this, too");
    }

    #[test]
    fn silence_and_what_a_proxy_said_stand_against_nothing() {
        assert!(!stands(&[], "all"));
        assert!(!stands(&[(1, "purpose:education", Allow, Proxy)], "all"));
        assert!(stands(&[(1, "purpose:education", Allow, Staff)], "all"), "what the desk entered is the person's");
    }

    #[test]
    fn a_no_that_changes_nothing_goes_against_nobody() {
        assert!(!stands(&[(1, "purpose:education", Allow, Patient), (2, "all", Refuse, Patient)], "all"));
        assert!(!stands(&[(1, "purpose:education", Refuse, Patient)], "purpose:education"));
    }

    fn any_line() -> impl Strategy<Value = (i64, &'static str, Stance, DecidedBy)> {
        let scope = prop::sample::select(vec!["all", "commercial", "purpose:education", "purpose:ai-development"]);
        (0..6_i64, scope, prop_oneof![Just(Allow), Just(Refuse)], prop_oneof![Just(Patient), Just(Proxy), Just(Staff)])
    }

    proptest! {
        #[test]
        fn a_refusal_that_is_let_through_denies_no_purpose_that_the_person_allowed(
            lines in prop::collection::vec(any_line(), 0..8),
            refused in prop::sample::select(vec!["all", "commercial", "purpose:education", "purpose:ai-development"]),
        ) {
            prop_assume!(!stands(&lines, refused));
            let catalogue = Catalogue::version_1();
            let mut more = lines.clone();
            let before = Choices::fold(&said(&lines), Kin::default());
            more.push((100, refused, Refuse, Proxy));
            let after = Choices::fold(&said(&more), Kin::default());
            for code in ["education", "ai-development"] {
                let scope: Scope = format!("purpose:{code}").parse().unwrap();
                let own = before.holding().any(|(said, stance, at)| *said == scope && stance == Allow && lines[usize::try_from(at.0).unwrap()].3 != Proxy);
                let purpose = catalogue.find(&code.parse().unwrap()).unwrap();
                for commercial in [false, true] {
                    let of = Intended { study: None, commercial, purposes: vec![purpose] };
                    let lost = before.verdict(&of, &catalogue).permits() && !after.verdict(&of, &catalogue).permits();
                    prop_assert!(!(own && lost), "{code} {commercial}");
                }
            }
        }
    }
}
