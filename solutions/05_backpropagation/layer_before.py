"""Chapter 5, exercise 5.3: what if there was a layer before?"""

from dlcourse.checks import GRADIENTS, Right, draws, edits, shaped, shown, sigmoid, sigmoid_parts, slopes

READ, ROWS = "one-more-layer", "M027 M029 S123"
HINT = "First dx: as in 5.1, but behind x. Then through the sigmoid of x, x (1 - x). Last to V, by u."
REFUSED = *GRADIENTS, "dlcourse.experiments.ch05_two_layers"
layers = shaped(lambda k, n: {"u": k, "V": (k, n), "w": n, "y": None})
VISIBLE = shown(layers, 53, (2, 2), (3, 2))
draw = draws(layers, (2, 2), (2, 3), (5, 7), sides="y")


def cost(x, w, y):
    return (sigmoid(x @ w) - y) ** 2 / 2


def judge(u, V, w, y):
    x = sigmoid(u @ V)
    y_hat = sigmoid(x @ w)
    by_x = slopes(cost, {"x": x, "w": w, "y": y}, "x")
    by_V = slopes(lambda V: cost(sigmoid(u @ V), w, y), {"V": V}, "V")
    known = {"y_hat - y": y_hat - y, "dx": by_x["dx"]} | sigmoid_parts("x", x) | sigmoid_parts("y_hat", y_hat)
    return Right(**by_x, **by_V).knowing(known)


WRONG = edits("""
(1 - y_hat) * w -> (1 - y_hat) * x | dx has x in the place of w: the slope of x . w with respect to x is w.
outer(u, -> outer(x, | dV has x in the place of u: the slope of u V with respect to V is u.
outer(u, dx * x * (1 - x)) -> outer(dx * x * (1 - x), u) ~ dV is transposed
u @ V -> V @ u | V is transposed on the way forward: x = sigmoid(u V), with u in front.
dx * x * (1 - x) -> dx * u @ V * (1 - u @ V) | z (1 - z) is no slope: that of the sigmoid is x (1 - x).
y_hat * (1 - y_hat) -> x @ w * (1 - x @ w) | z (1 - z) is no slope: that of the sigmoid is y_hat (1 - y_hat).
dx * x * (1 - x) -> dx ~ dV times x (1 - x) would be right: that factor is missing
dx * x * (1 - x) -> dx * (1 - x) ~ dV times x would be right: that factor is missing
dx * x * (1 - x) -> dx * x ~ dV times 1 - x would be right: that factor is missing
y) * y_hat * (1 - y_hat) -> y) ~ dx times y_hat (1 - y_hat) would be right: that factor is missing
y) * y_hat * (1 - y_hat) -> y) * y_hat ~ dx times 1 - y_hat would be right: that factor is missing
return dx -> return dx * x * (1 - x) | dx has gone back through the first layer's sigmoid: stop at x.
outer(u, dx -> outer(u, dx / w | dV has not passed w: the slope reaches x by the weights w.
y_hat - y -> y - y_hat ~ dx has the wrong sign: it should
(y_hat - y) -> (y_hat - y) ** 2 / 2 ~ dx has y_hat - y squared and halved in the place of y_hat - y
return dx, dV -> return x - dx, V - dV OR dx, dV -> dx, V - dV ~ minus the gradient, as after a step
dx * x * (1 - x) -> dx + x * (1 - x) | x (1 - x) is added to dx: the slopes along a path are multiplied.
dx * x * (1 - x) -> x * (1 - x) ~ dV times dx would be right: that factor is missing
dx * x * (1 - x) -> dx * (1 - x**2) ~ with 1 - x^2 in the place where x (1 - x) belongs
dx * x * (1 - x) -> dx * sigmoid(x) * sigmoid(-x) | The sigmoid of x is taken twice: x has it already.
(y_hat - y) -> 2 * (y_hat - y) ~ 2 times too large. Is there a half in front of the square
x = sigmoid(u @ V) -> x = u @ V | The first layer's sigmoid is forgotten: x = sigmoid(u V).
sigmoid(x @ w) -> np.tanh(x @ w) OR sigmoid(u @ V) -> np.tanh(u @ V) | tanh stands in the place of a sigmoid.
sigmoid(x @ w) -> x @ w | The neuron's sigmoid is forgotten: y_hat = sigmoid(x . w).
np.outer(u, dx * x * (1 - x)) -> u @ (dx * x * (1 - x))[: len(u)] ~ `np.outer` a matrix
""")
RIGHT = edits("np.outer(u, dx * x * (1 - x)) -> u[:, None] @ (dx * x * (1 - x))[None] | a matrix product")
