"""Checks: slips in the one line of batch normalization's gradient for chapter 16, by what is said of them.

OF_LINE: what `batch_norm_grad` returns. h: x_hat. s: std. a: gamma. g: G gamma. m: the number of samples.
"""

from collections.abc import Callable

import numpy as np

OF_LINE: dict[str, Callable] = {
    "The path through the variance is missing, or 0: the mean of x_hat is 0, that of G gamma x_hat is not.": (
        lambda h, s, a, G, g, m: (g - g.mean(0)) / s
    ),
    "The path through the mean is missing.": lambda h, s, a, G, g, m: (g - h * (g * h).mean(0)) / s,
    "That is the direct path alone: mean and variance depend on x, too.": lambda h, s, a, G, g, m: g / s,
    "The direct path is missing.": lambda h, s, a, G, g, m: -(g.mean(0) + h * (g * h).mean(0)) / s,
    "dx is 0 everywhere: so it is where all G are alike, and here they are not.": (
        lambda h, s, a, G, g, m: 0 * G
    ),
    "The direct path and that through the mean have the wrong sign.": lambda h, s, a, G, g, m: (
        (g.mean(0) - g - h * (g * h).mean(0)) / s
    ),
    "The direct path has the wrong sign.": lambda h, s, a, G, g, m: (
        (-g - g.mean(0) - h * (g * h).mean(0)) / s
    ),
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
    "std divides the direct path alone: it divides all three.": lambda h, s, a, G, g, m: (
        g / s - g.mean(0) - h * (g * h).mean(0)
    ),
    "std divides the path through the variance alone: it divides all three.": lambda h, s, a, G, g, m: (
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
    "The mean of G gamma x_hat is that over m - 1: it should be over m.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * (g * h).sum(0) / (m - 1)) / s
    ),
    "The path through the variance has x_hat twice: once in the mean, once before it.": (
        lambda h, s, a, G, g, m: (g - g.mean(0) - (g * h).mean(0)) / s
    ),
    "The path through the variance has the mean of G gamma, without x_hat.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * g.mean(0)) / s
    ),
    "The mean over the samples is missing: G gamma x_hat is averaged before x_hat multiplies it.": (
        lambda h, s, a, G, g, m: (g - g.mean(0) - h * (g * h)) / s
    ),
    "The path through the mean is added: it has a minus.": lambda h, s, a, G, g, m: (
        (g + g.mean(0) - h * (g * h).mean(0)) / s
    ),
    "The path through the variance is added: it has a minus.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) + h * (g * h).mean(0)) / s
    ),
    "One mean for all columns: each column has its own, `axis=0`.": lambda h, s, a, G, g, m: (
        (g - g.mean() - h * (g * h).mean()) / s
    ),
    "Those are means of rows: take them down the columns, `axis=0`.": lambda h, s, a, G, g, m: (
        (g - g.mean(1, keepdims=True) - h * (g * h).mean(1, keepdims=True)) / s
    ),
    "1/2 stands before the path through the variance: the square's 2 cancels it.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * (g * h).mean(0) / 2) / s
    ),
    "2 stands before the path through the variance: the root's 1/2 cancels it.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - 2 * h * (g * h).mean(0)) / s
    ),
    "gamma multiplies the direct path alone: it multiplies all three.": lambda h, s, a, G, g, m: (
        (g - G.mean(0) - h * (G * h).mean(0)) / s
    ),
    "`@` mixes the columns: each has a mean of G gamma x_hat of its own.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h @ (h.T @ g) / m) / s
    ),
    "Both sums are divided by the number of columns: it should be m, that of the samples.": (
        lambda h, s, a, G, g, m: (g - g.sum(0) / len(s) - h * (g * h).sum(0) / len(s)) / s
    ),
    "The direct path lacks gamma.": lambda h, s, a, G, g, m: (G - g.mean(0) - h * (g * h).mean(0)) / s,
    "The mean of G lacks gamma.": lambda h, s, a, G, g, m: (g - G.mean(0) - h * (g * h).mean(0)) / s,
    "The mean of G x_hat lacks gamma.": lambda h, s, a, G, g, m: (g - g.mean(0) - h * (G * h).mean(0)) / s,
    "x_hat is squared, outside the mean: one of both stands in the mean.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h**2 * g.mean(0)) / s
    ),
    "x_hat is squared in the mean: one of both stands before it.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - (g * h**2).mean(0)) / s
    ),
    "std does not divide the path through the variance: it divides all three.": lambda h, s, a, G, g, m: (
        (g - g.mean(0)) / s - h * (g * h).mean(0)
    ),
    "std divides the path through the variance twice: x - mean is x_hat std.": lambda h, s, a, G, g, m: (
        (g - g.mean(0)) / s - h * (g * h).mean(0) / s**2
    ),
    "std divides the path through the variance thrice: two of them are in x_hat.": lambda h, s, a, G, g, m: (
        (g - g.mean(0)) / s - h * (g * h).mean(0) / s**3
    ),
    "x - mean stands in the place of x_hat.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * s * (g * h * s).mean(0)) / s
    ),
    "Each row has its own G alone: by mean and variance it has those of all rows.": lambda h, s, a, G, g, m: (
        g * (1 - 1 / m - h**2 / m) / s
    ),
    "1 - x_hat^2 is no factor: x_hat multiplies the mean of G gamma x_hat.": lambda h, s, a, G, g, m: (
        (g - g.mean(0)) * (1 - h**2) / s
    ),
    "2 / m stands before a mean, which is divided by m already.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * (g * h).mean(0) * 2 / m) / s
    ),
    "The mean of G gamma x_hat is one for all columns: `axis=0`.": lambda h, s, a, G, g, m: (
        (g - g.mean(0) - h * (g * h).mean()) / s
    ),
    "The mean of G gamma is one for all columns: `axis=0`.": lambda h, s, a, G, g, m: (
        (g - g.mean() - h * (g * h).mean(0)) / s
    ),
    "Both sums are divided by m - 1: it should be m.": lambda h, s, a, G, g, m: (
        (g - g.sum(0) / (m - 1) - h * (g * h).sum(0) / (m - 1)) / s
    ),
}
