"""Chapter 1, exercise 1.7b: one round of k-means."""

import numpy as np

from dlcourse.checks import Right, draws, edits, shown

READ, ROWS = "01b_linear_models#where-to-put-the-centers", "F012"
HINT = "Make the table (m, k) of squared distances: the least in each row gives two results."
REFUSED = "dlcourse.models.rbf", "dlcourse.models.neural_gas"


def some(rng, m, n, k, lonely, decimals=2):
    """Examples, each nearer to one center by some margin; if `lonely`, a center that none is near to."""
    while True:
        centers = rng.choice(np.arange(-12, 13), (k, n), replace=False) / 4
        x = (centers[rng.integers(k, size=m)] + rng.normal(0, 0.7, (m, n))).round(decimals)
        if lonely:
            centers[rng.integers(k - 1)] += 20  # not the last one: no index may be counted down
        square = ((x[:, None] - centers) ** 2).sum(axis=2)
        first, second = np.sort(square, axis=1)[:, :2].T
        counts = np.bincount(square.argmin(axis=1), minlength=k)
        if (second - first > 0.1).all() and (counts == 0).sum() == lonely and counts.max() > 1:
            return {"x": x, "centers": centers}


VISIBLE = shown(some, 17, (5, 2, 2, 0), (7, 2, 3, 1))
draw = draws(some, (5, 1, 2, 0), (7, 3, 2, 0), (11, 2, 5, 1))


def judge(x, centers):
    square = [[sum((a - b) ** 2 for a, b in zip(row, c, strict=True)) for c in centers] for row in x]
    nearest = np.array([np.argmin(row) for row in square])
    moved = [np.mean([row, *x[nearest == j]][1:] or [row], axis=0) for j, row in enumerate(centers)]
    return Right(nearest=nearest, inertia=sum(map(min, square)), moved=np.array(moved))


WRONG = edits(r"""
.argmin(axis=1) -> .argmax(axis=1) | Each example goes to the center that is farthest: the nearest is meant.
.argmin(axis=1) -> .argmin(axis=0) | The least is sought over the examples: each example has a nearest center.
).sum(axis=2) -> ).sum(axis=2) ** 0.5 | The inertia adds up distances: their squares are meant.
) ** 2).sum(axis=2) -> )).sum(axis=2) | The differences are added up as they are: square them first.
.min(axis=1).sum() -> .sum() | The inertia has the distances to all centers: the nearest counts.
square.min(axis=1).sum(), -> ((x - moved[nearest]) ** 2).sum(), | The inertia is that after the centers moved.
centers.copy() -> np.zeros_like(centers) | A center without examples has moved to 0: it stays where it is.
if (nearest == j).any(): -> if True: | A center without examples is the mean of nothing, NaN: it stays put.
x[nearest == j].mean(axis=0) -> x[nearest == j].mean() | The mean is taken over the coordinates, too.
mean(axis=0) -> sum(axis=0) / len(x) | The sums are divided by m: each center has its own number of examples.
return nearest, -> return nearest + 1, | The indices are counted from 1: they begin at 0.
""")
RIGHT = edits("x[nearest == j].mean(axis=0) -> sum(x[nearest == j]) / sum(nearest == j) | by sums")
