"""Chapter 6: drawings of recorded graphs and graphs of symbols, with their numbers, and in words."""

import itertools
import re

import numpy as np

from dlcourse.backend import to_numpy
from dlcourse.graphs import (
    back_propagation,
    forward_propagation,
    get_inputs,
    get_operation,
    graph_of,
    local_derivatives,
)
from dlcourse.plotting.graphs import draw_graph, number
from dlcourse.tensor import Operand, Tensor

TIMES = "\N{MULTIPLICATION SIGN}"
# ops that have a usual sign; of all others the name is written
SIGNS = {"add": "+", "subtract": "\N{MINUS SIGN}", "multiply": TIMES, "divide": "/"}
SIGNS |= {"matmul": "@", "negative": "\N{MINUS SIGN}", "square": "( )\N{SUPERSCRIPT TWO}"}


def draw_recorded_graph(result, names=None, values=None, *, gradients: bool = True, digits: int = 3):
    """A figure of the graph that computes `result`; its label (`get_label`) is the alt text.

    result: a Tensor or a Symbol. names: variable -> name, such as "w1" or "y_hat"; other symbols keep their
    own names, other nodes are u1, u2, ... in order. values: Symbol -> number or array, for the inputs;
    without, a graph of symbols is drawn without numbers. gradients: for a scalar result, also write d result
    / d node below each node. Single numbers are written out, arrays as their shape. The op of a node stands
    in it, below the name; constants are left out. Raises the errors of `evaluate`.
    """
    graph = graph_of(result)
    label = node_names(graph, names or {})
    u, slopes = _numbers(result, values, gradients)
    # a factor on an edge is a derivative: one number only if both of its ends are
    scalar = bool(u) and all(V.size == 1 for V in graph.variables)
    if scalar:
        edges = [(label[a], label[b], factor) for a, b, factor in local_derivatives(graph, u)]
    else:
        edges = [(label[x], label[V], 1.0) for V in graph.variables for x in _variables(V)]
    figure = draw_graph(
        [label[V] for V in graph.variables],
        edges,
        values=_single_numbers(u, label),
        gradients=_single_numbers(slopes, label),
        factors=scalar,
        digits=digits,
        ops={label[V]: _sign(V) for V in graph.variables if get_operation(V) is not None},
        shapes={label[V]: TIMES.join(map(str, V.shape)) for V in graph.variables if V.size > 1},
    )
    # instead of draw_graph's words, which know no ops and no shapes of inputs
    figure.set_label(describe_graph(result, names, values, gradients=gradients, digits=digits))
    return figure


def describe_graph(result, names=None, values=None, *, gradients: bool = True, digits: int = 3) -> str:
    """The graph in words, node after node: the alt text of its drawing.

    The arguments are those of `draw_recorded_graph`.

    >>> from dlcourse.tensor import Tensor
    >>> x, w = Tensor(2.0), Tensor(3.0)
    >>> describe_graph(x * w, {x: "x", w: "w"})
    'Computational graph. x = 2, gradient 3. w = 3, gradient 2. u1 = multiply(x, w) = 6, gradient 1.'
    """
    graph = graph_of(result)
    label = node_names(graph, names or {})
    u, slopes = _numbers(result, values, gradients)
    sentences = []
    for V in graph.variables:
        parts = [label[V]]
        if get_operation(V) is not None:
            inputs = [label[x] if isinstance(x, Operand) else _words(x, digits) for x in get_inputs(V)]
            parts.append(f"{_op_name(V)}({', '.join(inputs)})")
        if V in u:
            parts.append(_words(u[V], digits))
        elif V.size > 1:
            parts.append(f"array of shape {V.shape}")
        text = " = ".join(parts)
        sentences.append(text + (f", gradient {_words(slopes[V], digits)}" if V in slopes else ""))
    return "Computational graph. " + ". ".join(sentences) + "."


def node_names(graph, names: dict) -> dict:
    """The name of every variable: from `names`, a symbol's own; c1, c2, ... for constants, else u1, u2, ...

    Raises ValueError when two variables have the same name.
    """
    # names that are given or fixed: numbering goes around them
    taken = {names.get(V, getattr(V, "name", None)) for V in graph.variables if V in names or V.op is None}
    nodes, constants = _unused("u", taken), _unused("c", taken)
    found = {}
    for V in graph.variables:
        if V in names:
            found[V] = names[V]
        elif get_operation(V) is not None:
            found[V] = next(nodes)
        else:
            own = not isinstance(V, Tensor) and V.value is None
            found[V] = V.name if own else next(constants)
    if len(set(found.values())) < len(found):
        # a drawing knows nodes by their names: two of one name would become one node
        double = next(name for name in found.values() if list(found.values()).count(name) > 1)
        raise ValueError(
            f"draw_recorded_graph: expected one name per node, got {double!r} twice; give others in names"
        )
    return found


def _unused(letter, taken):
    return (name for i in itertools.count(1) if (name := f"{letter}{i}") not in taken)


def _variables(V):
    return [x for x in get_inputs(V) if isinstance(x, Operand)]


def _numbers(result, values, gradients):
    """The value of every node and the gradient of the result with respect to it, as two dicts.

    Both are empty for symbols without values.
    """
    if not isinstance(result, Tensor) and values is None:
        return {}, {}
    graph = graph_of(result)
    nodes = list(graph.variables)  # a copy: back_propagation adds to the graph
    u = forward_propagation(graph, values or {})
    if not gradients or result.size != 1:
        return _arrays(u), {}
    table = back_propagation(nodes, graph, result)
    slopes = {V: G for V, G in table.items() if V.dtype.kind == "f"}  # class labels have no gradient
    if not isinstance(result, Tensor):  # gradients of symbols are symbols: evaluate them all at once
        known = forward_propagation(graph_of(*slopes.values(), result), values)
        slopes = {V: known[G] for V, G in slopes.items()}
    return _arrays(u), _arrays(slopes)


def _arrays(table):
    return {V: to_numpy(x.array if isinstance(x, Tensor) else x) for V, x in table.items()}


def _single_numbers(table, label):
    return {label[V]: x.item() for V, x in table.items() if x.size == 1}


def _op_name(V) -> str:
    """The name of the op without its constants, as in softmaxCrossEntropy."""
    name = repr(get_operation(V)).split("(")[0]
    return name[0].lower() + name[1:]


def _sign(V) -> str:
    """The text in the node: a sign, a name of up to twelve letters, or the initials of its words."""
    name = _op_name(V)
    if len(name) > 12:
        name = "".join(word[0] for word in re.findall(r"[A-Z]?[a-z0-9]+", name)).upper()
    return SIGNS.get(_op_name(V), name)


def _words(x, digits) -> str:
    return number(np.asarray(x).item(), digits) if np.size(x) == 1 else f"array of shape {np.shape(x)}"
