"""Chapter 6: automatic differentiation. The cost of derivatives, counted.

Paths against edges, storing against recomputing, one sweep per input against one for all. Operations are
counted as they run, not computed from a formula; the tests compare both.
"""

import math
from dataclasses import dataclass

import numpy as np

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.counting import count
from dlcourse.data import xor
from dlcourse.experiments.ch02_xor import hand_set_network
from dlcourse.experiments.ch05_paths import count_paths
from dlcourse.forward_mode import jvp
from dlcourse.graphs import Symbol, graph_of, symbolic_gradient
from dlcourse.graphs.mlp_in_arrays import mean_squared_norm
from dlcourse.numbers import Number
from dlcourse.tensor import Tensor

N_RUNGS = 50
LENET_PARAMETERS, ALEXNET_PARAMETERS = 61_706, 60_965_224
DAYS_PER_YEAR = 365.2425  # of the Gregorian calendar: 146,097 days in 400 years


@dataclass(frozen=True)
class Example:
    """A graph of symbols with values for its inputs. nodes: by name, inputs first, the result last."""

    nodes: dict[str, Symbol]
    values: dict[Symbol, float]

    @property
    def graph(self):
        return graph_of(list(self.nodes.values())[-1])  # made anew: differentiation adds nodes to a graph

    @property
    def names(self) -> dict[Symbol, str]:
        return {node: name for name, node in self.nodes.items()}


def two_inputs(a: float = 2.0, b: float = 1.0) -> Example:
    """e = (a + b) (b + 1), with c = a + b and d = b + 1.   Source: deck Leibe, "Computational graphs"."""
    A, B = Symbol("a"), Symbol("b")
    C, D = A + B, B + 1
    return Example({"a": A, "b": B, "c": C, "d": D, "e": C * D}, {A: a, B: b})


def five_nodes(x: float = 2.0, w: tuple = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)) -> Example:
    """u1 = w1 x, u2 = w2 x, u3 = w3 u1 + w4 u2, u4 = w6 u1 + w5 u2, u5 = u3 + u4.

    Source: deck Fix, page 44, which shows the drawing; the formulas are read from it.
    """
    X, *W = (Symbol(name) for name in ("x", *(f"w{i}" for i in range(1, 7))))
    w1, w2, w3, w4, w5, w6 = W
    u1, u2 = w1 * X, w2 * X
    u3, u4 = w3 * u1 + w4 * u2, w6 * u1 + w5 * u2  # the products are nodes as well, without a name
    named = {"u1": u1, "u2": u2, "u3": u3, "u4": u4, "u5": u3 + u4}
    inputs = {"x": X} | {V.name: V for V in W}
    return Example(inputs | named, {X: x} | dict(zip(W, w, strict=True)))


def ladder(n: int) -> list:
    """The edges of n diamonds in a row, "0" to str(n): two ways through each, every factor 1.

    Source: the exponential growth of deck Srihari, section V, slide 33.
    """
    edges = []
    for i in range(n):
        for side in ("left", "right"):
            edges += [(f"{i}", f"{i} {side}", 1), (f"{i} {side}", f"{i + 1}", 1)]
    return edges


def edges_visited(n: int) -> int:
    """The number of bprop calls of one gradient on a ladder of n diamonds: 4 n."""
    x = y = Tensor(1.0)
    for _ in range(n):
        y = y * 0.5 + y * 0.5  # the sides of a diamond; 0.5 each keeps y at 1, where 2^n would overflow
    with count() as counts:
        grad(y, x)
    return counts.edges


@dataclass(frozen=True)
class Evaluations:
    """The derivative of f(f(...f(w))) as the product of its slopes, and the number of calls of f."""

    derivative: float
    n_calls: int


def stored_and_recomputed(n: int, w: float, f=math.sin, slope=math.cos) -> tuple[Evaluations, Evaluations]:
    """d/dw of n nested f: with stored values, and with values recomputed from w whenever one is needed.

    Slopes are needed at w, f(w), f(f(w)), ...: n - 1 calls of f with storing, n (n - 1) / 2 without. Source:
    DL book, section 6.5.3; deck Srihari, section V, slide 25.

    >>> [way.n_calls for way in stored_and_recomputed(3, 0.5)]
    [2, 3]
    """
    n_calls = 0

    def counted(x):
        nonlocal n_calls
        n_calls += 1
        return f(x)

    x, derivative = w, slope(w)
    for _ in range(n - 1):  # the last value, f of the n-th, has no slope in the product
        x = counted(x)
        derivative *= slope(x)
    stored, n_calls = Evaluations(derivative, n_calls), 0
    derivative = 1.0
    for k in range(n):
        x = w
        for _ in range(k):  # from w again: 0 + 1 + ... + (n - 1) calls
            x = counted(x)
        derivative *= slope(x)
    return stored, Evaluations(derivative, n_calls)


