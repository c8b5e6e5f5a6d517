"""Chapter 2, exercise 2.4: two linear layers are one."""

import numpy as np

from dlcourse.checks import Right, draws, edits, shaped, shown

READ, ROWS = "why-not-just-stack-linear-layers", "S025"
HINT = "Put x = 0 in: what comes out is b. Then put in the rows of the identity: what they add to b is W."
REFUSED = ("dlcourse.experiments.ch02_xor",)
layers = shaped(lambda n_in, n, n_out: {"W1": (n_in, n), "b1": n, "W2": (n, n_out), "b2": n_out})
# Square layers first: every order of factors has the right shape there.
VISIBLE = shown(layers, 24, (2, 2, 2), (2, 5, 3))
draw = draws(layers, (3, 3, 3), (5, 2, 3), (2, 7, 1))


def judge(W1, b1, W2, b2):
    def both(x):
        return (x @ W1 + b1) @ W2 + b2

    b = both(np.zeros(len(W1)))
    return Right(W=both(np.eye(len(W1))) - b, b=b)


WRONG = edits("""
b1 @ W2 + b2 -> b2 | b1 is lost: the second layer turns it into b1 W2.
b1 @ W2 + b2 -> b1 @ W2 | b2 is forgotten: it is added at the end.
b1 @ W2 + b2 -> b1 + b2 | b is b1 + b2: but b1 goes through the second layer, too.
b1 @ W2 + b2 -> b2 @ W2 + b1 | b1 and b2 have traded places.
+ b2 -> - b2 | b2 is subtracted: it is added.
b1 @ W2 -> b1 @ W1 | b1 goes through W1: it comes after W1, and goes through W2.
b1 @ W2 -> W2 @ b1 | b1 goes through W2 transposed: examples are rows, so b1 W2.
W1 @ W2, -> W2 @ W1, | W is W2 W1: with examples in rows, the first layer comes first.
W1 @ W2 -> W1 @ W2.T | W2 is transposed in W: examples are rows, so W is W1 W2.
W1 @ W2 -> W1.T @ W2 | W1 is transposed in W: examples are rows, so W is W1 W2.
b1 @ W2 + b2 -> (b1 + b2) @ W2 | b2 goes through W2: it is added behind it.
W1 @ W2 -> W1 * W2 | W is W1 times W2 entry by entry: the product of matrices is `@`.
W1 @ W2, -> (W1 + b1) @ W2, | b1 is in W: it belongs to b alone.
W1 @ W2 -> W1 + W2 OR W1 @ W2 -> (W1 + W2) / 2 | W is a sum: one layer after the other is a product.
W1 @ W2, b1 @ W2 + b2 -> W1 @ W2 + b2, b1 @ W2 | b2 is added to W: it belongs to b.
W1 @ W2 -> (W1 @ W2).T ~ W is transposed
""")
RIGHT = edits("W1 @ W2 -> sum(np.outer(W1[:, j], W2[j]) for j in range(len(W2))) | unit by unit")
