"""Chapter 6: automatic differentiation. An engine for single numbers, made of three functions, trains XOR.

The three are those of exercises 6.1 and 6.2, and are passed as arguments: yours fit as well as those below.
A graph is plain data. Its nodes are 0, 1, ...; inputs[i] lists the nodes that i is computed from, slopes[i]
the derivatives with respect to them, in the same order. Leaves have empty lists.
"""

import math

import numpy as np

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.numbers import Number, kept
from dlcourse.tensor import Tensor

SEED, LR, N_STEPS = 0, 0.2, 200
SEEDS, FRESH = range(10), range(1000, 1010)  # disjoint


def value_and_slopes(op: str, u: list) -> tuple[float, list]:
    """The value of an operation on the numbers u, and its derivative with respect to each of them.

    >>> value_and_slopes("*", [3.0, 5.0])
    (15.0, [5.0, 3.0])
    """
    if op == "+":
        return u[0] + u[1], [1.0, 1.0]
    if op == "-":
        return u[0] - u[1], [1.0, -1.0]
    if op == "*":
        return u[0] * u[1], [u[1], u[0]]
    if op == "tanh":
        value = math.tanh(u[0])
        return value, [1 - value * value]
    raise ValueError(f"value_and_slopes: expected op in + - * tanh, got {op!r}; write its rule here")


def backward_order(inputs: list, z: int) -> list:
    """All nodes that z is computed from, each after all of its consumers; z comes first.

    >>> backward_order([[], [0, 0], [0, 1]], 2)
    [2, 1, 0]
    """
    n_waiting, stack = {z: 0}, [z]
    while stack:  # how many uses of each node lead to z
        for x in inputs[stack.pop()]:
            if x not in n_waiting:
                n_waiting[x] = 0
                stack.append(x)
            n_waiting[x] += 1
    order = [z]
    for node in order:  # grows while it is read: a node joins when the last of its uses has been visited
        for x in inputs[node]:
            n_waiting[x] -= 1
            if n_waiting[x] == 0:
                order.append(x)
    return order


def sweep(order: list, inputs: list, slopes: list, grads: list) -> list:
    """The derivatives of order[0] with respect to all nodes. Leaves add to what stands in grads.

    >>> sweep([2, 1, 0], [[], [0, 0], [0, 1]], [[], [3.0, 3.0], [1.0, 1.0]], [0.0, 0.0, 0.0])
    [7.0, 1.0, 1.0]
    """
    found = [g if not parents else 0.0 for g, parents in zip(grads, inputs, strict=True)]
    found[order[0]] = 1.0
    for node in order:
        for x, slope in zip(inputs[node], slopes[node], strict=True):
            found[x] += found[node] * slope
    return found


class Engine:
    """A recording of operations on numbers, and their derivatives, by three functions as above."""

    def __init__(self, value_and_slopes=value_and_slopes, backward_order=backward_order, sweep=sweep):
        self.value_and_slopes, self.backward_order, self.sweep = value_and_slopes, backward_order, sweep
        self.inputs, self.slopes = [], []

    def leaf(self, number: float):
        self.inputs.append([])
        self.slopes.append([])
        return Value(number, len(self.inputs) - 1, self)

    def applied(self, op: str, *values):
        number, slopes = self.value_and_slopes(op, [v.number for v in values])
        self.inputs.append([v.index for v in values])
        self.slopes.append(slopes)
        return Value(number, len(self.inputs) - 1, self)

    def gradients(self, J, targets) -> list:
        order = self.backward_order(self.inputs, J.index)
        zeros = [0.0] * len(self.inputs)
        found = self.sweep(order, self.inputs, self.slopes, zeros)
        return [found[v.index] for v in targets]


class Value:
    """A number, and which node of the engine it is."""

    def __init__(self, number, index, engine):
        self.number, self.index, self.engine = number, index, engine

    def __add__(self, other):
        return self.engine.applied("+", self, self._value(other))

    def __sub__(self, other):
        return self.engine.applied("-", self, self._value(other))

    def __mul__(self, other):
        return self.engine.applied("*", self, self._value(other))

    def tanh(self):
        return self.engine.applied("tanh", self)

    def _value(self, other):
        return other if isinstance(other, Value) else self.engine.leaf(float(other))


def cost(theta, tanh):
    """The mean squared error on XOR of a network with two tanh units and the nine numbers theta.

    Written for single numbers: Values with `Value.tanh`, Tensors and Symbols with `ops.tanh`.
    """
    W11, W12, W21, W22, c1, c2, w1, w2, b = theta
    J = 0.0
    for (x1, x2), (y,) in zip(*(array.tolist() for array in xor()), strict=True):
        h1 = tanh(W11 * x1 + W21 * x2 + c1)
        h2 = tanh(W12 * x1 + W22 * x2 + c2)
        r = h1 * w1 + h2 * w2 + b - y
        J = r * r * 0.25 + J
    return J


def start(seed: int = SEED) -> list[float]:
    """The nine numbers before training, from a normal distribution."""
    return np.random.default_rng(seed).standard_normal(9).tolist()


def train_xor(*functions, n_steps: int = N_STEPS, lr: float = LR, seed: int = SEED) -> list[float]:
    """The loss before each step of descent and after the last, with an engine made of the functions."""
    theta, losses = start(seed), []
    for _ in range(n_steps + 1):
        engine = Engine(*functions)  # a new graph for each step, as in the library
        values = [engine.leaf(number) for number in theta]
        J = cost(values, Value.tanh)
        losses.append(J.number)
        theta = [t - lr * g for t, g in zip(theta, engine.gradients(J, values), strict=True)]
    return losses


def train_with_the_library(n_steps: int = N_STEPS, lr: float = LR, seed: int = SEED) -> list[float]:
    """The same as `train_xor`, with Tensors and `grad`."""
    theta, losses = start(seed), []
    for _ in range(n_steps + 1):
        tensors = [Tensor(number) for number in theta]
        J = cost(tensors, ops.tanh)
        losses.append(float(J))
        theta = [t - lr * float(g) for t, g in zip(theta, grad(J, tensors), strict=True)]
    return losses


@kept
def learned(seeds: range = SEEDS, n_steps: int = 2000, below: float = 0.01) -> int:
    """From how many starts the engine brings the loss below a bound."""
    return sum(train_xor(n_steps=n_steps, seed=seed)[-1] < below for seed in seeds)


def nodes_of_a_step() -> int:
    """The number of nodes that the engine records for one gradient, constants among them."""
    engine = Engine()
    cost([engine.leaf(number) for number in start()], Value.tanh)
    return len(engine.inputs)


def numbers() -> dict[str, Number]:
    """The loss before and after training by an engine of three functions; how close the library comes; and
    how many starts of two sets learn."""
    losses, library = train_xor(), train_with_the_library()
    apart = max(abs(a - b) for a, b in zip(losses, library, strict=True))
    found = {}
    for end, seeds in (("", SEEDS), ("_again", FRESH)):
        n_learned = learned(seeds)
        found[f"n_learned{end}"] = Number(n_learned, "d", (), "PyTorch")
        found[f"learned{end}"] = estimate(n_learned, seeds, "PyTorch", form=".0%")
    return found | {
        "J_start": Number(losses[0], ".2f", (), "PyTorch"),
        "J_end": Number(losses[-1], ".0e", (), "PyTorch", 1e-6),
        "apart": Number(apart, ".0e", (), "rounding"),
        "n_steps": Number(N_STEPS, ",", (), "a setting of ours"),
        "lr": Number(LR, "g", (), "a setting of ours"),
        "nodes": Number(nodes_of_a_step(), ",", (), "by hand"),
    }
