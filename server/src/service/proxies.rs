//! People who act for others: whom they may put into view, who may act for oneself, and the end of it.

mod aging;

use crate::service::Core;
use crate::service::contact::outbox;
use crate::service::identity::stop::{Stop, audited, permit};
use crate::service::leaves;
use crate::store::audit::{self, Line};
use crate::store::proxies::{self, Kept};
use crate::store::{Tx, accounts, commit, facts, links, look_ups, notices};
pub use aging::tell_of_age;
use async_trait::async_trait;
use domain::account::{Notice, NoticeKind};
use domain::actor::{Actor, Operation, ProxySight};
use domain::failure::{Failure, Problem};
use domain::id::{AccountId, LookUpId, NoticeId, ProxyId, SubjectId};
use domain::ports::{PeopleAround, ProxyPort, ProxyView};
use domain::proxy::Circumstances;

/// The proxies.
#[derive(Clone)]
pub struct ProxiesService {
    core: Core,
}

impl ProxiesService {
    /// The proxies of this installation.
    #[must_use]
    pub fn new(core: Core) -> Self {
        Self { core }
    }

    async fn views(&self, kept: Vec<Kept>, in_view: Option<SubjectId>) -> Result<Vec<ProxyView>, Failure> {
        let mut views = Vec::new();
        for (index, one) in kept.into_iter().enumerate() {
            let sight = sight(&self.core, &one).await?;
            let in_view = sight.is_some() && in_view == Some(one.grant.subject);
            views.push(ProxyView {
                id: one.grant.id,
                number: index + 1,
                role: one.grant.role,
                from: one.from,
                ages: one.grant.ages,
                over_since: one.grant.over_since(self.core.now().in_tokyo().0),
                ended_at: one.ended_at,
                sight,
                in_view,
            });
        }
        Ok(views)
    }

    /// Whose grants a member of staff's look-up shows.
    async fn looked_up(&self, actor: &Actor, look_up: LookUpId) -> Result<SubjectId, Failure> {
        let by = actor.account().ok_or(Problem::SignInNeeded)?;
        let living = look_ups::living(self.core.store.db(), look_up, by, self.core.now()).await?.ok_or(Problem::LookUpEnded)?;
        Ok(living.subject.ok_or(Problem::PersonNotFound)?)
    }
}

/// How much that sign-in sees today of that person; `None`: nobody granted it, or it does not live.
///
/// # Errors
/// The store cannot be reached: then nobody can tell.
pub async fn sight_of(core: &Core, account: AccountId, subject: SubjectId) -> Result<Option<ProxySight>, Failure> {
    for kept in proxies::living_between(core.store.db(), account, subject).await? {
        if let Some(seen) = sight(core, &kept).await? {
            return Ok(Some(seen));
        }
    }
    Ok(None)
}

async fn sight(core: &Core, kept: &Kept) -> Result<Option<ProxySight>, Failure> {
    if kept.grant.ended {
        return Ok(None);
    }
    let db = core.store.db();
    let known = facts::facts_of(db, &links::subjects_with(db, &[kept.grant.subject]).await?).await?;
    let of = Circumstances { protected: known.protected.is_some(), deceased: known.deceased_on.is_some() };
    Ok(kept.grant.sight(core.now().in_tokyo().0, of))
}

#[async_trait]
impl ProxyPort for ProxiesService {
    async fn people(&self, actor: &Actor) -> Result<PeopleAround, Failure> {
        actor.may(Operation::ViewPerson)?;
        let (db, me) = (self.core.store.db(), actor.signed_in()?);
        let acts_for = proxies::of_account(db, me.account).await?;
        let acted_for_by = proxies::of_subjects(db, &links::proved_with(db, me.subject).await?).await?;
        Ok(PeopleAround {
            acts_for: self.views(acts_for, Some(actor.subject()?)).await?,
            acted_for_by: self.views(acted_for_by, None).await?,
        })
    }

    async fn in_view(&self, actor: &Actor) -> Result<Option<ProxyView>, Failure> {
        let Actor::Proxy { by, of, .. } = actor else { return Ok(None) };
        let granted = proxies::of_account(self.core.store.db(), by.account).await?;
        Ok(self.views(granted, Some(*of)).await?.into_iter().find(|view| view.in_view))
    }

