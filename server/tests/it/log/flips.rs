//! P9: a bit that somebody flipped in the database. What the next signature rests on is found before it, and nothing is signed;
//! everything is found by the checker, which names the entry.

use super::check_log;
use super::seen::Seen;
use crate::ground::{Ground, at_level_one, on_both, signed_in};
use crate::on_both_databases;
use crate::world::World;
use domain::actor::{Actor, OperatorRole, OwnSignIn, Patient, StaffRole};
use domain::check::{Answer, AskedFor, RawIdentifier, Row};
use domain::choice::{Channel, Stance};
use domain::clock::Span;
use domain::failure::{Failure, Problem};
use domain::holder::{Holder, SourceKind};
use domain::id::{HolderId, SubjectId};
use domain::identifier::{INSURED, RowError};
use domain::log::Position;
use domain::log::leaf::LeafHash;
use domain::ports::{Choosing, Joining};
use domain::words::Words;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, PaginatorTrait};
use server::http::assets::Assets;
use server::log::checker;
use server::service::checks::pinned::PinnedCheck;
use server::service::erasures::{self, Erasing, NotErased, Whose};
use server::service::leaves;
use server::service::links::link;
use server::state::Hikae;
use server::store::entity::{
    current_choices, list_checks, log_checkpoints, log_edge_tiles, log_entries, log_head, log_leaves, log_tiles, subject_chains,
};
use server::store::links::Cause;
use server::store::{Store, commit, holders};

/// Where the bit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flip {
    /// Of an entry in a full tile: one of these is looked at in turn before each signature, and here there are two.
    OldLeaf,
    OldLeafHash,
    /// Everywhere below the right edge: leaf, hash and tile of that entry say the same, and another thing than before.
    OldEntry,
    /// Of an entry that is published and in no full tile yet.
    EdgeLeaf,
    EdgeLeafHash,
    /// Of the entry that is published next.
    NewLeaf,
    NewLeafHash,
    HeadRoot,
    HeadEdge,
    HeadSize,
    HeadTime,
    EdgeTile,
    FullTile,
    SignedRoot,
    /// What the next signature does not rest on.
    SignedNote,
    CurrentStance,
    CurrentEffective,
    Column,
    Chain,
}

impl Flip {
    /// Those that have to wait for their turn come last: until then the newest entry is published.
    const ALL: [Self; 19] = [
        Self::EdgeLeaf,
        Self::EdgeLeafHash,
        Self::NewLeaf,
        Self::NewLeafHash,
        Self::HeadRoot,
        Self::HeadEdge,
        Self::HeadSize,
        Self::HeadTime,
        Self::EdgeTile,
        Self::SignedRoot,
        Self::SignedNote,
        Self::CurrentStance,
        Self::CurrentEffective,
        Self::Column,
        Self::Chain,
        Self::OldLeaf,
        Self::OldLeafHash,
        Self::OldEntry,
        Self::FullTile,
    ];

