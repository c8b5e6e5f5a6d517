"""Chapter 6: the structure of a graph: operations, inputs and consumers of its variables.

A variable knows its inputs. Its consumers are known only within a graph, so the graph is an argument. The
variables may be Symbols or recorded Tensors: the functions here read only their `op` and `inputs`.
"""

from dlcourse.tensor import Operand


class Graph:
    """Variables in topological order, each after its inputs, and the consumers of each.

    Source: DL book, section 6.5.6; deck Srihari, section V, slides 46 to 48.
    """

    def __init__(self, variables=()):
        self.variables, self.consumers = [], {}
        for V in variables:
            self.add(V)

    def add(self, V) -> None:
        """Add V. Those of its inputs that belong to the graph must be there already."""
        if V in self.consumers:
            return
        self.variables.append(V)
        self.consumers[V] = []
        for x in dict.fromkeys(variables_among(V.inputs)):  # x * x consumes x once, though at two positions
            if x in self.consumers:  # a pruned graph leaves inputs out
                self.consumers[x].append(V)

    def insert(self, V) -> None:
        """Add V and the variables from which it is computed, where they are not in the graph yet."""
        for new in _ancestors([V], known=self.consumers):
            self.add(new)

    @property
    def n_edges(self) -> int:
        """The number of edges: inputs of all variables, without those outside the graph."""
        return sum(x in self.consumers for V in self.variables for x in variables_among(V.inputs))

    def __contains__(self, V) -> bool:
        return V in self.consumers

    def __len__(self) -> int:
        return len(self.variables)


def graph_of(*results) -> Graph:
    """The graph of the results and of all variables from which they are computed.

    Raises TypeError for a result that is no variable, ValueError for a cycle: in a feedforward network
    information flows one way. Source: deck Srihari, section I, slides 4 and 7.
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
    """The op that computes V, or None if V is an input of the graph."""
    return V.op


def get_inputs(V) -> tuple:
    """The inputs of the op that computes V, in their order: the parents of V, and constants."""
    return tuple(V.inputs)


def get_consumers(V, graph: Graph) -> list:
    """The variables of the graph that are computed directly from V, its children, each once.

    The deck's algorithm 6 prints "get-customers" (section V, slide 55).
    """
    return list(graph.consumers.get(V, ()))


def prune(graph: Graph, z, targets) -> Graph:
    """The part of the graph between z and the targets: ancestors of z that are descendants of a target.

    z and targets count as their own ancestors and descendants. Source: line 1 of algorithm 6.5.
    """
    above = set(_ancestors([z], known=()))
    reached = set(targets)
    for V in graph.variables:  # inputs first, so one pass finds all descendants
        if any(x in reached for x in variables_among(V.inputs)):
            reached.add(V)
    return Graph(V for V in graph.variables if V in above and V in reached)


def variables_among(inputs) -> list:
    """The inputs that are variables, without the constants."""
    return [x for x in inputs if isinstance(x, Operand)]


def _ancestors(results, known) -> list:
    """The results and what they are computed from, inputs first, up to variables that are known."""
    # a stack of our own: recursion would fail for graphs deeper than Python's limit of about 1000 calls
    found, stack = {}, list(results)  # a dict serves as a set that keeps its order
    while stack:
        V = stack.pop()
        if V not in found and V not in known:
            found[V] = True
            stack += variables_among(V.inputs)
    # serials grow in the order of making, and inputs are made first. Leaf Tensors all have serial 0: sorted
    # is stable, so they stay in order of first use
    return sorted(reversed(found), key=lambda V: V.serial)


def _expect_no_cycle(variables) -> None:
    """Raise ValueError for a variable that is computed from a later one."""
    # ops make no such variable, but an assignment to .inputs may; and every cycle contains one
    for V in variables:
        for x in variables_among(V.inputs):
            if x.serial >= V.serial:
                raise ValueError(
                    f"graph_of: expected a graph without cycles, got {V!r} made from {x!r}, which is no "
                    "earlier; let ops make the variables"
                )
