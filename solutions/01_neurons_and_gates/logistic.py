"""Chapter 1, exercise 1.6: logistic regression."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown

READ, ROWS = "01b_linear_models#a-probability-for-an-answer", "K002 S015 S016 S037 F006 F007"
HINT = "Try one example, Phi = [[1]]: z = w, J = ln(1 + e^w) - y w. What are its first and second slope?"
REFUSED = *GRADIENTS, "dlcourse.models.logistic", "dlcourse.losses", "dlcourse.ops"


def examples(rng, m, k, size=0.5, **options):
    """Of a large size, all z are on the wrong side of 0, up to thousands."""
    z = None
    while z is None or min(z.max(), -z.min()) < size / 2 > 1:  # of both signs: e^z and e^-z overflow
        drawn = normal(rng, away=lambda x, w: (x @ w[1:] + w[0]) / 50, x=(m, k - 1), w=k, **options)
        Phi, w = np.hstack([drawn["x"], np.ones((m, 1))]), size * np.roll(drawn["w"], -1)
        z = Phi @ w
    y = np.arange(m) % 2 if size < 1 else Phi @ w < 0
    return {"Phi": Phi, "y": y * 1.0, "w": w}


VISIBLE = shown(examples, 16, (3, 2), (7, 4), (5, 3, 2000))
draw = draws(examples, (3, 2), (11, 5), (7, 3, 2000))


def judge(Phi, y, w):
    z = Phi @ w
    p = np.exp(-np.logaddexp(0, -z))
    each = np.maximum(z, 0) - y * z + np.log1p(np.exp(-abs(z)))
    H = np.einsum("mi,m,mj->ij", Phi, p * np.exp(-np.logaddexp(0, z)), Phi)
    right = Right(J=each.sum() / len(y), dw=(p - y) @ Phi / len(y), H=H / len(y))
    far = "At z = 1000, with y = 0, the cost is 1000: is p clipped, or something added to it?"
    right.hinting(far if abs(z).max() > 100 else "")
    return right.knowing({"the number of examples m": len(y), "ln 2": np.log(2), "the columns k": len(w)})


WRONG = edits(r"""
np.logaddexp(0, z) - y * z -> -np.log(np.where(y == 1, p, 1 - p)) | For large z, J has ln 0 or overflows.
np.logaddexp(0, z) - y * z -> -y * np.log(p) - (1 - y) * np.log(1 - p) | For large z, J has ln 0 or overflows.
np.logaddexp(0, z) -> np.log(1 + np.exp(z)) | For large z, J has ln 0 or overflows.
np.logaddexp(0, z) - y * z -> -np.log(np.clip(np.where(y == 1, p, 1 - p), 1e-12, 1)) ~ is p clipped
np.logaddexp(0, z) -> np.logaddexp(0, -z) | J has ln(1 + e^-z), with which (1 - y) z belongs.
np.logaddexp(0, z) - y * z -> np.logaddexp(0, -y * z) | J is that for labels -1 and 1: here they are 0 and 1.
np.logaddexp(0, z) - y * z -> (p - y) ** 2 | J is the squared error: it is the cross-entropy.
(p - y) -> ((p - y) * p * (1 - p)) | dw has the factor p (1 - p), as the squared error: here it cancels.
(p * (1 - p)) -> np.ones(len(y)) | H has no factor p (1 - p): that is the Hessian of least squares.
(p * (1 - p)) -> (0.25 * np.ones(len(y))) | H has 1/4 for all, the most that p (1 - p) can be.
(p * (1 - p)) -> ((z > 0) * 1.0) | H has a step in the place of p (1 - p), the slope of p with respect to z.
""")
RIGHT = edits("Phi * (p * (1 - p))[:, None] -> np.diag(p * sigmoid(-z)) @ Phi | a diagonal matrix")
