"""Chapter 11, exercise 11.6: the area below a curve of log10 J."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_descents import log_curves

READ, ROWS = "11b_momentum#a-curve-of-the-logarithm", "F057 F060"
HINT = "Draw the first curve, and the line at log10 of the floor. How high, how wide is each piece between?"
REFUSED = ("dlcourse.experiments",)
VISIBLE, draw = log_curves()


def judge(steps, J, floor):
    heights = np.log2(np.maximum(J, floor) / floor) * np.log10(2)
    width = np.diff(steps, prepend=steps[0]) + np.diff(steps, append=steps[-1])  # of both pieces that it ends
    right = Right(curves=heights + np.log10(floor), areas=heights @ width / 2).apart_from("steps", "J")
    return right.knowing({"the number of curves k": len(J), "the number of steps n": len(steps)})


WRONG = edits(r"""
log10 -> log OR return curves -> return np.log(np.maximum(J, floor)) OR (high, -> (high * np.log(10), | The
    logarithm is the natural one, 2.303 times too large.
log10 -> log2 OR log10 -> log1p | That is another logarithm than that to the base 10.
np.log10(np -> np.log(np OR - np.log10( -> - np.log( | One logarithm is natural, and one to the base 10.
(high, -> (curves, | The area begins at 0: it begins at the line of the floor.
curves - np.log10 -> curves + np.log10 | log10 of the floor is added: a height is that above it.
curves - np.log10(floor) -> curves - floor | The floor itself is subtracted: take its logarithm.
(high, -> (-high, OR (high, steps) -> (high[:, ::-1], steps[::-1]) | The area has the wrong sign.
curves - np.log10(floor) -> curves - curves.min() OR curves - np.log10(floor) -> curves - curves[:, -1:] OR
    curves - np.log10(floor) -> curves - curves[:, :1] | The line is at log10 of the floor.
(high, -> (np.maximum(J, floor) - floor, OR (high, -> (J, OR (high, -> (np.maximum(J, floor), | That is the
    area of J, not of its logarithm.
np.trapezoid(high, steps) -> np.log10(np.trapezoid(J, steps)) | That is the logarithm of an area.
np.maximum(J, floor) -> J + floor | The floor is added to J: what is below it counts as it.
maximum(J -> minimum(J | The smaller of J and the floor counts: it is the larger.
np.log10(np.maximum(J, floor)) -> np.maximum(np.log10(np.maximum(J, 1e-9)), floor) | The floor is one of J.
return curves -> return high | curves is the height above the floor: log10 J is asked for.
return curves -> return np.log10(np.maximum(J, 1e-99)) OR np.maximum(J, floor) -> np.maximum(J, 1e-99) |
    curves goes on below the floor.
return curves -> return np.maximum(J, floor) | curves is J: its logarithm is asked for.
(high, steps) -> (high) OR (high, steps) -> (high, dx=steps[1] - steps[0]) OR (high, steps) -> (high,
    dx=(steps[-1] - steps[0]) / (len(steps) - 1)) | Each piece has its own width.
np.trapezoid(high, steps) -> high[:, 1:] @ np.diff(steps) OR np.trapezoid(high, steps) -> high[:, :-1] @
    np.diff(steps) | A piece has the height of one end: take the mean of both.
(high, steps) -> (2 * high, steps) | The half is missing: a piece has the mean height of its ends.
(high, steps) -> (high, steps / (steps[-1] - steps[0])) | That is a mean height: do not divide by the steps.
np.trapezoid(high, steps) -> high.sum(axis=1) OR np.trapezoid(high, steps) -> high.mean(axis=1) | Heights
    alone make no area: each piece has a width.
np.trapezoid(high, steps) -> np.trapezoid(high, steps).sum() OR steps) -> steps[:, None], axis=0) ~ areas
(high, steps) -> (high[:, 1:], steps[1:]) OR (high, steps) -> (high[:, :-1], steps[:-1]) | A piece is left
    out: n steps have n - 1.
high, steps) -> high, np.log10(1 + steps)) | The steps have a logarithm, too.
curves = -> J[0] = 1.0\n    curves = ~ changed its input
return curves, np.trapezoid(high, steps) -> return np.trapezoid(high, steps), curves ~ another order
""")
RIGHT = edits(r"np.trapezoid(high, steps) -> [np.diff(steps) @ (h[1:] + h[:-1]) / 2 for h in high] | a loop")
