"""Chapter 4, exercise 4.3: the cross-entropy of yes and no, for logits of any size."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown, sigmoid_parts

READ, ROWS = "04b_output_units#where-the-logarithm-breaks", "S037 S039 S048 S049 S050 S051 S054 S055 L008"
HINT = "Write -ln p and -ln(1 - p) by softplus, ln(1 + e^z), which is np.logaddexp(0, z). What cancels in dz?"
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.losses", "dlcourse.models.logistic"


def questions(rng, m, k, size=1, **options):
    """Of a large size, some answers are right and some wrong, by up to thousands."""
    z = size * normal(rng, z=(m, k), **options)["z"]
    y = rng.permutation(np.resize([0.0, 1.0, 0.25, 1.0, 0.0, 0.5, 0.75], m * k)).reshape(m, k)
    return {"z": z, "y": y}


VISIBLE = shown(questions, 13, (5, 3), (3, 7), (3, 5, 1000))
draw = draws(questions, (7, 3), (5, 11), (3, 5, 1000), (11, 2))


def judge(z, y):
    J = (np.maximum(z, 0) - y * z + np.log1p(np.exp(-abs(z)))).sum() / len(z)
    p = np.exp(-np.logaddexp(0, -z))
    cut = "At z = 1000, with y = 0, the cost is 1000: is p cut off, or something added to it?"
    right = Right(J=J, dz=(p - y) / len(z)).hinting(cut if z.max() > 99 else "")
    counts = {"the number of examples m": len(z), "the number of questions k": z.shape[1]}
    return right.knowing(sigmoid_parts("p", p) | counts)


WRONG = edits(r"""
soft - y * z -> -y * np.log(p) - (1 - y) * np.log(1 - p) OR soft - y * z -> np.log(1 + np.exp(z)) - y * z OR
    soft - y * z -> y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z))
    | For large z, J has ln 0 or overflows: write -ln p and -ln(1 - p) by softplus.
soft - y * z -> -y * np.log(np.clip(p, 1e-7, 1)) - (1 - y) * np.log(np.clip(1 - p, 1e-7, 1)) ~ is p cut off
(p - y) -> np.where(abs(z) < 16, p - y, 0) OR (p - y) -> np.where((p > 0) & (p < 1), p - y, 0)
    | dz is 0 where p is cut off or rounds to 0 or 1: the slope is p - y there, too.
soft - y * z -> np.logaddexp(0, -y * z) | That is for labels -1 and 1: here no is 0.
soft - y * z -> soft - (1 - y) * z | Yes and no have traded places in J.
soft - y * z -> y * (soft - z) OR soft - y * z -> (1 - y) * soft | J has only one of its two terms.
soft - y * z -> np.where(y > 0.5, soft - z, soft) OR soft - y * z -> np.logaddexp(0, (1 - 2 * y) * z) OR
    soft - y * z -> np.where(y == 1, soft - z, soft) | Where y lies between 0 and 1, both terms of J count.
soft - y * z -> (p - y) ** 2 | J is a squared error: the cross-entropy is asked for.
soft - y * z -> y * (np.logaddexp.reduce(z, axis=1, keepdims=True) - z)
    | J has a softmax over the questions: each question has a sigmoid of its own.
.sum() / len(z), -> .mean(), ~ is the number of questions k: did you divide by it once too often?
(p - y) -> (p - y) * p * (1 - p) | dz has p (1 - p), as with a squared error: here it cancels.
""")
RIGHT = edits("soft - y * z -> y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z) | two terms")