    /// What whoever wants to sign next finds; `None`: the next signature does not rest on it.
    const fn keeps_from_signing(self) -> Option<&'static str> {
        match self {
            Self::OldLeaf => Some("log_leaves.bytes of row 3 "),
            Self::OldLeafHash => Some("log_entries.leaf_hash of row 3 "),
            Self::OldEntry => Some("log_tiles.hashes of row 0/0 or 1/0 "),
            Self::FullTile => Some("log_tiles.hashes of row 3 "),
            Self::EdgeLeaf => Some("log_leaves.bytes of row 513 "),
            Self::EdgeLeafHash => Some("log_entries.leaf_hash of row 512 "),
            Self::NewLeaf | Self::NewLeafHash => Some("log_leaves.bytes of row 514 "),
            Self::HeadRoot => Some("log_head.root"),
            Self::HeadTime => Some("log_head.time"),
            Self::HeadEdge | Self::HeadSize => Some("log_head."),
            Self::EdgeTile | Self::SignedRoot => Some("log_edge_tiles.hashes of row 514 "),
            Self::SignedNote | Self::CurrentStance | Self::CurrentEffective | Self::Column | Self::Chain => None,
        }
    }

    /// What the checker says of it.
    const fn named(self) -> &'static str {
        match self {
            Self::OldLeaf | Self::OldLeafHash => "entry 3: its hash is not the hash of its leaf",
            Self::EdgeLeaf => "entry 513: its hash is not the hash of its leaf",
            Self::EdgeLeafHash => "entry 512: its hash is not the hash of its leaf",
            Self::NewLeaf | Self::NewLeafHash => "entry 514: its hash is not the hash of its leaf",
            Self::HeadRoot => "the head: its root",
            Self::HeadEdge => "the head: its edge",
            Self::HeadSize => "the head: its size",
            Self::HeadTime => "the head: its time",
            Self::EdgeTile => "tile 0/2: the hash over entry 513",
            Self::OldEntry => "tile 1/0: the hash over entries 0 to 255",
            Self::FullTile => "tile 0/0: the hash over entry 3",
            Self::SignedRoot | Self::SignedNote => "the signed checkpoint",
            Self::CurrentStance | Self::CurrentEffective => "is not what the log says (entry ",
            Self::Column => "entry 3: the column stance",
            Self::Chain => "does not end where its last entry stands",
        }
    }
}

/// A log of two full tiles, two published entries behind them, and one that is not published yet.
async fn a_log(ground: &Ground) -> (Hikae, Patient) {
    let (hikae, taro, other) = (open(ground).await, ground.patient().await, ground.subject().await);
    let mut deciding = Vec::new();
    for number in 0..514 {
        let (port, actor) = (hikae.ports.choices.clone(), signed_in(&taro));
        let stance = if number % 2 == 0 { Stance::Refuse } else { Stance::Allow };
        deciding.push(tokio::spawn(async move { port.decide(&actor, choosing(stance)).await.unwrap() }));
    }
    for one in deciding {
        one.await.unwrap();
    }
    hikae.sequencer.publisher().beat().await.unwrap();
    let tx = ground.core.store.begin().await.unwrap();
    link(&ground.core, &tx, taro.subject, other, Cause::Desk, ground.core.now()).await.unwrap();
    commit(tx).await.unwrap();
    (hikae, taro)
}

fn choosing(stance: Stance) -> Choosing {
    Choosing { scope: "all".parse().unwrap(), stance, channel: Channel::Online, made_for: None, key: None }
}

