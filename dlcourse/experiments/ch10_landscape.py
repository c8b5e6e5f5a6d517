"""Chapter 10: the landscape of the cost. Saddles slow descent; Newton finds the critical points of a net."""

import itertools
import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.critical_points import CriticalPoint, classify, index
from dlcourse.data import moons, xor
from dlcourse.experiments.ch04_descent import descend
from dlcourse.experiments.ch10_stacks import Stack
from dlcourse.experiments.ch10_surfaces import SURFACES, saddle
from dlcourse.ops import matmul, softplus, square, tanh
from dlcourse.optimizers import SGD
from dlcourse.tensor import Tensor

LEVELS = {"0": 0.0, "1/16": 1 / 16, "1/12": 1 / 12, "1/8": 1 / 8}  # costs at which critical points lie
N_PARAMETERS = 9  # of a 2-2-1 network: W, c, w, b


def six_surfaces(probe_radius: float | None = 0.01) -> dict[str, CriticalPoint]:
    """What the six surfaces of deck Fix, pages 61 and 62, have at 0, the degenerate ones found by probing."""
    return {name: classify(f, np.zeros(2), probe_radius=probe_radius) for name, f in SURFACES.items()}


def escape_steps(offset: float, lr: float = 0.1) -> int:
    """After how many steps gradient descent on x^2 - y^2 from (1, offset) has |y| >= 1.

    y grows by 1 + 2 lr a step, however flat it is there: ln(1 / offset) / ln(1 + 2 lr) steps. Raises
    ValueError unless 0 < offset < 1: from 0 it never leaves.
    """
    if not 0 < offset < 1:
        raise ValueError(
            f"escape_steps: expected 0 < offset < 1, got {offset}; on the axis itself there is no way off"
        )
    n_steps = 2 * math.ceil(escape_theory(offset, lr))
    y = abs(descend(saddle, (1.0, offset), SGD, n_steps, lr=lr)[:, 1])
    return int((y >= 1).argmax())


def escape_theory(offset: float, lr: float = 0.1) -> float:
    """ln(1 / offset) / ln(1 + 2 lr): a hundred times closer costs as much more time as the first hundred."""
    return math.log(1 / offset) / math.log(1 + 2 * lr)


def n_symmetries(n: int) -> int:
    """n! 2^n: the copies of a net with n hidden tanh units that compute the same function.

    Units may trade places, and tanh is odd: the signs of all weights of a unit may change together. Source:
    deck Fix, page 59.

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


def gradients_and_hessians(costs, theta):
    """Of many independent costs at once, by one sweep and n more.   theta (m, n) -> (m, n), (m, n, n)

    The runs do not touch each other, so that a sweep from the sum over runs gives the gradient of each.
    """
    tensor = Tensor(theta)
    g = grad(costs(tensor).sum(), tensor, create_graph=True)
    columns = [grad(g[:, i].sum(), tensor) for i in range(theta.shape[1])]
    return g.array, np.stack(columns, axis=1)


@dataclass(frozen=True)
class CriticalPoints:
    """Where Newton's method arrived.   theta (m, 9), cost (m,), eigenvalues (m, 9)

    n_starts: how many set out.
    """

    theta: np.ndarray
    cost: np.ndarray
    eigenvalues: np.ndarray
    n_starts: int

    @property
    def index(self) -> np.ndarray:
        """The share of negative eigenvalues of each point.   -> (m,)"""
        return np.array([index(row, tol=1e-6) for row in self.eigenvalues])

    def levels(self, tol: float = 1e-4) -> Counter:
        """How many points lie at which of LEVELS, within tol, or elsewhere."""
        names = list(LEVELS)
        distance = abs(self.cost[:, None] - np.array(list(LEVELS.values())))
        nearest = distance.argmin(axis=1)
        near = distance.min(axis=1) < tol
        return Counter(names[i] if ok else "elsewhere" for i, ok in zip(nearest, near, strict=True))


def newton_on_xor(n_starts: int, rng, *, spread: float = 1.0, n_steps: int = 200, tol: float = 1e-9):
    """Newton's method from n_starts normal points of standard deviation `spread`, all at once.

    Steps are pseudoinverse steps, no longer than 1. Keeps what arrives where the gradient is below tol and
    the parameters are below 50: further out the cost only creeps towards infinity. -> CriticalPoints
    """
    theta = spread * rng.standard_normal((n_starts, N_PARAMETERS))
    for _ in range(n_steps):
        g, H = gradients_and_hessians(xor_costs, theta)
        step = (np.linalg.pinv(H, rcond=1e-10, hermitian=True) @ g[:, :, None])[:, :, 0]
        length = np.linalg.norm(step, axis=1, keepdims=True)
        theta = theta - step * np.minimum(1.0, 1.0 / np.maximum(length, 1e-300))
    g, H = gradients_and_hessians(xor_costs, theta)
    arrived = (np.linalg.norm(g, axis=1) < tol) & (abs(theta).max(axis=1) < 50)
    theta, H = theta[arrived], H[arrived]
    return CriticalPoints(theta, xor_costs(theta), np.linalg.eigvalsh(H), n_starts)


def losses_on_moons(width: int, n_seeds: int, *, rng, n_steps: int = 400, lr: float = 0.5) -> np.ndarray:
    """The test loss (nats) at which tanh nets of one width end on two moons, per start.   -> (n_seeds,)

    All nets see the same data and are trained at once with momentum; only their starts differ. Wide nets end
    alike, narrow ones do not; with Adam, which overfits the wide ones, they differ less. Source: deck Fix,
    page 63; Choromanska et al. 2015, on another task.
    """
    (x, y), (x_test, y_test) = (moons(m, rng=rng, noise=0.2) for m in (100, 500))
    stack = Stack(n_seeds, 2, width, 1, rng=rng)

    def losses(x, y):
        z = stack(x)[:, :, 0]
        return (softplus(z) - z * y).mean(axis=1)

    stack.descend(lambda _: losses(x, y.astype(float)), n_steps, lr)
    return losses(x_test, y_test.astype(float)).array
