"""Chapter 1, exercise 1.5: least squares, with features."""

import numpy as np

from dlcourse.checks import Right, draws, edits

READ, ROWS = "01b_linear_models#least-squares-in-one-step", "S013 S014 L003 M013 F005"
HINT = "Set the gradient of J to 0: Phi^T (Phi w - y), plus alpha w without the bias. Solve for w."
REFUSED = "dlcourse.models.linear", "dlcourse.models.ridge_lasso"


def points(rng, m, powers, n_places, decimals=7):
    """Points at n_places different x from -0.8 to 1.2."""
    places = np.linspace(-0.8, 1.2, n_places)
    x = places[np.arange(m) % n_places]
    alpha = float(rng.choice([0.6, 0.7, 0.9]))
    return {"x": x, "y": rng.normal(1, 2, m).round(decimals) + 0.0, "powers": [*powers], "alpha": alpha}


VISIBLE = [points(np.random.default_rng(15), *sizes, 1) for sizes in ((5, (1, 2), 5), (7, (1, 3, 4), 4))]
draw = draws(points, (5, (1,), 5), (7, (2, 1, 5), 2), (11, (1, 2, 3, 4), 11))


def judge(x, y, powers, alpha):
    Phi = np.array([[x_i**p for p in powers] + [1.0] for x_i in x])
    # The penalty as further examples: a 0 is due for sqrt(alpha) times each weight.
    rows = np.vstack([Phi, alpha**0.5 * np.eye(len(powers), len(powers) + 1)])
    w = np.linalg.lstsq(rows, np.append(y, np.zeros(len(powers))))[0]
    return Right(Phi=Phi, w=w).knowing({"the number of points m": len(x)})


WRONG = edits(r"""
[-1, -1] = 0 -> [-1, -1] *= 1 | The bias is penalised, too: its entry of the penalty is 0.
[-1, -1] = 0 -> [0, 0] = 0 | The first weight goes without a penalty: the bias should, and it is the last.
Phi + penalty -> Phi | alpha is not used: w is that without a penalty.
np.eye(len(powers) + 1) -> np.ones(2 * (len(powers) + 1,)) OR Phi + penalty -> Phi + alpha
    | alpha is added to all entries: its place is the diagonal, since each weight is squared by itself.
Phi.T @ y) -> Phi.T @ (y - y.mean())) | The mean is taken off y: the bias finds it by itself.
= alpha * -> = 2 * alpha * | The penalty is twice too large: alpha / 2 w^2 has the slope alpha w.
= alpha * -> = len(x) * alpha * | The penalty is m times too large: J is a sum over the points, not a mean.
in powers] + [np.ones(len(x))] -> in powers]; (len(powers) + 1) -> (len(powers)); [-1, -1] = 0 -> *= 1
    | The column of ones is missing: without a bias, the curve is 0 at x = 0.
[x**p for p in powers] + [np.ones(len(x))] -> [np.ones(len(x))] + [x**p for p in powers]; -1, -1 -> 0, 0
    | The ones come first: they are the last column, and the bias is the last of w.
in powers -> in range(1, len(powers) + 1) | The powers are 1, 2, 3, ..., whatever is asked for.
x**p -> x * p | x * p is no power: x**p is.
return Phi, -> return Phi, Phi @ | That is the curve at the points, Phi w: w itself is asked for.
""")
RIGHT = edits("""
np.linalg.solve(Phi.T @ Phi + penalty, Phi.T @ y) ->
    np.linalg.lstsq(np.vstack([Phi, penalty**0.5]), np.append(y, 0 * penalty[0]))[0] | more examples
""")
