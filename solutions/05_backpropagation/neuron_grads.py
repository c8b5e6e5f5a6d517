"""Chapter 5, exercise 5.1: the gradient of one neuron."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, shaped, shown, sigmoid, sigmoid_parts, slopes

READ, ROWS = "one-neuron-backward", "M016 M017 M018 M019 M020 M021 M022 M023 M024 L019 L020"
HINT = "Work out y_hat - y, then y_hat (1 - y_hat), then x, each by itself, and multiply them."
CONTROL = "05_backpropagation.html#neuron-calculator.stage=3"
REFUSED = *GRADIENTS, "dlcourse.experiments.ch05_backpropagation"
neuron = shaped(lambda n: {"x": n, "w": n, "y": None})
VISIBLE = [{"x": np.array([0.50, 0.51]), "w": np.array([0.35, 0.40]), "y": 0.10}, *shown(neuron, 65, (3,))]
draw = draws(neuron, (2,), (1,), (3,), (7,), sides="y")


def cost(x, w, y):
    return (sigmoid(x @ w) - y) ** 2 / 2


def judge(x, w, y):
    y_hat = sigmoid(x @ w)
    known = {"y_hat - y": y_hat - y, "y (1 - y)": y * (1 - y), "z": x @ w, "the number of inputs n": len(x)}
    right = Right(**slopes(cost, {"x": x, "w": w, "y": y}, "w"))
    return right.knowing(known | sigmoid_parts("y_hat", y_hat))


WRONG = edits("""
y_hat) * x -> y_hat) * np.roll(x, 1) ~ dw[0] is what comes out with x[1] where x[0] belongs
y_hat - y -> y - y_hat ~ dw has the wrong sign: it should
return (y_hat -> return w - 0.1 * (y_hat ~ dw is w minus 0.1 times the gradient, as after a step
(y_hat - y) * -> (y_hat - y) ** 2 / 2 * ~ dw has y_hat - y squared and halved in the place of y_hat - y
y) * y_hat * (1 - y_hat) -> y + y_hat * (1 - y_hat)) | y_hat (1 - y_hat) is added: slopes are multiplied.
y_hat * (1 - y_hat) -> y * (1 - y) ~ with y (1 - y) in the place where y_hat (1 - y_hat) belongs
y_hat * (1 -> x @ w * (1 ~ with z in the place where y_hat belongs
(y_hat - y) -> 2 * (y_hat - y) ~ dw is 2 times too large. Is there a half in front of the square
y_hat) * x -> y_hat) * x / len(x) ~ is the number of inputs n: did you divide by it once too often
y_hat - y -> np.round(y_hat - y, 2) | y_hat - y is rounded on the way: keep full precision to the end.
y) * y_hat * (1 - y_hat) -> y) ~ dw times y_hat (1 - y_hat) would be right: that factor is missing
y) * y_hat * (1 -> y) * (1 ~ dw times y_hat would be right: that factor is missing
y_hat * (1 - y_hat) * x -> y_hat * x ~ dw times 1 - y_hat would be right: that factor is missing
(y_hat - y) * y_hat -> y_hat ~ dw times y_hat - y would be right: that factor is missing
y_hat - y -> y_hat | The slope of (y_hat - y)^2 / 2 with respect to y_hat is y_hat - y: y is missing.
y_hat * (1 - y_hat) -> x @ w * (1 - x @ w) | z (1 - z) is no slope: that of the sigmoid is y_hat (1 - y_hat).
y_hat * (1 - y_hat) -> (1 - y_hat**2) | 1 - y_hat^2 is the slope of tanh: the sigmoid has y_hat (1 - y_hat).
y_hat * (1 - y_hat) -> sigmoid(y_hat) * sigmoid(-y_hat) | The sigmoid is taken twice: y_hat has it already.
(1 - y_hat) * x -> (1 - y_hat) * w | dw has w in the place of x: the slope of x . w with respect to w is x.
(1 - y_hat) * x -> (1 - y_hat) ~ Times x it would be right: that factor is missing
y_hat) * x -> y_hat) * np.append(x, 0)[:2] | dw has two entries, whatever n is: work with the whole of x.
sigmoid(x @ w) -> sigmoid(x * w) | x * w is not added up: z is one number, x @ w.
sigmoid(x @ w) -> x @ w | The sigmoid is forgotten: y_hat = sigmoid(x . w).
y_hat) * x -> y_hat) * x.astype(np.float32) ~ it agrees to 7 digits: as float32 does
""")
RIGHT = edits("""
(y_hat - y) * y_hat * (1 - y_hat) * x -> list((y_hat - y) * y_hat * (1 - y_hat) * x) | a list
y_hat * (1 - y_hat) -> sigmoid(x @ w) * sigmoid(-(x @ w)) | by symmetry
""")