async fn open(ground: &Ground) -> Hikae {
    Hikae::new(ground.core.clone(), Assets::none()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_bit_is_found_and_named_and_nothing_is_signed_that_rests_on_it() {
    on_both(async |ground: Ground| {
        let (hikae, taro) = a_log(&ground).await;
        check_log(&ground.core.store).await;
        let mut seen = Seen::begin(&server::http::router(&hikae)).await;
        triggers(&ground.core.store, false).await;
        for flip in Flip::ALL {
            let undo = flipped(&ground.core.store, flip, taro.subject.0).await;
            let faults = checker::check_log(&ground.core.store).await.expect_err(&format!("{flip:?} is found"));
            assert!(faults.iter().any(|fault| fault.to_string().contains(flip.named())), "{flip:?}: {faults:?}");
            if let Some(found) = flip.keeps_from_signing() {
                let failure = refused(&ground, &hikae, flip).await;
                assert!(format!("{failure:?}").contains(found), "{flip:?}: {failure:?}");
                nothing_is_entered(&ground, &hikae, &taro).await;
            }
            undo.undo(&ground.core.store).await;
            checker::check_log(&ground.core.store).await.unwrap_or_else(|faults| panic!("{flip:?} undone: {faults:?}"));
        }
        triggers(&ground.core.store, true).await;
        // The same server goes on once it is mended; nobody restarts it.
        hikae.sequencer.publisher().beat().await.unwrap();
        let decided = hikae.ports.choices.decide(&signed_in(&taro), choosing(Stance::Refuse)).await.unwrap();
        assert_eq!(decided.decision.position, Position(515));
        hikae.sequencer.publisher().beat().await.unwrap();
        assert_eq!(seen.compare().await, 516);
    })
    .await;
}

/// What whoever signs next finds. A full tile has its turn once in as many signatures as there are full tiles.
async fn refused(ground: &Ground, hikae: &Hikae, flip: Flip) -> Failure {
    let waits = matches!(flip, Flip::OldLeaf | Flip::OldLeafHash | Flip::OldEntry | Flip::FullTile);
    for _ in 0..=usize::from(waits) {
        let before = signed(ground).await.note;
        if let Err(failure) = hikae.sequencer.publisher().beat().await {
            assert_eq!(signed(ground).await.note, before, "{flip:?}");
            return failure;
        }
    }
    panic!("{flip:?} keeps from signing");
}

/// Nothing at all comes into a log that is not signed: nobody could be told that it is there.
async fn nothing_is_entered(ground: &Ground, hikae: &Hikae, taro: &Patient) {
    let (core, entries) = (&hikae.core, entries(ground).await);
    let unavailable = |failure: Failure| assert_eq!(failure.problem(), Problem::Unavailable, "{failure:?}");
    unavailable(hikae.ports.choices.decide(&signed_in(taro), choosing(Stance::Refuse)).await.unwrap_err());
    unavailable(hikae.ports.choices.decide(&at_level_one(taro), choosing(Stance::Allow)).await.unwrap_err());
    let tx = core.store.begin().await.unwrap();
    unavailable(link(core, &tx, taro.subject, SubjectId(uuid::Uuid::nil()), Cause::Desk, core.now()).await.unwrap_err());
    drop(tx);
    let erasing = Erasing { whose: Whose::Subject(taro.subject), entries: [Position(0)].into(), reason: "第35条".into() };
    assert!(matches!(erasures::erase(core, &Actor::System, &erasing).await, Err(NotErased::Failure(Failure::Unavailable(_)))));
    unavailable(leaves::catch_up(core).await.unwrap_err());
    unavailable(leaves::enter_audit_heads(core).await.unwrap_err());
    // Test persons refuse, too: those of an organisation that joins, and of one that joined when there were none.
    let by = || OwnSignIn { account: taro.account, fresh: false, session: None };
    let (name, kind) = (Words::new("第1病院", "Hospital 1"), SourceKind::Provider);
    let joining = Joining { name: name.clone(), kind, institution_number: String::new() };
    let administrator = Actor::Staff { by: by(), role: StaffRole::Administrator };
    unavailable(hikae.ports.holders.join(&administrator, joining).await.unwrap_err());
    let joined = Holder { id: HolderId::new(core.now(), &*core.random), name, kind, institution_number: None };
    holders::insert(core.store.db(), &joined, core.now()).await.unwrap();
    let clerk = Actor::Operator { by: by(), holder: joined.id, role: OperatorRole::Clerk };
    unavailable(hikae.ports.checks.test_persons(&clerk).await.unwrap_err());
    assert_eq!(self::entries(ground).await, entries);
}

#[tokio::test]
async fn a_time_that_somebody_wrote_into_the_head_becomes_that_of_no_entry() {
    on_both(async |ground: Ground| {
        let (hikae, taro, db) = (open(&ground).await, ground.patient().await, ground.core.store.db());
        let decide = async || hikae.ports.choices.decide(&signed_in(&taro), choosing(Stance::Refuse)).await;
        decide().await.unwrap();
        let row = log_head::Entity::find_by_id(1_i16).one(db).await.unwrap().unwrap();
        for time in [row.time + Span::days(1).millis(), row.time - 1] {
            log_head::ActiveModel { time: Set(time), ..row.clone().into() }.update(db).await.unwrap();
            let told = decide().await.expect_err("the newest entry has another time").to_string();
            assert!(told.contains("log_head.time"), "{told}");
            assert_eq!(entries(&ground).await, 1);
        }
        Undo::Head(row).undo(&ground.core.store).await;
        assert_eq!(decide().await.unwrap().decision.recorded, ground.core.now());
        check_log(&ground.core.store).await;
    })
    .await;
}

/// One row of a list.
fn row_of(insured: &str) -> Result<Row, RowError> {
    let identifiers = vec![RawIdentifier { system: INSURED.into(), value: insured.to_owned() }];
    Ok(Row { identifiers, no_insured_number: false })
}

on_both_databases! {
    async fn a_list_on_a_log_in_which_a_fault_was_found_meanwhile_has_no_more_answers_and_no_summary(world: World) {
        let (taro, hospital, publisher) = (world.patient().await, world.hospital().await, world.hikae.sequencer.publisher());
        for scope in ["all", "commercial"] {
            crate::identity::done(taro.decide(scope, "refuse").await);
        }
        publisher.beat().await.unwrap();
        let clerk = world.operator(&hospital).await;
        let actor = Actor::Operator { by: clerk.sign_in(), holder: hospital.id, role: OperatorRole::Clerk };
        let asked_for = || AskedFor::named(None, Some("education"), None).unwrap();
        let begin = async || world.hikae.lists().begin(&actor, asked_for()).await.unwrap();
        let ask = async |list: &mut PinnedCheck| list.answer(&[row_of(&taro.insured)]).await;
        let (mut going_on, mut nearly_over) = (begin().await, begin().await);
        for list in [&mut going_on, &mut nearly_over] {
            assert_eq!(ask(list).await.unwrap(), [Answer::Deny]);
        }
        let undo = flipped(&world.core().store, Flip::EdgeTile, taro.subject.0).await;
        assert_eq!(publisher.beat().await.unwrap_err().problem(), Problem::Unavailable);
        assert_eq!(ask(&mut going_on).await.unwrap_err().problem(), Problem::Unavailable);
        assert_eq!(nearly_over.finish().await.unwrap_err().problem(), Problem::Unavailable, "what was answered before is no whole list");
        drop(going_on);
        let lists = async || list_checks::Entity::find().count(world.core().store.db()).await.unwrap();
        assert_eq!(lists().await, 0, "nor does the holder's page show one");

        undo.undo(&world.core().store).await;
        publisher.beat().await.unwrap();
        let mut again = begin().await;
        assert_eq!(ask(&mut again).await.unwrap(), [Answer::Deny]);
        assert_eq!((again.finish().await.unwrap().deny, lists().await), (1, 1));
    }
}

async fn entries(ground: &Ground) -> u64 {
    log_entries::Entity::find().count(ground.core.store.db()).await.unwrap()
}

async fn signed(ground: &Ground) -> log_checkpoints::Model {
    log_checkpoints::Entity::find_by_id("signed").one(ground.core.store.db()).await.unwrap().unwrap()
}

/// What was there before.
enum Undo {
    Entry(log_entries::Model),
    Leaf(log_leaves::Model),
    Rewritten(log_leaves::Model, log_entries::Model, log_tiles::Model),
    Head(log_head::Model),
    EdgeTile(log_edge_tiles::Model),
    FullTile(log_tiles::Model),
    Checkpoint(log_checkpoints::Model),
    Choice(current_choices::Model),
    Chain(subject_chains::Model),
}

impl Undo {
    async fn undo(self, store: &Store) {
        let db = store.db();
        match self {
            Self::Entry(row) => drop(row.into_active_model().reset_all().update(db).await.unwrap()),
            Self::Leaf(row) => drop(row.into_active_model().reset_all().update(db).await.unwrap()),
            Self::Rewritten(leaf, entry, tile) => {
                leaf.into_active_model().reset_all().update(db).await.unwrap();
                entry.into_active_model().reset_all().update(db).await.unwrap();
                tile.into_active_model().reset_all().update(db).await.unwrap();
            }
            Self::Head(row) => drop(row.into_active_model().reset_all().update(db).await.unwrap()),
            Self::EdgeTile(row) => drop(row.into_active_model().reset_all().update(db).await.unwrap()),
            Self::FullTile(row) => drop(row.into_active_model().reset_all().update(db).await.unwrap()),
            Self::Checkpoint(row) => drop(row.into_active_model().reset_all().update(db).await.unwrap()),
            Self::Choice(row) => drop(row.into_active_model().reset_all().update(db).await.unwrap()),
            Self::Chain(row) => drop(row.into_active_model().reset_all().update(db).await.unwrap()),
        }
    }
}

/// The bytes with the lowest bit of that one flipped.
fn one_bit(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut flipped = bytes.to_vec();
    flipped[at] ^= 1;
    flipped
}

async fn flipped(store: &Store, flip: Flip, subject: uuid::Uuid) -> Undo {
    let db = store.db();
    match flip {
        Flip::OldLeaf | Flip::EdgeLeaf | Flip::NewLeaf => {
            let position = [3, 513, 514][[Flip::OldLeaf, Flip::EdgeLeaf, Flip::NewLeaf].iter().position(|one| *one == flip).unwrap()];
            let row = log_leaves::Entity::find_by_id(position).one(db).await.unwrap().unwrap();
            let middle = row.bytes.len() / 2;
            log_leaves::ActiveModel { bytes: Set(one_bit(&row.bytes, middle)), ..row.clone().into() }.update(db).await.unwrap();
            Undo::Leaf(row)
        }
        Flip::OldLeafHash | Flip::EdgeLeafHash | Flip::NewLeafHash => {
            let all = [Flip::OldLeafHash, Flip::EdgeLeafHash, Flip::NewLeafHash];
            let position = [3, 512, 514][all.iter().position(|one| *one == flip).unwrap()];
            let row = log_entries::Entity::find_by_id(position).one(db).await.unwrap().unwrap();
            log_entries::ActiveModel { leaf_hash: Set(one_bit(&row.leaf_hash, 7)), ..row.clone().into() }.update(db).await.unwrap();
            Undo::Entry(row)
        }
        Flip::OldEntry => {
            let leaf = log_leaves::Entity::find_by_id(3).one(db).await.unwrap().unwrap();
            let entry = log_entries::Entity::find_by_id(3).one(db).await.unwrap().unwrap();
            let tile = log_tiles::Entity::find_by_id((0_i16, 0_i64)).one(db).await.unwrap().unwrap();
            let (was, is) = if leaf.stance.as_deref() == Some("allow") { ("allow", "refuse") } else { ("refuse", "allow") };
            let said = |stance: &str| format!("\"stance\":\"{stance}\"");
            let bytes = std::str::from_utf8(&leaf.bytes).unwrap().replace(&said(was), &said(is)).into_bytes();
            let hash = LeafHash::of(&bytes).0;
            assert_ne!(hash[..], entry.leaf_hash[..], "it says another thing");
            let hashes = [&tile.hashes[..3 * 32], &hash, &tile.hashes[4 * 32..]].concat();
            let stance = Set(Some(is.to_owned()));
            log_leaves::ActiveModel { bytes: Set(bytes), stance, ..leaf.clone().into() }.update(db).await.unwrap();
            log_entries::ActiveModel { leaf_hash: Set(hash.to_vec()), ..entry.clone().into() }.update(db).await.unwrap();
            log_tiles::ActiveModel { hashes: Set(hashes), ..tile.clone().into() }.update(db).await.unwrap();
            Undo::Rewritten(leaf, entry, tile)
        }
        Flip::HeadRoot | Flip::HeadEdge => {
            let row = log_head::Entity::find_by_id(1_i16).one(db).await.unwrap().unwrap();
            let (root, edge) =
                if flip == Flip::HeadRoot { (one_bit(&row.root, 0), row.edge.clone()) } else { (row.root.clone(), one_bit(&row.edge, 40)) };
            log_head::ActiveModel { root: Set(root), edge: Set(edge), ..row.clone().into() }.update(db).await.unwrap();
            Undo::Head(row)
        }
        Flip::HeadSize | Flip::HeadTime => {
            let row = log_head::Entity::find_by_id(1_i16).one(db).await.unwrap().unwrap();
            let (size, time) = if flip == Flip::HeadSize { (row.size ^ 1, row.time) } else { (row.size, row.time ^ 1) };
            log_head::ActiveModel { size: Set(size), time: Set(time), ..row.clone().into() }.update(db).await.unwrap();
            Undo::Head(row)
        }
        Flip::EdgeTile => {
            let row = log_edge_tiles::Entity::find_by_id(0_i16).one(db).await.unwrap().unwrap();
            log_edge_tiles::ActiveModel { hashes: Set(one_bit(&row.hashes, 32)), ..row.clone().into() }.update(db).await.unwrap();
            Undo::EdgeTile(row)
        }
        Flip::FullTile => {
            let row = log_tiles::Entity::find_by_id((0_i16, 0_i64)).one(db).await.unwrap().unwrap();
            log_tiles::ActiveModel { hashes: Set(one_bit(&row.hashes, 3 * 32)), ..row.clone().into() }.update(db).await.unwrap();
            Undo::FullTile(row)
        }
        Flip::SignedRoot | Flip::SignedNote => {
            let row = log_checkpoints::Entity::find_by_id("signed").one(db).await.unwrap().unwrap();
            let changed = if flip == Flip::SignedRoot {
                (one_bit(&row.root, 31), row.note.clone())
            } else {
                (row.root.clone(), row.note.replacen("\n514\n", "\n515\n", 1))
            };
            log_checkpoints::ActiveModel { root: Set(changed.0), note: Set(changed.1), ..row.clone().into() }.update(db).await.unwrap();
            Undo::Checkpoint(row)
        }
        Flip::CurrentStance | Flip::CurrentEffective => {
            let row = current_choices::Entity::find_by_id((subject, "all".to_owned())).one(db).await.unwrap().unwrap();
            let changed = if flip == Flip::CurrentEffective {
                current_choices::ActiveModel { effective_at: Set(row.effective_at ^ 1), ..row.clone().into() }
            } else {
                let other = if row.stance == "allow" { "refuse" } else { "allow" };
                current_choices::ActiveModel { stance: Set(other.to_owned()), ..row.clone().into() }
            };
            changed.update(db).await.unwrap();
            Undo::Choice(row)
        }
        Flip::Column => {
            let row = log_leaves::Entity::find_by_id(3).one(db).await.unwrap().unwrap();
            let other = if row.stance.as_deref() == Some("allow") { "refuse" } else { "allow" };
            log_leaves::ActiveModel { stance: Set(Some(other.to_owned())), ..row.clone().into() }.update(db).await.unwrap();
            Undo::Leaf(row)
        }
        Flip::Chain => {
            let row = subject_chains::Entity::find_by_id(subject).one(db).await.unwrap().unwrap();
            subject_chains::ActiveModel { leaf_hash: Set(one_bit(&row.leaf_hash, 9)), ..row.clone().into() }.update(db).await.unwrap();
            Undo::Chain(row)
        }
    }
}

/// Takes away what refuses UPDATE, as somebody with all rights on the database can.
async fn triggers(store: &Store, there: bool) {
    let db = store.db();
    for table in ["log_entries", "log_tiles"] {
        let statement = match (db.get_database_backend(), there) {
            (DbBackend::Postgres, true) => format!("ALTER TABLE {table} ENABLE TRIGGER {table}_append_only"),
            (DbBackend::Postgres, false) => format!("ALTER TABLE {table} DISABLE TRIGGER {table}_append_only"),
            (_, true) => continue,
            (_, false) => format!("DROP TRIGGER {table}_no_update"),
        };
        db.execute_unprepared(&statement).await.unwrap();
    }
}
