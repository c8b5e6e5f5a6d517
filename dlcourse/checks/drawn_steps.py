"""Checks: exercise 5.5. Networks with two layers of sigmoids, and a step down their cost."""

from dlcourse.checks.draws import draws, shaped, shown
from dlcourse.checks.gradients import sigmoid, sigmoid_parts

network = shaped(
    lambda k, n, n_y, lr: {"x": k, "y": n_y, "W1": (k, n), "b1": n, "W2": (n, n_y), "b2": n_y, "lr": lr}
)
# Square weights first: there a transpose fits. No other number has the two decimals of lr.
SHOWN = shown(network, 55, (3, 3, 3, 0.35), (2, 5, 3, 0.85))
drawn = draws(network, (3, 3, 3, 0.55), (3, 5, 2, 0.35), (2, 3, 7, 0.85))


def forward(x, W1, b1, W2, b2):
    """h and y_hat."""
    h = sigmoid(x @ W1 + b1)
    return h, sigmoid(h @ W2 + b2)


def cost(x, y, W1, b1, W2, b2):
    """Half the sum of squared errors. Its numbers may be complex, for `slopes`."""
    return ((forward(x, W1, b1, W2, b2)[1] - y) ** 2).sum() / 2


def parts(x, y, W1, b1, W2, b2) -> dict:
    """What may be missing in a gradient, by name."""
    h, y_hat = forward(x, W1, b1, W2, b2)
    of_slopes = sigmoid_parts("h", h) | sigmoid_parts("y_hat", y_hat)
    return of_slopes | {"the number of outputs": len(y_hat), "y_hat - y": y_hat - y}
