"""Chapter 6: the backward sweep. Algorithm 6.5: visit the graph in reverse order, add up the gradients.

Every recorded tensor has a serial number greater than those of its inputs. Sorted by descending serials the
tensors are in reverse topological order, and that is all a sweep needs. Nothing here recurses, so no graph is
too deep.
"""

import operator
from typing import NamedTuple

from numpy import float64, generic

from dlcourse.backend import xp_of
from dlcourse.counting import innermost, tally
from dlcourse.op import expect_unchanged, recording
from dlcourse.ops import broadcast_to, reshape
from dlcourse.ops.sums import ones_of, rows_total, total
from dlcourse.tensor import Operand, Tensor


def sweep(J, targets, create_graph):
    """The gradients of J with respect to the targets, by algorithm 6.5; Tensors when `create_graph`."""
    graph = pruned_graph(J, targets)
    if not create_graph:
        return backpropagate(graph, _ones_like(J, create_graph))
    with recording(True):  # also within `no_grad`: `create_graph` asks for gradients that are recorded
        return backpropagate(graph, _ones_like(J, create_graph), create_graph)


class PrunedGraph(NamedTuple):
    """The part of the graph that a sweep from Y to the targets visits.

    It is the graph G' of algorithm 6.5: ancestors of Y that depend on a target. wanted: the targets, as a
    set. nodes: the recorded tensors in reverse topological order. leaves: the targets that are leaves.
    independent: the tensors that do not depend on any target, so that no gradient of theirs is needed.
    sampled: the nodes with a large Parameter among their inputs.
    """

    Y: Tensor
    targets: list
    wanted: set
    nodes: list
    leaves: set
    independent: set
    sampled: list


def pruned_graph(Y, targets) -> PrunedGraph:
    """The part of the graph between Y and the targets. Found once, it serves any number of sweeps."""
    wanted = set(targets)  # by identity, as Tensors are hashed
    nodes, leaves = ancestors(Y)
    # In training every leaf is a target, and there is nothing to prune.
    independent = set() if leaves <= wanted else independent_of(nodes, leaves, wanted)
    sampled = [node for node in nodes if node.samples is not None]
    return PrunedGraph(Y, targets, wanted, nodes, leaves & wanted, independent, sampled)


def backpropagate(graph, G, create_graph=False):
    """The gradients of <G, Y> with respect to the targets, by one sweep over a PrunedGraph of Y.

    G: an array, or with `create_graph` a Tensor, shaped like Y. `sums` is the book's grad_table: it holds the
    gradient of each tensor as far as it was added up, and drops it as soon as it was passed on.
    """
    nodes, independent, targets = graph.nodes, graph.independent, graph.targets
    wanted = graph.wanted if len(graph.leaves) < len(graph.wanted) else ()  # nodes to keep: never leaves
    sums = {graph.Y: G}  # grad_table[Y] <- G
    own = set()  # tensors whose sum is an array that this sweep made, so that it may be added to in place
    found, visited, counting = {}, [], innermost() is not None
    arrived = sums.get  # called once per edge: bound here, it needs no look-up of an attribute
    expect_unchanged(graph.sampled)
    for node in nodes:  # every consumer of node came before it, so its sum G is complete
        G = sums.pop(node, None)
        if G is None:  # pruned: no gradient reached it
            continue
        if wanted and node in wanted:
            found[node] = G  # a target that is no leaf; its gradient is passed on, too
        if counting:
            visited.append(node)
        op, inputs = node.op, node.inputs
        bprop, kernel = op.bprop, op.bprop_all
        values, Y = (same_inputs(node), node) if create_graph else (node.arrays, node.array)
        parts = None if kernel is None or create_graph else kernel(values, G, Y, node.saved)  # on arrays only
        for X, x in enumerate(inputs):
            if not isinstance(x, Tensor) or (independent and x in independent):
                continue
            part = bprop(values, X, G, Y) if parts is None else parts[X]
            array, before = x.array, arrived(x)
            if part.__class__ is float64 is array.__class__:  # scalars: nothing to fit, nothing to own
                sums[x] = part if before is None else before + part
                continue
            if part.shape != array.shape:
                part = unbroadcast(part, array.shape)  # here, so that no rule has to
            if before is None:
                sums[x] = part  # not owned: it may be G itself, or a view of it
            elif x in own:
                before += part  # in place, unless it is a scalar of another dtype
                sums[x] = before
            else:
                sums[x] = before + part
                if not create_graph:  # Tensors are never changed in place
                    own.add(x)
    if counting:
        tally(sweeps=1, edges=n_edges(visited, independent))
    sums.update(found)
    return [_as_tensor(x, sums.get(x)) for x in targets] if create_graph else _arrays(targets, sums)


