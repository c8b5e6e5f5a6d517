"""Chapter 3, exercise 3.7: a layer that is used twice."""

from dlcourse.checks import GRADIENTS, Right, draws, edits, shaped, shown, slopes

READ, ROWS = "03c_architectures#modules", "L033 S005"
HINT = "Each use by itself is 3.6. J changes with W through z1 and through z2: what becomes of the slopes?"
REFUSED = *GRADIENTS, "dlcourse.ops.linalg", "dlcourse.layers.linear"


def shapes(m1, m2, n_in, n_out):
    inputs = {"x1": (m1, n_in), "x2": (m2, n_in), "W": (n_in, n_out)}
    return inputs | {"G1": (m1, n_out), "G2": (m2, n_out)}


twice = shaped(shapes)
VISIBLE = shown(twice, 37, (5, 5, 3, 3), (5, 7, 2, 3))
draw = draws(twice, (7, 7, 3, 3), (5, 7, 3, 2), (3, 2, 5, 11))


def judge(G1, G2, **inputs):
    def cost(x1, x2, W):
        return (G1 * (x1 @ W)).sum() + (G2 * (x2 @ W)).sum()

    right = Right(**slopes(cost, inputs, "x1 x2 W"), db=sum(G1) + sum(G2))
    return right.knowing({"m1": len(G1), "m2": len(G2)})


WRONG = edits("""
G1 @ W.T, G2 @ W.T -> G1 @ W, G2 @ W; x1.T @ G1 + x2.T @ G2 -> G1.T @ x2; + G2.sum(axis=0) -> + 0 | That is
    the printed code: none of its four bugs is mended.
x1.T @ G1 + x2.T @ G2 -> x2.T @ G1; + G2.sum(axis=0) -> + 0 | dW is made of x2 and G1: x was written over by
    the second call, dW by the second way back.
x1.T -> x2.T OR x2.T -> x1.T | One x serves both calls in dW: each G meets the x of its own call.
+ x2.T -> + 0 * x2.T; + G2 -> + 0 * G2 OR x2.T @ G2 -> 0 * W | Only the first use counts: W moves z1 and z2.
= x1 -> = 0 * x1; G1.sum -> 0 * G1.sum OR x1.T @ G1 -> 0 * W | Only the second use counts: W moves z1 and z2.
.T @ G -> .T / 2 @ G OR .T @ G -> .T / 2 @ G; .sum(axis=0) -> .sum(axis=0) / 2 | dW is the mean of both uses:
    the slopes add up.
x1.T @ G1 + x2.T @ G2 -> x1.T @ G2 + x2.T @ G1 OR x1.T @ G1 + x2.T @ G2 -> (x1 + x2).T @ (G1 + G2) | In dW, x
    of one call has met G of the other: each product is of one call.
@ G1 + x2 -> @ G1 - x2 OR @ G1 + x2 -> @ G1 - x2; + G2 -> - G2 | A slope is subtracted: those of both uses add
    up.
.sum(axis=0) -> .mean(axis=0) OR .sum(axis=0) -> .mean(axis=0); x1.T -> x1.T / len(x1); x2.T -> x2.T / len(x2)
    | Means are taken over the examples: sums belong there.
G1 @ W.T, G2 @ W.T -> G1 @ W, G2 @ W | dx goes through W: on the way back, through W transposed.
G1 @ W.T, G2 @ W.T -> G2 @ W.T, G1 @ W.T ~ they come in another order
G1 @ W.T, G2 @ W.T -> *[G1 @ W.T + G2 @ W.T] * 2 | dx1 and dx2 are added up: x1 moves z1 alone.
G2.sum(axis=0) -> 0 OR G1.sum(axis=0) -> 0 | db is that of one use alone: b moves z1 and z2.
""")
RIGHT = edits("x1.T @ G1 + x2.T @ G2 -> np.vstack([x1, x2]).T @ np.vstack([G1, G2]) | one batch of both")
