//! The same trees in an implementation that shares no line with ours (tlog_tiles, a port of Go's sumdb/tlog).

use super::*;
use proptest::prelude::*;
use tlog_tiles::{Hash, HashReader, check_record, check_tree, prove_record, prove_tree, stored_hashes_for_record_hash, tree_hash};

struct Stored(Vec<Hash>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        Ok(indexes.iter().map(|index| self.0[usize::try_from(*index).unwrap()]).collect())
    }
}

static THEIRS: LazyLock<Stored> = LazyLock::new(|| {
    let mut stored = Stored(Vec::new());
    for (index, leaf) in (0..).zip(&LARGE_TREE.0) {
        let more = stored_hashes_for_record_hash(index, Hash(leaf.0), &stored).unwrap();
        stored.0.extend(more);
    }
    stored
});

fn ours(hash: Hash) -> TreeHash {
    TreeHash(hash.0)
}

fn theirs(hashes: Vec<TreeHash>) -> Vec<Hash> {
    hashes.into_iter().map(|hash| Hash(hash.0)).collect()
}

proptest! {
    #[test]
    fn roots_and_proofs_are_the_same(size in 1..=LARGE, part in 0.0..1.0_f64) {
        let (all, tiles) = &*LARGE_TREE;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a random place")]
        let position = (size as f64 * part) as u64;
        let leaf = all[usize::try_from(position).unwrap()];
        let root = tree_hash(size, &*THEIRS).unwrap();
        prop_assert_eq!(tiles.root(size), Ok(ours(root)));

        let proof = tiles.inclusion_proof(size, Position(position)).unwrap();
        let other: Vec<TreeHash> = prove_record(size, position, &*THEIRS).unwrap().into_iter().map(ours).collect();
        prop_assert_eq!(&proof, &other);
        prop_assert!(check_record(&theirs(proof), size, root, position, Hash(leaf.0)).is_ok());

        let from = position + 1;
        let proof = tiles.consistency_proof(from, size).unwrap();
        let other: Vec<TreeHash> = prove_tree(size, from, &*THEIRS).unwrap().into_iter().map(ours).collect();
        prop_assert_eq!(&proof, &other);
        prop_assert!(check_tree(&theirs(proof), size, root, from, tree_hash(from, &*THEIRS).unwrap()).is_ok());
    }
}
