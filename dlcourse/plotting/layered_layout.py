"""Chapter 5: graphs in layers. Which column and height each node of a drawing gets, with room for edges.

A node stands to the right of all that it is made from. An edge that skips columns holds a place of its own in
each of them, so that it goes around the nodes there. Within a column, places are ordered by the mean of their
neighbors, back and forth, and the order with the fewest crossings is kept. Then heights: as near to the
neighbors as the order and the room allow, long edges straight above all.
"""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

N_ORDER_SWEEPS, N_HEIGHT_SWEEPS = 12, 30
N_STARTS, SMALL = 12, 150  # orders tried, when there are at most so many places
LANE = 0.2  # inches that a passing edge takes
NODE_GAP, LANE_GAP = 0.16, 0.08  # inches between neighbors in a column: nodes, an edge and anything
PULL = (1.0, 3.0, 30.0)  # of an edge on its ends, by how many of them are places of passing edges


@dataclass(frozen=True)
class Layers:
    """Columns from left to right, each a list of places from the top, and how they connect.

    Places 0, 1, ... are the nodes in their order, the others belong to passing edges. `chains`: for each edge
    its places from tail to head. `joints`: for each pair of neighboring columns the places that are
    connected, two arrays.
    """

    n_nodes: int
    columns: list
    chains: list
    joints: list


def make_layers(nodes, edges) -> Layers:
    """Nodes in columns, long edges cut into pieces from column to column, all in their order as given.

    edges: pairs (tail, head) of nodes; two may be alike. Raises ValueError for an edge to an unknown node and
    for a cycle.
    """
    index = {name: i for i, name in enumerate(nodes)}
    for tail, head in edges:
        if tail not in index or head not in index:
            raise ValueError(
                f"draw_graph: expected edges between nodes, got {tail!r} -> {head!r}; name both in nodes"
            )
    pairs = [(index[tail], index[head]) for tail, head in edges]
    column = _columns(list(nodes), pairs)
    columns = [[] for _ in range(max(column, default=-1) + 1)]
    for i, c in enumerate(column):
        columns[c].append(i)
    chains, n_places = [], len(column)
    for tail, head in pairs:
        passed = range(column[tail] + 1, column[head])
        chains.append([tail, *range(n_places, n_places + len(passed)), head])
        for c in passed:
            columns[c].append(n_places)
            n_places += 1
    joints = [([], []) for _ in columns[1:]]
    for (tail, _), chain in zip(pairs, chains, strict=True):
        for c, (a, b) in enumerate(zip(chain[:-1], chain[1:], strict=True), start=column[tail]):
            joints[c][0].append(a)
            joints[c][1].append(b)
    return Layers(len(column), columns, chains, [tuple(np.array(ends, int) for ends in j) for j in joints])


def _columns(nodes, pairs) -> list[int]:
    """The length of the longest way to each node. Where that saves wire, a node then moves right, to its
    first consumer: inputs always do.
    """
    heads, tails = [[] for _ in nodes], [[] for _ in nodes]
    for tail, head in pairs:
        heads[tail].append(head)
        tails[head].append(tail)
    column, missing = [0] * len(nodes), [len(made_from) for made_from in tails]
    ready = [i for i in range(len(nodes)) if not missing[i]]
    for i in ready:  # grows: all nodes, each after what it is made from
        for head in heads[i]:
            column[head] = max(column[head], column[i] + 1)
            missing[head] -= 1
            if not missing[head]:
                ready.append(head)
    if len(ready) < len(nodes):
        stuck = next(nodes[i] for i in range(len(nodes)) if missing[i])
        raise ValueError(
            f"draw_graph: expected no cycle, got one at or before {stuck!r}; unroll it into one node per step"
        )
    for i in reversed(ready):
        if len(heads[i]) > len(tails[i]):
            column[i] = min(column[head] for head in heads[i]) - 1
    return column


def order_columns(layers: Layers) -> list[list[int]]:
    """The columns in the best order found; never with more crossings than as given.   -> columns

    A graph small enough to be read is tried from several orders, always the same ones.
    """
    best = layers.columns
    fewest = n_crossings(best, layers.joints)
    small = sum(map(len, best)) <= SMALL
    rng = np.random.default_rng(0)
    for start in range(N_STARTS if small else 1):
        columns = [rng.permutation(places).tolist() for places in best] if start else list(layers.columns)
        rank = _ranks(columns)
        for sweep in range(N_ORDER_SWEEPS):
            if not fewest:
                return best
            if small and sweep % 3 == 2:
                _swap_neighbors(columns, layers.joints, rank)
            else:
                _sort_by_neighbors(columns, layers.joints, rank, to_right=sweep % 2 == 0)
            if (n := n_crossings(columns, layers.joints)) < fewest:
                best, fewest = list(columns), n
    return best


