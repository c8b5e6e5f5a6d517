"""Chapter 6: the graph as the book asks about it: operations, inputs and consumers of a variable.

A variable knows its inputs. Who consumes it is known only within a graph, so the graph is an argument. The
variables may be Symbols or recorded Tensors: the functions here look at `op` and `inputs` alone.
"""

from dlcourse.tensor import Operand


class Graph:
    """Variables in topological order, each after its inputs; and the consumers of each.

    Source: DL book, section 6.5.6; deck Srihari, section V, slides 46 to 48.
    """

    def __init__(self, variables=()):
        self.variables, self.consumers = [], {}
        for V in variables:
            self.add(V)

    def add(self, V) -> None:
        """Add V, whose inputs that belong to the graph are there already."""
        if V in self.consumers:
            return
        self.variables.append(V)
        self.consumers[V] = []
        for x in dict.fromkeys(variables_among(V.inputs)):
            if x in self.consumers:
                self.consumers[x].append(V)

    def insert(self, V) -> None:
        """Add V and the operations that create it, as far as they are not there yet."""
        for new in _ancestors([V], known=self.consumers):
            self.add(new)

    @property
    def n_edges(self) -> int:
        """How many inputs all variables have together, those outside the graph left out."""
        return sum(x in self.consumers for V in self.variables for x in variables_among(V.inputs))

    def __contains__(self, V) -> bool:
        return V in self.consumers

    def __len__(self) -> int:
        return len(self.variables)


def graph_of(*results) -> Graph:
    """The graph of all variables from which the results are made, the results included.

    Raises TypeError for what is no variable, ValueError for a cycle: information flows one way. Source: deck
    Srihari, section I, slides 4 and 7.
    """
    for V in results:
        if not isinstance(V, Operand) or not hasattr(V, "inputs"):
            raise TypeError(
                f"graph_of: expected Symbols or Tensors, got {type(V).__name__}; "
                "an op on plain arrays records nothing"
            )
    variables = _ancestors(results, known=())
    _expect_no_cycle(variables)
    return Graph(variables)


def get_operation(V):
    """The op that computes V; None when V is an input of the graph."""
    return V.op


def get_inputs(V) -> tuple:
    """What V is computed from, in the order in which its op takes it: its parents, and constants."""
    return tuple(V.inputs)


def get_consumers(V, graph: Graph) -> list:
    """The variables of the graph that are computed from V, each once: its children.

    The deck's algorithm 6 prints "get-customers" (section V, slide 55).
    """
    return list(graph.consumers.get(V, ()))


def prune(graph: Graph, z, targets) -> Graph:
    """The part of the graph that lies between: ancestors of z that are descendants of a target.

    z and targets count as their own ancestors and descendants. Source: line 1 of algorithm 6.5.
    """
    above = set(_ancestors([z], known=()))
    reached = set(targets)
    for V in graph.variables:
        if any(x in reached for x in variables_among(V.inputs)):
            reached.add(V)
    return Graph(V for V in graph.variables if V in above and V in reached)


def variables_among(inputs) -> list:
    """The inputs without the constants."""
    return [x for x in inputs if isinstance(x, Operand)]


def _ancestors(results, known) -> list:
    """The results and what they are made from, inputs first. Does not recurse: no graph is too deep."""
    found, stack = {}, list(results)  # a dict for its order
    while stack:
        V = stack.pop()
        if V not in found and V not in known:
            found[V] = True
            stack += variables_among(V.inputs)
    return sorted(reversed(found), key=lambda V: V.serial)  # leaves, all of serial 0, in order of first use


def _expect_no_cycle(variables) -> None:
    """Raise ValueError for a variable made from a later one: ops make none, and every cycle has one."""
    for V in variables:
        for x in variables_among(V.inputs):
            if x.serial >= V.serial:
                raise ValueError(
                    f"graph_of: expected a graph without cycles, got {V!r} made from {x!r}, which is no "
                    "earlier; let ops make the variables"
                )
