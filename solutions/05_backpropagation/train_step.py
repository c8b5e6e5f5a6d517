"""Chapter 5, exercise 5.5: two inputs, two hidden units, two outputs."""

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown, sigmoid, slopes

READ, ROWS = "a-network-with-two-layers", "M032 L018 L021 L022 K029"
HINT = "Print do, then dh, for one example, and compare each with the sketch of the network: what meets in h?"
REFUSED = *GRADIENTS, "dlcourse.experiments.ch05_two_layers"


def network(rng, n_in, n_hidden, n_out, **options):
    shapes = {"W1": (n_in, n_hidden), "b1": n_hidden, "W2": (n_hidden, n_out), "b2": n_out}
    lr = float(rng.choice([0.35, 0.55, 0.85]))  # no other number has two decimals
    return normal(rng, x=n_in, y=n_out, **shapes, **options) | {"lr": lr}


# Square weights first: there a transpose fits.
VISIBLE = shown(network, 55, (3, 3, 3), (2, 5, 3))
draw = draws(network, (3, 3, 3), (3, 5, 2), (2, 3, 7))


def cost(x, y, W1, b1, W2, b2):
    return ((sigmoid(sigmoid(x @ W1 + b1) @ W2 + b2) - y) ** 2).sum() / 2


def judge(lr, **network):
    h = sigmoid(network["x"] @ network["W1"] + network["b1"])
    o = sigmoid(h @ network["W2"] + network["b2"])
    known = {"h": h, "h (1 - h)": h * (1 - h), "o (1 - o)": o * (1 - o), "the number of outputs": len(o)}
    by = slopes(cost, network, "W1 W2")
    return Right(**by, W1_new=network["W1"] - lr * by["dW1"], W2_new=network["W2"] - lr * by["dW2"]).knowing(
        known
    )


WRONG = edits(r"""
dh = W2 @ do -> dh = (W2 - lr * np.outer(h, do)) @ do
    | dW1 has gone back through the new W2: W2 may be updated only after the whole backward pass.
W2 @ do -> W2.T @ do | dW1 has gone back through W2 transposed: unit i of h feeds o by row i of W2.
W2 @ do -> W2[:, 0] * do[0]
    | Only one path counts: unit i of h feeds every output, and the slopes of all are added.
W2 @ do -> W2.sum(axis=1) * do.sum()
    | The slopes are added before they are weighed: each comes back by its own weight.
outer(h, do) -> outer(do, h) ~ dW2 is transposed
outer(x, dh) -> outer(dh, x) ~ dW1 is transposed
(o - y) * o * (1 - o) -> (o - y) ~ dW2 times o (1 - o) would be right: that factor is missing
do * h * (1 - h) -> do ~ dW1 times h (1 - h) would be right: that factor is missing
(o - y) -> (o - y) / len(y) ~ is the number of outputs: did you divide by it once too often?
(o - y) -> (y - o) ~ dW1 has the wrong sign
(o - y) -> o | The slope of (o - y)^2 / 2 by o is o - y: y is missing.
W1 + b1 -> W1 | b1 is forgotten on the way forward.
W2 + b2 -> W2 | b2 is forgotten on the way forward.
sigmoid(x @ W1 + b1) -> x @ W1 + b1 | The hidden layer's sigmoid is forgotten.
W1 - lr * dW1, W2 - lr * dW2 -> W1 + lr * dW1, W2 + lr * dW2
    | The step goes uphill: it goes against the gradient.
lr * dW1, W2 - lr * dW2 -> dW1, W2 - dW2 | lr is not used: the step is lr times the gradient.
W1 - lr * dW1, W2 - lr * dW2 -> W1 - 0.5 * dW1, W2 - 0.5 * dW2
    | The step is of size 0.5, whatever lr is: use lr.
dW2, W1 - lr * dW1, -> W1 - lr * dW1, dW2, ~ they come in another order
""")
RIGHT = edits("""
W2 @ do -> do @ W2.T | from the left
np.outer(x, dh), np.outer(h, do) -> x[:, None] * dh, h[:, None] * do | by broadcasting
""")
