"""Chapter 10: the landscape of the cost. Saddle points slow descent; Newton's method finds all kinds."""

import itertools
import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.critical_points import CriticalPoint, classify, index, probe
from dlcourse.data import moons, xor
from dlcourse.experiments.ch04_descent import descend
from dlcourse.experiments.ch10_stacks import Stack
from dlcourse.experiments.ch10_surfaces import SURFACES, saddle
from dlcourse.layers import Sequential
from dlcourse.models.approximation import linear_of
from dlcourse.numbers import Number
from dlcourse.ops import matmul, softplus, square, tanh
from dlcourse.optimizers import SGD
from dlcourse.tensor import Tensor

# costs of the critical points: half the losses at which runs of chapter 2 get stuck, and 0
LEVELS = {"0": 0.0, "1/16": 1 / 16, "1/12": 1 / 12, "1/8": 1 / 8}
N_PARAMETERS = 9  # of a 2-2-1 network: W, c, w, b


def six_surfaces(probe_radius: float | None = 0.01) -> dict[str, CriticalPoint]:
    """The kind of the critical point at 0 of the six surfaces of deck Fix, pages 61 and 62.

    Where the Hessian does not decide, values at the distance probe_radius do.
    """
    return {name: classify(f, np.zeros(2), probe_radius=probe_radius) for name, f in SURFACES.items()}


def escape_steps(offset: float, lr: float = 0.1) -> int:
    """The number of steps after which gradient descent on x^2 - y^2 from (1, offset) has |y| >= 1.

    y grows by a factor 1 + 2 lr per step, so `escape_theory` says how many. Raises ValueError unless
    0 < offset < 1: from offset 0 descent goes to the saddle point and stays.
    """
    if not 0 < offset < 1:
        raise ValueError(
            f"escape_steps: expected 0 < offset < 1, got {offset}; on the axis itself there is no way off"
        )
    n_steps = 2 * math.ceil(escape_theory(offset, lr))  # twice the theory, so that it may be found wrong
    y = abs(descend(saddle, (1.0, offset), SGD, n_steps, lr=lr)[:, 1])
    return int((y >= 1).argmax())


def escape_theory(offset: float, lr: float = 0.1) -> float:
    """ln(1 / offset) / ln(1 + 2 lr) steps: every factor of 100 closer to the axis takes equally many more."""
    return math.log(1 / offset) / math.log(1 + 2 * lr)


def n_symmetries(n: int) -> int:
    """n! 2^n: the settings of a network with n hidden tanh units that compute the same function.

    Units may be permuted, and tanh is odd, so all weights of a unit may change sign together. Source: deck
    Fix, page 59.

    >>> [n_symmetries(n) for n in (2, 3, 4, 10)]
    [8, 48, 384, 3715891200]
    """
    return math.factorial(n) * 2**n


def symmetric_copies(W, c, w):
    """Every parameter setting that computes tanh(x W + c) w in another order or with other signs.

    W (d, n), c (n,), w (n, k): yields n! 2^n triples, the given one first.
    """
    n = len(c)
    for order in itertools.permutations(range(n)):
        places = list(order)
        for signs in itertools.product((1.0, -1.0), repeat=n):
            s = np.array(signs)
            yield W[:, places] * s, c[places] * s, w[places] * s[:, None]


def xor_costs(theta):
    """Half the mean squared error on XOR of many 2-2-1 tanh networks.   theta (n_runs, 9) -> (n_runs,)

    A row holds W (2, 2), c (2,), w (2,) and b of its network.
    """
    x, y = xor()
    n = theta.shape[0]
    W, c = theta[:, 0:4].reshape(n, 2, 2), theta[:, 4:6].reshape(n, 1, 2)
    w, b = theta[:, 6:8].reshape(n, 2, 1), theta[:, 8:9].reshape(n, 1, 1)
    y_hat = matmul(tanh(matmul(x, W) + c), w) + b
    return square(y_hat - y).reshape(n, 4).sum(axis=1) * (1 / 8)


def xor_solution() -> np.ndarray:
    """A 2-2-1 tanh network that is XOR, set by hand: two steps, up and down again.   -> (9,): W, c, w, b

    With s = x1 + x2 it is w (tanh(s - 1/2) - tanh(s - 3/2)) + b, alike at s = 0 and s = 2.

    >>> abs(xor_costs(xor_solution()[None])).item() < 1e-30
    True
    """
    step, two_steps = math.tanh(0.5), math.tanh(1.5)
    w = 1 / (3 * step - two_steps)  # the answer at s = 1 is 1 above that at the ends
    return np.array([1, 1, 1, 1, -0.5, -1.5, w, -w, w * (step - two_steps)])


def tanh_network(theta) -> Sequential:
    """The 2-2-1 network with these parameters, as a model.   theta (9,): W, c, w, b"""
    first = linear_of(theta[:4].reshape(2, 2), theta[4:6])
    return Sequential(first, tanh, linear_of(theta[6:8, None], theta[8:]))


def with_signs_flipped(theta) -> np.ndarray:
    """The copy of a network in which all weights of both units have changed sign; its b stays.   (9,)"""
    return np.append(-theta[:-1], theta[-1])


def xor_cost(theta):
    """The cost of one network, as `critical_points` takes it.   theta: Tensor (9,) -> Tensor of one number"""
    return xor_costs(theta.reshape(1, N_PARAMETERS)).sum()


