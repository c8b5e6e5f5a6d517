"""Chapter 0, exercise 0.2: how far apart are two gradients?"""

import numpy as np

from dlcourse.checks import Right, edits, normal

READ, ROWS = "00b_gradient_checking#is-my-backward-pass-right", "L017"
HINT = "Try it on (3, 4) and (4, 3), on two arrays of zeros, and on an array with a NaN in it."
REFUSED = ("dlcourse.experiments.ch00_checkers",)


SEEN = [([[1, 3, -2], [4, 0.5, 2]], [[1, 2, 0.5], [4, 1, 3]]), ([3e-30, 4e-30], [8e-30, 6e-30])]
SEEN += [([1, 1e-6, 2], [1, 3e-6, 2]), ([0, 0], [0, 0]), ([0, 0], [1, 2]), ([1, np.nan, 2], [1, 1, 1])]
VISIBLE = [{"a": np.array(a, float), "b": np.array(b, float)} for a, b in SEEN]


def draw(rng):
    for shape in ((5,), (3, 5), (2, 3, 7)):
        a, b = normal(rng, a=shape, b=shape).values()
        pairs = [(a, b), (a, a + 0.01 * b), (1e-15 * a, 1e-15 * b), (0 * a, 0 * b), (0 * a, b)]
        for one, other in [*pairs, (a, np.where(b > b.mean(), np.nan, b))]:
            yield {"a": one, "b": other}


def judge(a, b):
    off, longer = np.sqrt(((a - b) ** 2).sum()), np.sqrt(max((a * a).sum(), (b * b).sum()))
    return Right(relative_error=np.inf if not np.isfinite(off) else off / longer if longer else 0.0)


WRONG = edits(r"""
np.linalg.norm(a - b) -> abs(np.linalg.norm(a) - np.linalg.norm(b)) | (3, 4) is as long as (4, 3): use a - b.
off / size -> np.max(abs(a - b) / np.maximum(abs(a), abs(b))) | Each entry is compared by itself.
off / size -> np.max(abs(a - b) / np.maximum(1e-8, abs(a) + abs(b)))
    | Each entry is compared by itself, over a sum: one near 0 decides alone. Divide whole lengths.
norm(a), np.linalg.norm(b)) -> norm(a), 0) | a may be the shorter one: take the longer.
max(np.linalg.norm(a), -> max(0, | b may be the shorter one: take the longer.
norm(a), np.linalg.norm(b)) -> norm(a) + np.linalg.norm(b), 0) | It is divided by the sum: take the longer.
max(np.linalg.norm(a), np.linalg.norm(b)) -> np.linalg.norm(np.maximum(a, b))
    | The larger entries are put together: take both lengths, then the larger.
off / size -> off | It is not divided by the longer length: that is the absolute error.
else 0.0 -> > 1e-8 else 0.0 | Tiny gradients pass as equal: no constant belongs here, and np.allclose has one.
off / size if -> off / (size + 1e-8) if | What is added to the length hides the error of small gradients.
off / size if size else 0.0 -> off / size | Two zeros are equal, and 0 / 0 is NaN: ask before you divide.
if size else 0.0 -> if np.any(a) and np.any(b) else 0.0 | Only one of them is 0: then the error is 1.
if not np.isfinite(off):\n        return np.inf -> pass | NaN comes out: NaN equals nothing, ask np.isfinite.
return np.inf -> return 0.0 | A NaN passes as equal: give np.inf back.
off, size -> a, b = np.nan_to_num(a), np.nan_to_num(b)\n    off, size | A NaN is turned into 0: it may pass.
np.linalg.norm(a - b), max(np.linalg.norm(a), np.linalg.norm(b)) -> abs(a - b).max(), np.abs([a, b]).max()
    | The largest entries are compared: a length adds the squares of all entries up.
np.linalg.norm(a - b), max(np.linalg.norm(a), np.linalg.norm(b))
    -> abs(a - b).sum(), max(abs(a).sum(), abs(b).sum()) | A length is the root of a sum of squares.
""")
RIGHT = edits("np.linalg.norm(a - b) -> np.sqrt(((a - b) ** 2).sum()) | by squares")
