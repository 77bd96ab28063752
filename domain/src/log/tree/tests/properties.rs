//! Of random trees: everything that must be so, and nothing that must not.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// A size, and something below it.
fn size_and_below(most: u64) -> impl Strategy<Value = (u64, u64)> {
    (1..=most).prop_flat_map(|size| (Just(size), 0..size))
}

proptest! {
    #[test]
    fn edge_tiles_and_recursion_agree_about_the_root(size in 0_u64..1_200) {
        let all = leaves(size);
        let root = mth(&all);
        prop_assert_eq!(edge(&all).root(), root);
        prop_assert_eq!(tiles(&all).root(size), Ok(root));
        prop_assert_eq!(Edge::from_bytes(size, &edge(&all).to_bytes()), Ok(edge(&all)));
    }

    #[test]
    fn growing_in_pieces_is_growing_at_once(pieces in vec(0_u64..300, 0..8)) {
        let all = leaves(pieces.iter().sum());
        let (mut grown, mut old) = (Tiles::default(), 0);
        for piece in pieces {
            let (start, new) = (usize::try_from(old).unwrap(), old + piece);
            // As the store does: only the tiles at the right edge are in hand.
            let mut hand: Tiles = Tiles::for_root(old).into_iter().map(|at| (at, grown.get(at).unwrap().to_vec())).collect();
            let before = hand.clone();
            let changed = hand.grow(old, &all[start..start + usize::try_from(piece).unwrap()]).unwrap();
            for ChangedTile { at, full } in &changed {
                prop_assert_eq!(hand.get(*at).unwrap().len() == 256, *full);
                prop_assert_ne!(hand.get(*at), before.get(*at));
            }
            let same = hand.iter().filter(|(at, _)| !changed.iter().any(|changed| changed.at == *at));
            prop_assert!(same.into_iter().all(|(at, hashes)| before.get(at) == Some(hashes)), "what has changed is named");
            hand.iter().for_each(|(at, hashes)| grown.insert(at, hashes.to_vec()));
            old = new;
        }
        prop_assert_eq!(grown, tiles(&all));
    }

    #[test]
    fn the_tiles_that_are_asked_for_are_enough((size, position) in size_and_below(LARGE), from in 1..=LARGE) {
        let (_, all) = &*LARGE_TREE;
        let hand = |needed: Vec<TileAt>, size: u64| -> Tiles {
            needed.into_iter().map(|at| (at, all.get(at).unwrap()[..usize::from(at.width_in(size))].to_vec())).collect()
        };
        let position = Position(position);
        prop_assert_eq!(hand(Tiles::for_root(size), size).root(size), all.root(size));
        let some = hand(Tiles::for_inclusion(size, position), size);
        prop_assert_eq!(some.inclusion_proof(size, position), all.inclusion_proof(size, position));
        let from = from.min(size);
        let some = hand(Tiles::for_consistency(from, size), size);
        prop_assert_eq!(some.consistency_proof(from, size), all.consistency_proof(from, size));
    }

    #[test]
    fn a_leaf_is_proven_and_nothing_else_with_its_proof((size, position) in size_and_below(LARGE), bit in 0_usize..256, other: u64, which: prop::sample::Index) {
        let (all, tiles) = &*LARGE_TREE;
        let (leaf, at, root) = (all[usize::try_from(position).unwrap()], Position(position), tiles.root(size).unwrap());
        let proof = tiles.inclusion_proof(size, at).unwrap();
        prop_assert_eq!(verify_inclusion(leaf, at, size, root, &proof), Ok(()));

        let mut changed = TreeHash::from(leaf);
        change(&mut changed, bit);
        prop_assert!(verify_inclusion(LeafHash(changed.0), at, size, root, &proof).is_err(), "another leaf");
        let mut changed = root;
        change(&mut changed, bit);
        prop_assert!(verify_inclusion(leaf, at, size, changed, &proof).is_err(), "another root");
        for other in [other, other % size, position ^ 1, position + 1, position.wrapping_sub(1)] {
            prop_assert!(other == position || verify_inclusion(leaf, Position(other), size, root, &proof).is_err(), "at {}", other);
        }
        prop_assert!(verify_inclusion(leaf, at, position, root, &proof).is_err(), "a tree without it");
        prop_assert!(verify_inclusion(leaf, at, size, root, &[&proof[..], &[root]].concat()).is_err(), "a longer proof");
        if !proof.is_empty() {
            let which = which.index(proof.len());
            let mut changed = proof.clone();
            change(&mut changed[which], bit);
            prop_assert!(verify_inclusion(leaf, at, size, root, &changed).is_err(), "another hash");
            let mut shorter = proof.clone();
            shorter.remove(which);
            prop_assert!(verify_inclusion(leaf, at, size, root, &shorter).is_err(), "a shorter proof");
        }
    }

    #[test]
    fn a_beginning_is_proven_and_nothing_else_with_its_proof((size, from) in size_and_below(LARGE), bit in 0_usize..256, which: prop::sample::Index) {
        let (_, tiles) = &*LARGE_TREE;
        let (before, after) = ((from, tiles.root(from).unwrap()), (size, tiles.root(size).unwrap()));
        let proof = tiles.consistency_proof(from, size).unwrap();
        prop_assert_eq!(verify_consistency(before, after, &proof), Ok(()));

        let mut changed = before;
        change(&mut changed.1, bit);
        prop_assert!(verify_consistency(changed, after, &proof).is_err(), "another beginning");
        prop_assert!(verify_consistency(after, before, &proof).is_err(), "the wrong way round");
        prop_assert!(verify_consistency(before, after, &[&proof[..], &[after.1]].concat()).is_err(), "a longer proof");
        if from > 0 {
            let mut changed = after;
            change(&mut changed.1, bit);
            prop_assert!(verify_consistency(before, changed, &proof).is_err(), "another end");
            let which = which.index(proof.len());
            let mut changed = proof.clone();
            change(&mut changed[which], bit);
            prop_assert!(verify_consistency(before, after, &changed).is_err(), "another hash");
            let mut shorter = proof.clone();
            shorter.remove(which);
            prop_assert!(verify_consistency(before, after, &shorter).is_err(), "a shorter proof");
        }
    }

    #[test]
    fn a_tree_with_one_other_leaf_in_it_is_not_consistent((size, from) in size_and_below(600), other: prop::sample::Index) {
        prop_assume!(from > 0);
        let mut all = leaves(size);
        let before = mth(&all[..usize::try_from(from).unwrap()]);
        all[other.index(usize::try_from(from).unwrap())] = leaf(u64::MAX);
        let forged = tiles(&all);
        let proof = forged.consistency_proof(from, size).unwrap();
        prop_assert_eq!(verify_consistency((from, before), (size, forged.root(size).unwrap()), &proof), Err(NotProven));
    }
}
