"""Chapter 12: adaptive methods, measured: all from one start on the bowl, and a battery of five problems."""

from dataclasses import dataclass, field

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch04_descent import descend, values
from dlcourse.experiments.ch10_surfaces import BOWL_START, bowl, saddle
from dlcourse.ops import sigmoid
from dlcourse.optimizers import SGD, Adadelta, AdaGrad, Adam, Adamax, Momentum, Nesterov, RMSprop
from dlcourse.tensor import Parameter

BOWL_RATES = {  # ours: the slides give pictures only
    SGD: 0.95,
    Momentum: 0.1,
    Nesterov: 0.1,
    AdaGrad: 1.5,
    RMSprop: 0.3,
    Adam: 0.3,
    Adadelta: 1.0,
    Adamax: 0.3,
}
RATES = np.geomspace(1e-4, 10.0, 16)  # the same budget for every method on every problem


@dataclass(frozen=True)
class Row:
    """One method on the bowl: after the first and the last of 30 steps, and the cost there."""

    name: str
    lr: float
    first: np.ndarray
    last: np.ndarray
    cost: float


def bowl_path(optimizer, n_steps: int = 30) -> np.ndarray:
    """The path of a method on x^2/20 + y^2 from (-7, 2), at its rate of BOWL_RATES.   -> (n_steps + 1, 2)"""
    return descend(bowl, BOWL_START, optimizer, n_steps, lr=BOWL_RATES[optimizer])


def bowl_table() -> list[Row]:
    """A Row for every method, after 30 steps."""
    rows = []
    for optimizer, lr in BOWL_RATES.items():
        path = bowl_path(optimizer)
        rows.append(Row(optimizer.__name__, lr, path[1], path[-1], float(values(bowl, path[-1:])[0])))
    return rows


@dataclass(frozen=True)
class Problem:
    """A cost with a start, after Schaul's idea of unit tests for optimizers (deck Fix, page 79).

    noise: the standard deviation of what is added to every entry of the gradient. floor: the cost that counts
    as 0; `score` is the share of the way from the start's cost to it that is left.
    """

    name: str
    f: object
    start: tuple
    n_steps: int = 100
    noise: float = 0.0
    floor: float = 0.0
    options: dict = field(default_factory=dict)

    def score(self, optimizer, lr: float, rng) -> float:
        """The mean cost over the last tenth of the steps, as a share of the start's; infinite if lost."""
        theta = Parameter(np.array(self.start))
        method = optimizer([theta], lr=lr)
        costs = []
        for _ in range(self.n_steps):
            with method.lookahead():
                gradient = grad(self.f(theta), theta)
            gradient = gradient + self.noise * rng.standard_normal(gradient.shape)
            if abs(theta.array).max() > 1e6 or not np.isfinite(gradient).all():
                return float("inf")
            method.step([gradient])
            costs.append(float(self.f(theta)))
        begin = float(self.f(Parameter(np.array(self.start))))
        return (float(np.mean(costs[-self.n_steps // 10 :])) - self.floor) / (begin - self.floor)


def quadratic(theta):
    """(x^2 + y^2) / 2: the same curvature everywhere."""
    return (theta * theta).sum() * 0.5


def valley(theta):
    """(x^2 + 1000 y^2) / 2: condition number 1000."""
    x, y = theta[0], theta[1]
    return x * x * 0.5 + y * y * 500.0


def bounded_saddle(theta):
    """x^2 - y^2 + y^4 / 2: a saddle at 0 between two minima of -1/2, at y = -1 and 1."""
    return saddle(theta) + theta[1] ** 4 * 0.5


def cliff(theta):
    """sigmoid(40 (x - 1)) 10 + x^2 / 20 + y^2 / 20: a wall at x = 1, ten high, above a gentle bowl."""
    return sigmoid((theta[0] - 1.0) * 40.0) * 10.0 + (theta * theta).sum() * 0.05


BATTERY = [
    Problem("quadratic", quadratic, (-3.0, 2.0)),
    Problem("ill-conditioned", valley, (-3.0, 0.1)),
    Problem("saddle", bounded_saddle, (1.0, 1e-4), floor=-0.5),
    Problem("cliff", cliff, (1.15, 2.0)),
    Problem("noise", quadratic, (-3.0, 2.0), noise=2.0),
]


@dataclass(frozen=True)
class Tuned:
    """The best of RATES for a method on a problem, and its score."""

    problem: str
    optimizer: str
    lr: float
    score: float


def tune(problem: Problem, optimizer, rng, rates=RATES) -> Tuned:
    """Try every rate; all methods have the same number of tries, and draw their noise from rng."""
    scores = [problem.score(optimizer, float(lr), rng) for lr in rates]
    best = int(np.argmin(scores))
    return Tuned(problem.name, optimizer.__name__, float(rates[best]), scores[best])


def battery(rng, problems=BATTERY, optimizers=tuple(BOWL_RATES), rates=RATES) -> list[Tuned]:
    """Every method on every problem. There is no winner of all: deck Fix, page 79."""
    return [tune(problem, optimizer, rng, rates) for problem in problems for optimizer in optimizers]


def without_root(optimizer):
    """The class with r in the place of sqrt(r): what the step then depends on is the unit of the cost."""

    class Rootless(optimizer):
        def update(self, theta, g, r):
            r *= getattr(self, "rho", 1.0)
            r += (1 - getattr(self, "rho", 0.0)) * (g * g)
            theta -= self.lr * g / (self.eps + r)

    return Rootless


def costs_by_unit(optimizer, units=(1.0, 10.0, 100.0), n_steps: int = 30, **options) -> list[float]:
    """The bowl's cost after n_steps from BOWL_START when the method descends on unit * J instead of J.

    With the root a gradient in other units gives the same steps, but for eps. Deck Fix, page 77: "the root is
    critical", eps from 1e-8 to 1e-4.
    """
    costs = []
    for unit in units:
        path = descend(lambda theta, u=unit: bowl(theta) * u, BOWL_START, optimizer, n_steps, **options)
        costs.append(float(values(bowl, path[-1:])[0]))
    return costs
