"""Checks: slips on the paths back through batch normalization for chapter 16, by what is said of them.

OF_PATHS: what an answer to `batch_norm_paths` has in another way, see `drawn_batch_grads.back`.
"""

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
    f"dvariance lacks one factor 1 / sqrt(variance + eps): {POWER}.": {
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
    "dmean is 0: only its path through the variance carries 0.": {
        "to_mean": lambda g, std, dv, c: -2 * dv * c.mean(axis=0)
    },
    "dgamma has x - mean in the place of x_hat, which gamma multiplies.": {
        "to_gamma": lambda G, x_hat, x: (G * (x - x.mean(axis=0))).sum(axis=0)
    },
    "dvariance has no eps: (variance + eps)^(-3/2).": {
        "to_variance": lambda g, c, std, x: -0.5 * (g * c).sum(axis=0) * (c**2).mean(axis=0) ** -1.5
    },
    f"dvariance is divided by the variance, without eps: {POWER}.": {
        "to_variance": lambda g, c, std, x: -0.5 * (g * c).sum(axis=0) / std / (c**2).mean(axis=0)
    },
    "dvariance has `/ 2 * std**2`, which multiplies by the square: write `/ (2 * std**2)`.": {
        "to_variance": lambda g, c, std, x: -0.5 * (g * c).sum(axis=0) * std
    },
    "dvariance has `/ 2 * std**3`, which multiplies by the cube: write `/ (2 * std**3)`.": {
        "to_variance": lambda g, c, std, x: -0.5 * (g * c).sum(axis=0) * std**3
    },
    "dbeta lacks G: the slope 1 of each y in beta is multiplied by G, and added.": {
        "to_beta": lambda G, gamma: 1.0 + 0 * gamma
    },
    "Only the last sample is in the sums over the batch: `+=` adds, `=` replaces.": {
        "to_gamma": lambda G, x_hat, x: (G * x_hat)[-1],
        "to_beta": lambda G, gamma: G[-1],
        "to_variance": lambda g, c, std, x: -0.5 * (g * c)[-1] / std**3,
        "to_mean": lambda g, std, dv, c: -g[-1] / std,
    },
    "dx is divided by the number of columns: m is the number of samples.": {
        "by_variance": lambda dv, c, m, x: dv * 2 * c / len(dv),
        "by_mean": lambda dm, m: dm / len(dm),
    },
    "dx is divided by the number of all entries: m is the number of samples.": {
        "by_variance": lambda dv, c, m, x: dv * 2 * c / c.size,
        "by_mean": lambda dm, m: dm / (m * len(dm)),
    },
    "dvariance lacks gamma: at x_hat arrives G gamma.": {"lacks_gamma": "variance"},
    "dmean lacks gamma: at x_hat arrives G gamma.": {"lacks_gamma": "mean"},
    "dx: the direct path lacks gamma, at x_hat arrives G gamma.": {"lacks_gamma": "direct"},
    "dx: the paths through variance and mean lack 1 / m.": {
        "by_variance": lambda dv, c, m, x: dv * 2 * c,
        "by_mean": lambda dm, m: dm,
    },
    "dx: std divides the direct path alone, since dvariance and dmean have it.": {
        "over_std": "variance mean"
    },
    "dx: from the variance to x the slope is 2 (x - mean) / m: yours has x_hat.": {"over_std": "variance"},
    "dx: from the mean to x the slope is 1 / m: std is in dmean already.": {"over_std": "mean"},
    "dx lacks the path through the variance.": {"by_variance": lambda dv, c, m, x: 0 * c},
    "dx lacks the path through the mean.": {"by_mean": lambda dm, m: 0 * dm},
    "dx has the direct path alone: mean and variance depend on x, too.": {
        "by_variance": lambda dv, c, m, x: 0 * c,
        "by_mean": lambda dm, m: 0 * dm,
    },
    "dx lacks the direct path, from x to x_hat.": {"direct": lambda g, std: 0 * g},
    "dx: the direct path lacks 1 / sqrt(variance + eps).": {"direct": lambda g, std: g},
    "dx: the direct path is multiplied by the root: divide.": {"direct": lambda g, std: g * std},
    "dx: the direct path is divided by variance + eps: by its root.": {"direct": lambda g, std: g / std**2},
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
    "dx: the path through the mean is subtracted: dmean has its minus.": {"by_mean": lambda dm, m: -dm / m},
    "dx: the path through the variance is subtracted: dvariance has its minus.": {
        "by_variance": lambda dv, c, m, x: -dv * 2 * c / m
    },
}
