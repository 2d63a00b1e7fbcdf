"""Rows: numbers two apart (or with letters of one base) in one building or in buildings wall to wall.

A row stands on one street. Its members are decided together and do not count as each other's
neighbours, so that a row cannot talk itself into a street that already has these numbers.
"""

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from shapely import STRtree

STEP_REACH_M = 38.0
WALL_TO_WALL_M = 0.6


def find(xy, own_building, buildings, numerals):
    """One chain number per point."""
    block = _blocks(own_building, buildings)
    pairs = cKDTree(xy).query_pairs(STEP_REACH_M, output_type="ndarray")
    keep = [(i, j) for i, j in pairs if block[i] >= 0 and block[i] == block[j] and _steps(numerals[i], numerals[j])]
    i, j = np.array(sorted(keep)).reshape(-1, 2).T
    n = len(xy)
    _, label = connected_components(coo_matrix((np.ones(len(i)), (i, j)), shape=(n, n)), directed=False)
    return label


def _steps(a, b):
    gap = max(0, a.low - b.high, b.low - a.high)
    return gap in (0, 2)


def _blocks(own_building, buildings):
    """Buildings that touch form one block; the block of each point's building, or -1."""
    used = np.unique(own_building[own_building >= 0])
    tree = STRtree(buildings[used])
    a, b = tree.query(buildings[used], predicate="dwithin", distance=WALL_TO_WALL_M)
    _, label = connected_components(coo_matrix((np.ones(len(a)), (a, b)), shape=(len(used), len(used))), directed=False)
    block = np.full(len(buildings), -1)
    block[used] = label
    return np.where(own_building >= 0, block[np.maximum(own_building, 0)], -1)


class Pool:
    """Adds up scores over the members of a chain and hands the chain's belief back to them."""

    def __init__(self, chain, candidates):
        key = chain[candidates.point].astype(np.int64) * 100_000 + candidates.street
        self.pairs, self.of_entry = np.unique(key, return_inverse=True)
        self.chain_of_pair = self.pairs // 100_000
        self.chains = int(chain.max()) + 1
        self.size = np.bincount(chain[np.unique(candidates.point)], minlength=self.chains).astype(float)
        self.size[self.size == 0] = 1
        self.members = np.bincount(self.of_entry, minlength=len(self.pairs))
        self.point = candidates.point

    def belief(self, score, taken, penalty, softmax, cool=1.0):
        low = np.full(self.point.max() + 1, np.inf)
        np.minimum.at(low, self.point, score)
        top = np.full(len(low), -np.inf)
        np.maximum.at(top, self.point, score)
        relative = np.maximum(score - top[self.point], -14.0)
        total = np.bincount(self.of_entry, weights=relative, minlength=len(self.pairs))
        size = self.size[self.chain_of_pair]
        total += -9.0 * (size - self.members)
        total /= np.sqrt(size)
        claims = np.bincount(self.of_entry, weights=taken, minlength=len(self.pairs))
        total += penalty * np.minimum(4.0, claims)
        return softmax(total / cool, self.chain_of_pair, self.chains)[self.of_entry]
