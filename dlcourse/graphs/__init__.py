"""Chapter 6: graphs of symbols and tensors, and on them the DL book's algorithms 6.1 to 6.6."""

from dlcourse.graphs.forward_propagation import evaluate, forward_propagation
from dlcourse.graphs.gradient_graphs import back_propagation, build_grad, symbolic_gradient
from dlcourse.graphs.gradient_table import local_derivatives, scalar_back_propagation
from dlcourse.graphs.mlp_in_arrays import mlp_backward, mlp_forward
from dlcourse.graphs.structure import Graph, get_consumers, get_inputs, get_operation, graph_of, prune
from dlcourse.graphs.symbol import Symbol, constant

__all__ = [
    "Graph",
    "Symbol",
    "back_propagation",
    "build_grad",
    "constant",
    "evaluate",
    "forward_propagation",
    "get_consumers",
    "get_inputs",
    "get_operation",
    "graph_of",
    "local_derivatives",
    "mlp_backward",
    "mlp_forward",
    "prune",
    "scalar_back_propagation",
    "symbolic_gradient",
]
