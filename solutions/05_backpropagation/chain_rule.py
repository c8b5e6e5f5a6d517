"""Chapter 5, exercise 5.4: the chain rule, link by link."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, slopes

READ, ROWS = "the-chain-rule", "S132 L015 K028 F021"
HINT = "Name the links: for f, u = w1 x, e = exp(u), f = w2 e; for g, d = y - w x - b, g = d^2."
REFUSED = *GRADIENTS, "dlcourse.experiments.ch05_paths"
NAMES = "x", "y", "w1", "w2", "w", "b"
VISIBLE = [dict(zip(NAMES, (0.7, 2.6, -1.1, 3.2, 1.3, 0.4), strict=True))]


def draw(rng):
    for _ in range(5):
        yield dict(zip(NAMES, rng.uniform(0.3, 1.9, 6).tolist(), strict=True))


def judge(x, y, w1, w2, w, b):
    by_f = slopes(lambda w1, w2: w2 * np.exp(w1 * x), {"w1": w1, "w2": w2}, "w1 w2")
    by_g = slopes(lambda w, x: (y - w * x - b) ** 2, {"w": w, "x": x}, "w x")
    found = {
        f"d{f}_{name}": value.item() for f, by in (("f", by_f), ("g", by_g)) for name, value in by.items()
    }
    return Right(**found).knowing({"y - w x - b": y - w * x - b, "exp(w1 x)": np.exp(w1 * x)})


WRONG = edits("""
w2 * e * x -> w2 * e ~ df_dw1 times x would be right: that factor is missing
w2 * e * x -> e * x ~ df_dw1 times w2 would be right: that factor is missing
w2 * e * x -> w2 * e * w1 | df_dw1 is the slope with respect to x: that of w1 x with respect to w1 is x.
w2 * e * x -> w2 * w1 * x * np.exp(w1 * x - 1) | exp(u) is no power of u: its slope is exp(u).
w2 * e * x, e -> w2 * e * x, e * x | df_dw2 has the factor x: the slope of w2 e with respect to w2 is e.
w2 * e * x, e -> w2 * e * x, w2 * e | df_dw2 has the factor w2: the slope of w2 e with respect to w2 is e.
-2 * off -> 2 * off | The minus is missing: y - w x - b falls where w x grows.
-2 * off -> -off ~ dg_dw is 2 times too small. Is the 2 missing that a square leaves
-2 * off -> -2 * off**2 ~ dg_dw has the factor y - w x - b once too often
-2 * off -> off**2 OR -2 * off -> -(off**2) | The square is left as it is: d^2 has the slope 2 d.
w2 * e * x, e -> w2 * e * x, w2 * e * x | df_dw2 has the factors w2 and x: the slope of w2 e is e there.
np.exp(w1 * x) -> np.exp(w1 + x) | e is exp(w1 + x): it is exp(w1 x), a product.
np.exp(w1 * x) -> np.exp(-w1 * x) | The exponent has the wrong sign: e is exp(w1 x).
-2 * off -> -2 ~ dg_dw times y - w x - b would be right: that factor is missing
-2 * off * x -> -2 * off ~ dg_dw times x would be right: that factor is missing
-2 * off * w -> -2 * off ~ dg_dx times w would be right: that factor is missing
- b -> + b | b has the wrong sign: g is (y - w x - b)^2.
- w * x -> + w * x | w x has the wrong sign: g is (y - w x - b)^2.
-2 * off * x, -2 * off * w -> -2 * off * w, -2 * off * x ~ they come in another order
""")
RIGHT = edits("""
w2 * e * x, e, -2 * off * x, -2 * off * w -> np.array([w2 * e * x, e, -2 * off * x, -2 * off * w]) | one array
""")
