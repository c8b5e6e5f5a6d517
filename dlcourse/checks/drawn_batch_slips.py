"""Checks: slips on the ways back through batch normalization for chapter 16, by what is said of them.

OF_PATHS: what an answer to `batch_norm_paths` has in another way, see `drawn_batch_grads.back`.
OF_LINE: what `batch_norm_grad` returns. h: x_hat. s: std. a: gamma. g: G gamma. m: samples.
"""

from collections.abc import Callable

import numpy as np

POWER = "(variance + eps)^(-1/2) has the slope -1/2 (variance + eps)^(-3/2)"
OF_PATHS: dict[str, dict] = {
    "The variance is divided by m - 1: here it is the mean of the squares, over m.": {
        "spread": lambda c, m: (c**2).sum(axis=0) / (m - 1),
        "by_variance": lambda dv, c, m, x: dv * 2 * c / (m - 1),
    },
    "The variance is divided by m - 1 on the way forward: it is over m.": {
        "spread": lambda c, m: (c**2).sum(axis=0) / (m - 1)
    },
    "The variance is divided by m - 1 on the way back: it is over m.": {
        "by_variance": lambda dv, c, m, x: dv * 2 * c / (m - 1)
    },
    "eps is outside the root: it is sqrt(variance + eps).": {"root": lambda v, eps: np.sqrt(v) + eps},
    "eps is left out.": {"root": lambda v, eps: np.sqrt(v)},
    "dgamma has x in the place of x_hat, which gamma multiplies.": {
        "to_gamma": lambda G, x_hat, x: (G * x).sum(axis=0)
    },
    "dgamma has the mean over the samples: they are added.": {
        "to_gamma": lambda G, x_hat, x: (G * x_hat).mean(axis=0)
    },
    "dgamma lacks x_hat, which gamma multiplies.": {"to_gamma": lambda G, x_hat, x: G.sum(axis=0)},
    "dbeta has the mean over the samples: they are added.": {"to_beta": lambda G, gamma: G.mean(axis=0)},
    "dbeta has gamma as a factor: beta is added behind it.": {"to_beta": lambda G, gamma: (G * gamma).sum(0)},
    "gamma is left out on the way back: at x_hat arrives G gamma.": {"at_x_hat": lambda G, gamma: G},
    "At x_hat G is divided by gamma: it is multiplied.": {"at_x_hat": lambda G, gamma: G / gamma},
    f"dvariance lacks -1/2: {POWER}.": {"to_variance": lambda g, c, std, x: (g * c).sum(axis=0) / std**3},
    f"dvariance lacks the minus: {POWER}.": {
        "to_variance": lambda g, c, std, x: 0.5 * (g * c).sum(axis=0) / std**3
    },
    f"dvariance lacks 1/2: {POWER}.": {"to_variance": lambda g, c, std, x: -(g * c).sum(axis=0) / std**3},
    f"dvariance has another power: {POWER}.": {
        "to_variance": lambda g, c, std, x: -0.5 * (g * c).sum(axis=0) / std
    },
    f"dvariance has the square, where the power 3/2 belongs: {POWER}.": {
        "to_variance": lambda g, c, std, x: -0.5 * (g * c).sum(axis=0) / std**2
    },
    f"dvariance has std^6, where std^3 is (variance + eps)^(3/2): {POWER}.": {
        "to_variance": lambda g, c, std, x: -0.5 * (g * c).sum(axis=0) / std**6
    },
    "dvariance is the slope in std: that of a root, 1 / (2 std), is missing.": {
        "to_variance": lambda g, c, std, x: -(g * c).sum(axis=0) / std**2
    },
    "dvariance has x, where x - mean belongs.": {
        "to_variance": lambda g, c, std, x: -0.5 * (g * x).sum(axis=0) / std**3
    },
    "dvariance has x_hat, where x - mean belongs.": {
        "to_variance": lambda g, c, std, x: -0.5 * (g * c).sum(axis=0) / std**4
    },
    "dvariance lacks x - mean, which the root divides.": {
        "to_variance": lambda g, c, std, x: -0.5 * g.sum(axis=0) / std**3
    },
    "dvariance has the mean over the samples: one variance acts on all, so they are added.": {
        "to_variance": lambda g, c, std, x: -0.5 * (g * c).mean(axis=0) / std**3
    },
    "dmean has the mean over the samples: one mean acts on all, so they are added.": {
        "to_mean": lambda g, std, dv, c: -g.mean(axis=0) / std
    },
    "dmean lacks the minus: x_hat has x - mean.": {"to_mean": lambda g, std, dv, c: g.sum(axis=0) / std},
    "dmean lacks 1 / sqrt(variance + eps).": {"to_mean": lambda g, std, dv, c: -g.sum(axis=0)},
    "dmean is divided by variance + eps: by its root.": {
        "to_mean": lambda g, std, dv, c: -g.sum(axis=0) / std**2
    },
    "dmean has the way through the variance alone, which carries 0.": {
        "to_mean": lambda g, std, dv, c: -2 * dv * c.mean(axis=0)
    },
    "dx lacks the way through the variance.": {"by_variance": lambda dv, c, m, x: 0 * c},
    "dx lacks the way through the mean.": {"by_mean": lambda dm, m: 0 * dm},
    "dx has the direct way alone: mean and variance depend on x, too.": {
        "by_variance": lambda dv, c, m, x: 0 * c,
        "by_mean": lambda dm, m: 0 * dm,
    },
    "dx lacks the direct way, from x to x_hat.": {"direct": lambda g, std: 0 * g},
    "dx: the direct way lacks 1 / sqrt(variance + eps).": {"direct": lambda g, std: g},
    "dx: the direct way is multiplied by the root: divide.": {"direct": lambda g, std: g * std},
    "dx: the direct way is divided by variance + eps: by its root.": {"direct": lambda g, std: g / std**2},
    "dx: from the variance to x the slope is 2 (x - mean) / m: the 2 is missing.": {
        "by_variance": lambda dv, c, m, x: dv * c / m
    },
    "dx: from the variance to x the slope is 2 (x - mean) / m: the division by m is missing.": {
        "by_variance": lambda dv, c, m, x: dv * 2 * c
    },
    "dx: from the variance to x the slope is 2 (x - mean) / m: yours has x.": {
        "by_variance": lambda dv, c, m, x: dv * 2 * x / m
    },
    "dx: from the variance to x the slope is 2 (x - mean) / m: x - mean is missing.": {
        "by_variance": lambda dv, c, m, x: dv * 2 / m + 0 * c
    },
    "dx: from the mean to x the slope is 1 / m.": {"by_mean": lambda dm, m: dm},
    "dx: the way through the mean is subtracted: dmean has its minus.": {"by_mean": lambda dm, m: -dm / m},
    "dx: the way through the variance is subtracted: dvariance has its minus.": {
        "by_variance": lambda dv, c, m, x: -dv * 2 * c / m
    },
}

