//! The addresses of tiles.

use super::*;
use proptest::prelude::*;

#[test]
fn addresses_are_those_of_the_specification() {
    for (level, index, width, path) in [
        (0, 0, 256, "tile/0/000"),
        (0, 0, 1, "tile/0/000.p/1"),
        (0, 999, 255, "tile/0/999.p/255"),
        (1, 1000, 256, "tile/1/x001/000"),
        (0, 1_234_067, 256, "tile/0/x001/x234/067"),
        (0, 1_234_067, 17, "tile/0/x001/x234/067.p/17"),
        (7, 0, 3, "tile/7/000.p/3"),
    ] {
        let at = TileAt { level, index };
        assert_eq!(at.path(width), path);
        assert_eq!(TileAt::parse(path), Ok((at, width)));
    }
}

#[test]
fn what_is_no_address_is_refused() {
    for path in [
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/8/000",
        "tile/64/000",
        "tile/256/000",
        "tile/0/x000/000",
        "tile/0/x00/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x001/",
        "tile/0/x001/x000",
        "tile/0/X001/000",
        "tile/0/+01",
        "tile/0/０００",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/-1",
        "tile/0/000.p/1/",
        "tile/0/000.p/1.p/1",
        "tile/0/000.p/99999999999999999999",
        "tile/0/000/",
        "tile/0//000",
        "tile//000",
        "/tile/0/000",
        " tile/0/000",
        "tile/0/000 ",
        "tile/0/000\n",
        "tile/0/../000",
        "tile/0/%30%30%30",
        "tile/entries/000",
        "tile/8/0/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/x072/x057/x594/x037/x927/936",
        "tile/7/001",
    ] {
        assert_eq!(TileAt::parse(path), Err(InvalidTilePath), "{path:?}");
    }
    // The last tile that a tree of 64-bit size can have, and the next.
    assert!(TileAt::parse("tile/0/x072/x057/x594/x037/x927/x935").is_err());
    let last = TileAt { level: 0, index: u64::MAX >> 8 };
    assert_eq!(TileAt::parse(&last.path(256)), Ok((last, 256)));
    assert_eq!(TileAt::parse(&TileAt { level: 0, index: (u64::MAX >> 8) + 1 }.path(256)), Err(InvalidTilePath));
}

#[test]
fn a_tile_has_what_the_tree_has_there_and_nothing_beyond() {
    let at = |level, index| TileAt { level, index };
    assert_eq!((at(0, 0).width_in(0), at(0, 0).width_in(1), at(0, 0).width_in(256), at(0, 0).width_in(u64::MAX)), (0, 1, 256, 256));
    assert_eq!((at(0, 1).width_in(256), at(0, 1).width_in(257), at(0, u64::MAX).width_in(u64::MAX)), (0, 1, 0));
    assert_eq!((at(1, 0).width_in(255), at(1, 0).width_in(256), at(7, 0).width_in(u64::MAX), at(8, 0).width_in(u64::MAX)), (0, 1, 255, 0));
}

proptest! {
    #[test]
    fn every_address_is_read_as_it_is_written(level in 0_u8..8, bits: u64, width in 1_u16..=256) {
        let index = if level == 7 { 0 } else { bits >> (8 * (level + 1)) };
        let at = TileAt { level, index };
        prop_assert_eq!(TileAt::parse(&at.path(width)), Ok((at, width)));
        // Somebody else writes it the same, with the height in front.
        let other = tlog_tiles::Tile::new(8, level, index, width.into(), false).path();
        prop_assert_eq!(at.path(width), other.replacen("tile/8/", "tile/", 1));
    }

    #[test]
    fn whatever_is_read_would_be_written_the_same(path in "tile/[0-9x.p/]{1,24}") {
        if let Ok((at, width)) = TileAt::parse(&path) {
            prop_assert_eq!(at.path(width), path);
        }
    }
}
