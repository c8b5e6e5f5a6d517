"""Chapter 10, exercise 10.1a: gradient and Hessian of a valley."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, slopes
from dlcourse.checks.drawn_landscapes import valleys

READ, ROWS = "the-hessian", "F045 F095"
HINT = "With r = y - x^2, J = (1 - x)^2 + a r^2. How does r change with x, and how with y?"
REFUSED = *GRADIENTS, "dlcourse.critical_points"
VISIBLE, draw = valleys()


def judge(theta, a):
    x, y = theta
    g = slopes(lambda t: (1 - t[0]) ** 2 + a * (t[1] - t[0] ** 2) ** 2, {"t": theta}, "t")["dt"]
    return Right(g=g, H=np.array([[2 + a * (12 * x * x - 4 * y), -4 * a * x], [-4 * a * x, 2 * a]]))


WRONG = edits(r"""
-4 * a * x, 2 -> -2 * a * x, 2 | H[0, 1] is halved: it is all of how g[0] changes with y.
-4 * a * x, 2 -> -8 * a * x, 2 | H[0, 1] is doubled: it is how g[0] changes with y.
-4 * a * x, 2 -> 4 * a * x, 2 OR -4 * a * x, 2 -> -4 * a, 2 OR -4 * a * x, 2 -> -4 * x, 2 OR -4 * a * x, 2 ->
    -4 * a * y, 2 | H[0, 1] is how -4 a x (y - x^2) changes with y.
[xx, xy] -> [xx, 0] OR [xy, yy] -> [0, yy] OR [xy, yy] -> [-xy, yy] OR [xy, yy] -> [2 * xy, yy] | H is not
    symmetric.
-4 * a * x, 2 -> 0, 2 | H has its diagonal alone: g[0] changes with y, too.
a * r + 8 * a * x**2 -> a * r | H[0, 0] lacks 8 a x^2: in -4 a x r, r changes with x, too.
- 4 * a * r + -> + | H[0, 0] lacks -4 a r: in -4 a x r, x itself changes, too.
xx = 2 - -> xx = - | H[0, 0] lacks the 2 of (1 - x)^2.
r + 8 -> r - 8 OR r + 8 -> r + 4 OR 8 * a -> 8 | In H[0, 0], r changes by -2 x, times -4 a x.
xx = 2 - -> xx = 2 + OR a * r + 8 -> a * y + 8 | In H[0, 0], x changes by 1, times -4 a r.
x, 2 * a -> x, a OR x, 2 * a -> x, 2 OR x, 2 * a -> x, 0 | H[1, 1] is how 2 a r changes with y.
xy, yy = -4 * a * x, 2 * a -> xx, xy, yy = 2 * a, -4 * a * x, xx | H has its diagonal turned round.
np.array([[xx, xy], [xy, yy]]) -> np.outer(g, g) | H is g times g: it holds how g changes.
np.array([[ -> 0.5 * np.array([[ | H is halved: the 1/2 belongs to Taylor's series.
np.array([[ -> np.linalg.inv([[ | That is the inverse of H.
return g, np.array([[ -> return g / 2, 0.5 * np.array([[ | g and H are halved: J has no 1/2.
x, y = theta\n -> x, y = theta\n    a = a * a\n | a is squared: it stands before r^2.
[[xx, xy], [xy, yy]] -> [[2 * xx, xy], [xy, 2 * yy]] | The diagonal of H is doubled.
return g -> return -g | g points downhill: the gradient points uphill.
-2 * (1 - x) -> 2 * (1 - x) | g[0]: (1 - x)^2 has the slope -2 (1 - x).
- 4 * a * x * r, -> + 4 * a * x * r, OR - 4 * a * x * r, -> - 2 * a * x * r, OR - 4 * a * x * r, -> + 2 * a *
    r, | g[0]: a r^2 has the slope 2 a r times -2 x.
r, 2 * a * r -> r, a * r OR r, 2 * a * r -> r, 2 * r OR r, 2 * a * r -> r, -2 * a * r | g[1]: a r^2 has the
    slope 2 a r.
x, y = theta -> y, x = theta | x and y have changed places.
r = y - x**2 -> r = y - x OR y - x**2 -> y + x**2 | r is not y - x^2.
return g, -> _ = print(g), ~ prints and returns None
return g, np.array( -> return g, np.int64( ~ decimal point
x, y = theta -> x, y = theta\n    theta -= 1 ~ changed its input
""")
RIGHT = edits("2 - 4 * a * r + 8 * a * x**2 -> 2 - 4 * a * y + 12 * a * x**2 | multiplied out")
