//! Small trees, all of them; empty ones, full tiles, tiles that are not there.

use super::*;

#[test]
fn every_small_tree_proves_each_of_its_leaves_and_each_of_its_beginnings() {
    let all = leaves(40);
    let tiles = tiles(&all);
    for size in 1..=40 {
        let root = mth(&all[..usize::try_from(size).unwrap()]);
        for (position, leaf) in (0..size).zip(&all) {
            let proof = tiles.inclusion_proof(size, Position(position)).unwrap();
            assert_eq!(verify_inclusion(*leaf, Position(position), size, root, &proof), Ok(()), "{position} in {size}");
        }
        for from in 0..=size {
            let before = mth(&all[..usize::try_from(from).unwrap()]);
            let proof = tiles.consistency_proof(from, size).unwrap();
            assert_eq!(verify_consistency((from, before), (size, root), &proof), Ok(()), "{from} to {size}");
        }
    }
}

#[test]
fn nothing_is_in_the_empty_tree_and_every_tree_begins_with_it() {
    let empty = TreeHash::empty();
    assert_eq!(verify_inclusion(leaf(0), Position(0), 0, empty, &[]), Err(NotProven));
    assert_eq!(verify_consistency((0, empty), (0, empty), &[]), Ok(()));
    assert_eq!(verify_consistency((0, empty), (5, mth(&leaves(5))), &[]), Ok(()));
    assert_eq!(verify_consistency((0, leaf(0).into()), (5, mth(&leaves(5))), &[]), Err(NotProven));
    assert_eq!(verify_consistency((0, empty), (5, mth(&leaves(5))), &[empty]), Err(NotProven));
    assert_eq!(Tiles::default().inclusion_proof(0, Position(0)), Err(ProofError::OutOfRange));
}

#[test]
fn a_tree_is_consistent_with_itself_and_never_with_a_larger_one_as_its_beginning() {
    let (four, five) = (mth(&leaves(4)), mth(&leaves(5)));
    assert_eq!(verify_consistency((5, five), (5, five), &[]), Ok(()));
    assert_eq!(verify_consistency((5, five), (5, four), &[]), Err(NotProven));
    assert_eq!(verify_consistency((5, five), (5, five), &[five]), Err(NotProven));
    assert_eq!(verify_consistency((5, five), (4, four), &[]), Err(NotProven));
    assert_eq!(verify_consistency((4, four), (5, five), &[]), Err(NotProven));
    assert_eq!(Tiles::default().consistency_proof(5, 4), Err(ProofError::OutOfRange));
}

#[test]
fn sizes_without_limit_are_refused_without_harm() {
    let (root, proof) = (mth(&leaves(3)), vec![TreeHash::empty(); 200]);
    assert_eq!(verify_inclusion(leaf(0), Position(u64::MAX - 1), u64::MAX, root, &proof), Err(NotProven));
    assert_eq!(verify_inclusion(leaf(0), Position(u64::MAX), u64::MAX, root, &proof), Err(NotProven));
    assert_eq!(verify_consistency((1 << 63, root), (u64::MAX, root), &proof), Err(NotProven));
    assert_eq!(verify_consistency((u64::MAX - 1, root), (u64::MAX, root), &proof), Err(NotProven));
    let nothing = Tiles::default();
    assert!(matches!(nothing.root(u64::MAX), Err(ProofError::Missing(_))));
    assert!(matches!(nothing.inclusion_proof(u64::MAX, Position(7)), Err(ProofError::Missing(_))));
    assert!(matches!(nothing.consistency_proof(u64::MAX - 1, u64::MAX), Err(ProofError::Missing(_))));
    assert_eq!(Tiles::for_root(u64::MAX).len(), 8);
}

/// The example of tlog-tiles, "Partial Tiles".
#[test]
fn a_tree_of_70_000_has_the_tiles_that_the_specification_counts() {
    let (_, tiles) = &*LARGE_TREE;
    let of = |level, full: bool| tiles.iter().filter(move |(at, hashes)| at.level == level && (hashes.len() == 256) == full);
    assert_eq!((of(0, true).count(), of(1, true).count(), of(2, true).count()), (273, 1, 0));
    let partial: Vec<Vec<usize>> = (0..4).map(|level| of(level, false).map(|(_, hashes)| hashes.len()).collect()).collect();
    assert_eq!(partial, [vec![112], vec![17], vec![1], vec![]]);
    for (at, hashes) in tiles.iter() {
        assert_eq!(usize::from(at.width_in(LARGE)), hashes.len(), "{at:?}");
    }
}

#[test]
fn a_tree_of_256_has_a_full_tile_and_a_partial_one_above_it() {
    let mut tiles = Tiles::default();
    let changed = tiles.grow(0, &leaves(256)).unwrap();
    let full = ChangedTile { at: TileAt { level: 0, index: 0 }, full: true };
    let above = ChangedTile { at: TileAt { level: 1, index: 0 }, full: false };
    assert_eq!(changed, [full, above]);
    assert_eq!(tiles.get(above.at), Some(&[mth(&leaves(256))][..]));
    assert_eq!(Tiles::for_root(256), [above.at], "the next leaf begins a new tile");
}

#[test]
fn growth_needs_exactly_the_right_edge() {
    let mut none = Tiles::default();
    assert_eq!(none.grow(300, &[leaf(300)]), Err(ProofError::Missing(TileAt { level: 0, index: 1 })));
    let mut ahead = tiles(&leaves(301));
    assert_eq!(ahead.grow(300, &[leaf(300)]), Err(ProofError::WrongEdge(TileAt { level: 0, index: 1 })));
}

#[test]
fn an_edge_has_one_hash_for_each_one_bit_of_the_size() {
    let edge = edge(&leaves(7));
    assert_eq!(edge.to_bytes().len(), 96);
    assert_eq!(Edge::from_bytes(7, &edge.to_bytes()), Ok(edge.clone()));
    for (size, bytes) in [(8, edge.to_bytes()), (7, edge.to_bytes()[1..].to_vec()), (0, vec![0]), (1, vec![]), (u64::MAX, vec![0; 32])] {
        let found = bytes.len();
        let expected = usize::try_from(size.count_ones()).unwrap() * 32;
        assert_eq!(Edge::from_bytes(size, &bytes), Err(InvalidEdge { size, expected, found }));
    }
}
