"""Chapter 3, exercise 3.6: a linear layer, forward and back."""

from dlcourse.checks import GRADIENTS, Right, draws, edits, shaped, shown, slopes

READ, ROWS = "03c_architectures#modules", "S026 S072 L024 L033 L041 K012 K030"
HINT = (
    "One example, one unit: z = x w + b. Which factor has each slope? The shapes then say where `.T` stands."
)
REFUSED = *GRADIENTS, "dlcourse.ops.linalg", "dlcourse.layers.linear"
layer = shaped(lambda m, n_in, n_out: {"x": (m, n_in), "W": (n_in, n_out), "b": n_out, "G": (m, n_out)})
# W is square first: there a transpose fits.
VISIBLE = shown(layer, 36, (5, 3, 3), (3, 2, 5))
draw = draws(layer, (7, 3, 3), (5, 3, 2), (3, 11, 7))


def judge(**inputs):
    def z(x, W, b):
        return (x[:, :, None] * W).sum(axis=1) + b

    G = inputs.pop("G")
    by = slopes(lambda **inputs: (G * z(**inputs)).sum(), inputs, "x W b")
    counts = {"examples m": len(G), "inputs n_in": len(inputs["W"]), "units n_out": len(inputs["b"])}
    return Right(z=z(**inputs), **by).knowing({f"the number of {what}": n for what, n in counts.items()})


WRONG = edits("""
x @ W + b, -> x @ W, | b is forgotten in z = x W + b.
x @ W + b, -> x @ W - b, | b is subtracted in z = x W + b: it is added.
x @ W + b, -> x @ W.T + b, | z is x times the transpose of W: use W as it is.
x @ W + b, -> (x + b) @ W, | b is added to x in z = x W + b: it is added behind the product.
x @ W + b, -> np.maximum(0, x @ W + b), | z is cut off at 0: a linear layer has no ReLU.
x @ W + b, -> np.tanh(x @ W + b), OR x @ W + b, -> 1 / (1 + np.exp(-x @ W - b)), | z has been squashed.
x @ W + b, -> np.dot(W.T, x.T), ~ The shape is transposed
G @ W.T -> G @ W | dx goes through W as on the way forward: on the way back it is W transposed.
G @ W.T -> (W @ G.T) ~ The numbers are right but transposed
G @ W.T -> np.ones_like(G) @ W.T OR x.T @ G -> x.T @ np.ones_like(G) | G is ignored: what a slope in front of
    the layer is made of is the G that arrives.
G @ W.T -> np.outer(G.sum(axis=1), W.sum(axis=1)) | The sums are multiplied in dx: add up after the product.
G @ W.T -> (x @ W + b) @ W.T OR x.T @ G -> x.T @ (x @ W + b) | z is sent back in the place of G.
x.T @ G -> x.T @ G / len(x) ~ is the number of examples m: did you divide by it once too often?
x.T @ G, G.sum(axis=0) -> x.T @ G / len(x), G.mean(axis=0) ~ did you divide by it once too often?
x.T @ G -> G.T @ x ~ transposed
x.T @ G -> np.ones_like(x).T @ G | x is missing in dW: the slope of x W with respect to W is x.
x.T @ G -> np.outer(x[-1], G[-1]) OR G.sum(axis=0) -> G[-1] | Only the last example counts: add up over all.
x.T @ G, G.sum(axis=0) -> 2 * x.T @ G, 2 * G.sum(axis=0) | dW and db are doubled: was an old one added?
x.T @ G -> np.outer(x.sum(axis=0), G.sum(axis=0)) | dW is a product of two sums: multiply then add up.
x.T @ G -> W + x.T @ G OR G.sum(axis=0) -> b + G.sum(axis=0) ~ that term was added once too often
x.T @ G -> W - x.T @ G ~ minus the gradient, as after a step
G.sum(axis=0) -> G ~ it would be right: that sum is missing
G.sum(axis=0) -> G.sum(axis=1) ~ Was it summed over the wrong axis?
G.sum(axis=0) -> G.mean(axis=0) ~ did you divide by it once too often?
G.sum(axis=0) -> G.sum() ~ Was it summed over one axis too many
G.sum(axis=0) -> G.sum(axis=0, keepdims=True) ~ There is an extra axis of length 1
G.sum(axis=0) -> 0 * b + len(x) OR G.sum(axis=0) -> 0 * b + 1 | db is a count: add up the G that arrive.
x.T @ G, G.sum(axis=0) -> G.sum(axis=0), x.T @ G ~ they come in another order
""")
RIGHT = edits("x.T @ G -> sum(np.outer(x_i, G_i) for x_i, G_i in zip(x, G)) | example by example")
