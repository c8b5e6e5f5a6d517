"""Chapter 6: a kernel, the formulas of a live control: written once, computed in Python and in the page.

The formulas are a graph of symbols. Python evaluates it for the still picture, and `javascript.py` prints it
for the live one, with the gradients that `symbolic_gradient` adds to it.
"""

import numpy as np

from dlcourse.graphs import Graph, Symbol, forward_propagation, graph_of
from dlcourse.widgets.frame.javascript import function_text


class Kernel:
    """Outputs as functions of inputs.   inputs: symbols without values; outputs: name -> symbol

    `kernel(**values)` is a dict of the outputs; `script()` the JavaScript function of the inputs, in their
    order, that returns an object of the outputs. Arrays are flat there, row after row, and so they are when
    the kernel is called with its inputs in their order. Raises ValueError for inputs with one name or an
    output that needs another input.

    >>> x = Symbol("x")
    >>> square = Kernel([x], {"y": x * x})
    >>> float(square(x=3.0)["y"])
    9.0
    >>> print(square.script())
    function (x) {
      const t1 = x * x;
      return { y: t1 };
    }
    """

    def __init__(self, inputs, outputs: dict):
        self.inputs, self.outputs = tuple(inputs), dict(outputs)
        self.graph: Graph = graph_of(*self.outputs.values())
        names = [x.name for x in self.inputs]
        free = {V.name for V in self.graph.variables if V.op is None and V.value is None}
        if len(set(names)) < len(names) or not free <= set(names):
            raise ValueError(
                f"Kernel: expected inputs of different names, with {sorted(free)} among them, got {names}; "
                "list each symbol that the formulas use once"
            )

    def __call__(self, *flat, **values) -> dict:
        if flat:
            values = {x.name: np.reshape(value, x.shape) for x, value in zip(self.inputs, flat, strict=True)}
        given = {x: values[x.name] for x in self.inputs if x in self.graph}
        u = forward_propagation(self.graph, given)
        found = {name: u[V] for name, V in self.outputs.items()}
        return (
            {name: np.ravel(v).tolist() if np.ndim(v) else float(v) for name, v in found.items()}
            if flat
            else found
        )

    def script(self) -> str:
        return function_text(self.inputs, self.outputs)


def symbols(**shapes) -> list[Symbol]:
    """A symbol for each name and shape.

    >>> symbols(x=(4, 2), b=())
    [Symbol(x), Symbol(b)]
    """
    return [Symbol(name, shape) for name, shape in shapes.items()]


def at_points(kernel: Kernel, points, *others) -> list[dict]:
    """The outputs at each point: the first input, of shape (1, 2), is one after the other (`product.js`).

    >>> x, w = symbols(x=(1, 2), w=(2, 1))
    >>> at_points(Kernel([x, w], {"z": x @ w}), [(1.0, 2.0), (3.0, 4.0)], [1.0, 1.0])
    [{'z': [3.0]}, {'z': [7.0]}]
    """
    u = {x: np.reshape(value, x.shape) for x, value in zip(kernel.inputs[1:], others, strict=True)}
    u[kernel.inputs[0]] = np.array(points, float)  # all at once, as a first axis of any length passes through
    for V in kernel.graph.variables:
        if V not in u:
            given = [u[x] if isinstance(x, Symbol) else x for x in V.inputs]
            u[V] = V.value if V.op is None else V.op(*given)
    # what does not depend on the point is there once
    found = [np.broadcast_to(u[V], (len(points), *u[V].shape[1:])) for V in kernel.outputs.values()]
    rows = zip(*(values.tolist() for values in found), strict=True)
    return [dict(zip(kernel.outputs, row, strict=True)) for row in rows]
