//! What can be wrong with a log, each naming where.

use domain::id::{ProxyId, StudyId, SubjectId};

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The database cannot be read.
    #[error("the database: {0}")]
    Database(String),
    /// A position has no entry, though later ones have.
    #[error("entry {0} is missing")]
    Missing(u64),
    /// The leaf bytes are not those that were hashed, or the hash was changed.
    #[error("entry {0}: its hash is not the hash of its leaf")]
    LeafHash(u64),
    /// The leaf bytes are gone, and no erasure says so.
    #[error("entry {0}: its leaf is gone, and no erasure names it")]
    NoLeaf(u64),
    /// An erasure names an entry whose leaf bytes are still there, or that is none.
    #[error("entry {0}: an erasure names it, {1}")]
    Erasure(u64, &'static str),
    /// The leaf bytes cannot be read.
    #[error("entry {0}: {1}")]
    Unreadable(u64, String),
    /// A column beside the leaf says something else than the leaf.
    #[error("entry {0}: the column {1} does not say what the leaf says")]
    Column(u64, &'static str),
    /// Times go back.
    #[error("entry {0}: its time is before that of an entry before it")]
    Time(u64),
    /// A link or unlink that stands in one place only, or otherwise in the other.
    #[error("entry {0}: the table of links does not say what the leaf says")]
    Link(u64),
    /// The leaf does not follow from the subject's leaf before it.
    #[error("entry {0}: it does not follow from the entry of the same person before it")]
    Chain(u64),
    /// The stored end of a subject's chain is not its last leaf.
    #[error("the chain of subject {0} does not end where its last entry stands")]
    ChainEnd(SubjectId),
    /// What holds now is not what the log says.
    #[error("the current choice {scope} of subject {subject} is not what the log says ({})", said(*.entry))]
    Choice {
        /// Whose.
        subject: SubjectId,
        /// About what.
        scope: String,
        /// The entry that it should come from; `None`: there should be none.
        entry: Option<u64>,
    },
    /// A hash in a tile is not the one that the entries give.
    #[error("tile {level}/{tile}: the hash over {} is not the one that the log gives", entries(*.first, *.last))]
    Tile {
        /// The level.
        level: i16,
        /// The place in the level.
        tile: u64,
        /// The first entry below the hash.
        first: u64,
        /// The last one.
        last: u64,
    },
    /// A tile is missing, too long, too short, or beyond the tree.
    #[error("tile {level}/{tile}: {what}")]
    TileShape {
        /// The level.
        level: i16,
        /// The place in the level.
        tile: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// The head does not say what the entries say.
    #[error("the head: its {0} is not the one that the log gives")]
    Head(&'static str),
    /// A stored checkpoint does not say what the entries say, or is not signed as it must be.
    #[error("the {kind} checkpoint: {what}")]
    Checkpoint {
        /// Which.
        kind: String,
        /// What is wrong.
        what: String,
    },
    /// The register of studies does not hold what the entry says was published.
    #[error("entry {entry}: version {version} of study {study} is not what was published")]
    Study {
        /// The entry.
        entry: u64,
        /// The study.
        study: StudyId,
        /// Which version of it.
        version: i32,
    },
    /// A version of a study stands in the register, and no entry says that it was published.
    #[error(
        "version {version} of study {study} is in the register, and no entry says that it was published (a server that starts \
         enters it: if it does not belong there, remove it before)"
    )]
    NotEntered {
        /// The study.
        study: StudyId,
        /// Which version of it.
        version: i32,
    },
    /// A study is in another version than was published last, or is over though nothing says so, or goes on though it was ended.
    #[error("study {0} does not stand in the register as its entries say: version, status or end")]
    StudyStands(StudyId),
    /// The catalogue of purposes is not what was entered last.
    #[error("entry {0}: the catalogue of purposes {1}")]
    Catalogue(u64, &'static str),
    /// The table that says who is one person does not follow from the links.
    #[error("the table of kin does not say of the subjects {0} and {1} what the links say")]
    Kin(SubjectId, SubjectId),
    /// A grant to act for somebody that is not as it was entered, or was not entered.
    #[error("the grant {0} to act for somebody is not what the log says")]
    Proxy(ProxyId),
    /// The kept checkpoint file does not go together with the log.
    #[error("the kept checkpoint: {0}")]
    Kept(String),
}

fn said(entry: Option<u64>) -> String {
    entry.map_or_else(|| "it says nothing about it".to_owned(), |entry| format!("entry {entry}"))
}

fn entries(first: u64, last: u64) -> String {
    if first == last { format!("entry {first}") } else { format!("entries {first} to {last}") }
}
