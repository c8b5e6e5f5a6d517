"""Chapter 4, exercise 4.4: the cross-entropy of classes, with smoothed targets."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown

READ, ROWS = "04b_output_units#a-logit-for-each-class", "S046 S059 S060 S062 L010 F009"
HINT = "Write the rows t of the first case on paper: each adds up to 1. Then J, and dz, need no cases at all."
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.losses", "dlcourse.models.logistic"


def batch(rng, m, k, eps, kind="classes", **options):
    z = normal(rng, z=(m, k), **options)["z"]
    rows = rng.permuted(np.tile([0.5, 0.3, 0.2] + [0] * (k - 3), (m, 1)), axis=1)
    z = 300 * z + np.resize([2000.0, -2000.0, 0.0], (m, 1)) if kind == "far" else z
    return {"z": z, "y": rows if kind == "rows" else rng.integers(k, size=m).tolist(), "eps": eps}


VISIBLE = shown(batch, 13, (7, 3, 0.0), (5, 3, 0.3), (7, 3, 0.1, "rows"), (3, 5, 0.0, "far"))
draw = draws(batch, (5, 3, 0.0), (11, 5, 0.2), (7, 3, 0.1, "rows"), (5, 7, 0.0, "far"))


def judge(z, y, eps):
    m, k = z.shape
    t = eps / k + (1 - eps) * (np.array(y)[:, None] == np.arange(k) if isinstance(y, list) else y)
    lse = np.logaddexp.reduce(z, axis=1, keepdims=True)
    right = Right(J=(t * (lse - z)).sum() / m, dz=(np.exp(z - lse) - t) / m)
    right.hinting("Is p cut off, or something added to it?" if abs(z).max() > 99 else "").within(rtol32=1e-3)
    return right.knowing({"the number of examples m": m, "the number of classes k": k})


WRONG = edits(r"""
z.max(axis=1, keepdims=True) -> 0 OR p = np.exp(ln_p) -> p = np.exp(z) / np.exp(z).sum(axis=1)[:, None]; -(t *
    ln_p) -> -(t * np.log(p)) | Far from 0, e^z overflows, or is 0 for all: subtract the largest logit.
-(t * ln_p) -> -(t * np.log(p)) | ln p of a p that rounds to 0 is -inf: it is z minus logsumexp.
z.max(axis=1, keepdims=True) -> z.max() | The largest of all is subtracted: take that of each row.
low - np.log( -> z - np.log( OR t * ln_p -> t * (ln_p + z - low) | In ln p, subtract the largest of z, too.
axis=1 -> axis=0 | Your p adds up to 1 over the examples: it should in each row, over the classes.
(p - t) -> (p * (1 - p) - t) OR (p - t) -> (p - t) * p * (1 - p) | In dz, p (1 - p) cancels: p - t is left.
(p - t) -> np.where(t > 0, p - t, 0) OR (p - t) -> (p - 1) * t | dz is 0 for wrong classes: they fall, too.
-(t * ln_p) -> -(t * ln_p + (1 - t) * np.log1p(-p)) | J has (1 - t) ln(1 - p), too: t ln p is all.
-(t * ln_p) -> -(t * ln_p if y is rows else ln_p[:, y] / m) | ln_p[:, y] has all classes of y for each row.
(1 - eps) * rows -> rows OR (1 - eps) * rows -> 1 - eps * rows | t should have (1 - eps) y, to add up to 1.
eps / k, -> eps / (k - 1) * (rows < 1), OR eps / k, -> eps / k * (rows < 1), OR eps / k, -> eps / (k - 1), OR
    (1 - eps) * rows + eps / k -> np.where(rows == 1, 1 - eps, eps / (k - 1)) OR eps / k, -> eps, OR
    eps / k, -> eps / m, OR eps / k, -> eps / (k - 1) * (1 - rows), | All get eps / k, the right class, too.
(1 - eps) * rows + eps / k -> rows OR - t) / m -> - rows) / m OR (t * ln -> (rows * ln | No eps in J or dz.
else y\n -> else np.eye(k)[y.argmax(axis=1)]\n | Of a row only the largest probability is used: all count.
np.eye(k)[y] -> np.eye(k)[np.array(y) - 1] | You count classes from 1: the first is class 0.
""")
RIGHT = edits("np.log(np.exp(low).sum(axis=1, keepdims=True)) -> np.logaddexp.reduce(low, 1)[:, None] | np")
