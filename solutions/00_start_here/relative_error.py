"""Chapter 0, exercise 0.2: how far apart are two gradients?"""

import numpy as np

from dlcourse.checks import Right, edits, normal

READ, ROWS = "00b_gradient_checking#is-my-backward-pass-right", "L017"
HINT = "Try it on (3, 4) and (4, 3), on two arrays of zeros, and on an array with a NaN in it."
REFUSED = ("dlcourse.experiments.ch00_checkers",)
SEEN = [([[1, 3, -2], [4, 0.5, 2]], [[1, 2, 0.5], [4, 1, 3]]), ([3e-30, 4e-30], [8e-30, 6e-30])]
SEEN += [([1, 1e-6, 2], [1, 3e-6, 2]), ([0, 0], [0, 0]), ([0, 0], [1, 2])]
SEEN += [([1, np.nan, 2], [1, 1, 1]), ([1, 2], [1, np.inf])]
VISIBLE = [{"a": np.array(a, float), "b": np.array(b, float)} for a, b in SEEN]


def draw(rng):
    for shape in ((5,), (3, 5), (2, 3, 7)):
        a, b = normal(rng, a=shape, b=shape).values()
        pairs = [(a, b), (a, a + 0.01 * b), (1e-15 * a, 1e-15 * b), (0 * a, 0 * b), (0 * a, b)]
        for one, other in [*pairs, *((a, np.where(b > b.mean(), bad, b)) for bad in (np.nan, np.inf))]:
            yield {"a": one, "b": other}


def judge(a, b):
    off, longer = np.sqrt(((a - b) ** 2).sum()), np.sqrt(max((a * a).sum(), (b * b).sum()))
    return Right(relative_error=np.inf if not np.isfinite(off) else off / longer if longer else 0.0)


WRONG = edits(r"""
np.linalg.norm(a - b) -> abs(np.linalg.norm(a) - np.linalg.norm(b)) | (3, 4) is as long as (4, 3): use a - b.
off / size -> np.max(abs(a - b) / np.maximum(abs(a), abs(b))) OR
    off / size -> np.max(abs(a - b) / np.maximum(1e-8, abs(a) + abs(b))) | Entries are compared one by one.
norm(a), np.linalg.norm(b)) -> norm(a), 0) OR max(np.linalg.norm(a), -> max(0, OR max( -> min(
    | It is divided by the length of one of them, the longer or not: take the longer.
np.linalg.norm( -> (lambda v: np.linalg.norm(v, 2))( | norm(v, 2) of a matrix is its largest singular value.
off / size if -> (off / size) ** 2 if | It is squared: a length is the root of the sum of squares.
norm(a), np.linalg.norm(b)) -> norm(a) + np.linalg.norm(b), 0) | It is divided by the sum: take the longer.
max(np.linalg.norm(a), np.linalg.norm(b)) -> np.linalg.norm(np.maximum(a, b))
    | The larger entries are put together: take both lengths, then the larger.
np.linalg.norm(a - b) -> np.sqrt(np.sum(a - b) ** 2) | Differences are added up first: square each.
off / size if -> 100 * off / size if | It is in percent: a share is asked for.
off / size -> off | It is not divided by the longer length: that is the absolute error.
else 0.0 -> > 1e-8 else 0.0 | Tiny gradients pass as equal: no constant belongs here, and np.allclose has one.
off / size if -> off / (size + 1e-8) if | What is added to the length hides the error of small gradients.
off / size if size else 0.0 -> off / size | Two zeros are equal, and 0 / 0 is NaN: ask before you divide.
if size else 0.0 -> if np.any(a) and np.any(b) else 0.0 | Only one of them is 0: then the error is 1.
if not np.isfinite(off):\n        return np.inf -> pass OR not np.isfinite(off) -> np.isnan(off)
    | NaN comes out: NaN equals nothing, and infinity over infinity is NaN. Ask np.isfinite.
return np.inf -> return 0.0 | A NaN passes as equal: give np.inf back.
off, size -> a, b = np.nan_to_num(a), np.nan_to_num(b)\n    off, size | A NaN is turned into 0: it may pass.
np.linalg.norm( -> (lambda v: abs(v).max())( | The largest entries are compared: a length adds up the squares.
np.linalg.norm( -> (lambda v: abs(v).sum())( | A length is the root of a sum of squares, not a sum of sizes.
""")
RIGHT = edits("np.linalg.norm(a - b) -> np.sqrt(((a - b) ** 2).sum()) | by squares")
