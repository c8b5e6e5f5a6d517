"""Chapter 5: layered graph drawing (Sugiyama's method): the column and the height of each node.

A node stands to the right of its inputs. An edge that skips columns has a dummy node in each, a place of its
own, so that it goes around the nodes there. Within a column, places are ordered by the mean of their
neighbors (the barycenter heuristic), back and forth, and the order with the fewest crossings is kept. Heights
are then as near to the neighbors as order and room allow, and long edges as straight as possible.
"""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

N_ORDER_SWEEPS, N_HEIGHT_SWEEPS = 12, 30
N_STARTS, SMALL = 12, 150  # initial orders, for graphs with at most so many places
LANE = 0.2  # inches of height for a passing edge
NODE_GAP, LANE_GAP = 0.16, 0.08  # inches between two nodes of a column, and beside a passing edge
PULL = (
    1.0,
    3.0,
    30.0,
)  # the weight of a piece by how many of its ends are dummies: those keep edges straight


@dataclass(frozen=True)
class Layers:
    """Columns from left to right, each a list of places from the top, and their connections.

    Places 0, 1, ... are the nodes in their order, the others dummies of passing edges. `chains`: for each
    edge its places from tail to head. `joints`: for each pair of neighboring columns the places that are
    connected, two arrays.
    """

    n_nodes: int
    columns: list
    chains: list
    joints: list


