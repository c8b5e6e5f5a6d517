"""Chapter 16, exercise 16.2b: batch normalization backward, in one line."""

from dlcourse.checks import GRADIENTS, edits
from dlcourse.checks.drawn_batch_grads import in_one_line as judge  # noqa: F401
from dlcourse.checks.drawn_batch_grads import kept_by_forward

READ, ROWS = "back-in-one-line", "F085"
HINT = "In 16.2a, x - mean is x_hat std. Then std divides all three terms: what is left of each?"
REFUSED = *GRADIENTS, "dlcourse.layers", "dlcourse.ops", "dlcourse.checks.drawn_batch_grads"
VISIBLE, draw = kept_by_forward()

WRONG = edits(r"""
(g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std -> g / std ~ That is the direct path alone
(g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std -> 0 * G ~ dx is 0 everywhere
- x_hat * (g * x_hat).mean(axis=0)) -> ) ~ The path through the variance is missing
g - g.mean(axis=0) - -> g - ~ The path through the mean is missing
(g - g.mean -> (-g.mean ~ The direct path is missing
g = G * gamma -> g = G ~ gamma is missing
g = G * gamma -> g = G / gamma ~ gamma divides
(axis=0)) / std -> (axis=0)) ~ std is missing
(axis=0)) / std -> (axis=0)) / std**2 ~ std is squared
(axis=0)) / std -> (axis=0)) * std ~ std multiplies
(axis=0)) / std -> (axis=0)) / np.sqrt(std) ~ The root of std is taken
(g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std -> g / std - g.mean(axis=0) - x_hat * (g *
    x_hat).mean(axis=0) ~ std divides the direct path alone
g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0) -> g.sum(axis=0) - x_hat * (g * x_hat).sum(axis=0) ~ Both
    sums have to be divided by m
g.mean(axis=0) -> g.sum(axis=0) ~ The sum of G gamma has to be divided by m
(g * x_hat).mean(axis=0) -> (g * x_hat).sum(axis=0) ~ The sum of G gamma x_hat has to be divided by m
(g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) -> (len(g) * g - g.sum(axis=0) - x_hat * (g *
    x_hat).sum(axis=0)) ~ m
(g * x_hat).mean(axis=0) -> (g * x_hat).sum(axis=0) / (len(g) - 1) ~ over m - 1
- x_hat * (g * x_hat).mean -> - (g * x_hat).mean ~ The path through the variance has x_hat twice
x_hat * (g * x_hat).mean(axis=0) -> x_hat * g.mean(axis=0) ~ without x_hat
x_hat * (g * x_hat).mean(axis=0) -> x_hat * (g * x_hat) ~ The mean over the samples is missing
g - g.mean(axis=0) - -> g + g.mean(axis=0) - ~ The path through the mean is added
g.mean(axis=0) - x_hat -> g.mean(axis=0) + x_hat ~ The path through the variance is added
g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0) -> g.mean() - x_hat * (g * x_hat).mean() ~ One mean for all
g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0) -> g.mean(axis=1, keepdims=True) - x_hat * (g *
    x_hat).mean(axis=1, keepdims=True) ~ down the columns
(g - g.mean(axis=0) -> (g.mean(axis=0) - g ~ have the wrong sign
x_hat * (g * x_hat).mean(axis=0) -> x_hat * (g * x_hat).mean(axis=0) / 2 ~ 1/2 stands before
return ( -> return -( ~ has the wrong sign
g = G * gamma -> G *= gamma\n    g = G ~ changed its input
* (g * x_hat).mean(axis=0)) -> * (G * x_hat).mean(axis=0)) ~ The mean of G x_hat lacks gamma
g - g.mean(axis=0) - -> G - g.mean(axis=0) - ~ The direct path lacks gamma
x_hat * (g * x_hat).mean(axis=0) -> x_hat**2 * g.mean(axis=0) ~ x_hat is squared, outside the mean
(g * x_hat).mean(axis=0) -> (g * x_hat).mean() ~ The mean of G gamma x_hat is one for all columns
/ std\n -> / std, g\n ~ expected is dx alone
""")
RIGHT = edits(r"""
(g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std -> gamma / (len(G) * std) * (len(G) * G -
    G.sum(axis=0) - x_hat * (G * x_hat).sum(axis=0)) | of sums
(g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std -> np.stack([(np.eye(len(g)) - 1 / len(g) -
    np.outer(h, h) / len(g)) @ c / s for h, c, s in zip(x_hat.T, g.T, std)], axis=1) | by the Jacobian
""")
