"""The errors of symbols, graphs and the book's algorithms on them."""

import numpy as np
from errors_common import EITHER, T, X, Y

from dlcourse import graphs, ops
from dlcourse.graphs import Symbol, constant, evaluate, graph_of, mlp_backward, mlp_forward

x, v = Symbol("x"), Symbol("v", (2,))
W, B = [np.ones((2, 3)), np.ones((3, 1))], [np.ones(3), np.ones(1)]
ACTIVATIONS = [ops.tanh, None]


def forward(x=X, weights=W, biases=B, activations=ACTIVATIONS, **options):
    return mlp_forward(x, Y, weights, biases, activations, **options)


def circle():
    """A symbol that is made from itself: no op makes one."""
    V = x + 1
    V.inputs = (V, 1)
    return V


WRONG = {
    "a symbol without a name": (lambda: Symbol(""), TypeError, ["Symbol", "''", "evaluate"]),
    "a symbol of data": (lambda: Symbol(3.0), TypeError, ["Symbol", "a name", "3.0"]),
    "a symbol's length": (lambda: Symbol("x", 3), EITHER, ["Symbol", "(2, 3)", "got 3"]),
    "a symbol of less than nothing": (lambda: Symbol("x", (-1,)), ValueError, ["Symbol", "(-1,)"]),
    "a symbol's dtype": (lambda: Symbol("x", (), "flot"), TypeError, ["Symbol", "'flot'", "float64"]),
    "a symbol as a condition": (lambda: bool(x), TypeError, ["Symbol", "truth value", "evaluate"]),
    "symbols and tensors": (lambda: x * T, TypeError, ["Symbol", "Tensor", "evaluate"]),
    "symbols that do not fit": (lambda: v + Symbol("w", (3,)), ValueError, ["add", "(2,)", "(3,)"]),
    "a constant of words": (lambda: constant("a"), TypeError, ["real numbers"]),
    "the graph of an array": (lambda: graph_of(X), TypeError, ["graph_of", "ndarray", "records nothing"]),
    "a graph in a circle": (lambda: graph_of(circle()), ValueError, ["graph_of", "cycles", "let ops"]),
    "no value": (lambda: evaluate(x + 1, {}), ValueError, ["evaluate", "x", "add it to values"]),
    "a value by its name": (lambda: evaluate(x + 1, {"x": 2.0}), ValueError, ["evaluate", "x"]),
    "values in a list": (lambda: evaluate(x + 1, [2.0]), TypeError, ["evaluate", "list", "{x: 2.0}"]),
    "a value of another shape": (lambda: evaluate(v + 1, {v: np.ones(3)}), ValueError, ["(2,)", "v", "(3,)"]),
    "a value in words": (lambda: evaluate(x + 1, {x: "a"}), TypeError, ["real numbers"]),
    "z of many numbers": (
        lambda: graphs.symbolic_gradient(v, v),
        ValueError,
        ["z with one", "z.sum()"],
    ),
    "z an array": (lambda: graphs.back_propagation([x], graph_of(x), 1.0), ValueError, ["float", "graph_of"]),
    "z outside": (lambda: graphs.back_propagation([x], graph_of(x), v.sum()), ValueError, ["in the graph"]),
    "a target alone": (lambda: graphs.back_propagation(x, graph_of(x), x), TypeError, ["targets", "list"]),
    "a gradient by an array": (lambda: graphs.symbolic_gradient(x, 3), TypeError, ["targets", "[3]"]),
    "scalars that are vectors": (
        lambda: graphs.scalar_back_propagation(graph_of(v + 1), {v: X[0]}),
        ValueError,
        ["scalar_back_propagation", "v", "(2,)", "arrays"],
    ),
    "a result for a graph": (
        lambda: graphs.local_derivatives(x),
        TypeError,
        ["Graph", "Symbol", "graph_of(z)"],
    ),
    "layers without weights": (
        lambda: forward(weights=[], biases=[], activations=[]),
        ValueError,
        ["(0, 0, 0)"],
    ),
    "a bias too few": (lambda: forward(biases=B[:1]), ValueError, ["mlp_forward", "(2, 1, 2)"]),
    "a function as an activation": (
        lambda: forward(activations=[np.tanh, None]),
        TypeError,
        ["mlp_forward", "ops or None", "tanh"],
    ),
    "a penalty below none": (
        lambda: forward(penalty=-1),
        ValueError,
        ["penalty of at least 0", "-1"],
    ),
    "layers that do not fit": (lambda: forward(np.ones((4, 5))), ValueError, ["layer 0", "(4, 5)", "(2, 3)"]),
    "one sample for the layers": (lambda: forward(np.ones(2)), ValueError, ["layer 0", "(2,)", "rows"]),
    "a layer too few on the way back": (
        lambda: mlp_backward(forward(), Y, W[:1], ACTIVATIONS[:1]),
        ValueError,
        ["mlp_backward", "2 layers", "1 weights"],
    ),
}
