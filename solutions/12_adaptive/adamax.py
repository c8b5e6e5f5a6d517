"""Chapter 12, exercise 12.4b: Adamax."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_adam import adamax_path
from dlcourse.checks.drawn_adaptive import descents

READ, ROWS = "adadelta-and-adamax", "K042"
HINT = "Print u beside |g| in each step: after a large gradient it falls slowly, by the factor beta2."
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.drawn_adam"
VISIBLE, draw = descents(125, "lr", "beta1", "beta2")


def judge(theta, gradients, lr, beta1, beta2, eps):
    return adamax_path(theta, gradients, lr, beta1, beta2, eps)


WRONG = edits(r"""
maximum(beta2 * u -> maximum(u | The maximum lacks its decay: it is of beta2 u and |g|.
np.maximum -> np.minimum | u is the larger one of the two.
maximum(beta2 * u -> maximum((1 - beta2) * u | beta2 of the old u is kept, not 1 - beta2.
np.maximum(beta2 * u, abs(g)) -> beta2 * np.maximum(u, abs(g)) | beta2 is a factor of the old u alone.
abs(g)) -> (1 - beta2) * abs(g)) | |g| has no factor 1 - beta2: u is a maximum, no average.
abs(g)) -> g) | u has |g|, not g.
abs(g)) -> g**2) OR np.maximum(beta2 * u, abs(g)) -> np.sqrt(np.maximum(beta2 * u**2, g**2)) OR
    np.maximum(beta2 * u, abs(g)) -> np.maximum(beta2 * u, g**2); (eps + u) -> (eps + np.sqrt(u)) | u is a
    maximum of |g|, and has no squares.
np.maximum(beta2 * u, abs(g)) -> beta2 * u + (1 - beta2) * abs(g) OR np.maximum(beta2 * u, abs(g)) -> beta2 *
    u + abs(g) | u is a maximum, no average and no sum.
abs(g)) -> abs(g).max()) OR abs(g)) -> np.linalg.norm(g)) | Each number has its own u.
np.maximum(beta2 * u, abs(g)) -> abs(g) | u forgets all earlier gradients.
np.maximum(beta2 * u, abs(g)) -> np.maximum(beta2 * u, abs(s)) | u has |s|: it has |g|.
abs(g)) -> abs(g) + eps) | eps is inside the maximum: here it is added to u.
(eps + u) -> (u + (u == 0)) | eps is missing beside u.
(eps + u) -> np.maximum(eps, u) | eps is no least value of u: it is added.
lr / (1 - beta1**t) * -> lr * | s is not corrected: 1 - beta1^t is missing.
(eps + u) -> (eps + u / (1 - beta2**t)) | u needs no correction.
(1 - beta1**t) -> (1 - beta1) | t is missing in 1 - beta1^t.
lr / (1 - beta1**t) * -> lr * (1 - beta1**t) * | The correction divides: s is too small at first.
(gradients, 1) -> (gradients, 2) | t is too large by one: the first step has t = 1.
(gradients, 1) -> (gradients) ~ division by
(1 - beta1**t) -> (1 - beta2**t) OR np.maximum(beta2 -> np.maximum(beta1 OR s, u, path = -> beta1, beta2 =
    beta2, beta1\n    s, u, path = | beta1 is that of s, beta2 that of u.
beta1 * s + (1 - beta1) * g -> (1 - beta1) * s + beta1 * g OR (1 - beta1) * g -> g | g weighs 1 - beta1.
* s / (eps -> * g / (eps | s is not used: above the line is its average, not g.
(eps + u) -> (eps + np.sqrt(u)) | u has no root: it is a size already.
(eps + u) -> eps + u OR (eps + u) -> (u + (u == 0)) + eps | Brackets are missing: all of eps + u divides.
lr / (1 -> 1 / (1 | lr is missing.
np.array(path), u -> np.array(path), s ~ s stands where u belongs
""")
RIGHT = edits(r"""
np.maximum(beta2 * u, abs(g)) -> np.where(abs(g) > beta2 * u, abs(g), beta2 * u); lr / (1 - beta1**t) * s /
    (eps + u) -> lr * (s / (1 - beta1**t)) / (u + eps); np.array(path), u -> path, u.tolist() | lists
""")
