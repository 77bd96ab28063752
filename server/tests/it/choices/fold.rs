//! Whatever was said in whatever order: what holds now is the fold of it.

use super::AI;
use crate::ground::Ground;
use crate::log::{check_log, decisions};
use domain::choice::{Channel, Choices, DecidedBy, Decision, NewDecision, Scope, Stance};
use domain::clock::Span;
use domain::id::SubjectId;
use proptest::prelude::*;
use server::service::choices::entry::enter;
use server::store::{commit, links, log};

/// One step of a random story: who, about what, what, how many days before its entry, and how much time passes then.
type Step = (usize, usize, bool, Option<i64>, i64);

fn story() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((0..3_usize, 0..3_usize, any::<bool>(), prop::option::of(0..80_i64), -2..72_i64), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_holds_now_is_the_fold_of_everything_that_was_said(steps in story()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let ground = Ground::on_sqlite().await;
            let people = [ground.subject().await, ground.subject().await, ground.subject().await];
            for step in steps {
                take(&ground, &people, step).await;
            }
            check_log(&ground.core.store).await;
            for subject in people {
                same_verdicts(&ground, subject).await;
            }
        });
    }
}

async fn take(ground: &Ground, people: &[SubjectId; 3], (who, scope, refuses, days_ago, hours): Step) {
    let scope = ["all", "commercial", AI][scope].parse().unwrap();
    let (received, stance) = match days_ago {
        Some(days) if refuses => (Some((ground.core.now() - Span::days(days)).in_tokyo().0), Stance::Refuse),
        _ => (None, if refuses { Stance::Refuse } else { Stance::Allow }),
    };
    let tx = ground.core.store.begin().await.unwrap();
    let mut head = log::lock(&tx).await.unwrap();
    let new = NewDecision { subject: people[who], scope, stance, channel: Channel::Paper, received, notice: "2026-11".into() };
    // The log may be ahead of a clock that was set back, by less than the days that are left of the ninety.
    enter(&ground.core, &tx, &mut head, &new, DecidedBy::Staff, None).await.unwrap();
    commit(tx).await.unwrap();
    ground.clock.pass(Span::hours(hours));
}

/// What checks read (the current choices) says of every scope what the whole history says.
async fn same_verdicts(ground: &Ground, subject: SubjectId) {
    let db = ground.core.store.db();
    let kin = links::kin_of(db, &[subject]).await.unwrap();
    let all: Vec<Decision> = decisions(&ground.core.store, &[subject]).await;
    let current = server::store::choices::current_of(db, &[subject]).await.unwrap();
    let (all, current) = (Choices::fold(&all, kin.clone()), Choices::fold(&current, kin));
    for scope in ["all", "commercial", AI].map(|scope| scope.parse::<Scope>().unwrap()) {
        assert_eq!(all.stance(&scope), current.stance(&scope));
        assert_eq!(all.since(&scope), current.since(&scope));
    }
}
