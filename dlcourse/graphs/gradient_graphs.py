"""Chapter 6: algorithms 5 and 6, back-propagation that builds a graph.

On Symbols this is symbol-to-symbol differentiation: each gradient is a Symbol, to be evaluated, drawn and
differentiated again. On recorded Tensors the same lines compute as they go. `sweep.py` does the same work for
`autodiff.grad`, without the table of all gradients.
"""

from dlcourse.counting import tally
from dlcourse.graphs.structure import (
    Graph,
    get_consumers,
    get_inputs,
    get_operation,
    graph_of,
    prune,
)
from dlcourse.graphs.symbol import constant, constant_like
from dlcourse.sweep import unbroadcast
from dlcourse.tensor import Operand


def back_propagation(targets, graph: Graph, z, as_printed: bool = False) -> dict:
    """The gradient of z with respect to each target, as a dict, by algorithm 5, which extends the graph.

    targets: variables; one on which z does not depend gets zeros. z: a variable with one number. as_printed:
    follow the slide, where grad_table[z] <- 1 is missing: every gradient is then 0.
    Source: DL book, algorithm 6.5; deck Srihari, section V, slide 54. Raises ValueError for a z of more than
    one number or outside the graph.

    >>> from dlcourse.graphs.symbol import Symbol
    >>> x, y = Symbol("x"), Symbol("y")
    >>> z = x * y
    >>> back_propagation([x], graph_of(z), z)[x]
    Symbol(multiply: 1, y)
    """
    if isinstance(targets, Operand) or not all(isinstance(V, Operand) for V in targets):
        raise TypeError(
            f"back_propagation: expected a list of Symbols or Tensors as targets, got {targets!r:.50}; "
            "one alone goes in a list, too"
        )
    if not isinstance(z, Operand) or z not in graph or z.size != 1:
        got = f"shape {z.shape}" if isinstance(z, Operand) else type(z).__name__
        raise ValueError(
            f"back_propagation: expected z with one number in the graph, got {got}; "
            "reduce it, as in z.sum(), and use graph_of(z)"
        )
    tally(sweeps=1)
    pruned = prune(graph, z, targets)
    grad_table = {} if as_printed else {z: constant_like(z, 1)}
    for V in reversed(pruned.variables):  # not in the book: consumers first, so that no call recurses deeply
        build_grad(V, graph, pruned, grad_table)
    for V in targets:
        build_grad(V, graph, pruned, grad_table)
    return {V: grad_table[V] for V in targets}


def build_grad(V, graph: Graph, pruned: Graph, grad_table: dict):
    """The gradient with respect to V, summed over its consumers and stored in the table, by algorithm 6.

    Thanks to the table each rule is called once per edge. Source: DL book, algorithm 6.6; deck Srihari,
    section V, slide 55, where one letter stands for the gradient and for the graph.
    """
    if V in grad_table:
        return grad_table[V]
    total = None
    for C in get_consumers(V, pruned):
        op, inputs = get_operation(C), get_inputs(C)
        D = build_grad(C, graph, pruned, grad_table)
        for X, x in enumerate(inputs):
            if x is V:  # mul(x, x) has V at two positions, and both count
                tally(edges=1)
                part = unbroadcast(_as_variable(op.bprop(inputs, X, D, C)), V.shape)
                total = part if total is None else total + part
    grad_table[V] = constant_like(V, 0) if total is None else total
    graph.insert(grad_table[V])
    return grad_table[V]


def symbolic_gradient(z, wrt):
    """dz/dx for a variable or each of a list: algorithm 5 on the graph of z. What `grad` is for arrays.

    >>> from dlcourse.graphs.forward_propagation import evaluate
    >>> from dlcourse.graphs.symbol import Symbol
    >>> x = Symbol("x")
    >>> first = symbolic_gradient(x * x * x, x)
    >>> float(evaluate(symbolic_gradient(first, x), {x: 2.0}))
    12.0
    """
    targets = list(wrt) if isinstance(wrt, list | tuple) else [wrt]
    table = back_propagation(targets, graph_of(z), z)
    return table[wrt] if isinstance(wrt, Operand) else [table[V] for V in targets]


def _as_variable(part):
    """A rule that does not look at G may give plain numbers."""
    return part if isinstance(part, Operand) else constant(part)
