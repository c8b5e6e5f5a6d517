"""Chapter 12, exercise 12.2b: steps under a constant gradient, with a pencil."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_adaptive import constant_steps as judge  # noqa: F401

READ, ROWS = "averages-that-start-at-0", "F062 K041 K042"
HINT = "AdaGrad's r is t g^2. What have the weights that RMSProp gives to g^2 added up to after t steps?"
REFUSED = "dlcourse.optimizers", "dlcourse.experiments", "dlcourse.checks.drawn_adaptive"
NAMES = "g", "t", "lr", "rho", "beta1", "beta2"
SHOWN = (0.7, 1, 0.45, 0.9, 0.8, 0.95), (-2.3, 3, 0.25, 0.6, 0.7, 0.85)
VISIBLE = [dict(zip(NAMES, case, strict=True)) for case in SHOWN]


def draw(rng):
    for sign, t in ((1, 1), (-1, 3), (1, 20), (-1, 10**6), (1, 10**12)):
        g, *rest = map(float, rng.uniform([0.1, 0.1, 0.3, 0.5, 0.8], [3, 1, 0.95, 0.9, 0.99]))
        yield dict(zip(NAMES, (sign * g, t, *rest), strict=True))


WRONG = edits(r"""
step = -lr -> step = lr | The steps go uphill: theta loses lr times the sign of g.
step = -lr * np.sign(g) -> step = -lr OR -lr * np.sign(g) -> -lr * abs(g) | The sign of g is missing.
np.sign(g) -> g | g cancels, all but its sign.
step = -lr * np -> step = -np | lr is missing.
np.sqrt(t), -> t, OR np.sqrt(t), -> np.sqrt(t + 1), OR np.sqrt(t), -> np.sqrt(t - 1 + (t == 1)), OR step /
    np.sqrt(t), -> step, | adagrad: r is t g^2 after step t, its root sqrt(t) |g|.
step / np.sqrt(t), -> step * np.sqrt(t), OR np.sqrt(t), -> sum(k**-0.5 for k in range(1, min(t, 99) + 1)) **
    -1, | adagrad is to be step t alone.
np.sqrt(1 - rho**t) -> (1 - rho**t) | rmsprop lacks a root.
np.sqrt(1 - rho**t) -> (np.sign(g) * np.sqrt(1 - rho**t)) ~ rmsprop lacks the sign of g
return step / np.sqrt(t), step / np.sqrt(1 - rho**t), step, -> return step / np.sqrt(t), step / np.sqrt(1 -
    rho**t), -lr * g, ~ adam has the factor g
np.sqrt(1 - rho**t) -> np.sqrt(1 - rho) OR step / np.sqrt(1 - rho**t) -> step | rmsprop: r is (1 - rho^t) g^2.
(1 - rho**t) -> (rho**t + 1e-300) OR (1 - rho**t) -> (1 - rho ** (t + 1)) OR (1 - rho**t) -> ((1 - rho) * t)
    OR (1 - rho**t) -> (1 - (1 - rho) ** t) OR (1 - rho**t) -> ((1 - rho) * rho ** (t - 1) + 1e-300) OR (1 -
    rho**t) -> ((1 - rho**t) / (1 - rho)) | rmsprop: the weights (1 - rho) rho^k, k = 0, ..., t - 1, add up to
    1 - rho^t.
step, step * -> step / np.sqrt(t), step * OR step, step * -> step / np.sqrt(r), step * OR step, step * -> step
    * s, step * OR step, step * -> step * s / np.sqrt(r), step * | adam: with both corrections s_hat is g,
    r_hat is g^2.
np.sqrt(r) -> r | uncorrected lacks a root.
step * s / np.sqrt(r) -> step / np.sqrt(r) OR step * s / np.sqrt(r) -> step * s | uncorrected: s and r both
    start at 0.
step * s / np.sqrt(r) -> step | uncorrected: s and r are too small at first.
1 - beta1**t, 1 - beta2**t -> 1 - beta1, 1 - beta2 OR 1 - beta1**t -> 1 - beta1 | uncorrected: s and r grow.
1 - beta1**t, 1 - beta2**t -> 1 - beta2**t, 1 - beta1**t | uncorrected: beta1 is that of s, beta2 that of r.
return step / np.sqrt(t), -> return ~ should return 4 values
""")
RIGHT = edits(r"""
np.sign(g) -> g / abs(g); step * s / np.sqrt(r) -> step * (s * g) / np.sqrt(r * g**2) * np.sign(g) | with g
""")
