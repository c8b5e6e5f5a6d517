"""Chapter 12, exercise 12.4a: Adadelta."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_adam import adadelta_path
from dlcourse.checks.drawn_adaptive import descents

READ, ROWS = "adadelta-and-adamax", "K042"
HINT = "Print step, r and d in two steps. The first step is g sqrt(eps) / sqrt(r + eps): a slow start."
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.drawn_adam"
VISIBLE, draw = descents(124, "rho")


def judge(theta, gradients, rho, eps):
    return adadelta_path(theta, gradients, rho, eps)


WRONG = edits(r"""
path[-1] - step -> path[-1] - 0.001 * step OR path[-1] - step -> path[-1] - 0.01 * step OR path[-1] - step ->
    path[-1] - 0.1 * step OR np.sqrt(d + eps) / -> 0.001 / OR np.sqrt(d + eps) / -> 0.01 / | There is no lr:
    steps take their size from earlier steps.
np.sqrt(d + eps) / np.sqrt(r + eps) -> (np.sqrt(d) + eps) / (np.sqrt(r) + eps) OR / np.sqrt(r + eps) -> / (eps
    + np.sqrt(r)) OR np.sqrt(d + eps) / -> (np.sqrt(d) + eps) / OR d + eps) / np.sqrt(r + eps) -> d / r + eps)
    | eps is inside both roots, unlike in 12.1.
np.sqrt(d + eps) / -> np.sqrt(d) / | Nothing ever moves: eps is missing beside d, which is 0 at first.
np.sqrt(r + eps) -> np.sqrt(r + (r == 0)) | eps is missing beside r.
np.sqrt(d + eps) / np.sqrt(r + eps) -> np.sqrt(r + eps) / np.sqrt(d + eps) | The roots of r and d have changed
    places.
np.sqrt(d + eps) / np.sqrt(r + eps) -> (d + eps) / (r + eps) OR np.sqrt(d + eps) -> (d + eps) OR np.sqrt(r +
    eps) -> (r + eps) | A root is missing.
d = rho * d + (1 - rho) * step**2 -> d = d | d stays 0: it averages the squares of the steps.
r, d, path = 0 * theta, 0 * theta -> r, d, path = gradients[0] ** 2, 0 * theta OR r, d, path = 0 * theta, 0 *
    theta -> r, d, path = 0 * theta, 0 * theta + eps | r and d are 0 at first.
np.sqrt(d + eps) / -> 1 / OR np.sqrt(d + eps) / -> np.sqrt(eps) / | d is not used: it is above the line.
* step**2 -> * g**2 OR * step**2 -> * path[-1] ** 2 OR * step**2 -> * (path[-1] - step) ** 2 | d averages the
    squares of the steps.
rho * d + (1 - rho) * step**2 -> d + step**2 OR rho * r + (1 - rho) * g**2 -> r + g**2 OR rho * r + (1 - rho)
    * g**2 -> r + g**2; rho * d + (1 - rho) * step**2 -> d + step**2 | r and d forget: no sums.
(1 - rho) * step -> step OR (1 - rho) * g -> g OR (1 - rho) * g -> g; (1 - rho) * step -> step | A new square
    has the weight 1 - rho.
rho * r + (1 - rho) * -> (1 - rho) * r + rho * OR rho * d + (1 - rho) * -> (1 - rho) * d + rho * OR rho * r +
    (1 - rho) * -> (1 - rho) * r + rho *; rho * d + (1 - rho) * -> (1 - rho) * d + rho * | rho and 1 - rho
    have changed places: rho of the old average is kept.
d = rho * d + (1 - rho) * step**2 -> d = rho * d + (1 - rho) * abs(step) | d averages squares, not sizes.
r = rho -> q, r = r, rho; np.sqrt(r + eps) -> np.sqrt(q + eps) | r takes in g before the step.
step = g * -> step = np.sign(g) * | The step lacks the size of g.
np.array(path), r, d -> np.array(path), d, r ~ another order
r, d, path = -> theta -= 1.0\n    r, d, path = ~ changed its input
""")
RIGHT = edits(r"""
0 * theta, 0 * theta, [theta] -> 0.0, 0.0, [theta]; step = g * np.sqrt(d + eps) / np.sqrt(r + eps) -> step =
    ((d + eps) / (r + eps)) ** 0.5 * g; np.array(path), r -> path, list(r) | lists
""")
