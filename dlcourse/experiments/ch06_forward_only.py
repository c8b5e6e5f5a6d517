"""Chapter 6: learning by forward passes alone, and memory kept or saved. All counted, pass by pass.

Deck Leibe, "Approach 2: Numerical Differentiation", names small steps in its title and describes another
method in its text: change a weight and accept what improves the error. Both are here.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.gradcheck import numerical_gradient
from dlcourse.ops import square, tanh
from dlcourse.tensor import Tensor

LR = 0.3
METHODS = ("one sweep", "small steps", "random search")


@dataclass(frozen=True)
class Passes:
    """How many forward passes, and sweeps back, were made until the error had fallen so far."""

    forward: int
    sweeps: int


def passes_needed(method: str, n_weights: int, seed: int, *, to: float = 0.01, most: int = 10**5) -> Passes:
    """Passes until the mean square of tanh(x w) - tanh(x w*) is a share `to` of what it was, or `most`.

    method: of METHODS. Ten samples per weight, normal numbers. The two gradient methods take the same steps
    of rate LR; small steps pay 2 n forward passes for each, a sweep one and itself. Random search changes one
    weight at a time by a normal number of standard deviation .1 and keeps it if the error falls.
    """
    rng = np.random.default_rng(seed)
    x, goal = (
        rng.standard_normal((10 * n_weights, n_weights)),
        rng.standard_normal(n_weights) / n_weights**0.5,
    )
    y, n_forward, n_sweeps = np.tanh(x @ goal), 0, 0

    def error(w):
        nonlocal n_forward
        n_forward += 1
        return square(tanh(x @ w) - y).sum() * (1 / len(x))

    w = np.zeros(n_weights)
    now = float(error(w))
    target = to * now
    while now > target and n_forward < most:
        if method == "random search":
            trial = w.copy()
            trial[rng.integers(n_weights)] += 0.1 * rng.standard_normal()
            found = float(error(trial))
            w, now = (trial, found) if found < now else (w, now)
        elif method == "small steps":
            w = w - LR * numerical_gradient(lambda w: float(error(w)), w)
            now = float(error(w))
        else:
            tensor = Tensor(w)
            J = error(tensor)
            n_sweeps += 1
            w, now = w - LR * grad(J, tensor), float(J)
    return Passes(n_forward, n_sweeps)


@dataclass(frozen=True)
class Memory:
    """A derivative, the bytes of values that were kept for it at most, and the values computed again."""

    derivative: np.ndarray
    kept: int
    again: int


def memory_of_a_chain(x, n: int, every: int, f=np.sin, slope=np.cos) -> Memory:
    """d/dx of n nested f, with every `every`-th value kept on the way forward.   x: an array, entry by entry

    1 keeps all n inputs of f and computes none again; n keeps x alone. In between, each piece is run again
    from the value kept at its start: about sqrt(n) is least. Back-propagation keeps all, to compute every
    common subexpression once, "without regard to memory". Source: deck Srihari, section V, slide 34.
    """
    kept, value, again = {}, x, 0
    for i in range(n):
        if i % every == 0:
            kept[i] = value
        value = f(value)
    derivative, most = np.ones_like(x), len(kept)
    for start in reversed(sorted(kept)):
        inputs = [kept[start]]
        for _ in range(start + 1, min(start + every, n)):
            inputs.append(f(inputs[-1]))
            again += 1
        most = max(most, len(kept) + len(inputs) - 1)
        for value in reversed(inputs):
            derivative = derivative * slope(value)
        del kept[start]
    return Memory(derivative, most * x.nbytes, again)
