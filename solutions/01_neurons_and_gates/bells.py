"""Chapter 1, exercise 1.7: bells that move."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown, slopes

READ, ROWS = "01b_linear_models#bells", "S017 F011 F013 F014"
HINT = "phi = exp(-q) with q = |x - c|^2 / (2 sigma^2): go back by q. What are its slopes in c and in sigma?"
REFUSED = *GRADIENTS, "dlcourse.models.rbf", "dlcourse.ops", "dlcourse.layers"


def some(rng, m, n, k, **options):
    drawn = normal(rng, x=(m, n), centers=(k, n), sigma=k, G=(m, k), **options)
    return drawn | {"sigma": 1.3 + abs(drawn["sigma"]) / 2}


VISIBLE = shown(some, 17, (3, 1, 2), (5, 2, 3))
draw = draws(some, (3, 1, 2), (5, 3, 7), (11, 5, 3))


def features(x, centers, sigma):
    return np.exp(-((x[:, None] - centers) ** 2).sum(axis=2) / sigma**2 / 2)


def judge(x, centers, sigma, G):
    def cost(centers, sigma):
        return (G * features(x, centers, sigma)).sum()

    by = slopes(cost, {"centers": centers, "sigma": sigma}, "centers sigma")
    counts = {"the number of examples m": len(x), "the number of bells k": len(sigma)}
    return Right(phi=features(x, centers, sigma), **by).knowing(counts)


WRONG = edits(r"""
/ (2 * sigma**2) -> / sigma**2 | phi has sigma^2 in the place of 2 sigma^2.
/ (2 * sigma**2) -> / 2 * sigma**2 | `/ 2 * sigma**2` divides by 2 and multiplies by sigma^2: set brackets.
(2 * sigma**2)) -> (2 * sigma**2)) / (sigma * (2 * np.pi) ** 0.5) | phi is a density: a bell has height 1.
return phi, -> return phi / phi.sum(axis=1, keepdims=True), OR
    slope = -> phi = phi / phi.sum(axis=1, keepdims=True)\n    slope =
    | phi adds up to 1 over the bells: each bell stands for itself, with height 1.
(2 * sigma**2) -> (2 * sigma) ** 2 | phi has (2 sigma)^2: the 2 is not squared.
(slope * square) -> slope | dsigma has lost the square of the distance.
(off**2).sum -> abs(off).sum | The sizes of x - c are added up: their squares are.
-square / -> -(square**0.5) / OR axis=2) -> axis=2) ** 0.5 | phi has the distance: its square belongs there.
* off). -> * -off). | dcenters has the wrong sign: to make its bell higher at x, a center moves towards x.
sigma[:, None] ** 2 -> (2 * sigma[:, None] ** 2) | dcenters lacks the 2 that the square's slope has.
G * phi -> G * 1 | phi is missing in the gradients: the slope of e^-q is -e^-q.
G * phi -> phi | G is not used: the slopes that arrive are its entries.
* off).sum(axis=0) -> * off)[-1]; square).sum(axis=0) -> square)[-1] | Only the last example counts.
""")
RIGHT = edits('(slope[:, :, None] * off).sum(axis=0) -> np.einsum("mk,mkn->kn", slope, off) | by index')
