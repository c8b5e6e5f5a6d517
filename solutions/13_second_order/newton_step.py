"""Chapter 13, exercise 13.1: a Newton step."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_curvature import newtons

READ, ROWS = "newtons-step", "F065"
HINT = "With d = new - theta the gradient of the polynomial is g + H d. Where is it 0, and what is J there?"
REFUSED = "dlcourse.optimizers", "dlcourse.experiments"
VISIBLE, draw = newtons()


def judge(theta, g, H):
    values, Q = np.linalg.eigh(H)  # along each eigenvector by itself: there the polynomial is a parabola
    along = Q.T @ g
    return Right(new=theta - Q @ (along / values), fall=sum(along**2 / (2 * values)))


WRONG = edits(r"""
return theta - step -> return theta + step | new lies on the wrong side: the step is -H^-1 g.
np.linalg.solve(H, g) -> H @ g | The step is H g: it is H^-1 g.
np.linalg.solve(H, g) -> g / np.diag(H) OR np.linalg.solve(H, g) -> np.diag(1 / np.diag(H)) @ g | The step
    looks at the diagonal of H alone: solve H d = g with all of H.
np.linalg.solve(H, g) -> (1 / H) @ g | 1 / H is the inverse of each entry: that is no inverse of a matrix.
np.linalg.solve(H, g) -> np.linalg.eigh(H)[1] @ (np.linalg.eigh(H)[1].T @ g / abs(np.linalg.eigh(H)[0])) |
    That is the saddle-free step: Newton's divides by eigenvalues with their signs.
np.linalg.solve(H, g) -> np.linalg.eigh(H)[1].T @ (np.linalg.eigh(H)[1] @ g / np.linalg.eigh(H)[0]) | Q and
    Q^T have changed places: H is Q times the eigenvalues times Q^T.
np.linalg.solve(H, g) -> np.linalg.solve(H, g) / 2 OR np.linalg.solve(H, g) -> 2 * np.linalg.solve(H, g) |
    The step is halved or doubled: new is where g + H d is 0.
np.linalg.solve(H, g) -> g if min(np.linalg.eigvalsh(H)) < 0 else np.linalg.solve(H, g) | At a saddle your
    step is another: it is -H^-1 g there, too.
np.linalg.solve(H, g) -> np.linalg.solve(H, theta) OR np.linalg.solve(H, g) -> np.linalg.solve(H, g + H @
    theta) | g is the gradient at theta, not at 0.
np.linalg.solve(H, g) -> g / np.linalg.eigvalsh(H) | The eigenvalues belong to directions of their own, not
    to the axes.
np.linalg.solve(H, g) -> g * (g @ g) / (g @ H @ g) | That is the best step along -g: Newton's turns.
g @ step / 2 -> g @ step | fall lacks 1/2: of what the slope promises, the curvature takes half back.
g @ step / 2 -> g @ g / 2 OR g @ step / 2 -> step @ step / 2 OR g @ step / 2 -> g @ H @ g / 2 | fall is
    g^T H^-1 g / 2.
g @ step / 2 -> g @ step - step @ H @ step | fall lacks the 1/2 of d^T H d / 2.
g @ step / 2 -> np.mean(g * step) / 2 | fall has a mean over the variables: it is a sum.
g @ step / 2 -> g @ step + theta @ H @ theta / 2 - (theta - step) @ H @ (theta - step) / 2 | fall: the
    polynomial is one in d = new - theta, not in theta.
g @ step / 2 -> 1.5 * g @ step | fall has a wrong sign within: d^T H d / 2 is added to g^T d, and d is -H^-1
    g.
g @ step / 2 -> abs(g @ step) / 2 OR g @ step / 2 -> max(0, g @ step / 2) | fall has no sign: at a saddle
    or a hill a step may lead up.
return theta - step, g @ step / 2 -> return g @ step / 2, theta - step ~ another order
step = -> theta -= 1.0\n    step = ~ changed its input
step = -> from dlcourse.optimizers import Newton\n    Newton([], 1.0)\n    step = ~ of the library
""")
RIGHT = edits(
    "np.linalg.solve(H, g) -> np.linalg.inv(H) @ g; g @ step / 2 -> g @ step - step @ H @ step / 2 | inv"
)
