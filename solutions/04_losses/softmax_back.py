"""Chapter 4, exercise 4.2: what goes back through softmax."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, shaped, shown, slopes

READ, ROWS = "04b_output_units#a-logit-for-each-class", "S056 S057"
HINT = "Two classes: write down dp1/dz1, dp2/dz1, and add up G1 and G2 times these. What is common to both?"
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.ops.normalization", "scipy.special.softmax"
batch = shaped(lambda m, k: {"z": (m, k), "G": (m, k)})
VISIBLE = shown(batch, 42, (3, 3), (5, 3))
draw = draws(batch, (3, 5), (5, 5), (7, 2), (2, 11))


def judge(z, G):
    def J(z):
        return (G * np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)).sum()

    p = np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))
    known = {"the number of examples m": len(z), "the number of classes k": z.shape[1], "p": p}
    return Right(**slopes(J, {"z": z}, "z")).knowing(known)


WRONG = edits(r"""
p * (G - mean_G) -> p * G * (1 - p) | dz is G p (1 - p), as if a logit moved its own p alone: it moves all.
p * (G - mean_G) -> p * (1 - p) | dz is p (1 - p): G is missing, and so are the other p.
p * (G - mean_G) -> p * G | dz is G p alone: a logit also lowers all other p.
p * (G - mean_G) -> G - mean_G ~ dz times p would be right: that factor is missing
(G * p).sum -> p.sum OR (G * p).sum -> G.sum OR (G * p).sum -> G.mean OR (G * p).sum -> (p * p).sum
    | The sum in dz should be that of G times p along each row.
G - mean_G -> G + mean_G OR G - mean_G -> G + mean_G - 2 * G * p | The sum in dz is added: subtract it.
G - mean_G -> mean_G - G ~ dz has the wrong sign
p * (G - mean_G) -> G - p * G.sum(axis=1, keepdims=True)
    | dz is what goes back through ln p: here G arrives at p.
p * (G - mean_G) -> p - G OR p * (G - mean_G) -> (p - G) / len(z) OR p * (G - mean_G) -> G - p
    | dz is p - G or G - p, as with a cross-entropy and the targets G: here G is any numbers.
(G * p).sum( -> (G * p).mean( | In dz, a mean of G p is taken along each row: it should be the sum.
(G * p).sum(axis=1, -> (G * p).sum(axis=0, OR (G * p).sum(axis=1, keepdims=True) -> (G * p).sum()
    | In dz, G p should be added up along each row: yours runs down the columns, or over all.
(G * p).sum(axis=1, keepdims=True) -> (G * p).sum(axis=1)
    | The sum of each row belongs to that row: keep it as a column, by keepdims=True.
p * (G - mean_G) -> p * G - mean_G | p is missing before the sum in dz: the slope of p_j in z_i is -p_i p_j.
p * (G - mean_G) -> p * (G - mean_G) / len(z) ~ is the number of examples m: did you divide by it
p * (G - mean_G) -> G / (1 + np.exp(-z)) / (1 + np.exp(z)) | p is the sigmoid of each logit, not the softmax.
axis=1 -> axis=0 OR e.sum(axis=1, keepdims=True) -> e.sum(); z.max(axis=1, keepdims=True) -> z.max() OR
    e.sum(axis=1, keepdims=True) -> e.sum(axis=0); z.max(axis=1, keepdims=True) -> z.max()
    | Your p adds up to 1 down each column, or over all: it should in each row.
/ e.sum(axis=1, keepdims=True) -> / 1 OR z - z.max(axis=1, keepdims=True) -> z;
    / e.sum(axis=1, keepdims=True) -> / 1 | p is not divided by its sum: each row should add up to 1.
p = e / e.sum(axis=1, keepdims=True) -> p = z | z is taken for p: p is the softmax of each row of z.
""")
RIGHT = edits(r"""
p * (G - mean_G) -> np.array([(np.diag(q) - np.outer(q, q)) @ g for q, g in zip(p, G)]) | matrices
""")
