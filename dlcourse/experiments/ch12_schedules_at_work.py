"""Chapter 12: what a schedule is for: noise that a constant rate does not get rid of, and rates too large.

A parabola whose gradients are noisy, where theory says what is left; and networks of the digits under Adam.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.experiments.ch12_side_by_side import problem_of, train
from dlcourse.numbers import Number, kept
from dlcourse.ops import square
from dlcourse.optimizers import SGD, Adam, CosineDecay, InverseDecay, LinearDecay
from dlcourse.tensor import Parameter

N_RUNS, N_STEPS, START = 2000, 1000, 10.0  # of descent on theta^2 / 2, gradients with noise N(0, 1)
DESCENTS = {  # name: schedule
    "constant_5": lambda t: 0.5,
    "constant_1": lambda t: 0.1,
    "inverse": InverseDecay(1.0, 1.0),
    "cosine": CosineDecay(0.5, N_STEPS),
}
RATES, WARM = (0.0032, 0.01, 0.032, 0.1, 0.32, 1.0), 20
TUNING, SETS = range(8), {"": range(1000, 1024), "_again": range(2000, 2024)}


def warmed(schedule, n_steps: int = WARM):
    """The schedule, times a factor that rises to 1 in equal steps over the first n_steps."""
    return lambda t: min(1.0, (t + 1) / n_steps) * schedule(t)


SCHEDULES = {  # name: lr, number of steps -> schedule
    "constant": lambda lr, n: lambda t: lr,
    "warmup": lambda lr, n: warmed(lambda t: lr),
    "cosine": lambda lr, n: CosineDecay(lr, n),
    "both": lambda lr, n: warmed(CosineDecay(lr, n)),
}


@kept
def noisy_costs(name: str, seed: int = 0) -> np.ndarray:
    """theta^2 / 2 of N_RUNS descents, from the start on.   name: of DESCENTS -> (N_STEPS + 1, N_RUNS)"""
    rng, schedule = np.random.default_rng(seed), DESCENTS[name]
    theta = Parameter(np.full(N_RUNS, START))
    method, costs = SGD([theta], lr=schedule(0)), [theta.array**2 / 2]
    for t in range(N_STEPS):
        method.lr = schedule(t)
        g = grad(square(theta).sum() * 0.5, theta)
        method.step([g + rng.standard_normal(N_RUNS)])
        costs.append(theta.array**2 / 2)
    return np.array(costs)


def expected_costs(name: str) -> np.ndarray:
    """The mean that theory gives: E theta^2 <- (1 - lr)^2 E theta^2 + lr^2.   -> (N_STEPS + 1,)"""
    squares = [START**2]
    for t in range(N_STEPS):
        lr = DESCENTS[name](t)
        squares.append((1 - lr) ** 2 * squares[-1] + lr**2)
    return np.array(squares) / 2


@kept
def digit_losses(name: str, lr: float, seeds: range) -> np.ndarray:
    """Test losses of digit networks under Adam with one of SCHEDULES, in nats.   -> (n_runs,)"""
    runs = problem_of("digits", seeds)
    lost = train(runs, Adam, SCHEDULES[name](lr, runs.n_steps))
    return np.where(lost, np.inf, runs.left() * runs.begin)


def tuned(name: str) -> float:
    """The rate with the lowest mean test loss over the TUNING seeds."""
    return RATES[int(np.argmin([digit_losses(name, lr, TUNING).mean() for lr in RATES]))]


def numbers() -> dict[str, Number]:
    """What noise leaves with each schedule; test losses, constant rate against warm-up and cosine."""
    found, theory = {}, "the recursion of the mean"
    for name in DESCENTS:
        costs = noisy_costs(name)[-1]
        interval = mean_interval(costs)
        found[f"left_{name}"] = Number(
            float(costs.mean()), ".1e", (), theory, 0.15, interval, N_RUNS, seeds="0"
        )
    half = LinearDecay(0.1, 0.001, 100)(50)
    found["half_way"] = Number(half, ".4f", ("F061",), "the inventory")
    found["floor_5"] = Number(0.5 / (2 - 0.5) / 2, ".3f", (), "1/6", 1e-9)
    found["floor_1"] = Number(0.1 / (2 - 0.1) / 2, ".3f", (), "1/38", 1e-9)
    found["tuned_constant"] = Number(tuned("constant"), "g", (), "NumPy alone")
    for name in SCHEDULES:
        for of, lr in (("best", tuned(name)), ("large", 0.32)):
            if (of, name) == ("large", "cosine"):
                continue  # not on the page
            first = digit_losses(name, lr, SETS[""])
            # far too large a rate makes runs chaotic: rounding grows, and another computer has other digits
            form, tolerance = (".2f", 1e-3) if of == "best" else (".1f", 0.05)
            found[f"{of}_{name}"] = Number(float(first.mean()), form, (), "NumPy alone", tolerance)
            for end, seeds in SETS.items() if name != "constant" else ():
                other = digit_losses("constant", tuned("constant") if of == "best" else lr, seeds)
                found[f"{of}_gap_{name}{end}"] = gap(
                    digit_losses(name, lr, seeds), other, seeds, f"+{form}", tolerance
                )
    counts = {"n_runs": N_RUNS, "n_steps": N_STEPS, "warm": WARM, "n_digits": len(SETS[""])}
    return found | {name: Number(n, ",", (), "a setting of ours") for name, n in counts.items()}


def gap(losses, others, seeds, form: str, tolerance: float) -> Number:
    """The mean difference of test losses, seed by seed, with its 99 % interval."""
    gaps, shown = losses - others, f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
    around = mean_interval(gaps)
    return Number(float(gaps.mean()), form, (), "NumPy alone", tolerance, around, len(gaps), shown)
