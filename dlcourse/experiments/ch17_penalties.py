"""Chapter 17: what penalties do: a price by hand, decay, help and harm on the noisy sine, a bias, zeros.

Source of the questions: deck Fix, pages 51 to 54; seeds, the other widths and penalties are our choice.
"""

from functools import cache

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments import ch17_regularization as chapter
from dlcourse.experiments.ch02_intervals import estimate, estimated_median
from dlcourse.models import least_squares, ridge
from dlcourse.models.ridge_lasso import LOSSES, equivalent_alpha
from dlcourse.numbers import Number
from dlcourse.regularization import L2
from dlcourse.tensor import Parameter

SETS = {"": range(100), "_again": range(100, 200)}
WIDTHS = {"wide": 0.05, "narrow": 0.02}
ALPHAS = np.geomspace(1e-4, 100, 25)


def price(w, alpha: float, penalty=L2) -> tuple[float, np.ndarray]:
    """A penalty on the weights w and its gradient."""
    W = Parameter(np.array([w], float))
    J = penalty(alpha)([W])
    return float(J.item()), grad(J, W)[0]


def decayed(n_steps: int, alpha: float = 0.5, lr: float = 0.1) -> float:
    """What is left of a weight of 1 after n steps on its penalty alone."""
    W = Parameter(np.ones((1, 1)))
    for _ in range(n_steps):
        W.array[...] -= lr * grad(L2(alpha)([W]), W)
        W.note_change()
    return float(W.array[0, 0])


@cache
def noisy_sines(seeds: range):
    """The 30 equally spaced x, and a column of noisy samples for each seed.   -> x (m,), y (m, n_seeds)"""
    x, _ = chapter.noisy_points(0)
    return x, np.stack([chapter.noisy_points(seed)[1] for seed in seeds], axis=1)


def fits(alpha: float, sigma: float, x, y):
    """Ridge fits with a bell at each x; no penalty for alpha 0.   y (m, k) -> curves (500, k), w (m, k)

    The curves are taken at 500 places of [0, 1].
    """
    A = chapter.kernels(x, x, sigma)[:, 1:]
    w, b = ridge(A, y, alpha) if alpha else least_squares(A, y)
    return chapter.kernels(np.linspace(0, 1, 500), x, sigma)[:, 1:] @ w + b, w


def errors(alpha: float, sigma: float, seeds: range):
    """Root mean squared errors against the true sine, one per seed, and the largest weights."""
    curves, w = fits(alpha, sigma, *noisy_sines(seeds))
    truth = chapter.sine(np.linspace(0, 1, 500))[:, None]
    return np.sqrt(((curves - truth) ** 2).mean(axis=0)), abs(w).max(axis=0)


def errors_at_other_sizes(seeds: range, m: int = chapter.M, n_bells: int = chapter.M) -> list[float]:
    """Errors of least squares with m samples or with fewer wide bells, equally spaced, one per seed."""
    x, centers = np.linspace(0, 1, m), np.linspace(0, 1, n_bells)
    y = np.stack([chapter.noisy_points(seed, m)[1] for seed in seeds], axis=1)
    w, b = least_squares(chapter.kernels(x, centers)[:, 1:], y)
    grid = np.linspace(0, 1, 500)
    curves = chapter.kernels(grid, centers)[:, 1:] @ w + b
    return np.sqrt(((curves - chapter.sine(grid)[:, None]) ** 2).mean(axis=0)).tolist()


def error_without_noise(alpha: float, sigma: float) -> float:
    """What a penalty does to the sine itself: the error of the fit to samples that have no noise."""
    x, _ = noisy_sines(SETS[""])
    curve, _ = fits(alpha, sigma, x, chapter.sine(x)[:, None])
    return float(np.sqrt(((curve[:, 0] - chapter.sine(np.linspace(0, 1, 500))) ** 2).mean()))


def most_times(m: int = chapter.M) -> float:
    """How far apart prices lie that one number means, by sum or mean, with or without halves."""
    prices = [equivalent_alpha(1.0, loss, m, form) for loss in LOSSES for form in ("half_l2", "l2")]
    return max(prices) / min(prices)


