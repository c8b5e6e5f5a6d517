"""Chapter 16, exercise 16.2a: batch normalization backward, path by path."""

from dlcourse.checks import GRADIENTS, edits
from dlcourse.checks.drawn_batch_grads import by_paths as judge  # noqa: F401
from dlcourse.checks.drawn_batch_grads import layers_by_paths

READ, ROWS = "three-paths-back", "F085"
HINT = "Draw x -> mean -> variance -> x_hat. Where a number feeds all m rows, its slopes are added over them."
REFUSED = *GRADIENTS, "dlcourse.layers", "dlcourse.ops", "dlcourse.checks.drawn_batch_grads"
VISIBLE, draw = layers_by_paths()

WRONG = edits(r"""
+ dvariance * 2 * centered / m + dmean / m ->  ~ the direct path alone
+ dvariance * 2 * centered / m ->  ~ dx lacks the path through the variance
centered / m + dmean / m -> centered / m ~ dx lacks the path through the mean
dx = dx_hat / std + dvariance -> dx = dvariance ~ dx lacks the direct path
(centered**2).mean(axis=0) -> x.var(axis=0, ddof=1); centered / m -> centered / (m - 1) ~ divided by m - 1
(centered**2).mean(axis=0) -> x.var(axis=0, ddof=1) OR 2 * centered / m -> 2 * centered / (m - 1) ~ m - 1
dmean / m\n -> dmean / m\n    dx = 0 * dx\n ~ dx is zero everywhere
G * gamma -> G ~ gamma is left out on the way back
.mean(axis=0) + eps) -> .mean(axis=0)) + eps ~ eps is outside the root
np.sqrt((centered**2).mean(axis=0) + eps) -> np.sqrt((centered**2).mean(axis=0)) ~ eps is left out
* -0.5 / std**3 -> / std**3 ~ dvariance lacks -1/2
* -0.5 / std**3 -> * 0.5 / std**3 ~ dvariance lacks the minus
* -0.5 / std**3 -> * -0.5 / std OR * -0.5 / std**3 -> * -0.5 / std**2 ~ the slope -1/2 (variance + eps)^(-3/2)
* -0.5 / std**3 -> * -1 / std**2 ~ dvariance is the slope in std
(dx_hat * centered).sum(axis=0) -> (dx_hat * x).sum(axis=0) ~ dvariance has x, where
(dx_hat * centered).sum(axis=0) -> (dx_hat * centered / std).sum(axis=0) ~ dvariance has x_hat, where
(dx_hat * centered).sum(axis=0) -> (dx_hat * centered).mean(axis=0) ~ one variance acts on all
-dx_hat.sum(axis=0) / std -> -dx_hat.mean(axis=0) / std ~ one mean acts on all
-dx_hat.sum(axis=0) / std -> dx_hat.sum(axis=0) / std ~ dmean lacks the minus
-dx_hat.sum(axis=0) / std -> -dx_hat.sum(axis=0) ~ dmean lacks 1 / sqrt
dvariance * 2 * centered -> dvariance * centered ~ the 2 is missing
2 * centered / m -> 2 * centered ~ the division by m is missing
+ dmean / m -> + dmean ~ from the mean to x the slope is 1 / m
dx_hat / std + -> dx_hat + ~ the direct path lacks 1 / sqrt
(G * centered / std).sum(axis=0) -> (G * x).sum(axis=0) ~ dgamma has x in the place
(G * centered / std).sum(axis=0) -> (G * centered / std).mean(axis=0) ~ dgamma has the mean over the samples
G.sum(axis=0), -> G.mean(axis=0), ~ dbeta has the mean over the samples
G.sum(axis=0), -> (G * gamma).sum(axis=0), ~ dbeta has gamma as a factor
G.sum(axis=0), -> G, ~ dbeta is an array of shape
G.sum(axis=0), dvariance, dmean, -> G.sum(axis=0), dmean, dvariance, ~ another order
centered = x - x.mean(axis=0) -> centered = x\n    centered -= x.mean(axis=0) ~ changed its input
""")
RIGHT = edits(r"""
.sum(axis=0) / std\n -> .sum(axis=0) / std - 2 * dvariance * centered.mean(axis=0)\n | both
dx_hat / std + dvariance * 2 * centered / m + dmean / m -> (dx_hat - dx_hat.mean(axis=0) - centered / std**2
    * (dx_hat * centered).mean(axis=0)) / std | one line
""")
