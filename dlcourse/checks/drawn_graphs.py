"""Checks: graphs for exercises: lists of inputs, whose nodes are numbered so that the numbers say nothing.

inputs[i] are the nodes that node i is computed from; slopes[i], of the same length, how it changes with each.
"""

import numpy as np


def mixed(rng, n: int) -> tuple[list, list]:
    """A graph of n nodes: (inputs, its nodes in an order of making, the first of them a leaf).

    Most nodes are computed from the two before, which leaves few orders, and from another, some twice.

    >>> inputs, made = mixed(np.random.default_rng(0), 7)
    >>> inputs[made[0]], inputs[made[2]] == [made[1]] * 2
    ([], True)
    """
    needs: list = [[], [0], [1, 1]]
    for i in range(3, n):
        others = [rng.integers(i)] * (i % 3)
        needs.append([] if i % 5 == 3 else rng.permutation([i - 1, i - 2, *others]).tolist())
    return numbered(rng, needs)


def ladder(rng, n: int) -> tuple[list, list]:
    """n diamonds in a row: 2^n paths over 4 n edges.   Source: deck Srihari, section V, slide 33"""
    needs: list = [[]]
    for top in range(0, 3 * n, 3):
        needs += [[top], [top], [top + 1, top + 2]]
    return numbered(rng, needs)


def chain(rng, n: int) -> tuple[list, list]:
    """n nodes, each computed from the one before."""
    return numbered(rng, [[], *([i] for i in range(n - 1))])


def numbered(rng, needs: list) -> tuple[list, list]:
    """The graph under other numbers, and the number of each node of `needs`, in order."""
    made = rng.permutation(len(needs)).tolist()
    inputs: list = [[] for _ in needs]
    for i, before in enumerate(needs):
        inputs[made[i]] = [made[j] for j in before]
    return inputs, made


def sloped(rng, inputs: list, decimals: int = 15) -> list:
    """Slopes for the edges of a graph: of both signs, none near 0 or 1."""
    sizes = iter(rng.uniform(0.3, 0.9, sum(map(len, inputs))) * rng.choice([-1, 1], sum(map(len, inputs))))
    return [[round(float(next(sizes)), decimals) for _ in needs] for needs in inputs]


def edges(inputs: list, slopes: list, keep=True) -> np.ndarray:
    """The matrix of a graph: in row i and column j the sum of the slopes of node i with respect to node j.

    keep: a mask of nodes; slopes that lead from or to another one are 0.
    """
    matrix = np.zeros((len(inputs), len(inputs)))
    for i, (needs, by) in enumerate(zip(inputs, slopes, strict=True)):
        for j, slope in zip(needs, by, strict=True):
            matrix[i, j] += slope
    return np.where(np.logical_and.outer(keep, keep), matrix, 0.0)


def reached(inputs: list) -> np.ndarray:
    """Whether node i is node j, or is computed from it, at [i, j]."""
    n = len(inputs)
    steps = np.eye(n) + edges(inputs, [[1.0] * len(needs) for needs in inputs]) / n
    return np.linalg.matrix_power(steps, n) > 0


def pruned(inputs: list, z: int, targets: list) -> np.ndarray:
    """Whether each node is in the graph pruned to z and the targets."""
    reach = reached(inputs)
    return reach[z] & reach[:, targets].any(axis=1)


def asked(inputs: list, slopes: list, z: int, targets: list) -> dict:
    """A question for slopes, by name; some that lead from or to a node outside the pruned graph are NaN."""
    keep = pruned(inputs, z, targets)
    known = [
        [slope if (keep[i] and keep[j]) or j % 3 else np.nan for j, slope in zip(needs, by, strict=True)]
        for i, (needs, by) in enumerate(zip(inputs, slopes, strict=True))
    ]
    return {"inputs": inputs, "slopes": known, "z": z, "targets": targets}
