//! Which nodes a root or a proof is made of (RFC 6962 §2.1): pure arithmetic, shared by "which tiles?" and "which hashes?".

use std::ops::Range;

/// A node over `2^level` leaves, the `index`-th of its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub level: u32,
    pub index: u64,
}

/// The perfect subtrees that the leaves of a range fall into, from left to right. The range starts where one so large may start.
pub(super) fn perfect(range: Range<u64>) -> Vec<Node> {
    let Range { mut start, end } = range;
    let mut nodes = Vec::new();
    while start < end {
        let level = (end - start).ilog2();
        nodes.push(Node { level, index: start >> level });
        start += 1 << level;
    }
    nodes
}

/// The largest power of two smaller than n, for n > 1 (RFC 6962 §2.1).
const fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// `PATH(m, D[n])` of RFC 6962 §2.1.1: the ranges whose hashes prove the leaf m < n, from the leaf's sibling upwards.
pub(super) fn inclusion(m: u64, n: u64) -> Vec<Range<u64>> {
    let (mut start, mut end) = (0, n);
    let mut path = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if m < middle {
            // PATH(m, D[n]) = PATH(m, D[0:k]) : MTH(D[k:n])
            path.push(middle..end);
            end = middle;
        } else {
            // PATH(m, D[n]) = PATH(m - k, D[k:n]) : MTH(D[0:k])
            path.push(start..middle);
            start = middle;
        }
    }
    path.reverse();
    path
}

/// `PROOF(m, D[n])` of RFC 6962 §2.1.2, for 0 < m < n.
pub(super) fn consistency(m: u64, n: u64) -> Vec<Range<u64>> {
    let (mut start, mut end) = (0, n);
    let mut path = Vec::new();
    // SUBPROOF(m, D[m], …): the range is the old tree's last part.
    while end != m {
        let middle = start + split(end - start);
        if m <= middle {
            // SUBPROOF(m, D[n], b) = SUBPROOF(m, D[0:k], b) : MTH(D[k:n])
            path.push(middle..end);
            end = middle;
        } else {
            // SUBPROOF(m, D[n], b) = SUBPROOF(m - k, D[k:n], false) : MTH(D[0:k])
            path.push(start..middle);
            start = middle;
        }
    }
    // SUBPROOF(m, D[m], true) = {}, for who verifies has that root; SUBPROOF(m, D[m], false) = {MTH(D[m])}.
    if start > 0 {
        path.push(start..end);
    }
    path.reverse();
    path
}
