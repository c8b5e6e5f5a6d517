"""Chapter 4, exercise 4.6: the absolute and the hinge loss."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, normal, slopes

READ, ROWS = "04b_output_units#too-correct", "S043 L007 L009"
HINT = "Draw both losses over y_hat, for y = 1: how steep are they on each side of the corner?"
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.losses"


def tables(rng, m, k, decimals=None):
    """One for each loss. Of whole numbers, some outputs lie exactly at a corner."""
    away = None if decimals == 0 else lambda y_hat, y: np.append(y_hat - y, abs(y_hat) - 1)
    y_hat, y = normal(rng, away=away, decimals=decimals, y_hat=(m, k), y=(m, k)).values()
    labels = np.where(y > 0, 1.0, -1.0)
    return {"name": "mae", "y_hat": y_hat, "y": y}, {"name": "hinge", "y_hat": y_hat, "y": labels}


VISIBLE = [*tables(np.random.default_rng(1), 5, 3, 1), *tables(np.random.default_rng(1), 5, 3, 0)]


def draw(rng):
    yield from (*tables(rng, 7, 5), *tables(rng, 5, 7, 0))


def judge(name, y_hat, y):
    def J(y_hat):
        z = 1 - y * y_hat if name == "hinge" else np.where(y_hat.real < y, y - y_hat, y_hat - y)
        return np.where(z.real > 0, z, 0).sum() / len(y)

    known = dict(zip(("the number of examples m", "the number of outputs k"), y.shape, strict=True))
    return Right(J=J(y_hat), **slopes(J, {"y_hat": y_hat}, "y_hat")).knowing(known)


WRONG = edits(r"""
abs(r).sum() -> r.sum() OR abs(r).sum() -> abs(r.sum()) | Differences cancel: take the absolute value of each.
np.sign(r) -> r OR np.sign(r) -> 2 * r OR np.sign(r) -> abs(r)
    | The slope of |y_hat - y| is the sign of y_hat - y, not its size.
np.sign(r) -> -np.sign(r) | Where y_hat is too large, the slope of "mae" is above 0: yours has the wrong sign.
np.sign(r) -> np.where(r > 0, 1, -1) OR np.sign(r) -> np.where(r >= 0, 1, -1) OR np.sign(r) -> r / abs(r)
    | Where y_hat is y, the slope of "mae" should be 0.
np.sign(r) -> (r > 0) * 1 OR np.sign(r) -> np.ones_like(r) | Where y_hat is below y, "mae" has slope -1 / m.
np.maximum(0, room) -> room | "hinge" should be cut off at 0, output by output: margins above 1 cost 0.
np.maximum(0, room) -> (np.maximum(0, room) ** 2) | Your "hinge" is squared: it should grow straight.
1 - y * y_hat -> 1 - (2 * y - 1) * y_hat; -y * ( -> (1 - 2 * y) * ( | Labels are -1 and 1 here, not 0 and 1.
1 - y * y_hat -> 1 + y * y_hat | "hinge" costs where y y_hat is below 1: the sign inside is wrong.
-y * (room > 0) -> -y | Your "hinge" has a slope where it costs nothing: there it should be 0.
-y * ( -> -y * y_hat * ( OR -y * ( -> -y_hat * ( | The slope of 1 - y y_hat is -y: no y_hat.
room > 0 -> room >= 0 | Where y y_hat is exactly 1, the slope of "hinge" is 0.
room > 0 -> y * y_hat < 0 OR 1 - y * y_hat -> -y * y_hat OR np.maximum(0, room) -> (room * (y * y_hat < 0))
    | "hinge" also costs and pulls where y y_hat lies between 0 and 1.
""")
RIGHT = edits("-y * (room > 0) -> np.where(y * y_hat < 1, -y, 0) | where")