OF_LINE: dict[str, Callable] = {
    "The way through the variance is missing.": lambda h, s, a, G, g, m: (g - g.mean(0)) / s,
    "The way through the mean is missing.": lambda h, s, a, G, g, m: (g - h * (g * h).mean(0)) / s,
    "That is the direct way alone: mean and variance depend on x, too.": lambda h, s, a, G, g, m: g / s,
    "The direct way is missing.": lambda h, s, a, G, g, m: -(g.mean(0) + h * (g * h).mean(0)) / s,
    "dx is 0 everywhere: so it is where all G are alike, and here they are not.": (
        lambda h, s, a, G, g, m: 0 * G
    ),
    "The direct way and that through the mean have the wrong sign.": lambda h, s, a, G, g, m: (
        (g.mean(0) - g - h * (g * h).mean(0)) / s
    ),
    "The direct way has the wrong sign.": lambda h, s, a, G, g, m: (-g - g.mean(0) - h * (g * h).mean(0)) / s,
    "gamma is missing: at x_hat arrives G gamma.": lambda h, s, a, G, g, m: (
        (G - G.mean(0) - h * (G * h).mean(0)) / s
    ),
    "gamma divides: it multiplies.": lambda h, s, a, G, g, m: (G - G.mean(0) - h * (G * h).mean(0)) / (s * a),
    "gamma is a factor twice.": lambda h, s, a, G, g, m: a * (g - g.mean(0) - h * (g * h).mean(0)) / s,
    "std is missing: x_hat has x divided by it.": lambda h, s, a, G, g, m: (
        g - g.mean(0) - h * (g * h).mean(0)
    ),
    "std is squared: x_hat has x divided by it once.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * (g * h).mean(0)) / s**2
    ),
    "std multiplies: x_hat has x divided by it.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * (g * h).mean(0)) * s
    ),
    "The root of std is taken: std is one already.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * (g * h).mean(0)) / np.sqrt(s)
    ),
    "std divides the direct way alone: it divides all three.": lambda h, s, a, G, g, m: (
        g / s - g.mean(0) - h * (g * h).mean(0)
    ),
    "std divides the last way alone: it divides all three.": lambda h, s, a, G, g, m: (
        g - g.mean(0) - h * (g * h).mean(0) / s
    ),
    "Both sums have to be divided by m: each is a mean.": lambda h, s, a, G, g, m: (
        (g - g.sum(0) - h * (g * h).sum(0)) / s
    ),
    "The sum of G gamma has to be divided by m.": lambda h, s, a, G, g, m: (
        (g - g.sum(0) - h * (g * h).mean(0)) / s
    ),
    "The sum of G gamma x_hat has to be divided by m.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * (g * h).sum(0)) / s
    ),
    "All is m times too large: m G gamma minus sums is to be divided by m.": lambda h, s, a, G, g, m: (
        (m * g - g.sum(0) - h * (g * h).sum(0)) / s
    ),
    "The variance is that over m - 1: here it is over m.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * (g * h).sum(0) / (m - 1)) / s
    ),
    "The way through the variance has x_hat twice: once in the mean, once before it.": (
        lambda h, s, a, G, g, m: (g - g.mean(0) - (g * h).mean(0)) / s
    ),
    "The way through the variance lacks G gamma under its mean.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * h.mean(0)) / s
    ),
    "The way through the variance has the mean of G gamma, without x_hat.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * g.mean(0)) / s
    ),
    "The mean over the samples is missing: G gamma x_hat is averaged before x_hat multiplies it.": (
        lambda h, s, a, G, g, m: (g - g.mean(0) - h * (g * h)) / s
    ),
    "The way through the mean is added: it has a minus.": lambda h, s, a, G, g, m: (
        (g + g.mean(0) - h * (g * h).mean(0)) / s
    ),
    "The way through the variance is added: it has a minus.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) + h * (g * h).mean(0)) / s
    ),
    "One mean for all columns: each column has its own, `axis=0`.": lambda h, s, a, G, g, m: (
        (g - g.mean() - h * (g * h).mean()) / s
    ),
    "Those are means of rows: take them down the columns, `axis=0`.": lambda h, s, a, G, g, m: (
        (g - g.mean(1, keepdims=True) - h * (g * h).mean(1, keepdims=True)) / s
    ),
    "1/2 stands before the way through the variance: the square's 2 cancels it.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * (g * h).mean(0) / 2) / s
    ),
    "2 stands before the way through the variance: the root's 1/2 cancels it.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - 2 * h * (g * h).mean(0)) / s
    ),
}
