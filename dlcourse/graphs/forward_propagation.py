"""Chapter 6: algorithm 1, forward propagation: set the inputs, then compute node after node."""

import numpy as np

from dlcourse.backend import as_float_array, is_array
from dlcourse.graphs.structure import Graph, get_inputs, get_operation, graph_of
from dlcourse.tensor import Operand, Tensor


def forward_propagation(graph: Graph, values: dict) -> dict:
    """The value of every variable of the graph, as a dict.   values: variable -> array, number or Tensor

    Each op is computed once, in topological order. An input that is not in `values` has its own value: that
    of a constant, or the array of a recorded Tensor. If values are Tensors, so are the results, and `grad`
    can differentiate them. Source: DL book, algorithm 6.1; deck Srihari, section V, slide 29. Raises
    ValueError for an input without a value and for a value of another shape, TypeError if values is no dict.
    """
    if not isinstance(values, dict):
        raise TypeError(f"evaluate: expected values as a dict, got {type(values).__name__}; as in {{x: 2.0}}")
    u = {}  # the u(i) of the book, by node instead of by number
    for V in graph.variables:
        if V in values:  # also for a computed variable: what it is computed from then has no influence
            u[V] = _checked(V, values[V])
        elif get_operation(V) is None:
            u[V] = _own_value(V)
        else:
            # the topological order puts inputs first, so each u[x] is there; other inputs are plain constants
            arguments = [u[x] if isinstance(x, Operand) else x for x in get_inputs(V)]
            u[V] = get_operation(V)(*arguments)
    return u


def evaluate(symbol, values: dict):
    """The value of one variable, by forward propagation through the graph that computes it.

    values: as for `forward_propagation`, which also raises the errors.

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
        # integers stay integers where V holds them: class labels, indices. [()] makes a scalar of a 0-d array
        value = as_float_array(value)[()] if V.dtype.kind == "f" else value
    if value.shape != V.shape:
        name = getattr(V, "name", "the tensor")
        raise ValueError(
            f"evaluate: expected a value of shape {V.shape} for {name}, got {value.shape}; reshape it"
        )
    return value
