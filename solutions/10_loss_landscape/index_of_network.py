"""Chapter 10, exercise 10.3: the index of a network at a critical point."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_landscapes import hessian_of_network, networks

READ, ROWS = "10b_while_one_trains#is-the-end-a-minimum", "F049 F050"
HINT = "H times (1, 0, ..., 0) is the first column of H. Is your H symmetric? Then take its eigenvalues."
REFUSED = "dlcourse.autodiff", "dlcourse.critical_points", "dlcourse.gradcheck", "dlcourse.experiments"
VARIANTS = False  # eigenvalues near 0 are lost in float32
VISIBLE, draw = networks()


def judge(theta, x, y):
    values = np.linalg.eigvalsh(hessian_of_network(theta, x, y))
    right = Right(eigenvalues=values, index=np.mean(values / abs(values).max() < -1e-9))
    return right.of_counts().apart_from("theta", "x", "y")


WRONG = edits(r"""
< -1e-9 -> > 1e-9 | index is the part above 0: the part below 0 is asked for.
< -1e-9 * abs(values).max() -> < 0 | index counts eigenvalues of a size like 1e-13, too: these count as 0.
< -1e-9 -> < 1e-9 OR < -1e-9 * abs(values).max() -> <= 0 | index counts eigenvalues of 0, too.
values < -1e-9 -> abs(values) > 1e-9 OR below.mean() -> (~below).mean() | index is the part not below 0.
< -1e-9 -> < -1e-2 | index misses those not far below 0.
below.mean() -> below.sum() | index is a number of eigenvalues: divide it by p.
below.mean() -> below.sum() / (values > 1e-9).sum() OR below.mean() -> below.sum() / len(y) | index is not
    divided by p.
below.mean() -> (H < 0).mean() OR below.mean() -> (np.diag(H) < 0).mean() | index is no count of eigenvalues.
below.mean() -> below.any() ~ of type bool
below.mean() -> 100 * below.mean() | index is a part, from 0 to 1, no percentage.
np.linalg.eigvalsh(H) -> np.sort(np.diag(H)) | Those are the numbers on the diagonal of H.
np.linalg.eigvalsh(H) -> np.sort(H.sum(axis=0)) | That is H times (1, 1, ..., 1): v is 1 in one place.
np.linalg.eigvalsh(H) -> np.linalg.svd(H)[1][::-1] | Those are without their signs.
eigvalsh(H) -> eigvalsh(H)[::-1] | The largest eigenvalue comes first: ascending is the other way.
eigvalsh(H) -> eigvalsh(H / len(y)) OR eigvalsh(H) -> eigvalsh(H * len(y)) | They are off by m: J is a mean.
eigvalsh(H) -> eigvalsh(-H) | Those are the eigenvalues of -H.
eigvalsh(H) -> eigvalsh(H)\n    values[abs(values) < 1e-9] = 0 | Some are set to 0: leave their own numbers.
eigvalsh(H) -> eigvalsh(H)\n    values = values[abs(values) > 1e-9] ~ eigenvalues is an array of shape
eigvalsh(H) -> eigvalsh(H).round(6) ~ rounded to 6 decimals
eigvalsh(H) -> eigvalsh(H).astype("float32") ~ dtype
hessian_vector(theta, x, y, v) -> v * gradient(theta, x, y) | That is the gradient, which is 0 here.
hessian_vector(theta, x, y, v) -> 1e3 * gradient(theta + v / 1e3, x, y) | H is not exact: a difference.
vector(theta -> vector(0 * theta | H is that at theta = 0.
np.eye(len(theta)) -> np.eye(len(y)) ~ stopped with
np.eye(len(theta)) -> np.ones((len(theta),) * 2) | H has one product p times: v is 1 in one place.
values, below.mean() -> below.mean(), values ~ another order
return values, below -> return below ~ should return 2 values
return values, -> _ = print(values), ~ prints and returns None
H = -> from dlcourse.autodiff import hessian\n    hessian(0, 0)\n    H = ~ of the library
H = -> theta += 1.0\n    H = ~ changed its input
""")
RIGHT = edits("below.mean() -> sum(below) / theta.size; eigvalsh(H) -> eigh(H)[0] | by hand")
