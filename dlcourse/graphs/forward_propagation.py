"""Chapter 6: algorithm 1, forward propagation: give the inputs values, then compute node after node."""

import numpy as np

from dlcourse.backend import as_float_array, is_array
from dlcourse.graphs.structure import Graph, get_inputs, get_operation, graph_of
from dlcourse.tensor import Operand, Tensor


def forward_propagation(graph: Graph, values: dict) -> dict:
    """The value of every variable of the graph, as a dict.   values: variable -> array, number or Tensor

    Each op is computed once, in topological order. An input without an entry in `values` takes its own value:
    a constant's, or the array of a recorded Tensor. Tensors as values make the results Tensors, so that
    `grad` goes on from there. Source: DL book, algorithm 6.1; deck Srihari, section V, slide 29. Raises
    ValueError for an input without a value and for a value of another shape.
    """
    if not isinstance(values, dict):
        raise TypeError(f"evaluate: expected values as a dict, got {type(values).__name__}; as in {{x: 2.0}}")
    u = {}
    for V in graph.variables:
        if V in values:
            u[V] = _checked(V, values[V])
        elif get_operation(V) is None:
            u[V] = _own_value(V)
        else:
            arguments = [u[x] if isinstance(x, Operand) else x for x in get_inputs(V)]
            u[V] = get_operation(V)(*arguments)
    return u


def evaluate(symbol, values: dict):
    """The value of one variable, by forward propagation through the graph from which it is made.

    >>> from dlcourse.graphs.symbol import Symbol
    >>> x, y = Symbol("x"), Symbol("y")
    >>> float(evaluate(x * y + y, {x: 2.0, y: 3.0}))
    9.0
    """
    return forward_propagation(graph_of(symbol), values)[symbol]


def _own_value(V):
    own = V.array if isinstance(V, Tensor) else V.value
    if own is None:
        raise ValueError(f"evaluate: expected a value for {V.name}, got none; add it to values")
    return own


def _checked(V, value):
    if not isinstance(value, Tensor):
        value = value if is_array(value) and value.dtype.kind != "O" else np.asarray(value)
        value = as_float_array(value)[()] if V.dtype.kind == "f" else value
    if value.shape != V.shape:
        name = getattr(V, "name", "the tensor")
        raise ValueError(
            f"evaluate: expected a value of shape {V.shape} for {name}, got {value.shape}; reshape it"
        )
    return value
