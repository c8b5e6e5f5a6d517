"""Chapter 7, exercise 7.2: back through any depth."""

from dlcourse.checks import GRADIENTS, Right, edits, slopes
from dlcourse.checks.drawn_nets import nets
from dlcourse.checks.listed import entries
from dlcourse.experiments.ch07_passes import layers

READ, ROWS = "any-depth-back", "S145 L023"
HINT = "Four lines in the loop. After the first, G belongs to z[k]; after the last, to h[k]."
REFUSED = *GRADIENTS, "dlcourse.graphs", "dlcourse.op", "dlcourse.ops", "dlcourse.experiments"
VISIBLE, draw = nets(72, "z h G W units alpha")


def judge(z, h, G, W, units, alpha):
    b = [z_k[0] - h_k[0] @ W_k for z_k, h_k, W_k in zip(z, h, W, strict=False)]

    def J(k, W_k, b_k):
        moved = [*W[:k], W_k, *W[k + 1 :]]
        out = layers(h[0], moved, [*b[:k], b_k, *b[k + 1 :]], units)[1][-1]
        return (G * out).sum() + alpha / 2 * sum((one**2).sum() for one in moved)

    by = [slopes(J, {"k": k, "W_k": W[k], "b_k": b[k]}, "W_k b_k") for k in range(len(W))]
    found = entries("dW", (one["dW_k"] for one in by)) | entries("db", (one["db_k"] for one in by))
    return Right(**found).knowing({"the number of samples m": len(G), "alpha": alpha})


WRONG = edits(r"""
slope(units[k], z[k]) -> slope(units[k], h[k + 1]) | The slope is taken at h: g'(z) is slope(unit, z).
G * slope(units[k], z[k]) -> G | The slopes of the units are missing: on the way to z, G is times g'(z).
units[k], z -> units[0], z OR units[k], z -> units[k - 1], z | A slope is that of another layer's unit.
G + alpha * W[k] -> G | The penalty's path is lost: each dW also has alpha W.
alpha * W -> 2 * alpha * W OR alpha * W -> alpha / 2 * W | alpha / 2 times W^2 has the slope alpha W.
slope(units[k], z[k]) -> (slope(units[k], z[k]) if W[k + 1 :] else 1) | The last layer's slope is missing.
alpha * W[k] -> alpha * W[k] * (k == len(W) - 1) | Only the last W has its penalty path: each has one.
+ alpha * W[k] -> - alpha * W[k] | The penalty's path is subtracted: the two paths add up.
+ alpha * W[k] -> / len(G) + alpha * W[k] | dW is divided by m: where L is a mean, 1 / m is in G already.
dW, db = [], [] -> dW, db, G = [], [], G / len(G) | G is divided by m: of a mean, it has 1 / m already.
G.sum(axis=0)) -> G.mean(axis=0)) | The rows of G are averaged for db: they are added up.
h[k].T -> h[k + 1].T OR h[k].T -> (z[k - 1] if k else h[0]).T | dW[k] has another array than h[k].
G = G * slope -> before, G = G, G * slope; G.sum( -> before.sum( | db lacks the slope: it is on z.
dW, db = [], [] -> dW, db, G = [], [], G + alpha * h[-1] | The penalty is added to G: it does not depend on h.
insert(0, -> insert(9, ~ come in another order
G * slope(units[k], z[k]) -> G * value(units[k], z[k]) | G is times g(z), the value: it is times the slope.
G = G @ W[k].T -> G = G @ W[k] | G goes through W as on the way forward: back it is W transposed.
G.sum(axis=0)) -> G) ~ that sum is missing
G = G * slope -> G *= slope ~ changed its input
""")
RIGHT = edits(r"""
h[k].T @ G -> np.einsum("mi,mj->ij", h[k], G); G @ W[k].T -> np.array([W[k] @ row for row in G]);
    slope(units[k], z[k]) -> {"tanh": 1 - h[k + 1] ** 2, "sigmoid": h[k + 1] - h[k + 1] ** 2, "relu": z[k] > 0
    , "none": 1}[units[k]]; return dW, db -> return tuple(dW), tuple(db) | loops, slopes from h, tuples
""")
