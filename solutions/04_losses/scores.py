"""Chapter 4, exercise 4.7: three scores of a network."""

import numpy as np

from dlcourse.checks import Right, edits

READ, ROWS = "right-is-not-enough", "K020 K022 K023 K024"
HINT = "With pencil, for each example: which p is largest, and which belongs to the right class?"
REFUSED = "dlcourse.op", "dlcourse.losses", "dlcourse.experiments.ch04_output_units", "scipy.special.xlogy"
# In tenths: one of our own, with zeros, then two of the decks (deck Sohn, "Loss function").
SEEN = ("604 622 523 910 334 082 271", "0021211"), ("334 343 127", "210"), ("127 172 343", "210")
VISIBLE = [{"p": np.array([[*map(int, row)] for row in p.split()]) / 10, "y": np.eye(3)[[*map(int, y)]]}
           for p, y in SEEN]  # fmt: skip


def draw(rng):
    """In every second row one probability is 0; the first two rows are wrong."""
    for m, k in ((5, 3), (7, 5), (13, 7)):
        p = rng.uniform(0.1, 1, (m, k))
        y = (p.argmax(axis=1) + (np.arange(m) < 2)) % k
        p[::2][np.arange(m // 2 + 1), (y[::2] + 1) % k] = 0
        yield {"p": p / p.sum(axis=1, keepdims=True), "y": np.eye(k)[y]}


def judge(p, y):
    right = p[y == 1]  # row by row
    error = np.count_nonzero(p.max(axis=1) > right) / len(p)
    right = Right(error=error, cross_entropy=-np.log(right).mean(), mse=((p - y) ** 2).sum() / len(p))
    return right.knowing({"the number of examples m": len(p), "the number of classes k": p.shape[1]})


WRONG = edits(r"""
-np.log(right).mean() -> -(y * np.log(p)).sum(axis=1).mean() | 0 ln 0 is NaN in NumPy: take ln p where y is 1.
-np.log(right).mean() -> -np.nanmean(y * np.log(p)) | cross_entropy is a mean over entries: take it over rows.
(right) -> (right + 1e-7) OR (right) -> (right + 1e-8) | Nothing is to be added to p: take ln p where y is 1.
np.log( -> np.log10( OR np.log( -> np.log2( | cross_entropy has another logarithm: ln is np.log.
(right).mean() -> (right.mean()) OR (right) -> ((p * y).sum(axis=0)) | First take ln of each, then the mean.
(right) -> (p.max(axis=1)) | cross_entropy has the largest p: take that of the right class.
-np.log(right) -> 1 - right OR -np.log(right) -> -right | cross_entropy has no logarithm.
-np.log(right) -> -(np.log(right) + np.log(1 - p * (1 - y)).sum(axis=1)) | ln(1 - p) is in it, too.
- y) ** 2) -> - y) ** 2 / 2) | Yours has a half in mse: it should have none.
.sum(axis=1).mean()\n -> .mean()\n | mse is divided by k, too: it should be a sum over the classes.
((p - y) ** 2) -> ((p * y - y) ** 2) | mse has the right classes alone: the others count, too.
((p - y) ** 2) -> abs(p - y) | mse has absolute values: it should have squares.
!= y.argmax -> == y.argmax | error should be the fraction of wrong answers: yours is that of right ones.
wrong.mean() -> wrong.sum() | error is a number of examples: divide it by m.
wrong.mean() -> wrong.mean() * 100 | error is in percent: a fraction, at most 1, is asked for.
wrong.mean() -> ((p == p.max(axis=1)[:, None]) != y).mean() | error compares entries: an example counts once.
argmax(axis=1) -> argmax(axis=0) OR argmax(axis=1) -> argmax() | error needs an argmax in each row: axis=1.
wrong.mean() -> ((p > 0.5) != y).any(axis=1).mean() | error: the most probable class may have p below 0.5.
wrong.mean() -> (1 - right).mean() | error is the mean of 1 - p: count the examples.
""")
RIGHT = edits("np.log(right).mean() -> (y * np.log(np.where(y > 0, p, 1))).sum(axis=1).mean() | ln 1")
