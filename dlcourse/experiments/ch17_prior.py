"""Chapter 17: a penalty as a belief: what alpha says about weights, and a likelihood without a bottom.

The model is that of the noisy sine with narrow bells, which passes through all samples; it also chooses the
spread sigma of its noise. Source of the question: deck Srihari, section II, slide 12.
"""

import math

from dlcourse.experiments import ch17_regularization as chapter
from dlcourse.models import least_squares, ridge
from dlcourse.numbers import Number

WIDTH, ALPHA = 0.02, 2.0
KINDS = ("none", "weights", "weights over noise")


def spread_of_weights(alpha: float, noise: float = chapter.NOISE) -> float:
    """The standard deviation of weights that goes with alpha: noise / sqrt(alpha)."""
    return noise / math.sqrt(alpha)


def least_cost(sigma: float, kind: str, seed: int = 0) -> float:
    """The mean negative log-likelihood of 30 samples plus a penalty over 30, at the best weights for sigma.

    kind: "none"; "weights", alpha / 2 |w|^2; "weights over noise", alpha / (2 sigma^2) |w|^2.
    """
    x, y = chapter.noisy_points(seed)
    A, y = chapter.kernels(x, x, WIDTH)[:, 1:], y[:, None]
    # times sigma^2 the cost of w is half the sum of squares plus alpha / 2 |w|^2, with this alpha
    alpha = {"weights": ALPHA * sigma**2, "weights over noise": ALPHA}.get(kind)
    w, b = ridge(A, y, alpha) if alpha else least_squares(A, y)
    squares = ((A @ w + b - y) ** 2).sum() + (alpha or 0.0) * (w * w).sum()
    return float(math.log(sigma) + math.log(2 * math.pi) / 2 + squares / (2 * sigma**2 * len(y)))


def best_spread(seed: int = 0) -> float:
    """The sigma that is best for "weights over noise": the root of (sum of squares + alpha |w|^2) / 30."""
    return math.sqrt(2 * (least_cost(1.0, "weights over noise", seed) - math.log(2 * math.pi) / 2))


def numbers() -> dict[str, Number]:
    """The least costs for three spreads, and the best spread where there is one."""
    found, rows = {}, ("S170",)
    for name, sigma in (("1", 1.0), ("tenth", 0.1), ("ten_thousandth", 1e-4)):
        for kind in KINDS:
            cost = least_cost(sigma, kind)
            form = ",.2f" if abs(cost) < 100 else ",.0f"
            found[f"{kind.replace(' ', '_')}_{name}"] = Number(cost, form, rows, "scipy", 1e-6)
    found["best_spread"] = Number(best_spread(), ".2f", rows, "scipy", 1e-6)
    found["spread_of_weights"] = Number(spread_of_weights(ALPHA), ".3f", ("F036",), "closed form")
    return found
