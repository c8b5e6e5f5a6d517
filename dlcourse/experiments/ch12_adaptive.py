"""Chapter 12: adaptive methods: their paths on the bowl, and their best results on five test problems."""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch04_descent import descend, values
from dlcourse.experiments.ch10_surfaces import BOWL_START, bowl, saddle
from dlcourse.numbers import Number
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
LUCKY_RATE = 0.73  # Adam's 30th step happens to fall near the minimum: at 0.70 and 0.76 it does not
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

    f: theta (2, ...) -> (...), so that many starts go side by side. noise: the standard deviation of the
    noise in every entry of the gradient. floor: the minimum of the cost. spread: of the logarithms of starts.
    """

    name: str
    f: object
    start: tuple
    n_steps: int = 100
    noise: float = 0.0
    floor: float = 0.0
    spread: float = 0.3

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
    x, y = theta[0], theta[1]
    return (x * x + y * y) * 0.5


def valley(theta):
    """(x^2 + 1000 y^2) / 2: condition number 1000."""
    x, y = theta[0], theta[1]
    return x * x * 0.5 + y * y * 500.0


def bounded_saddle(theta):
    """x^2 - y^2 + y^4 / 2: a saddle point at 0 between two minima of -1/2, at y = -1 and 1."""
    return saddle(theta) + theta[1] ** 4 * 0.5


def cliff(theta):
    """10 sigmoid(40 (x - 1)) + x^2 / 20 + y^2 / 20: a wall of height 10 at x = 1 in a gentle bowl."""
    x, y = theta[0], theta[1]
    return sigmoid((x - 1.0) * 40.0) * 10.0 + (x * x + y * y) * 0.05


BATTERY = [
    Problem("quadratic", quadratic, (-3.0, 2.0)),
    Problem("ill-conditioned", valley, (-3.0, 0.1)),
    Problem("saddle", bounded_saddle, (1.0, 1e-4), floor=-0.5),  # almost on the axis that leads to the saddle
    # on the plateau: steps that suit it are thrown far by the wall; close to it, so starts differ little
    Problem("cliff", cliff, (1.15, 2.0), spread=0.03),
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


def after(optimizer, n_steps: int = 2):
    """The optimizer, at its rate of BOWL_RATES, after n_steps on the bowl: its state is what it remembers."""
    theta = Parameter(np.array(BOWL_START))
    method = optimizer([theta], lr=BOWL_RATES[optimizer])
    for _ in range(n_steps):
        method.step([grad(bowl(theta), theta)])
    return method


def _of_second_steps():
    """What the second step on the bowl is made of, in x for AdaGrad and in y for Adam and Adamax."""
    (_, first, second), r = bowl_path(AdaGrad, 2), after(AdaGrad).state["r"]
    ratios = dict(zip("xy", (first - second) / BOWL_RATES[AdaGrad], strict=True))
    s_hat = after(Adam).state["s"][1] / (1 - 0.9**2)
    root = (after(Adam).state["r"][1] / (1 - 0.999**2)) ** 0.5
    u = after(Adamax).state["u"][1]
    found = {"r_x": (r[0], ".4f"), "adam_s_hat": (s_hat, ".3f"), "adam_root": (root, ".3f")}
    found |= {"adam_ratio": (s_hat / root, ".3f"), "adamax_u": (u, ".3f"), "adamax_ratio": (s_hat / u, ".3f")}
    found |= {f"ratio_{axis}": (ratio, ".3f") for axis, ratio in ratios.items()}
    return {name: Number(float(value), form, (), "by hand", 1e-6) for name, (value, form) in found.items()}


def numbers() -> dict[str, Number]:
    """Costs and first points of 30 steps on the bowl, second steps, and what the unit of the cost changes."""
    found, rows = (
        {},
        {"AdaGrad": "K040", "Adam": "K041", "RMSprop": "K042", "Adadelta": "K042", "Adamax": "K042"},
    )
    for row in bowl_table():
        of, deck = row.name.lower(), (rows.get(row.name, "K038"),)
        found[f"cost_{of}"] = Number(
            row.cost, ".2g" if row.cost < 0.01 else ".3f", deck, "the inventory", 1e-3
        )
        for axis, value in zip("xy", row.first, strict=True):
            found[f"first_{axis}_{of}"] = Number(value, ".3f", deck, "NumPy alone", 1e-6)
    for axis, value in zip("xy", bowl_path(Adam, 2)[2], strict=True):
        found[f"second_{axis}_adam"] = Number(value, ".3f", (), "by hand", 1e-6)
    for optimizer, of in ((AdaGrad, "adagrad"), (RMSprop, "rmsprop")):
        for method, end in ((optimizer, "root"), (without_root(optimizer), "rootless")):
            costs = costs_by_unit(method, lr=BOWL_RATES[optimizer])
            for unit, cost in zip((1, 10, 100), costs, strict=True):
                form = ".1e" if cost < 0.01 else ".2g"
                found[f"{of}_{end}_{unit}"] = Number(cost, form, ("F097",), "the inventory, and NumPy", 0.03)
    for eps, name in ((1.0, "1"), (100.0, "100")):
        cost = costs_by_unit(Adam, (1.0,), lr=BOWL_RATES[Adam], eps=eps)[0]
        found[f"adam_eps_{name}"] = Number(cost, ".2f", (), "NumPy alone", 1e-6)
    better = costs_by_unit(RMSprop, (1.0,), lr=0.46)[0]
    found["rmsprop_better"] = Number(better, ".0e", (), "NumPy alone", 1e-3)
    lucky = costs_by_unit(Adam, (1.0,), lr=LUCKY_RATE)[0]
    found["adam_lucky"] = Number(lucky, ".0e", (), "NumPy alone", 1e-3)
    x = abs(descend(bowl, BOWL_START, SGD, 60, lr=BOWL_RATES[SGD])[:, 0]) / abs(BOWL_START[0])
    found["sgd_factor"] = Number(float(x[1]), ".3f", ("K038",), "1 - lr / 10", 1e-12)
    found["sgd_to_a_hundredth"] = Number(int((x < 0.01).argmax()), "d", ("K038",), "logarithms")
    return found | _of_second_steps()
