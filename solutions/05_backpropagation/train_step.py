"""Chapter 5, exercise 5.5: two inputs, two hidden units, two outputs."""

from dlcourse.checks import GRADIENTS, Right, edits, slopes
from dlcourse.checks.drawn_steps import SHOWN, cost, drawn, parts

READ, ROWS = "a-network-with-two-layers", "M032 L018 L021 L022 K029"
HINT = "Work out the slopes at the outputs first, then those in h: which paths of the drawing meet there?"
REFUSED = *GRADIENTS, "dlcourse.experiments.ch05_two_layers"
VISIBLE, draw = SHOWN, drawn


def judge(lr, **network):
    by = slopes(cost, network, "W1 W2")
    new = {f"{name}_new": network[name] - lr * by[f"d{name}"] for name in ("W1", "W2")}
    return Right(**by, **new).knowing(parts(**network))


WRONG = edits(r"""
W2 @ dz2 -> (W2 - lr * np.outer(h, dz2)) @ dz2 | dW1 went through the new W2: update after all gradients.
W2 @ dz2 -> W2.T @ dz2 | dW1 has gone back through W2 transposed: unit i of h feeds y_hat by row i of W2.
W2 @ dz2 -> W2[:, 0] * dz2[0] | Only one path counts: a unit of h feeds every output, and the slopes add up.
W2 @ dz2 -> W2[:, -1] * dz2[-1] | Only the last path counts: add up the slopes from all outputs.
W2 @ dz2 -> W2.sum(axis=1) * dz2.sum() | The slopes are added before they are weighed: weigh each, then add.
outer(h, dz2) -> outer(dz2, h) ~ dW2 is transposed
(y_hat - y) * y_hat * (1 - y_hat) -> (y_hat - y) ~ dW2 times y_hat (1 - y_hat) would be right
(y_hat - y) * y_hat * -> (y_hat - y) * ~ the factor y_hat is missing
dz2 * h * (1 - h) -> dz2 ~ dW1 times h (1 - h) would be right: that factor is missing
h * (1 - h) -> (x @ W1 + b1) * (1 - x @ W1 - b1) | z (1 - z) is no slope: that of the sigmoid is h (1 - h).
(y_hat - y) -> (y_hat - y) / len(y) ~ is the number of outputs: did you divide by it once too often?
(y_hat - y) -> (y - y_hat) ~ dW1 has the wrong sign
(y_hat - y) -> y_hat | The slope of (y_hat - y)^2 / 2 with respect to y_hat is y_hat - y: y is missing.
W1 + b1 -> W1 | b1 is forgotten on the way forward.
W2 + b2 -> W2 | b2 is forgotten on the way forward.
x @ W1 + b1 -> x @ W1 + b2; h @ W2 + b2 -> h @ W2 + b1 | b1 and b2 have traded places.
x @ W1 -> W1 @ x | W1 is transposed on the way forward: x W1, with x in front.
h @ W2 -> W2 @ h | W2 is transposed on the way forward: h W2, with h in front.
sigmoid(x @ W1 + b1) -> x @ W1 + b1 | The hidden layer's sigmoid is forgotten.
sigmoid(x @ W1 + b1) -> np.tanh(x @ W1 + b1) | tanh stands in the place of the hidden layer's sigmoid.
sigmoid(h @ W2 + b2) -> h @ W2 + b2 | The output's sigmoid is forgotten.
W1 - lr -> W1 + lr OR W2 - lr -> W2 + lr | The step goes uphill: it goes against the gradient.
W1 - lr * -> W1 - OR W2 - lr * -> W2 - | lr is not used: the step is lr times the gradient.
W1 - lr * dW1, W2 - lr * dW2 -> lr * dW1, lr * dW2 | These are the steps alone: W1 and W2 are missing.
W1 - lr * dW1, W2 - lr * dW2 -> W1, W2 | W1_new and W2_new are the old weights: no step was taken.
y) * y_hat * (1 - y_hat) -> y) + y_hat * (1 - y_hat) OR dz2 * h * (1 - h) -> dz2 + h * (1 - h)
    | The slope of a sigmoid is added: slopes along a path are multiplied, those of several paths added.
(y_hat - y) -> (y_hat - y) ** 2 / 2 | The error is squared and halved, as the cost is: its slope is y_hat - y.
h * (1 - h) -> (1 - h**2) | 1 - h^2 is the slope of tanh: that of the sigmoid is h (1 - h).
""")
RIGHT = edits("W2 @ dz2 -> dz2 @ W2.T; np.outer(x, dz1), -> x[:, None] * dz1, | rows")
