"""Chapter 13: Newton's method, its saddle-free form and descent on the XOR network, from the same starts.

Half the mean squared error of a 2-2-1 network with tanh and a linear output, nine parameters.
"""

import numpy as np

from dlcourse.experiments.ch02_intervals import wilson
from dlcourse.experiments.ch10_critical_xor import descended
from dlcourse.experiments.ch10_landscape import LEVELS, N_PARAMETERS, gradients_and_hessians, xor_costs
from dlcourse.numbers import Number, kept

SPREADS, N_RUNS, N_STEPS = (0.3, 1.0), 200, 100  # standard deviations of the starts
SETS = {"": 0, "_again": 1}  # the seeds of two sets of starts, by the end of a number's name
DAMPING, LONGEST = 1e-2, 1.0  # the least size of an eigenvalue, the longest step: set once, for both methods
METHODS = ("newton", "free", "descent")


def step_of(method: str, g, H):
    """Steps of many networks, by the eigenvalues of each Hessian.   g (m, n), H (m, n, n) -> (m, n)

    Eigenvalues smaller than DAMPING in size count as that, with their sign; "free": all without their sign.
    """
    eigenvalues, Q = np.linalg.eigh(H)
    sizes = np.maximum(abs(eigenvalues), DAMPING)
    if method == "newton":
        sizes = np.where(eigenvalues < 0, -sizes, sizes)
    step = np.einsum("mij,mj->mi", Q, np.einsum("mji,mj->mi", Q, g) / sizes)
    length = np.linalg.norm(step, axis=1, keepdims=True)
    return step * np.minimum(1.0, LONGEST / np.maximum(length, 1e-300))


def starts(spread: float, seed: int) -> np.ndarray:
    """Normal starts.   -> (N_RUNS, 9)"""
    return spread * np.random.default_rng(seed).standard_normal((N_RUNS, N_PARAMETERS))


@kept
def courses(method: str, spread: float, seed: int) -> np.ndarray:
    """The costs on the way, of all starts.   -> (N_STEPS + 1, N_RUNS); of descent only the last"""
    theta = starts(spread, seed)
    if method == "descent":
        return descended(theta)[None]
    found = [xor_costs(theta)]
    for _ in range(N_STEPS):
        theta = theta - step_of(method, *gradients_and_hessians(xor_costs, theta))
        found.append(xor_costs(theta))
    return np.array(found)


def ends(method: str, spread: float, seed: int) -> np.ndarray:
    """The name of the one of LEVELS that is nearest to each final cost.   -> (N_RUNS,)"""
    costs = courses(method, spread, seed)[-1]
    return np.array(list(LEVELS))[abs(costs[:, None] - np.array(list(LEVELS.values()))).argmin(axis=1)]


def steps_to_solve(spread: float, seed: int) -> float:
    """The median of the steps after which a saddle-free run that solves XOR has a cost below 1/32."""
    course = courses("free", spread, seed)
    solved = course[-1] < 1 / 32
    return float(np.median((course[:, solved] < 1 / 32).argmax(axis=0)))


def rate(k: int, n: int, seed: int, source: str = "NumPy alone") -> Number:
    """k of n starts as a page shows it, with its 99 % interval."""
    rows = ("F066", "F068")
    return Number(k / n, ".0%", rows, source, interval=wilson(k, n), n=n, seeds=str(seed))


def numbers() -> dict[str, Number]:
    """Success rates and stays at 1/8 of three methods, and how many starts only one of two solves."""
    found, alone = {}, "NumPy alone"
    for end, seed in SETS.items():
        for spread in SPREADS:
            name, where = f"{spread:g}".replace(".", "") + end, {m: ends(m, spread, seed) for m in METHODS}
            for method, levels in where.items():
                found[f"{method}_solved_{name}"] = rate(int((levels == "0").sum()), N_RUNS, seed)
            found[f"newton_stays_{name}"] = rate(int((where["newton"] == "1/8").sum()), N_RUNS, seed)
            free, descent = (where[m] == "0" for m in ("free", "descent"))
            found[f"only_free_{name}"] = Number(int((free & ~descent).sum()), "d", ("F068",), alone)
            found[f"only_descent_{name}"] = Number(int((descent & ~free).sum()), "d", ("F068",), alone)
            if spread == 1:
                found[f"steps_{name}"] = Number(steps_to_solve(spread, seed), ".0f", ("F068",), alone)
    return found | {
        "n_runs": Number(N_RUNS, "d", (), "a setting of ours"),
        "n_steps": Number(N_STEPS, "d", (), "a setting of ours"),
        "damping": Number(DAMPING, ".2f", (), "a setting of ours"),
    }
