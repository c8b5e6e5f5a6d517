"""Chapter 5: paths. A derivative is a sum over paths; one backward sweep computes the sum with less work.

An edge is (tail, head, factor); the factor is the partial derivative of head with respect to tail. There may
be parallel edges. Source: deck Leibe, "Factoring Paths"; deck Fix, pages 40 to 42.
"""

import math
from collections import defaultdict
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter


@dataclass(frozen=True)
class Computation:
    """A computation with its numbers. values: node -> number; edges: a list of (tail, head, factor)."""

    values: dict[str, float]
    edges: list[tuple[str, str, float]]


@dataclass(frozen=True)
class Derivatives:
    """Derivatives of the end node, wrt: node -> derivative with respect to it, and the operations needed."""

    wrt: dict[str, float]
    n_multiplications: int
    n_additions: int


def exponential(w1: float, w2: float, x: float) -> Computation:
    """y = w2 exp(w1 x) in three operations: u = w1 x, v = exp(u), y = w2 v.

    Source: deck Sohn, "chain rule example".
    """
    u = w1 * x
    v = math.exp(u)
    values = {"w1": w1, "x": x, "u": u, "w2": w2, "v": v, "y": w2 * v}
    return Computation(
        values, [("w1", "u", x), ("x", "u", w1), ("u", "v", v), ("v", "y", w2), ("w2", "y", v)]
    )


def squared_residual(w: float = 3.0, x: float = 2.0, b: float = 1.0, y: float = 4.0) -> Computation:
    """(y - w x - b)^2 in three steps: u1 = w x + b, u2 = y - u1, u3 = u2^2. Source: deck Fix, page 40."""
    u1 = w * x + b
    u2 = y - u1
    values = {"w": w, "x": x, "b": b, "u1": u1, "y": y, "u2": u2, "u3": u2 * u2}
    edges = [("w", "u1", x), ("x", "u1", w), ("b", "u1", 1.0)]
    return Computation(values, edges + [("u1", "u2", -1.0), ("y", "u2", 1.0), ("u2", "u3", 2 * u2)])


def two_paths(w1: float, w2: float, x: float) -> Computation:
    """u3 = w1 x + w2 x, with u1 = w1 x and u2 = w2 x: x reaches u3 twice.   Source: deck Fix, page 41."""
    u1, u2 = w1 * x, w2 * x
    edges = [("x", "u1", w1), ("x", "u2", w2), ("u1", "u3", 1.0), ("u2", "u3", 1.0)]
    return Computation({"x": x, "u1": u1, "u2": u2, "u3": u1 + u2}, edges)


def four_paths() -> list:
    """Edges with four paths from x to u5; our drawing of the count on page 42 of deck Fix."""
    steps = [("x", "u1"), ("x", "u2"), ("u1", "u3"), ("u1", "u4"), ("u2", "u3"), ("u2", "u4")]
    return [(tail, head, 1.0) for tail, head in [*steps, ("u3", "u5"), ("u4", "u5")]]


def blocks(*factors: tuple) -> list:
    """A chain of nodes "0", "1", ... with parallel edges: one tuple of factors per step.

    >>> blocks((1, 2, 3), (4, 5, 6))[:4]
    [('0', '1', 1), ('0', '1', 2), ('0', '1', 3), ('1', '2', 4)]
    """
    return [(str(i), str(i + 1), factor) for i, block in enumerate(factors) for factor in block]


def all_paths(edges, start: str, end: str) -> list[tuple]:
    """Every path from start to end, as the tuple of its factors. Their number may grow exponentially.

    Raises ValueError for a cycle, in which a path has no end.
    """
    _order(edges)  # only for its error
    outgoing = defaultdict(list)
    for tail, head, factor in edges:
        outgoing[tail].append((head, factor))
    found, stack = [], [(start, ())]
    while stack:
        node, path = stack.pop()
        if node == end:
            found.append(path)
            continue
        # reversed, since the stack gives back the last first: paths come out in the order of the edges
        stack += [(head, (*path, factor)) for head, factor in reversed(outgoing[node])]
    return found


def sum_over_paths(edges, start: str, end: str) -> Derivatives:
    """d end / d start, path by path: multiply along each path, sum over the paths."""
    paths = all_paths(edges, start, end)
    # a path of k edges takes k - 1 products, and n paths take n - 1 sums; max for an empty path, and for none
    n_multiplications = sum(max(len(path) - 1, 0) for path in paths)
    return Derivatives({start: sum(map(math.prod, paths))}, n_multiplications, max(len(paths) - 1, 0))


def sweep_back(edges, end: str) -> Derivatives:
    """The derivatives of end with respect to all nodes that reach it, in one sweep that takes each edge once.

    Parallel edges are added before they are multiplied; products with the 1 of the end itself do not count.
    """
    joined = defaultdict(list)  # parallel edges first: (a + b) c takes one product, a c + b c two
    for tail, head, factor in edges:
        joined[tail, head].append(factor)
    by_head = defaultdict(list)
    for (tail, head), factors in joined.items():
        by_head[head].append((tail, factors))
    wrt, n_multiplications, n_additions = {end: 1}, 0, 0
    for head in reversed(_order(edges)):  # when a node's turn comes, all its outgoing edges are summed
        if head not in wrt:  # no path leads from here to the end
            continue
        for tail, factors in by_head[head]:
            part = sum(factors) * wrt[head]
            n_additions += len(factors) - 1 + (tail in wrt)  # the first part of a tail needs no addition
            n_multiplications += head != end
            wrt[tail] = wrt.get(tail, 0) + part
    return Derivatives(wrt, n_multiplications, n_additions)


def count_paths(edges, start: str, end: str) -> int:
    """The number of paths from start to end, without walking them: the sweep with every factor 1.

    >>> count_paths(blocks(*[(1, 1, 1)] * 40), "0", "40") == 3**40
    True
    """
    return sweep_back([(tail, head, 1) for tail, head, _ in edges], end).wrt.get(start, 0)


def _order(edges) -> list[str]:
    """The nodes in topological order, every tail before its heads. Raises ValueError for a cycle."""
    sorter = TopologicalSorter()
    for tail, head, _ in edges:
        sorter.add(head, tail)
    try:
        return list(sorter.static_order())
    except CycleError as error:
        loop = " -> ".join(error.args[1])  # graphlib lists a cycle along its edges, the first node again last
        raise ValueError(f"paths: expected edges without a cycle, got {loop}; cut one edge of it") from None
