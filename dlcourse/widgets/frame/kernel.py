"""Chapter 6: a kernel, the formulas of a live control: written once, computed in Python and in the page.

The formulas are a graph of symbols. Python evaluates it for the still picture, and `javascript.py` prints it
for the live one, with the gradients that `symbolic_gradient` adds to it.
"""

from dlcourse.graphs import Graph, Symbol, forward_propagation, graph_of
from dlcourse.widgets.frame.javascript import function_text


class Kernel:
    """Outputs as functions of inputs.   inputs: symbols without values; outputs: name -> symbol

    `kernel(**values)` is a dict of the outputs; `script()` the JavaScript function of the inputs, in their
    order, that returns an object of the outputs. Arrays are flat there, row after row. Raises ValueError for
    inputs with one name or an output that needs another input.

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

    def __call__(self, **values) -> dict:
        given = {x: values[x.name] for x in self.inputs if x in self.graph}
        u = forward_propagation(self.graph, given)
        return {name: u[V] for name, V in self.outputs.items()}

    def script(self) -> str:
        return function_text(self.inputs, self.outputs)


def symbols(**shapes) -> list[Symbol]:
    """A symbol for each name and shape.

    >>> symbols(x=(4, 2), b=())
    [Symbol(x), Symbol(b)]
    """
    return [Symbol(name, shape) for name, shape in shapes.items()]
