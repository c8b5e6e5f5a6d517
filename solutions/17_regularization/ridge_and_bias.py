"""Chapter 17, exercise 17.3: the bias without a penalty."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_ridge import fitted as judge  # noqa: F401
from dlcourse.checks.drawn_ridge import samples_to_fit

READ, ROWS = "not-the-bias", "F038"
HINT = "Set the slope of J in b to 0: the sum of x w + b - y, plus alpha b if b is penalized. Then that in w."
REFUSED = "dlcourse.models.ridge_lasso", "dlcourse.models.linear", "dlcourse.checks.drawn_ridge"
VISIBLE, draw = samples_to_fit()

WRONG = edits(r"""
[-1, -1] = 0 -> [-1, -1] *= 1 ~ b is penalized in yours
free[-1], -> penalized[-1], ~ b is penalized in yours
penalized[-1]\n -> free[-1]\n ~ penalized_b has no penalty
free[:-1] -> penalized[:-1] ~ w is that with a penalized b
free[-1], penalized[-1] -> penalized[-1], free[-1] ~ in another order
[-1, -1] = 0 -> [0, 0] = 0 ~ The first weight has no penalty
[-1, -1] = 0 -> [:-1] = 0 ~ b is penalized in yours, and w is not
alpha * np.eye -> 2 * alpha * np.eye ~ The penalty is twice too strong
alpha * np.eye -> alpha / 2 * np.eye ~ The penalty is halved twice
alpha * np.eye -> len(x) * alpha * np.eye ~ The penalty is m times too strong
alpha * np.eye -> alpha / len(x) * np.eye ~ The penalty is divided by m
alpha * np.eye -> 0 * np.eye ~ The penalty has no part
alpha * np.eye -> alpha**2 * np.eye ~ The strength is squared
free = np.linalg.solve(ones.T @ ones + penalty -> free = np.linalg.solve(ones.T @ ones + alpha ~ its place is
    the diagonal
free[-1], -> y.mean(), ~ b is the mean of y: that is right only
free[-1], -> y.mean() + x.mean(axis=0) @ free[:-1], ~ it is taken off the mean of y
free[-1], -> 0.0, ~ b is 0, though
free[-1], -> (y - x @ free[:-1]).sum(), ~ it is the mean
ones.T @ y)\n    return -> ones.T @ (y - y.mean()))\n    return ~ b
penalized[-1]\n -> y.sum() / (len(x) + alpha)\n ~ that is so where x has the mean 0
penalized[-1]\n -> (y - x @ free[:-1]).sum() / (len(x) + alpha)\n ~ the pair is solved for anew
penalized[-1]\n -> free[-1] / (1 + alpha)\n ~ divided by 1 + alpha
penalized[-1]\n -> (y - x @ penalized[:-1]).mean()\n ~ its own penalty makes it smaller
penalized[-1]\n -> penalized\n ~ penalized_b
return free[:-1], free[-1], -> return free, ~ should return 3
free[:-1], free[-1], -> free[-1], free[:-1], ~ another order
free = np -> y -= 1\n    free = np ~ changed its input
""")
RIGHT = edits(r"""
free = np.linalg.solve(ones.T @ ones + penalty, ones.T @ y) -> u, v = x - x.mean(axis=0), y - y.mean()\n    w
    = np.linalg.solve(u.T @ u + penalty[:-1, :-1], u.T @ v)\n    free = np.append(w, (y - x @ w).mean())
    | without the means
""")
