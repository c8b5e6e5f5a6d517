"""Chapter 1, exercise 1.4: find the bugs in the delta rule."""

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown, slopes

READ, ROWS = "01b_linear_models#the-delta-rule", "L005 S014 S015 F005"
HINT = "J of one example is e^2 / 2 with e = y_hat - y: what is its slope with respect to e, and e's to w?"
REFUSED = *GRADIENTS, "dlcourse.models.perceptron"


def examples(rng, m, n, **options):
    return normal(rng, x=(m, n), y=m, w=n, b=None, **options)


VISIBLE = shown(examples, 14, (3, 2), (7, 3))
draw = draws(examples, (3, 2), (5, 3), (11, 7))


def judge(x, y, w, b):
    def cost(w, b):
        return ((x @ w + b - y) ** 2).sum() / 2

    return Right(**slopes(cost, {"w": w, "b": b}, "w b")).knowing({"the number of examples m": len(x)})


WRONG = edits(r"""
x @ w + b - y -> y - (x @ w + b > 0); x.T @ e -> x.T @ e / len(x); e.sum() -> 2 * e.sum()
    | That is the printed code: none of its four bugs is mended.
x @ w + b - y -> (x @ w + b > 0) - y | y_hat still has its threshold: it is linear, x w + b.
x @ w + b - y -> (x @ w + b > 0) - y; x.T @ e -> x.T @ e / len(x); e.sum() -> 2 * e.sum()
    | y_hat still has its threshold: it is linear, x w + b.
x @ w + b - y -> y - (x @ w + b > 0) | That is the rule of 1.3, with its threshold: no gradient.
x @ w + b - y -> y - x @ w - b ~ dw has the wrong sign
x.T @ e -> x.T @ e / len(x) ~ is the number of examples m: did you divide by it once too often?
x.T @ e, -> x.T @ e / len(x),; e.sum() -> e.mean() ~ did you divide by it once too often?
e.sum() -> 2 * e.sum() ~ db is 2 times too large. Is there a half in front of the square
x @ w + b - y -> 2 * (x @ w + b - y) ~ 2 times too large. Is there a half in front of the square
x @ w + b - y -> x @ w - y | b is forgotten in y_hat = x w + b.
x @ w + b - y -> x @ w + b | The slope of (y_hat - y)^2 / 2 is y_hat - y: y is missing.
x @ w + b - y -> sigmoid(x @ w + b) - y | y_hat is a sigmoid here: it is linear, x w + b.
x @ w + b - y -> (x @ w + b - y) * (x @ w + b) | e has the factor y_hat: the slope of e^2 / 2 is e.
x @ w + b - y -> (x @ w + b - y) ** 2 / 2 | e is the cost of an example: its slope is y_hat - y.
x.T @ e, e.sum() -> x[0] * e[0], e[0] | Only the first example counts: add up over all.
, e.sum() -> , (e**2).sum() / 2 | db is J itself: its slope is asked for, the sum of the errors.
x.T @ e -> x[-1] * e[-1] | dw is that of the last example alone: add up over all.
, e.sum() -> , e ~ it would be right: that sum is missing
x.T @ e, e.sum() -> w - x.T @ e, b - e.sum() | Those are the new w and b: give back the gradient.
""")
RIGHT = edits("x.T @ e -> sum(e_i * x_i for e_i, x_i in zip(e, x)) | example by example")