    async fn to_view(&self, actor: &Actor, grant: Option<ProxyId>) -> Result<(Option<SubjectId>, ProxySight), Failure> {
        permit(&self.core, actor, Operation::ViewPerson).await?;
        let viewed = match grant {
            Some(id) => self.granted(actor, id).await.map_err(|stop| stop.about(id)),
            None => Ok((None, ProxySight::Everything)),
        };
        let (subject, sight) = audited(&self.core, actor, Operation::ViewPerson, viewed).await?;
        let tx = self.core.store.begin().await?;
        let line = Line { on_behalf_of: subject, ..Line::of(actor, Operation::ViewPerson, self.core.now()) };
        let line = grant.map_or_else(|| line.clone().because("oneself"), |grant| line.clone().to(grant));
        audit::append(&tx, &self.core.config.node, [line]).await?;
        commit(tx).await?;
        Ok((subject, sight))
    }

    async fn end_own(&self, actor: &Actor, grant: ProxyId) -> Result<(), Failure> {
        permit(&self.core, actor, Operation::ProtectOneself).await?;
        let ended = self.end_of(actor, Operation::ProtectOneself, actor.patient()?.subject, grant).await.map_err(|stop| stop.about(grant));
        audited(&self.core, actor, Operation::ProtectOneself, ended).await
    }

    async fn of_look_up(&self, actor: &Actor, look_up: LookUpId) -> Result<Option<Vec<ProxyView>>, Failure> {
        actor.may(Operation::ActOnBehalf)?;
        let (db, subject) = (self.core.store.db(), self.looked_up(actor, look_up).await?);
        let granted = proxies::of_subjects(db, &links::proved_with(db, subject).await?).await?;
        Ok(Some(self.views(granted, None).await?))
    }

    async fn end(&self, actor: &Actor, look_up: LookUpId, grant: ProxyId) -> Result<(), Failure> {
        permit(&self.core, actor, Operation::ActOnBehalf).await?;
        let subject = self.looked_up(actor, look_up).await?;
        let ended = self.end_of(actor, Operation::ActOnBehalf, subject, grant).await.map_err(|stop| stop.about(grant));
        audited(&self.core, actor, Operation::ActOnBehalf, ended).await
    }
}

impl ProxiesService {
    /// The person of a grant of one's own that lives. One that does not exist and one that is somebody else's are the same.
    async fn granted(&self, actor: &Actor, id: ProxyId) -> Result<(Option<SubjectId>, ProxySight), Stop> {
        let account = actor.signed_in().map_err(Failure::from)?.account;
        let all = proxies::of_account(self.core.store.db(), account).await?;
        let kept =
            all.into_iter().find(|kept| kept.grant.id == id).ok_or(Stop::refused(Problem::NotFound, "no such grant of the account"))?;
        let seen = sight(&self.core, &kept).await?.ok_or(Stop::refused(Problem::NotAllowed, "a grant that does not live"))?;
        Ok((Some(kept.grant.subject), seen))
    }

    /// Ends a grant to act for that person, and tells both.
    async fn end_of(&self, actor: &Actor, operation: Operation, subject: SubjectId, id: ProxyId) -> Result<(), Stop> {
        let (core, now) = (&self.core, self.core.now());
        let by = actor.account().ok_or(Stop::refused(Problem::SignInNeeded, "nobody is signed in"))?;
        let tx = core.store.begin().await?;
        let mut head = core.lock_log(&tx).await?;
        let person = links::proved_with(&tx, subject).await?;
        let kept = proxies::of_subjects(&tx, &person).await?.into_iter().find(|kept| kept.grant.id == id);
        let kept = kept.ok_or(Stop::refused(Problem::NotFound, "no such grant for the person"))?;
        if !proxies::end_of_subjects(&tx, &person, id, by, now).await? {
            return Err(Stop::refused(Problem::AlreadyDone, "ended before"));
        }
        leaves::enter_proxy(core, &tx, &mut head, false, &kept.grant).await?;
        for account in accounts::accounts_of_subjects(&tx, &person).await? {
            self.tell(&tx, account).await?;
        }
        self.tell(&tx, kept.grant.proxy).await?;
        let line = Line { on_behalf_of: Some(kept.grant.subject), ..Line::of(actor, operation, now).to(id).because("proxy ended") };
        audit::append(&tx, &core.config.node, [line]).await?;
        Ok(commit(tx).await?)
    }

    async fn tell(&self, tx: &Tx, account: AccountId) -> Result<(), Stop> {
        let now = self.core.now();
        let notice = Notice { id: NoticeId::new(now, &*self.core.random), kind: NoticeKind::ProxyEnded, at: now };
        notices::insert(tx, account, &notice).await?;
        Ok(outbox::tell_of(&self.core, tx, account, notice.kind).await?)
    }
}