def same_inputs(node):
    """The inputs of a recorded result, as Tensors. Raises ValueError when the values of one have changed.

    A second derivative is taken through the inputs themselves, not through the arrays that were kept.
    """
    for x, array in zip(node.inputs, node.arrays, strict=True):
        if isinstance(x, Tensor) and x.array is not array:  # a copy, or `t.array` was set
            now, xp = x.array, xp_of(array)
            if now.shape != array.shape or not xp.array_equal(now, array, equal_nan=True):
                raise ValueError(
                    f"grad: expected the array with which {node.op!r} was computed, got an input of shape "
                    f"{array.shape} whose array has changed since; compute the result again before "
                    "differentiating it twice"
                )
    return node.inputs


def ancestors(J):
    """The recorded tensors that J was computed from, J included, latest first; and the set of leaves."""
    nodes, leaves, seen, stack = [], set(), {J}, [J]  # a stack of our own: Python's holds 1,000 calls
    take, push, see = stack.pop, stack.append, seen.add
    while stack:
        node = take()
        if node.op is None:
            leaves.add(node)
            continue
        nodes.append(node)
        for x in node.inputs:
            if isinstance(x, Tensor) and x not in seen:
                see(x)
                push(x)
    nodes.sort(key=_serial, reverse=True)  # reverse topological order: inputs have smaller serials
    return nodes, leaves


_serial = operator.attrgetter("serial")


def independent_of(nodes, leaves, wanted):
    """The tensors that do not depend on any target: what algorithm 6.5 prunes from the graph."""
    independent = leaves - wanted
    for node in reversed(nodes):  # inputs first: a node is independent when all its inputs are
        if node not in wanted and all_in(independent, node.inputs):
            independent.add(node)
    return independent


def all_in(independent, inputs):
    """Whether all tensors among the inputs are in the set `independent`."""
    for x in inputs:  # a plain loop takes half the time of a generator within all()
        if isinstance(x, Tensor) and x not in independent:
            return False
    return True


def n_edges(visited, independent):
    """The number of edges along which a gradient was passed back."""
    edges = [x for node in visited for x in node.inputs if isinstance(x, Tensor) and x not in independent]
    return len(edges)


def _ones_like(J, create_graph):
    array = J.array
    if isinstance(array, generic):
        one = ones_of((), array.dtype).copy()  # dJ/dJ = 1; a copy, as `grad` may return it to the caller
    else:
        one = xp_of(array).ones(array.shape, array.dtype)  # faster than ones_like
    return Tensor(one) if create_graph else one


def _as_tensor(x, gradient):
    """The gradient of x as `grad` returns it with `create_graph`: zeros when none arrived."""
    if gradient is None:
        gradient = xp_of(x.array).zeros_like(x.array)
    return gradient if isinstance(gradient, Tensor) else Tensor(gradient.astype(x.array.dtype))


def _arrays(targets, sums):
    """The gradients of the targets as `grad` returns them: in the dtype of each, zeros where none arrived.

    The caller may write into every one of them.
    """
    seen, arrays = set(), []
    for x in targets:
        g, array = sums.get(x), x.array
        # What a rule returns may be a view, an array of the graph (d(x + y)/dx passes on G itself), or one
        # array for two targets: those are copied below.
        if g is None:
            g = xp_of(array).zeros_like(array)
        elif g.dtype is not array.dtype and g.dtype != array.dtype:  # `is` decides nearly always, and fast
            g = g.astype(array.dtype)
        flags = g.flags
        if id(g) in seen or not (flags.owndata and flags.writeable):
            g = g.copy()
        seen.add(id(g))
        arrays.append(g)
    return arrays


def _sum(G, axis, keepdims=False):
    """The sum over axes of a gradient that is an array or a Tensor."""
    # `total` adds in blocks: numpy's own sum along the rows of a float32 matrix may be off by a percent.
    return G.sum(axis, keepdims) if isinstance(G, Operand) else total(G, axis, keepdims)


def unbroadcast(G, shape):
    """The gradient G summed to `shape`: a number that broadcasting repeated gets the sum over its copies.

    Axes that broadcasting added in front are summed and dropped; axes of length 1 that it stretched are
    summed and kept. A rule may also return a single number for the gradient of a whole array: that is
    repeated. Raises ValueError for a G that broadcasting cannot explain.
    """
    extra = G.ndim - len(shape)
    if extra == 1 and G.ndim == 2 and not isinstance(G, Tensor):
        G = rows_total(G)  # the gradient of every bias, hence the faster function
    elif extra > 0:
        G = _sum(G, tuple(range(extra)))
    if G.shape == shape:
        return G
    stretched = tuple(i for i, n in enumerate(shape) if n == 1 and i < G.ndim and G.shape[i] != 1)
    if stretched:
        G = _sum(G, stretched, keepdims=True)
    if G.shape != shape and G.size == 1:
        G = broadcast_to(reshape(G, ()), shape)
    if G.shape != shape:
        raise ValueError(
            f"grad: expected bprop to return a gradient of shape {shape}, got {G.shape}; look at its axes"
        )
    return G
