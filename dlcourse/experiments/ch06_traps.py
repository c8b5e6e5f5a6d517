"""Chapter 6: automatic differentiation. Mistakes that raise no error, each with the wrong number it gives."""

from dlcourse.experiments.ch06_cost_of_derivatives import Example
from dlcourse.graphs import (
    Symbol,
    forward_propagation,
    get_consumers,
    get_inputs,
    scalar_back_propagation,
)
from dlcourse.graphs.gradient_table import partial
from dlcourse.numbers import Number


def weight_decay(w: float = 3.0, x: float = 2.0, y: float = 5.0, penalty: float = 0.5) -> Example:
    """J = (w x - y)^2 + penalty w^2: w serves two ends.   Source: deck Srihari, section V, slide 17."""
    W = Symbol("w")
    residual = W * x - y
    L, Omega = residual * residual, penalty * (W * W)
    return Example({"w": W, "L": L, "Omega": Omega, "J": L + Omega}, {W: w})


def last_one_wins(graph, values: dict) -> dict:
    """Algorithm 2 with `=` in the place of `+=`: each share that arrives overwrites those before it."""
    u = forward_propagation(graph, values)
    *earlier, last = graph.variables
    grad_table = {last: 1.0}
    for V in reversed(earlier):
        for C in get_consumers(V, graph):
            for X, x in enumerate(get_inputs(C)):
                if x is V:
                    grad_table[V] = grad_table[C] * partial(C, X, u)
    return grad_table


def numbers() -> dict[str, Number]:
    """The derivatives that the mistakes give, beside the right ones."""
    decay = weight_decay()
    w = decay.nodes["w"]
    return {
        "decay": Number(scalar_back_propagation(decay.graph, decay.values)[w], "g", ("S131",), "by hand"),
        "overwritten": Number(last_one_wins(decay.graph, decay.values)[w], "g", (), "by hand"),
    }
