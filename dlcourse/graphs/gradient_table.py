"""Chapter 6: algorithm 2, back-propagation for scalars: one table, filled from the output to the inputs."""

import numpy as np

from dlcourse.counting import tally
from dlcourse.graphs.forward_propagation import forward_propagation
from dlcourse.graphs.structure import Graph, get_consumers, get_inputs, get_operation
from dlcourse.tensor import Operand, Tensor


def scalar_back_propagation(graph: Graph, values: dict | None = None) -> dict:
    """The derivative of the last variable u(n) with respect to each variable: variable -> float.

    graph: scalars only, u(n) last. values: variable -> number for its inputs. Each edge is visited once:
    grad_table[u(j)] = sum over the consumers u(i) of u(j) of grad_table[u(i)] du(i)/du(j). Source: DL book,
    algorithm 6.2; deck Srihari, section V, slide 32, which returns u(i) where it means grad_table[u(i)].
    Raises ValueError for a variable of more than one number, TypeError if graph is no Graph.

    >>> from dlcourse.graphs.structure import graph_of
    >>> from dlcourse.graphs.symbol import Symbol
    >>> a, b = Symbol("a"), Symbol("b")
    >>> table = scalar_back_propagation(graph_of((a + b) * (b + 1)), {a: 2.0, b: 1.0})
    >>> table[a], table[b]
    (2.0, 5.0)
    """
    u = _scalars(graph, values)
    tally(sweeps=1)
    *earlier, last = graph.variables  # the topological order ends in u(n), on which nothing depends
    grad_table = {last: 1.0}
    for V in reversed(earlier):  # every consumer of V comes later in the order, so its entry is there
        grad_table[V] = sum(  # 0 for a variable on which u(n) does not depend
            grad_table[C] * partial(C, X, u)
            for C in get_consumers(V, graph)
            for X, x in enumerate(get_inputs(C))
            if x is V
        )
    return {V: float(grad_table[V]) for V in graph.variables}


def local_derivatives(graph: Graph, values: dict | None = None) -> list:
    """The edges (tail, head, factor) of a graph of scalars, with factor = d head / d tail.

    An op that takes a variable twice has two edges from it. Used by `experiments.ch05_paths`, which counts
    and multiplies along paths, and by `plotting`, which draws the graph. Raises the errors of
    `scalar_back_propagation`.
    """
    u = _scalars(graph, values)
    return [
        (x, V, partial(V, X, u))
        for V in graph.variables
        for X, x in enumerate(get_inputs(V))
        if isinstance(x, Operand)
    ]


def partial(C, X: int, u: dict) -> float:
    """du(i)/du(j) at the values u, with u(i) the node C and u(j) its input at position X."""
    # bprop returns dY/dX times G: with G = 1, the derivative itself
    tally(edges=1)
    inputs = [u[x] if isinstance(x, Operand) else x for x in get_inputs(C)]
    G = np.ones_like(u[C])[()]  # shaped like u[C], which may be an array of one number
    return np.asarray(get_operation(C).bprop(inputs, X, G, u[C])).item()


def _scalars(graph, values):
    if not isinstance(graph, Graph):
        raise TypeError(
            f"scalar_back_propagation: expected a Graph, got {type(graph).__name__}; graph_of(z) makes one"
        )
    for V in graph.variables:
        if V.size != 1:
            name = getattr(V, "name", "a Tensor")
            raise ValueError(
                f"scalar_back_propagation: expected scalars, got {name} of shape {V.shape}; "
                "use back_propagation for arrays"
            )
    u = forward_propagation(graph, values or {})
    # arrays from here on: with Tensors, bprop would record a graph of the derivatives
    return {V: value.array if isinstance(value, Tensor) else value for V, value in u.items()}
