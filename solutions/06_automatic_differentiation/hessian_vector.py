"""Chapter 6, exercise 6.7b: a Hessian times a vector."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, shaped, shown, slopes

READ, ROWS = "06c_forward_and_symbols#derivatives-of-derivatives", "S149 S119"
HINT = "The lines: h = tanh(x w), r = (h - y)(1 - h^2), dw = x^T r. How do h, r and dw change along v?"
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.ops", "dlcourse.graphs", "dlcourse.optimizers"
inputs = shaped(lambda m, n: {"x": (m, n), "w": n, "y": m, "v": n})
VISIBLE = shown(inputs, 67, (2, 3), (5, 2))
draw = draws(inputs, (3, 2), (5, 3), (2, 7))


def judge(x, w, y, v):
    def slope_along_v(w):
        h = np.tanh(x @ w)
        return ((h - y) * (1 - h * h)) @ (x @ v)

    by_w = slopes(lambda w: ((np.tanh(x @ w) - y) ** 2).sum() / 2, {"w": w}, "w")
    known = {"the number of examples m": len(x), "the number of weights n": len(w)}
    return Right(**by_w, Hv=slopes(slope_along_v, {"w": w}, "w")["dw"]).knowing(known)


WRONG = edits(r"""
dh * slope - 2 * (h - y) * h * dh -> dh * slope | Hv has the change of h - y alone: 1 - h^2 changes, too.
dh * slope - 2 -> -2 | Hv has the change of 1 - h^2 alone: h - y changes, too.
dh * slope - 2 -> dh * slope + 2 | 1 - h^2 falls as h grows: its change is -2 h times that of h.
- 2 * (h - y) * h * dh -> - (h - y) * h * dh OR - 2 * (h - y) * h * dh -> - 2 * (h - y) * dh
    | The change of h^2 is 2 h times that of h.
dh * slope - 2 -> dh - 2 | In the first term 1 - h^2 stands twice: once as it is in dw, and once in dh.
dh = slope * (x @ v) -> dh = x @ v | dh is the change of x w: that of h is 1 - h^2 times it.
dh = slope * (x @ v) -> dh = x @ v; dh * slope - 2 * (h - y) * h * dh -> dh
    | Hv is that of a linear model: tanh is missing on the way.
slope * (x @ v) -> slope * (x @ w) | w moves along v: its tangent is v, not w.
((h - y) * slope), -> (h - y), OR ((h - y) * slope), -> (h - y),; dh * slope - 2 * (h - y) * h * dh -> dh
    | dw lacks the slope of tanh, 1 - h^2.
h * dh) -> h * (x @ v)) | In the second term, too, h changes by 1 - h^2 times the change of x w.
x.T @ ((h - y) * slope), -> x.T @ ((h - y) * slope) / len(y), ~ is the number of examples m
x.T @ ((h - y) * slope), -> 2 * x.T @ ((h - y) * slope), ~ Is there a half in front of the square
x.T @ (dh * slope - 2 * (h - y) * h * dh) -> x.T @ ((h - y) * slope) * v
    | Hv is dw times v, number by number: it is how dw changes.
1 - h * h -> 1 - (x @ w) ** 2 ~ dw
1 - h * h -> h * (1 - h) ~ dw
""")
RIGHT = edits(r"""
dh = slope * (x @ v) ->
    H = x.T * (slope**2 - 2 * (h - y) * h * slope) @ x; x.T @ (dh * slope - 2 * (h - y) * h * dh)
    -> H @ v | the whole Hessian
""")