def gradients_and_hessians(costs, theta):
    """Gradients and Hessians of m independent costs, by 1 + n sweeps.   theta (m, n) -> (m, n), (m, n, n)

    costs: theta -> (m,), cost i a function of row i alone.
    """
    tensor = Tensor(theta)
    # row i enters cost i alone, so the gradient of the sum over all costs has the gradient of each as a row
    g = grad(costs(tensor).sum(), tensor, create_graph=True)
    columns = [grad(g[:, i].sum(), tensor) for i in range(theta.shape[1])]  # row i of each Hessian
    return g.array, np.stack(columns, axis=1)


@dataclass(frozen=True)
class CriticalPoints:
    """The critical points that Newton's method found.   theta (m, 9), cost (m,), eigenvalues (m, 9)

    n_starts: the number of starting points.
    """

    theta: np.ndarray
    cost: np.ndarray
    eigenvalues: np.ndarray
    n_starts: int

    @property
    def index(self) -> np.ndarray:
        """The fraction of negative eigenvalues at each point.   -> (m,)"""
        # many eigenvalues are 0 up to rounding: tol keeps those from counting as negative
        return np.array([index(row, tol=1e-6) for row in self.eigenvalues])

    def levels(self, tol: float = 1e-4) -> Counter:
        """The number of points at each of LEVELS, within tol, and elsewhere."""
        names = list(LEVELS)
        distance = abs(self.cost[:, None] - np.array(list(LEVELS.values())))
        nearest = distance.argmin(axis=1)
        near = distance.min(axis=1) < tol
        return Counter(names[i] if ok else "elsewhere" for i, ok in zip(nearest, near, strict=True))


def newton_on_xor(n_starts: int, rng, *, spread: float = 1.0, n_steps: int = 200, tol: float = 1e-9):
    """CriticalPoints by Newton's method from n_starts normal points of standard deviation `spread`.

    Keeps the points with a gradient below tol and all parameters below 50 in size.
    """
    theta = spread * rng.standard_normal((n_starts, N_PARAMETERS))
    for _ in range(n_steps):
        g, H = gradients_and_hessians(xor_costs, theta)
        # at most critical points of this network some eigenvalues are 0, and H has no inverse
        step = (np.linalg.pinv(H, rcond=1e-10, hermitian=True) @ g[:, :, None])[:, :, 0]
        length = np.linalg.norm(step, axis=1, keepdims=True)
        # at most 1 long: near an eigenvalue of 0 the quadratic model is right only close by
        theta = theta - step * np.minimum(1.0, 1.0 / np.maximum(length, 1e-300))
    g, H = gradients_and_hessians(xor_costs, theta)
    # saturated far out, the gradient is small as well, but the cost has no critical point there
    arrived = (np.linalg.norm(g, axis=1) < tol) & (abs(theta).max(axis=1) < 50)
    theta, H = theta[arrived], H[arrived]
    return CriticalPoints(theta, xor_costs(theta), np.linalg.eigvalsh(H), n_starts)


def losses_on_moons(width: int, n_seeds: int, *, rng, n_steps: int = 400, lr: float = 0.5) -> np.ndarray:
    """The final test loss (nats) of tanh networks of one width on two moons, one per start.   -> (n_seeds,)

    All are trained by momentum on the same data; only their initial weights differ. Wide networks end alike,
    narrow ones do not; with Adam, which overfits the wide ones, they differ less. Source: deck Fix, page 63;
    Choromanska et al. 2015, on another task.
    """
    (x, y), (x_test, y_test) = (moons(m, rng=rng, noise=0.2) for m in (100, 500))
    stack = Stack(n_seeds, 2, width, 1, rng=rng)

    def losses(x, y):
        z = stack(x)[:, :, 0]
        return (softplus(z) - z * y).mean(axis=1)  # the cross-entropy of a sigmoid, per network

    stack.descend(lambda _: losses(x, y.astype(float)), n_steps, lr)
    return losses(x_test, y_test.astype(float)).array


def numbers() -> dict[str, Number]:
    """Values around degenerate points, steps away from a saddle, counts of copies, and what lies between."""
    found, origin = {}, np.zeros(2)
    for name, row in (("flat_hill", "F047"), ("flat_basin", "F047"), ("flat_saddle", "F048")):
        around = probe(SURFACES[name], origin, 0.01)
        for what, value in (("low", around.min()), ("high", around.max())):
            found[f"{name}_{what}"] = Number(float(value), ".0e", (row,), "by hand", 1e-9)
    above = float((around > 0).mean())  # of the last, the saddle
    found["flat_saddle_above"] = Number(above, ".0%", ("F048",), "the inventory", 1e-3)
    found["escape_2"] = Number(escape_steps(1e-2), "d", (), "the outline")
    found["theory_2"] = Number(escape_theory(1e-2), ".1f", (), "the outline", 1e-3)
    found["per_hundred"] = Number(escape_theory(1e-2), ".1f", (), "logarithms", 1e-9)
    for n in (2, 3, 4, 10):
        found[f"copies_{n}"] = Number(n_symmetries(n), ",", ("F044",), "the inventory")
    solution = xor_solution()
    between = (solution + with_signs_flipped(solution)) / 2
    found["xor_w"] = Number(solution[6], ".2f", ("F044",), "NumPy alone")
    found["xor_b"] = Number(solution[8], ".2f", ("F044",), "NumPy alone")
    found["saddle_index"] = Number(six_surfaces(None)["saddle"].index, "g", ("F046",), "the inventory")
    halfway = float(xor_costs(between[None])[0])
    return found | {"halfway": Number(halfway, ".2f", ("F044",), "by hand")}