def make_layers(nodes, edges) -> Layers:
    """The Layers of a graph, with long edges cut into pieces from column to column, all in the given order.

    edges: pairs (tail, head) of nodes, also parallel ones. Raises ValueError for an edge to an unknown node
    and for a cycle.
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
        passed = range(column[tail] + 1, column[head])  # a dummy in each of these columns
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
    """The column of each node: the length of the longest path to it.

    A node with more outgoing than incoming edges then moves right, next to its first consumer: this shortens
    more edges than it lengthens. Inputs always move.
    """
    heads, tails = [[] for _ in nodes], [[] for _ in nodes]
    for tail, head in pairs:
        heads[tail].append(head)
        tails[head].append(tail)
    column, missing = [0] * len(nodes), [len(made_from) for made_from in tails]
    ready = [i for i in range(len(nodes)) if not missing[i]]
    for i in ready:  # the list grows meanwhile: all nodes, each after its inputs (Kahn's algorithm)
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
    """The columns in the best order found, never with more crossings than in the given order."""
    best = layers.columns
    fewest = n_crossings(best, layers.joints)
    # sweeps end in local minima: a graph small enough to be read is tried from several orders, with a fixed
    # seed, so that it is always drawn the same way
    small = sum(map(len, best)) <= SMALL
    rng = np.random.default_rng(0)
    for start in range(N_STARTS if small else 1):
        columns = [rng.permutation(places).tolist() for places in best] if start else list(layers.columns)
        rank = _ranks(columns)
        for sweep in range(N_ORDER_SWEEPS):
            if not fewest:  # none crosses
                return best
            if small and sweep % 3 == 2:
                _swap_neighbors(columns, layers.joints, rank)
            else:
                _sort_by_neighbors(columns, layers.joints, rank, to_right=sweep % 2 == 0)
            if (n := n_crossings(columns, layers.joints)) < fewest:
                best, fewest = list(columns), n
    return best


def _sort_by_neighbors(columns, joints, rank, to_right):
    """Sort every column by the mean rank of its neighbors on one side. Changes columns and rank in place."""
    for c in range(1, len(columns)) if to_right else range(len(columns) - 2, -1, -1):
        theirs, own = joints[c - 1] if to_right else joints[c][::-1]
        barycenter = _means(rank, columns[c], own, rank[theirs])
        columns[c] = [columns[c][k] for k in np.argsort(barycenter, kind="stable")]  # ties keep their order
        rank[columns[c]] = np.arange(len(columns[c]))  # the next column sorts by the new ranks


def _swap_neighbors(columns, joints, rank):
    """Swap neighboring places where that adds no crossing; swaps without effect lead out of dead ends."""
    for c, places in enumerate(columns):
        columns[c] = places = list(places)
        sides = [joints[k][:: 1 if k == c else -1] for k in (c - 1, c) if 0 <= k < len(joints)]
        for k in range(len(places) - 1):
            a, b = places[k : k + 2]
            # +1 for two edges that cross now, -1 for two that would cross after the swap
            pairs = [np.subtract.outer(rank[to[at == a]], rank[to[at == b]]) for at, to in sides]
            if sum(int(np.sign(pair).sum()) for pair in pairs) >= 0:
                places[k : k + 2] = b, a
                rank[[a, b]] = k + 1, k


def n_crossings(columns, joints) -> int:
    """The number of crossings of edges between neighboring columns."""
    rank, total = _ranks(columns), 0
    for left, right in joints:
        # with edges sorted by their left ends, a crossing is an inversion of the right ends
        seen = []
        for r in rank[right][np.lexsort((rank[right], rank[left]))].tolist():
            at = bisect_right(seen, r)
            total += len(seen) - at
            seen.insert(at, r)
    return total


def _ranks(columns):
    """The rank, from 0 at the top, of every place within its column."""
    rank = np.zeros(sum(map(len, columns)), int)
    for places in columns:
        rank[places] = np.arange(len(places))
    return rank


def _means(rank, places, ends, values):
    """The mean of the values at the neighbors of each place of a column; its own rank if it has none."""
    n = np.bincount(rank[ends], minlength=len(places))
    total = np.bincount(rank[ends], weights=values, minlength=len(places))
    return np.where(n, total / np.maximum(n, 1), rank[places])


def column_heights(layers: Layers, columns, sizes) -> np.ndarray:
    """The height y in inches of every place.   columns: the highest first; sizes: the heights of the nodes"""
    n_places = sum(map(len, columns))
    size = np.full(n_places, LANE)
    size[: layers.n_nodes] = sizes
    y, offsets = np.zeros(n_places), []
    for places in columns:
        lane = np.array(places) >= layers.n_nodes
        gap = np.where(lane[1:] | lane[:-1], LANE_GAP, NODE_GAP)
        steps = (size[places][1:] + size[places][:-1]) / 2 + gap
        offsets.append(np.concatenate([[0.0], np.cumsum(steps)]))  # the least distances from the top
        y[places] = offsets[-1][-1] / 2 - offsets[-1]
    pulls = [
        np.take(PULL, (left >= layers.n_nodes).astype(int) + (right >= layers.n_nodes))
        for left, right in layers.joints
    ]
    rank = _ranks(columns)
    for sweep in range(N_HEIGHT_SWEEPS):
        for c in range(len(columns)) if sweep % 2 else reversed(range(len(columns))):
            target, weight = _targets(layers, pulls, columns[c], rank, c, y)
            # places in order and apart by at least their offsets: without these, -y only has to be monotonic
            y[columns[c]] = -(_nondecreasing(-target - offsets[c], weight) + offsets[c])
    return y


def _targets(layers, pulls, places, rank, c, y):
    """The weighted mean height of the neighbors of each place in column c, and the sum of the weights."""
    total, weight = np.zeros(len(places)), np.zeros(len(places))
    for joint, own in ((c - 1, 1), (c, 0)):
        if 0 <= joint < len(pulls):
            at, pull = rank[layers.joints[joint][own]], pulls[joint]
            weight += np.bincount(at, weights=pull, minlength=len(places))
            total += np.bincount(at, weights=pull * y[layers.joints[joint][1 - own]], minlength=len(places))
    alone = weight == 0  # without neighbors: stays where it is, and gives way to all others
    return np.where(alone, y[places], total / np.where(alone, 1, weight)), np.where(alone, 0.01, weight)


def _nondecreasing(values, weights):
    """The nearest nondecreasing sequence in weighted least squares (isotonic regression).

    By pooling adjacent violators: neighbors that decrease are replaced by their mean.

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
