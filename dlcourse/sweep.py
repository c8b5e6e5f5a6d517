"""Chapter 6: the backward sweep. Algorithm 6.5: go through the graph in reverse and add up what arrives.

Every recorded tensor has a serial number greater than those of its inputs, so "descending serials" is the
order of the sweep, and no graph is too deep: nothing here recurses.
"""

from dlcourse.backend import xp_of
from dlcourse.counting import counters, tally
from dlcourse.ops import broadcast_to, reshape
from dlcourse.tensor import Tensor


def sweep(J, targets, create_graph):
    """Algorithm 6.5: visit the graph in reverse order and add up what arrives at each tensor."""
    wanted = set(targets)
    nodes, leaves = ancestors(J)
    needed = None if leaves <= wanted else between(nodes, wanted)  # None: all of it
    tally(sweeps=1)
    sums = {J: _ones_like(J, create_graph)}
    own = set()  # tensors whose sum was made by this sweep, so that it may be added to in place
    found = {}
    for node in nodes:
        G = sums.pop(node, None)
        if G is None:
            continue
        if node in wanted:
            found[node] = G
        op, inputs = node.op, node.inputs
        values, Y = (inputs, node) if create_graph else (node.arrays, node.array)
        kernel = None if create_graph else op.bprop_all
        parts = None if kernel is None else kernel(values, G, Y, node.saved)
        for X, x in enumerate(inputs):
            if not isinstance(x, Tensor) or (needed is not None and x not in needed):
                continue
            if counters:
                tally(edges=1)
            part = op.bprop(values, X, G, Y) if parts is None else parts[X]
            if part.shape != x.array.shape:
                part = unbroadcast(part, x.array.shape)
            if x not in sums:
                sums[x] = part
            elif x in own:
                sums[x] += part
            else:
                sums[x] = sums[x] + part
                if not create_graph:
                    own.add(x)
    found.update((x, sums[x]) for x in leaves & wanted if x in sums)
    results = [_as_result(x, found.get(x), create_graph) for x in targets]
    return results if create_graph else _apart(results)


def ancestors(J):
    """The recorded tensors J was made from, itself included, latest first; and the leaves."""
    nodes, leaves, seen, stack = [], set(), {J}, [J]
    while stack:
        node = stack.pop()
        if node.op is None:
            leaves.add(node)
            continue
        nodes.append(node)
        for x in node.inputs:
            if isinstance(x, Tensor) and x not in seen:
                seen.add(x)
                stack.append(x)
    nodes.sort(key=_serial, reverse=True)
    return nodes, leaves


def _serial(node):
    return node.serial


def between(nodes, wanted):
    """The tensors through which a gradient reaches one that is wanted: algorithm 6.5 prunes the rest."""
    needed = set(wanted)
    for node in reversed(nodes):
        if any(isinstance(x, Tensor) and x in needed for x in node.inputs):
            needed.add(node)
    return needed


def _ones_like(J, create_graph):
    one = xp_of(J.array).ones_like(J.array)
    return Tensor(one) if create_graph else one


def _as_result(x, gradient, create_graph):
    """What `grad` returns for x: zeros when nothing arrived, and the dtype of x."""
    if gradient is None:
        gradient = xp_of(x.array).zeros_like(x.array)
    if isinstance(gradient, Tensor):
        return gradient
    if gradient.dtype != x.array.dtype:
        gradient = gradient.astype(x.array.dtype)
    return Tensor(gradient) if create_graph else gradient


def _apart(gradients):
    """The gradients as arrays that a caller may write into: a view, or one array for two tensors, is
    copied."""
    seen, apart = set(), []
    for g in gradients:
        if id(g) in seen or not g.flags.owndata:
            g = g.copy()
        seen.add(id(g))
        apart.append(g)
    return apart


def unbroadcast(G, shape):
    """G summed back to `shape`: a number that broadcasting repeated gets the sum over its repeats.

    Axes that broadcasting put in front are summed away; axes of length 1 that it stretched are summed and
    kept. A gradient that a rule gave too small (a constant) is repeated instead.
    """
    extra = G.ndim - len(shape)
    if extra > 0:
        G = G.sum(axis=tuple(range(extra)))
    stretched = tuple(i for i, n in enumerate(shape) if n == 1 and i < G.ndim and G.shape[i] != 1)
    if stretched:
        G = G.sum(axis=stretched, keepdims=True)
    if G.shape != shape and G.size == 1:
        G = broadcast_to(reshape(G, ()), shape)
    if G.shape != shape:
        raise ValueError(
            f"grad: expected a rule to give a gradient of shape {shape}, got {G.shape}; look at its axes"
        )
    return G