def nested_derivatives(n: int, order: int, f=ops.sigmoid) -> tuple[Symbol, list[Symbol]]:
    """w, and [z, dz/dw, d2z/dw2, ...] for z = f(f(...f(w))) up to `order`, each as a graph of symbols.

    Each derivative is back-propagation through the graph of the one before. Source: deck Srihari, section V,
    slides 41 to 44.
    """
    w = Symbol("w")
    z = w
    for _ in range(n):
        z = f(z)
    derivatives = [z]
    for _ in range(order):  # the graphs grow quickly: each derivative differentiates the whole of the last
        derivatives.append(symbolic_gradient(derivatives[-1], w))
    return w, derivatives


def sweeps(n: int) -> tuple[int, int]:
    """The number of sweeps for the gradient of a sum of n squares: n in forward mode, 1 in reverse mode."""
    x = np.linspace(0.0, 1.0, n)
    with count() as forward:
        for direction in np.eye(n):  # a forward sweep gives the derivative in one direction only
            jvp(lambda x: (x * x).sum(), x, direction)
    with count() as reverse:
        tensor = Tensor(x)
        grad((tensor * tensor).sum(), tensor)
    return forward.sweeps, reverse.sweeps


def forward_passes(n_parameters: int, scheme: str = "central") -> int:
    """The number of forward passes of finite differences for one gradient with respect to n_parameters.

    Two per parameter for "central", one for "complex" and for "forward", which needs one more at the point
    itself. Raises ValueError for an unknown scheme.

    >>> forward_passes(LENET_PARAMETERS)
    123412
    """
    passes = {"central": 2 * n_parameters, "forward": n_parameters + 1, "complex": n_parameters}
    if scheme not in passes:
        raise ValueError(f"forward_passes: expected scheme in {sorted(passes)}, got {scheme!r}; choose one")
    return passes[scheme]


def years_against_a_week(years: float = 200_000) -> float:
    """The years in weeks: the factor behind "a week instead of 200,000 years".

    Source: deck Srihari, section V, slide 10.
    """
    return years * DAYS_PER_YEAR / 7


def jacobian_of_a_layer(m: int = 64, n: int = 784, k: int = 128) -> tuple[int, int]:
    """The numbers in dY/dW of Y = x W with x (m, n) and W (n, k), and those in W.

    The first matrix is what a chain rule for vectors asks for, when Y and W are flattened; its product with G
    has the size of the second.
    """
    return (m * k) * (n * k), n * k


def xor_sweep() -> tuple[int, int]:
    """The numbers of gradients and of edges in one sweep through the XOR network, recorded in arrays."""
    x, y = xor()
    model = hand_set_network()
    J = mean_squared_norm(model(x), y)
    with count() as counts:
        gradients = grad(J, model.parameters())
    return sum(g.size for g in gradients), counts.edges


def numbers() -> dict[str, Number]:
    """A ladder's paths and edges, what is stored or computed again, and what small steps would cost."""
    found = {}
    for n in (10, 20):
        stored, again = stored_and_recomputed(n, 0.5)
        found[f"stored_{n}"] = Number(stored.n_calls, ",", ("S136",), "n - 1")
        found[f"again_{n}"] = Number(again.n_calls, ",", ("S136", "S178"), "n (n - 1) / 2")
    n_paths = count_paths(ladder(N_RUNGS), "0", str(N_RUNGS))
    n_gradients, n_edges = xor_sweep()
    n_entries, n_weights = jacobian_of_a_layer()
    return found | {
        "rungs": Number(N_RUNGS, ",", (), "a setting of ours"),
        "paths": Number(n_paths, ",", ("S142", "L014"), "2^50"),
        "edges": Number(edges_visited(N_RUNGS), ",", ("S142",), "4 n"),
        "days": Number(n_paths / 1e9 / 86_400, ".0f", (), "2^50 / 10^9 s", unit="days"),
        "jacobian": Number(n_entries, ",", (), "the product of four sizes"),
        "jacobian_bytes": Number(n_entries * 8 / 1e9, ".1f", (), "eight bytes a number", unit="GB"),
        "product": Number(n_weights, ",", (), "the size of W"),
        "lenet_passes": Number(forward_passes(LENET_PARAMETERS), ",", ("S125",), "the inventory"),
        "week": Number(years_against_a_week(), ",.0f", ("S125",), "the inventory"),
        "xor_gradients": Number(n_gradients, ",", (), "by hand"),
        "xor_edges": Number(n_edges, ",", (), "by hand"),
    }
