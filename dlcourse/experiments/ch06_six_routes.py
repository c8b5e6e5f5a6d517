"""Chapter 6: automatic differentiation. One gradient by six routes, and what each of them costs.

The network is that of chapter 2 with tanh units: nine numbers, four cases, the mean squared error. All routes
ask the ops for their rules, so a wrong rule leads all of them to one wrong gradient; small steps find it.
"""

from functools import cache

import numpy as np

from dlcourse import forward_mode
from dlcourse.autodiff import grad
from dlcourse.counting import count
from dlcourse.data import xor
from dlcourse.experiments import ch06_own_engine as own_engine
from dlcourse.experiments.ch05_paths import count_paths, sum_over_paths
from dlcourse.experiments.ch06_own_engine import start
from dlcourse.gradcheck import numerical_gradient
from dlcourse.graphs import (
    Symbol,
    evaluate,
    graph_of,
    local_derivatives,
    scalar_back_propagation,
    symbolic_gradient,
)
from dlcourse.layers import MLP
from dlcourse.numbers import Number
from dlcourse.ops import square, tanh
from dlcourse.tensor import Tensor

ROUTES = ("paths", "Algorithm 2", "modules", "the sweep", "symbols", "forward mode")


class WrongTanh(type(tanh)):
    """tanh with a rule that is wrong by a factor of 3/2."""

    def bprop(self, inputs, X, G, Y):
        return 1.5 * super().bprop(inputs, X, G, Y)


WRONG = WrongTanh()


def cost(W, c, w, b, unit=tanh):
    """The mean squared error of unit(x W + c) w + b on XOR, for arrays, Tensors, Duals or Symbols."""
    x, y = xor()
    return square(unit(x @ W + c) @ w + b - y).sum() * (1 / len(x))


def parts(theta) -> list:
    """The nine numbers as W (2, 2), c (2,), w (2, 1) and b (1,)."""
    theta = np.asarray(theta)
    return [theta[:4].reshape(2, 2), theta[4:6], theta[6:8].reshape(2, 1), theta[8:]]


def flat(arrays) -> np.ndarray:
    """All numbers of the arrays in one row."""
    return np.concatenate([np.ravel(array) for array in arrays])


def scalar_graph(theta, unit=tanh):
    """The same cost as a graph of single numbers.   -> graph, its nine inputs, their values"""
    inputs = [Symbol(f"t{i}") for i in range(len(theta))]
    return graph_of(own_engine.cost(inputs, unit)), inputs, dict(zip(inputs, theta, strict=True))


def by_paths(theta, unit=tanh):
    """Multiply along each path from a parameter to the cost, add over the paths."""
    graph, inputs, values = scalar_graph(theta, unit)
    edges, J = local_derivatives(graph, values), graph.variables[-1]
    return np.array([sum_over_paths(edges, V, J).wrt[V] for V in inputs])


def by_algorithm_2(theta, unit=tanh):
    """One table of single numbers."""
    graph, inputs, values = scalar_graph(theta, unit)
    table = scalar_back_propagation(graph, values)
    return np.array([table[V] for V in inputs])


def by_modules(theta, unit=tanh):
    """The network hands back what the loss hands to it."""
    model, (x, y) = MLP((2, 2, 1), activation=unit, rng=np.random.default_rng(0)), xor()
    for parameter, array in zip(model.parameters(), parts(theta), strict=True):
        parameter.array[...] = array
    x = Tensor(x)
    f = model(x)
    return flat(model.bprop(x, 2 / len(y) * (f.array - y), f)[1])


def by_sweep(theta, unit=tanh):
    """`grad`: one sweep over the recorded arrays."""
    tensors = [Tensor(array) for array in parts(theta)]
    return flat(grad(cost(*tensors, unit), tensors))


def by_symbols(theta, unit=tanh):
    """The gradient as a graph of symbols, which gets its numbers last."""
    arrays = parts(theta)
    symbols = [Symbol(name, array.shape) for name, array in zip("Wcwb", arrays, strict=True)]
    values = dict(zip(symbols, arrays, strict=True))
    return flat([evaluate(g, values) for g in symbolic_gradient(cost(*symbols, unit), symbols)])


def by_forward_mode(theta, unit=tanh):
    """One forward sweep for each of the nine numbers."""

    def J(theta):
        return cost(theta[:4].reshape(2, 2), theta[4:6], theta[6:8].reshape(2, 1), theta[8:], unit)

    return forward_mode.jacobian(J, np.asarray(theta))[0]


FUNCTIONS = (by_paths, by_algorithm_2, by_modules, by_sweep, by_symbols, by_forward_mode)


@cache
def gradients(seed: int = 0, unit=tanh) -> dict[str, np.ndarray]:
    """The gradient by each of the ROUTES, at a start from a normal distribution."""
    theta = start(seed)
    return {name: route(theta, unit) for name, route in zip(ROUTES, FUNCTIONS, strict=True)}


def largest_difference(seeds: range = range(20), unit=tanh) -> float:
    """By how much two routes differ in a number, in units of the largest number of the gradient."""
    found = []
    for seed in seeds:
        routes = np.array(list(gradients(seed, unit).values()))
        found.append(np.ptp(routes, axis=0).max() / abs(routes).max())
    return float(max(found))


def off_small_steps(seeds: range = range(20)) -> float:
    """By how much the sweep differs from small steps in a number, in the same units, at most."""
    found = []
    for seed in seeds:
        theta = np.array(start(seed))
        measured = numerical_gradient(lambda theta: float(cost(*parts(theta))), theta)
        found.append(abs(by_sweep(theta) - measured).max() / abs(measured).max())
    return float(max(found))


def edges_of(route) -> int:
    """The edges that a route visits in all of its sweeps."""
    with count() as counts:
        route(start())
    return counts.edges


def nodes_of_symbols() -> tuple[int, int]:
    """The nodes of the cost as a graph of symbols, and those that its whole gradient adds to them."""
    symbols = [Symbol(name, array.shape) for name, array in zip("Wcwb", parts(start()), strict=True)]
    J = cost(*symbols)
    known = set(graph_of(J).variables)
    every = known.union(*(graph_of(g).variables for g in symbolic_gradient(J, symbols)))
    return len(known), len(every - known)


def numbers() -> dict[str, Number]:
    """How far the routes lie apart; paths, edges and nodes of the cost in single numbers and in arrays."""
    graph, inputs, values = scalar_graph(start())
    edges, J = local_derivatives(graph, values), graph.variables[-1]
    cost_nodes, gradient_nodes = nodes_of_symbols()
    return {
        "cost_nodes": Number(cost_nodes, "d", ("S137",), "by hand"),
        "gradient_nodes": Number(gradient_nodes, "d", ("S137",), "by hand"),
        "apart": Number(largest_difference(), ".0e", (), "rounding: at most a few units of 2^-53"),
        "wrong_apart": Number(largest_difference(unit=WRONG), ".0e", (), "rounding, as without the mistake"),
        "first": Number(by_sweep(start())[0], ".2f", (), "by hand in numpy"),
        "wrong_first": Number(by_sweep(start(), WRONG)[0], ".2f", (), "3/2 of it: one tanh on the way"),
        "small_off": Number(off_small_steps(), ".0e", (), "central differences: around 1e-11"),
        "n_paths": Number(sum(count_paths(edges, V, J) for V in inputs), ",", (), "by hand"),
        "scalar_edges": Number(len(edges), ",", (), "by hand"),
        "sweep_edges": Number(edges_of(by_sweep), ",", (), "by hand"),
        "forward_edges": Number(edges_of(by_forward_mode), ",", (), "by hand"),
    }
