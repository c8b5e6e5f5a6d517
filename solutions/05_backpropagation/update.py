"""Chapter 5, exercise 5.2: one step, and has it helped?"""

from dlcourse.checks import Right, draws, edits, shaped, shown, sigmoid

READ, ROWS = "one-step-downhill", "M025 M026"
HINT = "Two lines: first w_new, then the cost of 5.1 with w_new in the place of w."
CONTROL = "05_backpropagation.html#neuron-calculator.stage=4"
REFUSED = ("dlcourse.experiments.ch05_backpropagation",)
neuron = shaped(lambda n, lr: {"x": n, "w": n, "y": None, "dw": n, "lr": lr})
VISIBLE = shown(neuron, 52, (2, 0.75), (3, 1.25))
draw = draws(neuron, (2, 1.7), (3, 2.3), (5, 0.6))


def judge(x, w, y, dw, lr):
    w_new = w - lr * dw
    return Right(w_new=w_new, J_new=(sigmoid(x @ w_new) - y) ** 2 / 2)


WRONG = edits("""
x @ w_new -> x @ w | J_new is still the cost of the old weights: predict again, with w_new.
lr * dw -> dw | lr is not used: the step is lr times the gradient.
lr * dw -> lr | dw is not used: the step is lr times the gradient.
w - lr -> w + lr | w_new is a step uphill: the step goes against the gradient.
w - lr * dw -> lr * dw - w | w_new has the wrong sign: it is w minus the step.
w - lr -> -lr | w_new is the step alone: w is missing.
w - lr * dw -> w.copy() | w_new is still w: no step was taken.
w_new = w - lr * dw -> w -= lr * dw; return w_new -> return w; x @ w_new -> x @ w
    ~ update changed its input: w[0] was
2 / 2 -> 2 ~ J_new is 2 times too large. Is there a half in front of the square
(sigmoid(x @ w_new) - y) ** 2 / 2 -> sigmoid(x @ w_new) | J_new is y_hat: J = (y_hat - y)^2 / 2.
) ** 2 / 2 -> ) | J_new is the error y_hat - y: J = (y_hat - y)^2 / 2.
y) ** 2 -> y) | J_new is half the error without its square: J = (y_hat - y)^2 / 2.
y) ** 2 / 2 -> y) ** 2 / 2 - (sigmoid(x @ w) - y) ** 2 / 2 OR (sigmoid(x @ w_new) - y) ** 2 / 2 ->
    (sigmoid(x @ w) - y) ** 2 / 2 - (sigmoid(x @ w_new) - y) ** 2 / 2
    | J_new is the difference of the old and the new cost: the new cost alone is asked for.
sigmoid(x @ w_new) - y) ** 2 -> sigmoid(x @ w_new) ** 2 - y**2) | It is y_hat - y that is squared, as one.
x @ w_new -> x @ (w - dw) | J_new is the cost after the whole of dw: the step is lr times dw.
(sigmoid(x @ w_new) - y) ** 2 / 2 -> np.logaddexp(0, x @ w_new) - y * (x @ w_new)
    | J_new is the cross-entropy: J = (y_hat - y)^2 / 2.
lr * dw -> lr * dw * x | dw is multiplied by x: it has x already.
x @ w_new -> x @ dw | J_new is the cost with dw as the weights: predict with w_new.
lr * dw -> dw / lr | dw is divided by lr: the step is lr times the gradient.
lr * dw -> lr * dw.sum() OR lr * dw -> lr * dw.mean() | All weights take one step: each has its dw.
w - lr * dw -> (w - lr) * dw | lr is subtracted from w: multiply lr by dw first, then subtract.
sigmoid(x @ w_new) -> x @ w_new | The sigmoid is forgotten: y_hat = sigmoid(x . w_new).
sigmoid(x @ w_new) - y -> sigmoid(x @ w_new) + y | y is added in J_new: J = (y_hat - y)^2 / 2.
""")
RIGHT = edits("w - lr * dw -> np.array([a - lr * g for a, g in zip(w, dw)]) | entry by entry")
