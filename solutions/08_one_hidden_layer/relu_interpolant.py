"""Chapter 8, exercise 8.3: a broken line of ReLUs."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.targets import KNOTS, drawn_knots

READ, ROWS = "a-broken-line-of-relus", "S027 S103"
FIRST = "Which of your units are on in the first piece, and which in the second?"
CONTROL = "08_one_hidden_layer.html#bump-builder.kind=knots&bump-builder.K=4"
HINT = "Print the slope of each piece. The first unit brings the first one; what does the second unit add?"
REFUSED = "dlcourse.models.approximation", "dlcourse.layers"
VISIBLE, draw = KNOTS, drawn_knots


def judge(knots, values):
    x = np.append((knots[:-1, None] + np.outer(np.diff(knots), [0, 0.3, 0.6])).ravel(), knots[-1])
    right = Right(y=np.interp(x, knots, values)).within(rtol32=1e-3)  # in sums, large terms nearly cancel
    return right.of_network("relu", x, len(knots) - 1, "one for each piece").hinting(FIRST)


WRONG = edits(r"""
v = np.diff(slopes, prepend=0.0) -> v = slopes | W2 has slopes: a further unit adds a change of slope alone.
v = np -> v = -np | W2 has the wrong sign: where the slope grows, its change is positive.
0.0) -> 0.0) * ([1] + [-1] * (len(slopes) - 1)) | A change of slope is that after a knot minus that before.
prepend=0.0) -> append=0.0) | The changes of slope stand a knot too early: the first is the first slope.
prepend=0.0) -> prepend=slopes[0]) | The first slope is missing: before the first unit, the slope is 0.
v = np.diff(slopes, prepend=0.0) -> v = np.diff(values) | W2 has differences of values, not changes of slope.
np.diff(slopes, prepend=0.0) -> values[:-1] | W2 has values, not changes of slope.
np.diff(slopes, prepend=0.0) -> np.cumsum(slopes) | W2 has sums of slopes: take their differences.
v = np.diff(slopes, prepend=0.0) -> v = slopes.copy()\n    for k in range(1, len(v)): v[k] -= v[k - 1]
    | A change is subtracted, not the slope before: the loop writes over slopes that it still needs.
v[:, None] -> v[::-1, None] | The units stand in another order in W2 than in b1.
values[:1] -> np.zeros(1) OR values[:1] -> values[-1:] OR values[:1] -> values[:1] - slopes[0] * knots[0]
    | b2 is not values[0]: at the first knot all units are 0, and y is b2.
s) / np.diff(knots) -> s) OR / np -> * np | A slope is a difference of values divided by one of knots.
diff(values) / np.diff(knots) -> gradient(values, knots)[:-1] | A slope is that of a piece, not of a knot.
/ np.diff(knots) -> / np.diff(knots).mean() OR / np.diff(knots) -> / (knots[1] - knots[0]) OR
    -knots[:-1] -> -np.linspace(knots[0], knots[-1], len(v), False) OR / np.diff(knots) -> * len(knots[1:]) OR
    = np.diff(values) / np.diff(knots) -> = np.diff(values); prepend=0.0) -> prepend=0.0) / np.diff(knots)
    | Each piece has a width of its own, by which its difference of values is divided.
np.diff(slopes, -> np.diff(np.fix(slopes), OR v[:, -> np.fix(v)[:, | It is cut to whole numbers: of dtype int?
-knots[:-1] -> knots[:-1] | b1 has the wrong sign: relu(x - knot) has the bias -knot.
-knots[:-1] -> -knots[1:] | The units bend a knot too late: the first one bends at the first knot.
-knots[:-1] -> -(knots[:-1] + knots[1:]) / 2 OR -knots -> -values OR -knots -> 0 * knots OR
    -knots[:-1] -> -v * knots[:-1] OR -knots -> knots[0] - knots | The units do not bend at the knots.
np.ones((1, len(v))), -knots[:-1], v -> v[None], -knots[:-1], np.ones_like(v)
    | The changes of slope stand in W1, where b1 is -knot: there they move the bends, too.
np.ones((1, len(v))) -> -np.ones((1, len(v))) | W1 has the wrong sign: relu(x - knot) rises to the right.
""")
RIGHT = edits(r"""
np.ones((1, len(v))), -knots[:-1], v[:, None] -> np.full((1, len(v)), 2), [-2 * k for k in knots[:-1]],
    [[(b - a) / 2] for a, b in zip([0, *slopes], slopes)] | twice as steep, lists
slopes = np.diff -> knots, values = knots[::-1], values[::-1]\n    slopes = np.diff;
    np.ones((1, len(v))), -knots[:-1], v -> -np.ones((1, len(v))), knots[:-1], -v | from the right
""")
