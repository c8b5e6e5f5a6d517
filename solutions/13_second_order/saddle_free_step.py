"""Chapter 13, exercise 13.3: a step that leaves saddle points."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_curvature import saddle_free_steps

READ, ROWS = "the-saddle-free-step", "F067"
HINT = "`np.linalg.eigh(H)` gives both. Q.T @ g is g along the eigenvectors: divide there, and go back by Q."
CONTROL = "13_second_order.html#surface-explorer.y=0.5&surface-explorer.step=1"
REFUSED = "dlcourse.optimizers", "dlcourse.experiments"
VISIBLE, draw = saddle_free_steps()


def judge(theta, g, H, least):
    values, Q = np.linalg.eigh(H)
    steps = [(g @ q) / max(abs(value), least) * q for value, q in zip(values, Q.T, strict=True)]
    return Right(new=theta - sum(steps))


WRONG = edits(r"""
abs(values), least -> values, least OR np.maximum(abs(values), least) -> np.where(values < 0, least, values)
    | Eigenvalues below 0 became `least`: take absolute values first.
np.maximum(abs(values), least) -> values OR np.maximum(abs(values), least) -> np.sign(values) *
    np.maximum(abs(values), least) | The eigenvalues have their signs: that is Newton's step.
np.maximum(abs(values), least) -> np.where(abs(values) < least, least, values) | Only sizes below `least`
    lost their signs.
np.maximum(abs(values), least) -> abs(values) | Nothing counts as `least` where a size is below it.
np.maximum(abs(values), least) -> abs(values) + least | `least` is added: it is a least size, others stay.
np.maximum(abs(values), least) -> values + least OR np.maximum(abs(values), least) -> values - min(0,
    values[0]) + least OR np.maximum(abs(values), least) -> values + max(0, least - values[0]) | That is
    damping, H + mu I: take absolute values, each by itself.
np.maximum(abs( -> np.minimum(abs( | No eigenvalue is above `least`: it is the least size, not the largest.
np.maximum(abs(values), least) -> np.where(abs(values) < least, 1.0, abs(values)) | A size below `least`
    became 1.
np.maximum(abs(values), least) -> np.where(abs(values) < least, np.inf, abs(values)) | Directions with a
    size below `least` are left out: their size counts as `least`.
np.maximum(abs(values), least) -> np.maximum(values**2, least) OR np.maximum(abs(values), least) ->
    np.maximum(abs(values), least) ** 0.5 ~ new: it is divided
np.maximum(abs(values), least) -> abs(values).max() OR np.maximum(abs(values), least) -> abs(values).min()
    OR np.maximum(abs(values), least) -> np.linalg.norm(H) | All directions have one size: each has its own.
eigh(H) -> eigh(abs(H)) | The entries of H lost their signs: it is the eigenvalues that shall.
Q @ (Q.T @ g / sizes) -> Q.T @ (Q @ g / sizes) | Q and Q^T have changed places: Q.T @ g comes first.
Q @ (Q.T @ g / sizes) -> Q @ (g / sizes) | g was not taken along the eigenvectors: that is Q.T @ g.
Q @ (Q.T @ g / sizes) -> Q.T @ g / sizes | The step is still along the eigenvectors: go back by Q.
Q @ (Q.T @ g / sizes) -> g / sizes | The eigenvalues belong to directions of their own, not to the axes.
Q @ (Q.T @ g / sizes) -> g | That is a step of gradient descent: |H|^-1 is missing.
Q @ (Q.T @ g / sizes) -> abs(np.linalg.solve(H, g)) | Those are absolute values of Newton's step.
Q @ (Q.T @ g / sizes) -> -Q @ (Q.T @ g / sizes) | That is up the slope: theta minus the step.
Q @ (Q.T @ g / sizes) -> Q @ abs(Q.T @ g / sizes) | The step lost its signs: those of g stay.
return -> theta -= 1.0\n    return ~ changed its input
""")
RIGHT = edits("""
Q @ (Q.T @ g / sizes) -> np.linalg.solve((Q * sizes) @ Q.T, g) | formed
Q @ (Q.T @ g / sizes) -> sum(Q[:, i] @ g / sizes[i] * Q[:, i] for i in range(len(g))) | a loop
""")
