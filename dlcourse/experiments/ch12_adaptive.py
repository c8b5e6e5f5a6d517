"""Chapter 12: adaptive methods: their paths on the bowl, and their best results on five test problems."""

from dataclasses import dataclass, field

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch04_descent import descend, values
from dlcourse.experiments.ch10_surfaces import BOWL_START, bowl, saddle
from dlcourse.ops import sigmoid
from dlcourse.optimizers import SGD, Adadelta, AdaGrad, Adam, Adamax, Momentum, Nesterov, RMSprop
from dlcourse.tensor import Parameter

BOWL_RATES = {  # our choice: the slides show only pictures
    SGD: 0.95,  # just below its limit of 1, so that it zigzags
    Momentum: 0.1,
    Nesterov: 0.1,
    AdaGrad: 1.5,
    RMSprop: 0.3,
    Adam: 0.3,
    Adadelta: 1.0,
    Adamax: 0.3,
}
RATES = np.geomspace(1e-4, 10.0, 16)  # the same for every method: no method is tuned more than another


@dataclass(frozen=True)
class Row:
    """One method on the bowl: the points after the first and the last of 30 steps, and the final cost."""

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
    """A cost with a starting point, after Schaul's unit tests for optimizers (deck Fix, page 79).

    noise: the standard deviation of the noise in every entry of the gradient. floor: the minimum of the cost.
    """

    name: str
    f: object
    start: tuple
    n_steps: int = 100
    noise: float = 0.0
    floor: float = 0.0
    options: dict = field(default_factory=dict)

    def score(self, optimizer, lr: float, rng) -> float:
        """The mean cost over the last tenth of the steps, scaled: 1 at the start, 0 at floor, inf if lost."""
        theta = Parameter(np.array(self.start))
        method = optimizer([theta], lr=lr)
        costs = []
        for _ in range(self.n_steps):
            with method.lookahead():
                gradient = grad(self.f(theta), theta)
            gradient = gradient + self.noise * rng.standard_normal(gradient.shape)
            # before the step, so that no cost becomes NaN, which argmin would take for the least
            if abs(theta.array).max() > 1e6 or not np.isfinite(gradient).all():
                return float("inf")
            method.step([gradient])
            costs.append(float(self.f(theta)))
        begin = float(self.f(Parameter(np.array(self.start))))
        # a mean: with noise the cost jumps from step to step, and a single one may be lucky
        return (float(np.mean(costs[-self.n_steps // 10 :])) - self.floor) / (begin - self.floor)


def quadratic(theta):
    """(x^2 + y^2) / 2: the same curvature everywhere."""
    return (theta * theta).sum() * 0.5


def valley(theta):
    """(x^2 + 1000 y^2) / 2: condition number 1000."""
    x, y = theta[0], theta[1]
    return x * x * 0.5 + y * y * 500.0


def bounded_saddle(theta):
    """x^2 - y^2 + y^4 / 2: a saddle point at 0 between two minima of -1/2, at y = -1 and 1."""
    return saddle(theta) + theta[1] ** 4 * 0.5


def cliff(theta):
    """10 sigmoid(40 (x - 1)) + x^2 / 20 + y^2 / 20: a wall of height 10 at x = 1 in a gentle bowl."""
    return sigmoid((theta[0] - 1.0) * 40.0) * 10.0 + (theta * theta).sum() * 0.05


BATTERY = [
    Problem("quadratic", quadratic, (-3.0, 2.0)),
    Problem("ill-conditioned", valley, (-3.0, 0.1)),
    Problem("saddle", bounded_saddle, (1.0, 1e-4), floor=-0.5),  # almost on the axis that leads to the saddle
    Problem("cliff", cliff, (1.15, 2.0)),  # on the plateau: steps that suit it are thrown far by the wall
    Problem("noise", quadratic, (-3.0, 2.0), noise=2.0),
]


@dataclass(frozen=True)
class Tuned:
    """The best lr of a method on a problem, and its score."""

    problem: str
    optimizer: str
    lr: float
    score: float


def tune(problem: Problem, optimizer, rng, rates=RATES) -> Tuned:
    """The best of rates for an optimizer class on a problem, with gradient noise drawn from rng."""
    scores = [problem.score(optimizer, float(lr), rng) for lr in rates]
    best = int(np.argmin(scores))
    return Tuned(problem.name, optimizer.__name__, float(rates[best]), scores[best])


def battery(rng, problems=BATTERY, optimizers=tuple(BOWL_RATES), rates=RATES) -> list[Tuned]:
    """Every method on every problem. No method wins everywhere: deck Fix, page 79."""
    return [tune(problem, optimizer, rng, rates) for problem in problems for optimizer in optimizers]


def without_root(optimizer):
    """AdaGrad or RMSprop with r in place of sqrt(r): its steps then depend on the unit of the cost."""

    class Rootless(optimizer):
        def update(self, theta, g, r):
            # AdaGrad has no rho and sums: r <- 1 r + (1 - 0) g^2, so the two defaults differ
            r *= getattr(self, "rho", 1.0)
            r += (1 - getattr(self, "rho", 0.0)) * (g * g)
            theta -= self.lr * g / (self.eps + r)

    return Rootless


def costs_by_unit(optimizer, units=(1.0, 10.0, 100.0), n_steps: int = 30, **options) -> list[float]:
    """The bowl's cost J after n_steps from BOWL_START, when the method descends on unit * J instead of J.

    With the root, a gradient in another unit leads to the same steps, except for eps. Deck Fix, page 77: "the
    root is critical", eps from 1e-8 to 1e-4.
    """
    costs = []
    for unit in units:  # u=unit: a lambda would otherwise see the last unit
        path = descend(lambda theta, u=unit: bowl(theta) * u, BOWL_START, optimizer, n_steps, **options)
        costs.append(float(values(bowl, path[-1:])[0]))
    return costs
