"""Checks: gradients through batch normalization for chapter 16, and what slips make of them."""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.drawn_batch_slips import OF_PATHS
from dlcourse.checks.drawn_batches import columns
from dlcourse.checks.drawn_line_slips import OF_LINE
from dlcourse.checks.draws import normal
from dlcourse.checks.gradients import slopes
from dlcourse.checks.right import Right

PATHS = "Print what arrives at x_hat, G gamma. From x it is reached by three paths: which is missing?"
LINE = (
    "Does each column of dx sum to 0? If so, look at the path through the variance; if not, at that "
    "through the mean."
)


def layers(rng, m: int, n: int, eps: float, decimals: int | None = None) -> dict:
    """The inputs of `batch_norm_paths`."""
    drawn = normal(rng, decimals=decimals, x=(m, n), gamma=(n,), G=(m, n))
    if decimals is None:
        drawn["x"] = columns(rng, m, n)
    return {"x": drawn["x"], "gamma": drawn["gamma"], "eps": eps, "G": drawn["G"]}


def layers_by_paths() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `batch_norm_paths`."""
    rng = np.random.default_rng(162)
    shown = [layers(rng, *sizes, 1) for sizes in ((4, 2, 0.2), (3, 1, 0.5), (2, 3, 0.7))]

    def draw(rng):
        for sizes in ((7, 3, 0.3), (6, 4, 1e-5), (2, 5, 0.1), (4, 2, 0.02)):
            yield layers(rng, *sizes)

    return shown, draw


def kept_by_forward() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `batch_norm_grad`: x_hat has the mean 0 in each column."""
    shown = [
        {
            "x_hat": np.array([[1.2, -0.4], [-0.9, 1.1], [0.6, 0.2], [-0.9, -0.9]]),
            "std": np.array([0.8, 2.1]),
            "gamma": np.array([1.7, -0.6]),
            "G": np.array([[0.3, -1.4], [-1.6, 0.7], [2.2, 0.4], [0.9, -2.3]]),
        },
        {
            "x_hat": np.array([[0.5], [-1.3], [0.8]]),
            "std": np.array([1.4]),
            "gamma": np.array([-0.7]),
            "G": np.array([[0.6], [1.9], [-0.3]]),
        },
        {
            "x_hat": np.array([[0.7, -0.6], [-0.7, 0.6]]),
            "std": np.array([1.6, 0.3]),
            "gamma": np.array([0.9, 2.1]),
            "G": np.array([[0.4, -1.8], [1.3, 0.5]]),
        },
    ]

    def draw(rng):
        for sizes in ((7, 3, 0.3), (6, 4, 1e-5), (2, 5, 0.2)):
            x, gamma, eps, G = layers(rng, *sizes).values()
            std = np.sqrt(x.var(axis=0) + eps)
            yield {"x_hat": (x - x.mean(axis=0)) / std, "std": std, "gamma": gamma, "G": G}

    return shown, draw


def by_paths(x, gamma, eps, G) -> Right:
    """The judgement of `batch_norm_paths`, as measured slopes: mean and variance get something added."""

    def J(x, gamma, beta, variance, mean):
        mean = x.mean(axis=0) + mean
        variance = ((x - mean) ** 2).mean(axis=0) + variance
        return ((gamma * (x - mean) / np.sqrt(variance + eps) + beta) * G).sum()

    none = np.zeros(x.shape[1])
    at = {"x": x, "gamma": gamma, "beta": none, "variance": none, "mean": none}
    right = Right(**slopes(J, at, "gamma beta variance mean x")).knowing({"m": len(x)})
    for told, options in OF_PATHS.items():
        led = back(x, gamma, eps, G, **options)
        right.if_instead(told, led)
        for name in ("dvariance", "dmean"):
            if f"to_{name[1:]}" in options:  # dx may be right all the same, if in one line
                right.slip(name, led[name], told)
    right.slip("dmean", 0 * gamma, "dmean is 0: only its path through the variance carries 0.")
    return right.hinting(PATHS)


def in_one_line(x_hat, std, gamma, G) -> Right:
    """The judgement of `batch_norm_grad`: x is x_hat std, and eps what the variance lacks to std^2."""
    eps = std**2 * (1 - (x_hat**2).mean(axis=0))

    def J(x):
        centered = x - x.mean(axis=0)
        return (gamma * centered / np.sqrt((centered**2).mean(axis=0) + eps) * G).sum()

    right = Right(**slopes(J, {"x": x_hat * std}, "x")).knowing({"m": len(G)})
    for told, of in OF_LINE.items():
        right.slip("dx", of(x_hat, std, gamma, G, G * gamma, len(G)), told)
    return right.hinting(LINE)


def back(
    x,
    gamma,
    eps,
    G,
    center=lambda x: x - x.mean(axis=0),
    spread=lambda c, m: (c**2).mean(axis=0),
    root=lambda v, eps: np.sqrt(v + eps),
    to_gamma=lambda G, x_hat, x: (G * x_hat).sum(axis=0),
    to_beta=lambda G, gamma: G.sum(axis=0),
    at_x_hat=lambda G, gamma: G * gamma,
    to_variance=lambda g, c, std, x: -0.5 * (g * c).sum(axis=0) / std**3,
    to_mean=lambda g, std, dv, c: -g.sum(axis=0) / std - 2 * dv * c.mean(axis=0),
    direct=lambda g, std: g / std,
    by_variance=lambda dv, c, m, x: dv * 2 * c / m,
    by_mean=lambda dm, m: dm / m,
    lacks_gamma="",
    over_std="",
) -> dict:
    """The results of an answer that has one of these in another way."""
    m, c = len(x), center(x)
    std = root(spread(c, m), eps)
    g = at_x_hat(G, gamma)
    arrives = dict.fromkeys(("variance", "mean", "direct"), g) | {lacks_gamma: G}
    dv = to_variance(arrives["variance"], c, std, x)
    dm = to_mean(arrives["mean"], std, dv, c)
    ways = by_variance(dv, c, m, x), by_mean(dm, m)
    ways = [
        way / std if name in over_std else way for name, way in zip(("variance", "mean"), ways, strict=True)
    ]
    dx = direct(arrives["direct"], std) + ways[0] + ways[1]
    return {
        "dgamma": to_gamma(G, c / std, x),
        "dbeta": to_beta(G, gamma),
        "dvariance": dv,
        "dmean": dm,
        "dx": dx,
    }