def _sort_by_neighbors(columns, joints, rank, to_right):
    """Every column by the mean rank of its neighbors on one side, in place; `rank` goes with it."""
    for c in range(1, len(columns)) if to_right else range(len(columns) - 2, -1, -1):
        theirs, own = joints[c - 1] if to_right else joints[c][::-1]
        wish = _means(rank, columns[c], own, rank[theirs])
        columns[c] = [columns[c][k] for k in np.argsort(wish, kind="stable")]
        rank[columns[c]] = np.arange(len(columns[c]))


def _swap_neighbors(columns, joints, rank):
    """Swap two places that stand side by side where that adds no crossing: ties lead out of dead ends."""
    for c, places in enumerate(columns):
        columns[c] = places = list(places)
        sides = [joints[k][:: 1 if k == c else -1] for k in (c - 1, c) if 0 <= k < len(joints)]
        for k in range(len(places) - 1):
            a, b = places[k : k + 2]
            pairs = [np.subtract.outer(rank[to[at == a]], rank[to[at == b]]) for at, to in sides]
            if sum(int(np.sign(pair).sum()) for pair in pairs) >= 0:
                places[k : k + 2] = b, a
                rank[[a, b]] = k + 1, k


def n_crossings(columns, joints) -> int:
    """How many pairs of pieces between neighboring columns cross: inversions, one gap after the other."""
    rank, total = _ranks(columns), 0
    for left, right in joints:
        seen = []
        for r in rank[right][np.lexsort((rank[right], rank[left]))].tolist():
            at = bisect_right(seen, r)
            total += len(seen) - at
            seen.insert(at, r)
    return total


def _ranks(columns):
    rank = np.zeros(sum(map(len, columns)), int)
    for places in columns:
        rank[places] = np.arange(len(places))
    return rank


def _means(rank, places, ends, values):
    """For each of the places in a column the mean of the values at its ends; its rank if it has no end."""
    n = np.bincount(rank[ends], minlength=len(places))
    total = np.bincount(rank[ends], weights=values, minlength=len(places))
    return np.where(n, total / np.maximum(n, 1), rank[places])


def column_heights(layers: Layers, columns, sizes) -> np.ndarray:
    """The height y of every place, highest first in its column.   sizes: the nodes' heights, in inches"""
    n_places = sum(map(len, columns))
    size = np.full(n_places, LANE)
    size[: layers.n_nodes] = sizes
    y, offsets = np.zeros(n_places), []
    for places in columns:
        lane = np.array(places) >= layers.n_nodes
        gap = np.where(lane[1:] | lane[:-1], LANE_GAP, NODE_GAP)
        steps = (size[places][1:] + size[places][:-1]) / 2 + gap
        offsets.append(np.concatenate([[0.0], np.cumsum(steps)]))
        y[places] = offsets[-1][-1] / 2 - offsets[-1]
    pulls = [
        np.take(PULL, (left >= layers.n_nodes).astype(int) + (right >= layers.n_nodes))
        for left, right in layers.joints
    ]
    rank = _ranks(columns)
    for sweep in range(N_HEIGHT_SWEEPS):
        for c in range(len(columns)) if sweep % 2 else reversed(range(len(columns))):
            wish, weight = _wishes(layers, pulls, columns[c], rank, c, y)
            y[columns[c]] = -(_nondecreasing(-wish - offsets[c], weight) + offsets[c])
    return y


def _wishes(layers, pulls, places, rank, c, y):
    """Where each of the places in column c is pulled by its neighbors on both sides, and how strongly."""
    total, weight = np.zeros(len(places)), np.zeros(len(places))
    for joint, own in ((c - 1, 1), (c, 0)):
        if 0 <= joint < len(pulls):
            at, pull = rank[layers.joints[joint][own]], pulls[joint]
            weight += np.bincount(at, weights=pull, minlength=len(places))
            total += np.bincount(at, weights=pull * y[layers.joints[joint][1 - own]], minlength=len(places))
    alone = weight == 0
    return np.where(alone, y[places], total / np.where(alone, 1, weight)), np.where(alone, 0.01, weight)


def _nondecreasing(values, weights):
    """The nearest sequence that never falls, in weighted least squares: neighbors that fall are averaged.

    >>> _nondecreasing(np.array([1.0, 3.0, 2.0]), np.ones(3)).tolist()
    [1.0, 2.5, 2.5]
    """
    blocks = []  # mean, weight, length
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (b, w, n), (a, v, m) = blocks.pop(), blocks.pop()
            blocks.append(((a * v + b * w) / (v + w), v + w, m + n))
    return np.repeat([mean for mean, _, _ in blocks], [n for _, _, n in blocks])
