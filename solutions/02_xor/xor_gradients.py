"""Chapter 2, exercise 2.5: the gradient of the network's cost, by hand."""

from dlcourse.checks import GRADIENTS, Right, draws, edits, shown, slopes
from dlcourse.checks.drawn_xor import cost, network

HINT = "Go back one array at a time: df, then dh = df w^T, dz = dh where z > 0, last the parameters."
READ, REFUSED = "05_backpropagation#a-batch-and-a-gate", GRADIENTS
VISIBLE = shown(network, 1, (7, 3, 5))  # no 2, which is the square's
draw = draws(network, (3, 5, 7), (5, 3, 11), (7, 3, 5), (11, 5, 7, 0))


def judge(**inputs):
    sizes = ("examples m", "x"), ("inputs n_in", "W"), ("hidden units n", "c")
    right = Right(**slopes(cost, inputs, "W c w b"))
    return right.knowing({f"the number of {what}": len(inputs[name]) for what, name in sizes})


WRONG = edits("""
(z > 0) -> (h >= 0) | Slopes pass through units that are off: the mask is z > 0, since h >= 0 always holds.
z > 0 -> z >= 0 | Slopes pass where z is exactly 0: the mask is z > 0. [loses 5]
z > 0 -> z < 0 | Slopes pass where units are off, and stop where they are on.
(z > 0) -> h | dz has the factor h: the slope of a ReLU is 1 or 0, the mask z > 0.
+ b - y) -> + b) | The slope of (f - y)^2 with respect to f is 2 (f - y): y is missing.
h @ w + b -> h @ w | b is forgotten in f = h w + b.
x @ W + c -> x @ W | c is forgotten in z = x W + c.
np.maximum(0, z) -> z | The ReLU is forgotten on the way forward: h = max(0, z).
np.maximum(0, z) -> z; (z > 0) -> 1.0 | The ReLU is forgotten on both ways: h = max(0, z), the mask is z > 0.
h.T -> z.T OR h.T -> x.T | dw has z or x in the place of h: what w is multiplied with is h.
G * 2 * (h @ w + b - y) -> G * (h @ w + b - y) ** 2 | The square is kept: the slope of (f - y)^2 is 2 (f - y).
np.maximum(0, z) -> abs(z) OR np.maximum(0, z) -> abs(z); (z > 0) -> np.sign(z) | h is |z|: h = max(0, z).
df @ w.T -> df @ np.ones_like(w.T) | w is missing on the way from f back to h.
/ len(x) -> / 4 | It is divided by 4, whatever the number of examples is.
/ len(x) -> / x.size ~ is the number of inputs n_in: did you divide by it once too often?
y) / len(x) -> y) ~ is the number of examples m: did you forget to divide by it?
len(x) -> x.shape[1] ~ looks divided by 3 (the number of inputs n_in), where 7
len(x) -> len(c) ~ looks divided by
dz.sum(axis=0) -> dz.mean(axis=0) ~ did you divide by it once too often?
G * 2 -> G ~ Is the 2 missing that a square leaves
G * 2 -> 2 ~ dW times G would be right: that factor is missing
h @ w + b - y -> y - h @ w - b ~ dW has the wrong sign
x.T @ dz -> dz.T @ x ~ The numbers are right but transposed
dz.sum(axis=0) -> dz.sum(axis=1) ~ Was it summed over the wrong axis?
dz.sum(axis=0) -> dz ~ it would be right: that sum is missing
""")
RIGHT = edits("""
x.T @ dz -> sum(np.outer(*pair) for pair in zip(x, dz)) | one example at a time
(z > 0) -> (h > 0) | the mask of h
""")