def curvatures(sigma: float):
    """The curvatures s^2 of half the sum of squares: the squared singular values of the centered bells."""
    x, _ = noisy_sines(SETS[""])
    A = chapter.kernels(x, x, sigma)[:, 1:]
    return np.linalg.svd(A - A.mean(axis=0), compute_uv=False) ** 2


def share_of_sine(sigma: float, above: float = 2.0) -> float:
    """Which share of the centered sine's squares lies in directions with a curvature above that."""
    x, _ = noisy_sines(SETS[""])
    A, y = chapter.kernels(x, x, sigma)[:, 1:], chapter.sine(x)
    U, s, _ = np.linalg.svd(A - A.mean(axis=0))
    parts = (U.T @ (y - y.mean())) ** 2
    return float(parts[s**2 > above].sum() / parts.sum())


def from_random_places(alpha: float, seeds: range) -> list[chapter.Fit]:
    """Fits of wide bells at random x, one per seed."""
    return [chapter.fit_sine(seed, alpha, random_x=True) for seed in seeds]


def numbers_of_a_slope() -> dict[str, Number]:
    """The slope beside a bias, and the curvature that shrinks it."""
    rows, squares = ("F038",), float((chapter.places_around_0() ** 2).sum())
    _, slope = chapter.bias_and_slope()
    return {
        "squares_of_x": Number(squares, ".1f", rows, "NumPy alone", 1e-9),
        "slope_free": Number(slope, ".3f", rows, "the inventory", 1e-7),
    }


def numbers() -> dict[str, Number]:
    """Decay; errors and weights with and without a penalty; what it does to a sine alone; a slope."""
    found, rows = {"most_times": Number(most_times(), "g", ("F036", "S121", "L012"), "by hand")}, ("F037",)
    for n in (14, 100):
        found[f"left_{n}"] = Number(decayed(n), ".3f", ("S160",), "a power of 0.95")
    for end, seeds in SETS.items():
        for name, sigma in WIDTHS.items():
            free, held = (errors(alpha, sigma, seeds) for alpha in (0.0, 2.0))
            for label, (error, largest) in (("0", free), ("2", held)):
                found[f"{name}_{label}{end}"] = estimated_median(error, seeds, "scipy", ".3f", rows)
                form = ".0f" if largest.max() > 10 else ".2f"
                weight = Number(np.median(largest), form, rows, "scipy", 1e-3)
                found |= {} if end else {f"{name}_{label}_weight": weight}
            better = int((held[0] < free[0]).sum())
            found[f"{name}_better{end}"] = estimate(better, seeds, "scipy", form=".0%", rows=rows)
        helped = int((errors(2.0, 0.03, seeds)[0] < errors(0.0, 0.03, seeds)[0]).sum())
        found[f"between_better{end}"] = estimate(helped, seeds, "scipy", form=".0%", rows=rows)
        for label, alpha in (("0", 0.0), ("2", 2.0)):
            random = [fit.error for fit in from_random_places(alpha, seeds)]
            form = ".3f" if alpha else ",.0f"
            found[f"random_{label}{end}"] = estimated_median(random, seeds, "scipy", form, rows)
        for name, sizes in (("300_samples", {"m": 300}), ("10_bells", {"n_bells": 10})):
            median = np.median(errors_at_other_sizes(seeds, **sizes))
            found[f"with_{name}{end}"] = Number(float(median), ".3f", ("K043",), "scipy", 1e-6)
    found["without_noise"] = Number(error_without_noise(0.0, WIDTHS["wide"]), ".4f", ("K043",), "scipy", 1e-4)
    largest = np.median([fit.largest for fit in from_random_places(0.0, SETS[""])])
    found["random_0_weight"] = Number(largest, ".0e", rows, "scipy")
    for name, sigma in WIDTHS.items():
        k = curvatures(sigma)
        found[f"{name}_top"] = Number(k[0], ".1f", rows, "scipy", 1e-9)
        found[f"{name}_alone"] = Number(error_without_noise(2.0, sigma), ".3f", rows, "scipy", 1e-6)
    found["narrow_low"] = Number(k[-2], ".2f", rows, "scipy", 1e-9)
    found["wide_above"] = Number(int((curvatures(WIDTHS["wide"]) > 2).sum()), "d", rows, "scipy")
    found["wide_share"] = Number(share_of_sine(WIDTHS["wide"]), ".1%", rows, "scipy", 1e-9)
    return found | numbers_of_a_slope()
