"""Chapter 0, exercise 0.2: how far apart are two gradients?"""

import numpy as np

from dlcourse.checks import Right, edits, normal

READ, ROWS = "is-my-backward-pass-right", "L017"
HINT = "Try it on (3, 4) and (4, 3), on two arrays of zeros, and on an array with a NaN in it."
REFUSED = ("dlcourse.experiments.ch00_checkers",)


SEEN = [([1, 3, -2], [1, 2, 0.5]), ([3e-9, 4e-9], [8e-9, 6e-9]), ([1, 1e-6], [1, 3e-6])]
SEEN += [([0, 0], [0, 0]), ([1, np.nan, 2], [1, 1, 1])]
VISIBLE = [{"a": np.array(a, float), "b": np.array(b, float)} for a, b in SEEN]


def draw(rng):
    for shape in ((2,), (3, 5), (2, 3, 7)):
        a, b = normal(rng, a=shape, b=shape).values()
        pairs = [(a, b), (a, a + 0.01 * b), (1e-9 * a, 1e-9 * b), (0 * a, 0 * b), (0 * a, b)]
        for one, other in [*pairs, (a, np.where(b > b.mean(), np.nan, b))]:
            yield {"a": one, "b": other}


def judge(a, b):
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return Right(error=np.inf)
    longer = np.sqrt(max((a * a).sum(), (b * b).sum()))
    return Right(error=np.sqrt(((a - b) ** 2).sum()) / longer if longer else 0.0)


WRONG = edits(r"""
np.linalg.norm(a - b) -> abs(np.linalg.norm(a) - np.linalg.norm(b))
    | The lengths are compared, and (3, 4) is as long as (4, 3): take the length of a - b.
off / size -> np.max(abs(a - b) / np.maximum(abs(a), abs(b)))
    | Each entry is divided by itself: an entry near 0 then decides alone. Divide by the length of all.
max(np.linalg.norm(a), np.linalg.norm(b)) -> np.linalg.norm(a) | a may be the shorter one: take the longer.
max(np.linalg.norm(a), np.linalg.norm(b)) -> np.linalg.norm(b) | b may be the shorter one: take the longer.
norm(a), np.linalg.norm(b)) -> norm(a) + np.linalg.norm(b), 0) | It is divided by the sum of the lengths.
max(np. -> min(np. | It is divided by the shorter length: take the longer.
off / size -> off | It is not divided by the longer length: that is the absolute error.
off / size if size else 0.0 -> off / (size + 1e-8) | What is added to the length hides small errors.
off / size if size else 0.0 -> off / size | Two zeros are equal, and 0 / 0 is NaN: ask before you divide.
if not np.isfinite(off):\n        return np.inf -> pass
    | NaN comes out, and no comparison with NaN is true: such a check may say nothing.
return np.inf -> return 0.0 | A NaN passes as equal: give np.inf back.
np.linalg.norm(a - b) -> abs(a - b).max(initial=0) | The largest difference is no length: add the squares up.
off / size -> (off / size) ** 2 | It is the square of the error: a length has a root.
""")
RIGHT = edits(r"""
np.linalg.norm(a - b) -> np.sqrt(((a - b) ** 2).sum()) | by squares
if size else 0.0 -> if size > 0 else off | the difference of two zeros
""")
