"""Chapter 13, exercise 13.2: conjugate gradients, by products alone."""

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_curvature import MATRICES, STEPS, best_of_krylov, systems

READ, ROWS = "13b_without_a_matrix#conjugate-gradients", "F066"
HINT = "Print the residuals. After the first step, is r^T d 0 for the last d, and d_new^T A d?"
REFUSED = "dlcourse.optimizers", "dlcourse.experiments"
AT_MOST = {product: n_steps + 1 for product, n_steps in STEPS.items()}
SECONDS, SLOW = 10.0, "A step takes one product, of A and d: A itself is not formed."
VISIBLE, draw = systems()


def judge(product, b, n_steps):
    x, sizes = best_of_krylov(MATRICES[product.__name__], b, n_steps)
    return Right(x=x, sizes=sizes)


WRONG = edits(r"""
new + beta * d -> new OR new @ new / (r @ r) -> new @ r / (r @ r) | d is the residual alone, or beta 0: that
    is steepest descent, which undoes its own steps.
new + beta * d -> new + d | beta is missing, or 1, as where r is new in both of its places.
len(b)), b\n -> len(b)), b.copy()\n; new = r - a * Ad -> old = r @ r\n        r -= a * Ad\n        new = r;
    / (r @ r)\n -> / old\n | d and r are one array at the start, and r -= changes both: d = r.copy().
np.zeros(len(b)), b\n -> np.ones(len(b)), b - product(np.ones(len(b)))\n OR np.zeros(len(b)), b\n -> b, b -
    product(b)\n | x starts at 0.
range(n_steps) -> range(n_steps + 1); x, sizes\n -> x, sizes[:-1]\n | One step too many is made.
new + beta * d -> new + beta * r | beta stands at the old residual, not at d.
new @ new / (r @ r) -> new @ new / (d @ d) OR new / (r @ r) -> new / (b @ b) | beta: the last r^T r divides.
r @ r / (d @ Ad) -> r @ r / (d @ d) OR r @ r / (d @ Ad) -> r @ r / (r @ r) | a is without d^T A d below.
r @ r / (d @ Ad) -> -(r @ r) / (d @ Ad) | a has the wrong sign: d leads down already.
x + a * d -> x - a * d OR x + a * d -> x + d OR x + a * d -> a * d | x moves by a d.
x + a * d -> x + a * r OR a * d\n -> 0\n; d, new\n -> d, new\n        x = x + a * d\n | x goes along r,
    or along the next d: it goes along d.
r - a * -> r + a * OR r - a * -> r - OR - a * Ad -> - a * d OR r - a -> b - a | The residual is r - a A d.
np.linalg.norm(r))\n -> r @ r)\n OR norm(r))\n -> norm(r) ** 2)\n; [np.linalg.norm(r)] -> [r @ r] | sizes
    holds squares.
sizes.append(np.linalg.norm(r)) -> sizes.append(np.linalg.norm(d)) | sizes holds |d|, not |r|.
Ad = product(d) -> Ad = product(d) + 0 * product(r) ~ more than
x, r = -> A = np.stack([product(v) for v in np.eye(len(b))])\n    product = A.dot\n    x, r = ~ 8 [loses 3]
""")
RIGHT = edits(r"""
r @ r / (d @ Ad) -> r @ d / (d @ Ad) | r @ d
new @ new / (r @ r) -> -(new @ Ad) / (d @ Ad) | conjugate by hand
np.zeros(len(b)), b -> np.zeros(len(b)), b - product(0 * b) | a product at the start
r @ r / (d @ Ad) -> r @ r / (r @ Ad) | r^T A d is d^T A d
""")
