"""Chapter 6: algorithms 5 and 6, back-propagation that builds a graph.

On Symbols this is symbol-to-symbol differentiation: each gradient is a Symbol, which can be evaluated, drawn
and differentiated again. On recorded Tensors the same lines compute numbers at once. For `autodiff.grad`,
`sweep.py` does the same work without a table of all gradients.
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
    """The gradients of z with respect to the targets, as a dict, by algorithm 5. Adds them to the graph.

    targets: variables; the gradient with respect to one on which z does not depend is zeros. z: a variable of
    size 1. as_printed: follow the slide, where grad_table[z] <- 1 is missing, so every gradient is 0. Source:
    DL book, algorithm 6.5; deck Srihari, section V, slide 54. Raises ValueError for a z of another size or
    outside the graph, TypeError for targets that are no list of variables.

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
    # the book's G and G': gradients are added to the graph, but consumers are looked up in the pruned one,
    # since in the graph the variables also get consumers that compute gradients
    pruned = prune(graph, z, targets)
    grad_table = {} if as_printed else {z: constant_like(z, 1)}
    # not in the book: consumers first, so the recursion finds them in the table and never gets deep
    for V in reversed(pruned.variables):
        build_grad(V, graph, pruned, grad_table)
    for V in targets:  # those on which z does not depend are not in the pruned graph, and get zeros here
        build_grad(V, graph, pruned, grad_table)
    return {V: grad_table[V] for V in targets}


def build_grad(V, graph: Graph, pruned: Graph, grad_table: dict):
    """The gradient with respect to V, summed over its consumers and stored in the table, by algorithm 6.

    Because of the table each bprop is called once per edge. Source: DL book, algorithm 6.6; deck Srihari,
    section V, slide 55, where one letter stands for the gradient and for the graph.
    """
    if V in grad_table:
        return grad_table[V]
    total = None  # the book keeps a list G(i) of the terms and sums it at the end
    for C in get_consumers(V, pruned):
        op, inputs = get_operation(C), get_inputs(C)
        D = build_grad(C, graph, pruned, grad_table)  # the gradient on the output of C
        for X, x in enumerate(inputs):
            if x is V:  # mul(x, x) has V at two positions, and both count
                tally(edges=1)
                part = unbroadcast(_as_variable(op.bprop(inputs, X, D, C)), V.shape)
                total = part if total is None else total + part
    grad_table[V] = constant_like(V, 0) if total is None else total
    graph.insert(grad_table[V])
    return grad_table[V]


def symbolic_gradient(z, wrt):
    """dz/dx for a variable x, or a list of them for a list: what `grad` is for arrays, by algorithm 5.

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
    """The result of a bprop as a variable: one that does not use G may return a plain array."""
    return part if isinstance(part, Operand) else constant(part)
