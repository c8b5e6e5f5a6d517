"""Chapter 6: automatic differentiation. The order of visits: what a sweep gives that passes on too early.

Every sweep here visits each node once and passes on what has arrived so far. Only the order differs.
"""

from collections import deque

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate, mean_interval
from dlcourse.numbers import Number, kept
from dlcourse.ops import square, tanh
from dlcourse.sweep import ancestors, unbroadcast
from dlcourse.tensor import Tensor

ORDERS = ("consumers first", "breadth first", "depth first")
N_OPS = 6
SEEDS, OTHER_SEEDS = range(1000), range(1000, 2000)
RUNS, OTHER_RUNS = range(100), range(100, 200)
LR, N_STEPS, SOLVED = 0.2, 1000, 0.01


def order_of(J, order: str) -> list:
    """The recorded tensors that J was computed from, in one of the ORDERS.

    Breadth first: J, then its inputs, then theirs. Depth first: from J to its first input, on to the first
    input of that, and back only where nothing new is left. Both list a node when they first see it.
    """
    if order == "consumers first":
        return ancestors(J)[0]
    found, waiting = {}, deque([J])
    take = waiting.popleft if order == "breadth first" else waiting.pop
    while waiting:
        node = take()
        if node not in found and node.op is not None:
            found[node] = True
            inputs = [x for x in node.inputs if isinstance(x, Tensor)]
            waiting.extend(inputs if order == "breadth first" else reversed(inputs))
    return list(found)


def sweep_in(order: str, J, targets) -> list:
    """The gradients of J with respect to the targets, by one sweep in one of the ORDERS, right or wrong."""
    sums = {J: np.ones_like(J.array)}
    for node in order_of(J, order):
        G = sums[node]  # as far as it was added up: complete only if all consumers have been visited
        for X, x in enumerate(node.inputs):
            if isinstance(x, Tensor):
                part = unbroadcast(node.op.bprop(node.arrays, X, G, node.array), x.shape)
                sums[x] = sums[x] + part if x in sums else part
    return [sums.get(x, np.zeros_like(x.array)) for x in targets]


def visits_without_order(n: int) -> int:
    """How often a recursion visits the edges of n diamonds that passes each share on as soon as it comes.

    It is right, and walks every path: 4 (2^n - 1) visits.
    """
    y = Tensor(1.0)
    for _ in range(n):
        y = y * 0.5 + y * 0.5
    waiting, visits = [y], 0
    while waiting:
        inputs = [x for x in waiting.pop().inputs if isinstance(x, Tensor)]
        visits += len(inputs)
        waiting += inputs
    return visits


def random_graph(n_ops: int, seed: int):
    """A graph of n_ops sums and products of two earlier variables, the latest among them.   -> J, leaves"""
    rng = np.random.default_rng(seed)
    leaves = [Tensor(value) for value in rng.standard_normal(3)]
    variables = list(leaves)
    for _ in range(n_ops):
        pair = variables[-1], variables[rng.integers(len(variables) - 1)]
        a, b = pair if rng.integers(2) else pair[::-1]
        variables.append(a * b if rng.integers(2) else a + b)
    return variables[-1], leaves


@kept
def wrong_graphs(order: str, n_ops: int = N_OPS, seeds: range = SEEDS) -> int:
    """For how many random graphs a sweep in this order gives a wrong derivative of at least one leaf."""
    n_wrong = 0
    for seed in seeds:
        J, leaves = random_graph(n_ops, seed)
        right, found = grad(J, leaves), sweep_in(order, J, leaves)
        n_wrong += not np.allclose(found, right, rtol=1e-9, atol=1e-12)
    return n_wrong


def network(skip: bool, seeds):
    """The squared errors of networks on XOR, as a function of their parameters, and these as arrays.

    One network for each seed, all beside one another: the arrays and the errors have them in axis 0. Two
    hidden layers of four tanh units; skip: the second has a way around it, as in a residual block.
    """
    rngs = [np.random.default_rng(seed) for seed in seeds]
    x, y = xor()
    x = np.hstack([x, np.ones((4, 1))])  # a constant input in the place of a bias
    drawn = [[rng.standard_normal((n, k)) / n**0.5 for n, k in ((3, 4), (4, 4), (4, 1))] for rng in rngs]
    arrays = [np.stack(layer) for layer in zip(*drawn, strict=True)]

    def errors(W1, W2, w):
        h = tanh(x @ W1)
        F = tanh(h @ W2)
        h = h + F if skip else F
        return square(h @ w - y)

    return errors, arrays


def cost(errors):
    """The mean over the samples, added up over the networks: each has its own parameters."""
    return errors.sum() * (1 / errors.shape[1])


def first_layer_errors(order: str, skip: bool, seeds) -> list[float]:
    """The error of each network's first gradient: its length by the length of the right gradient."""
    errors, arrays = network(skip, seeds)
    tensors = [Tensor(a) for a in arrays]
    J = cost(errors(*tensors))
    right, found = grad(J, tensors)[0], sweep_in(order, J, tensors)[0]
    return (np.linalg.norm(found - right, axis=(1, 2)) / np.linalg.norm(right, axis=(1, 2))).tolist()


@kept
def solved(order: str, runs: range = RUNS) -> int:
    """How many of the runs train the network with the way around to a loss below SOLVED."""
    errors, arrays = network(True, runs)
    for _ in range(N_STEPS):
        tensors = [Tensor(a) for a in arrays]
        gradients = sweep_in(order, cost(errors(*tensors)), tensors)
        arrays = [a - LR * g for a, g in zip(arrays, gradients, strict=True)]
    return int((errors(*arrays).mean(axis=(1, 2)) < SOLVED).sum())


def numbers() -> dict[str, Number]:
    """How often two orders are wrong on random graphs, how far off beside a way around, and who learns."""
    found, elsewhere = {}, "the same runs without this library"
    for name, order in (("breadth", ORDERS[1]), ("depth", ORDERS[2])):
        for end, seeds in (("", SEEDS), ("_again", OTHER_SEEDS)):
            k = wrong_graphs(order, seeds=seeds)
            found[f"{name}{end}"] = estimate(k, seeds, elsewhere, form=".0%")
    for end, runs in (("", RUNS), ("_again", OTHER_RUNS)):
        found[f"solved{end}"] = estimate(solved(ORDERS[1], runs), runs, elsewhere, form=".0%")
        errors = first_layer_errors(ORDERS[1], True, runs)
        seeds = f"{runs.start}\N{EN DASH}{runs.stop - 1}"
        found[f"off{end}"] = Number(
            float(np.mean(errors)), ".0%", (), elsewhere, 1e-9, mean_interval(errors), len(runs), seeds
        )
    return found | {
        "solved_right": estimate(solved(ORDERS[0]), RUNS, elsewhere, form=".0%"),
        "n_ops": Number(N_OPS, "d", (), "a setting of ours"),
        "visits": Number(visits_without_order(10), ",", ("S142",), "4 (2^10 - 1)"),
    }
