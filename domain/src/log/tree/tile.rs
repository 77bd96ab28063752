//! Where a tile stands, and the address it has for the world (C2SP tlog-tiles, "Merkle Tree").

use super::path::Node;
use std::fmt::Write;

/// Hashes in a full tile: "Full tiles MUST be exactly 256 hashes wide."
pub const TILE_WIDTH: u16 = 256;

/// Height of a tile: `2^8 = 256`.
const HEIGHT: u32 = 8;

/// The highest level that a tree of 64-bit size can have (the specification leaves room up to 63).
const TOP: u8 = 7;

/// A tile: the `index`-th of its level. At level 0 are leaf hashes; above, each hash is the root of a full tile below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileAt {
    /// The level, 0 at the bottom.
    pub level: u8,
    /// The place in the level, from 0.
    pub index: u64,
}

/// A path that names no tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct InvalidTilePath;

impl TileAt {
    /// The address behind the log's prefix: `tile/<L>/<N>[.p/<W>]`. `N` is "encoded into zero-padded 3-digit path
    /// elements. All but the last path element MUST begin with an `x`"; `.p/<W>` "is only present for partial tiles".
    #[must_use]
    pub fn path(self, width: u16) -> String {
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        let mut path = format!("tile/{}", self.level);
        for (place, group) in groups.iter().enumerate().rev() {
            // Writing into a String cannot fail.
            let _ = write!(path, "/{}{group:03}", if place > 0 { "x" } else { "" });
        }
        if width < TILE_WIDTH {
            let _ = write!(path, ".p/{width}");
        }
        path
    }

    /// Reads an address (without the log's prefix) and answers the tile and its width.
    ///
    /// # Errors
    /// [`InvalidTilePath`] for everything that [`Self::path`] would not have written, and for tiles that no tree can have.
    pub fn parse(path: &str) -> Result<(Self, u16), InvalidTilePath> {
        let (level, rest) = path.strip_prefix("tile/").and_then(|rest| rest.split_once('/')).ok_or(InvalidTilePath)?;
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, decimal(width).filter(|width| (1..u64::from(TILE_WIDTH)).contains(width))),
            None => (rest, Some(u64::from(TILE_WIDTH))),
        };
        let mut index = 0_u64;
        let mut groups = number.split('/').peekable();
        while let Some(group) = groups.next() {
            let digits = if groups.peek().is_some() { group.strip_prefix('x').ok_or(InvalidTilePath)? } else { group };
            if digits.len() != 3 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                return Err(InvalidTilePath);
            }
            let value: u64 = digits.parse().map_err(|_| InvalidTilePath)?;
            index = index.checked_mul(1000).and_then(|index| index.checked_add(value)).ok_or(InvalidTilePath)?;
        }
        let width = width.and_then(|width| u16::try_from(width).ok()).ok_or(InvalidTilePath)?;
        let level = decimal(level).and_then(|level| u8::try_from(level).ok()).ok_or(InvalidTilePath)?;
        let at = Self { level, index };
        // Leading groups of zeroes are refused by writing it again.
        if at.first_leaf().is_some() && at.path(width) == path { Ok((at, width)) } else { Err(InvalidTilePath) }
    }

    /// How many hashes this tile has in a tree of that size: all, some at the right edge, or none beyond it. "The partial
    /// tile at level l for a tree of size s has floor(s / 256**l) mod 256 entries."
    #[must_use]
    pub fn width_in(self, size: u64) -> u16 {
        let Some(start) = self.index.checked_mul(u64::from(TILE_WIDTH)) else { return 0 };
        let beyond = in_level(size, self.level).saturating_sub(start);
        u16::try_from(beyond).unwrap_or(TILE_WIDTH).min(TILE_WIDTH)
    }

    /// The index of the first leaf below it; `None` if no tree reaches so far.
    #[must_use]
    pub fn first_leaf(self) -> Option<u64> {
        let leaves = (self.level <= TOP).then(|| u64::from(self.level) + 1)? * u64::from(HEIGHT);
        match u32::try_from(leaves).ok()? {
            64 => (self.index == 0).then_some(0),
            shift => (self.index <= u64::MAX >> shift).then_some(self.index << shift),
        }
    }

    /// The tiles of a tree that are not full, the lowest first: at most one in each level.
    pub(super) fn right_edge(size: u64) -> impl Iterator<Item = Self> {
        let levels = (0..=TOP).map(move |level| (level, in_level(size, level)));
        let partial = levels.filter(|(_, hashes)| hashes % u64::from(TILE_WIDTH) != 0);
        partial.map(|(level, hashes)| Self { level, index: hashes / u64::from(TILE_WIDTH) })
    }

    /// The tile above, and the place in it that this tile's root takes.
    pub(super) fn above(self) -> Self {
        Self { level: self.level + 1, index: self.index / u64::from(TILE_WIDTH) }
    }
}

/// How many hashes a level has in a tree of that size: `floor(s / 256**l)`.
pub(super) fn in_level(size: u64, level: u8) -> u64 {
    size.checked_shr(u32::from(level) * HEIGHT).unwrap_or(0)
}

/// The tile that a node is computed from, and which of its hashes.
pub(super) fn of(node: Node) -> (TileAt, std::ops::Range<usize>) {
    let within = node.level % HEIGHT;
    let first = node.index << within;
    let start = usize::from(first.to_le_bytes()[0]);
    // A node's level is below 64.
    let level = u8::try_from(node.level / HEIGHT).unwrap_or(TOP);
    (TileAt { level, index: first / u64::from(TILE_WIDTH) }, start..start + (1 << within))
}

/// A decimal number without sign and leading zeroes.
pub(in crate::log) fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|digit| digit.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}
