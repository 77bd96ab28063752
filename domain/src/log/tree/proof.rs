//! Checking proofs. RFC 6962 says what a proof is; how to check one is spelled out by its successor, RFC 9162.

use super::TreeHash;
use crate::log::Position;
use crate::log::leaf::LeafHash;

/// A proof that does not prove what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the proof does not lead to the root")]
pub struct NotProven;

/// Checks that the tree of that size and root has that leaf at that position (RFC 9162 §2.1.3.2).
///
/// # Errors
/// [`NotProven`]: any other leaf, position, size, root or proof.
pub fn verify_inclusion(leaf: LeafHash, position: Position, size: u64, root: TreeHash, proof: &[TreeHash]) -> Result<(), NotProven> {
    // 1. Compare leaf_index … against tree_size. If leaf_index is greater than or equal to tree_size, then fail.
    if position.0 >= size {
        return Err(NotProven);
    }
    // 2. Set fn to leaf_index and sn to tree_size - 1.
    let (mut fnode, mut snode) = (position.0, size - 1);
    // 3. Set r to hash.
    let mut r = TreeHash::from(leaf);
    // 4. For each value p in the inclusion_path array:
    for &p in proof {
        // a. If sn is 0, then stop the iteration and fail the proof verification.
        if snode == 0 {
            return Err(NotProven);
        }
        if fnode & 1 == 1 || fnode == snode {
            // b. If LSB(fn) is set, or if fn is equal to sn: i. Set r to HASH(0x01 || p || r).
            r = TreeHash::above(p, r);
            // ii. If LSB(fn) is not set, right-shift both until either LSB(fn) is set or fn is 0.
            while fnode & 1 == 0 && fnode != 0 {
                fnode >>= 1;
                snode >>= 1;
            }
        } else {
            // Otherwise: Set r to HASH(0x01 || r || p).
            r = TreeHash::above(r, p);
        }
        // c. Finally, right-shift both fn and sn one time.
        fnode >>= 1;
        snode >>= 1;
    }
    // 5. Compare sn to 0. Compare r against the root_hash. If sn is equal to 0 and r and the root_hash are equal …
    if snode == 0 && r == root { Ok(()) } else { Err(NotProven) }
}

/// Checks that the tree `to` (size and root) has all leaves of the tree `from`, unchanged and in front (RFC 9162 §2.1.4.2).
///
/// # Errors
/// [`NotProven`]: `from` is not the beginning of `to`, or the proof is not one for it.
pub fn verify_consistency(from: (u64, TreeHash), to: (u64, TreeHash), proof: &[TreeHash]) -> Result<(), NotProven> {
    let ((first, first_hash), (second, second_hash)) = (from, to);
    // Not in the RFC, which starts at one leaf: every tree begins with the empty one, and each with itself.
    if first == 0 || first == second {
        let same = if first == second { first_hash == second_hash } else { true };
        let real = first > 0 || first_hash == TreeHash::empty();
        return if same && real && proof.is_empty() { Ok(()) } else { Err(NotProven) };
    }
    if first > second {
        return Err(NotProven);
    }
    // 1. If consistency_path is an empty array, stop and fail the proof verification.
    // 2. If first is an exact power of 2, then prepend first_hash to the consistency_path array.
    let (start, rest) = if first.is_power_of_two() {
        (first_hash, proof)
    } else {
        let Some((&start, rest)) = proof.split_first() else { return Err(NotProven) };
        (start, rest)
    };
    if proof.is_empty() {
        return Err(NotProven);
    }
    // 3. Set fn to first - 1 and sn to second - 1.  4. If LSB(fn) is set, right-shift both until LSB(fn) is not set.
    let (mut fnode, mut snode) = (first - 1, second - 1);
    while fnode & 1 == 1 {
        fnode >>= 1;
        snode >>= 1;
    }
    // 5. Set both fr and sr to the first value in the consistency_path array.
    let (mut fr, mut sr) = (start, start);
    // 6. For each subsequent value c in the consistency_path array:
    for &c in rest {
        // a. If sn is 0, then stop the iteration and fail the proof verification.
        if snode == 0 {
            return Err(NotProven);
        }
        if fnode & 1 == 1 || fnode == snode {
            // b. i. Set fr to HASH(0x01 || c || fr).  ii. Set sr to HASH(0x01 || c || sr).
            fr = TreeHash::above(c, fr);
            sr = TreeHash::above(c, sr);
            // iii. If LSB(fn) is not set, then right-shift both until either LSB(fn) is set or fn is 0.
            while fnode & 1 == 0 && fnode != 0 {
                fnode >>= 1;
                snode >>= 1;
            }
        } else {
            // Otherwise: Set sr to HASH(0x01 || sr || c).
            sr = TreeHash::above(sr, c);
        }
        // c. Finally, right-shift both fn and sn one time.
        fnode >>= 1;
        snode >>= 1;
    }
    // 7. … verify that fr is equal to first_hash, sr is equal to second_hash, and sn is 0.
    if snode == 0 && fr == first_hash && sr == second_hash { Ok(()) } else { Err(NotProven) }
}
