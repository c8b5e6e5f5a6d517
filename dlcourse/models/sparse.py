"""Chapter 17: the solver of the lasso. It finds the weights that are not 0 by admitting them one by one."""

import numpy as np

DEPENDENT = 1e-8  # a column of length 1 with less than this outside of the others adds nothing to them


def sparse_least_squares(x, y, prices, max_rounds: int = 10_000, tolerance: float = 1e-12):
    """The v of least 1/2 |x v - y|^2 + sum prices |v|.   x (m, n), columns of length 1; y (m,) -> v (n,)

    `inside` lists the weights that are not 0, `sign` their signs; for given signs the cost is a quadratic,
    whose minimum is solved for. Source: Lee, Battle, Raina and Ng 2006, "feature-sign search". Raises
    ArithmeticError when the conditions are not met after max_rounds.
    """
    v, sign, inside, refused = np.zeros(x.shape[1]), np.zeros(x.shape[1]), [], set()
    for _ in range(max_rounds):
        slope = x.T @ (y - x @ v)
        excess = np.abs(slope) - prices
        excess[[*inside, *refused]] = -np.inf
        noise = 8 * np.finfo(float).eps * (np.abs(y).max() * len(y) ** 0.5 + np.abs(v).sum())
        if not len(excess) or (excess <= tolerance * prices + noise).all():
            return v
        new = int(excess.argmax())
        sign[new] = np.sign(slope[new])
        inside.append(new)
        moved = _settle(x, y, prices, v, sign, inside)
        refused = set() if moved else refused | {new}  # rounding let it in: not again from the same point
    raise ArithmeticError(
        f"lasso: expected weights that settle in {max_rounds} rounds, got {len(inside)} of {len(v)} weights "
        "and a condition that is not met; raise alpha or raise max_rounds"
    )


def _settle(x, y, prices, v, sign, inside) -> bool:
    """Move v to the minimum among the weights inside; one that would change its sign leaves at 0.

    Whether v moved at all. In place: v, inside.
    """
    moved = False
    while inside:
        now = v[inside]
        goal = _minimum(x[:, inside], y, prices[inside] * sign[inside], now, sign[inside[-1]])
        crossing = goal * sign[inside] <= 0
        if not crossing.any():
            v[inside] = goal
            return True
        share = np.full(len(inside), np.inf)
        share[crossing] = now[crossing] / (now[crossing] - goal[crossing])
        first = int(share.argmin())
        moved = moved or share[first] > 0
        v[inside] = now + share[first] * (goal - now)
        v[inside.pop(first)] = 0.0
    return moved


def _minimum(x, y, pull, now, sign):
    """The minimum for given signs, pull = prices sign. Where the last column depends on those before it, a
    point far along the line on which x v stays and the price falls.
    """
    Q, R = np.linalg.qr(x)
    if abs(R[-1, -1]) < DEPENDENT:
        along = np.append(-np.linalg.solve(R[:-1, :-1], R[:-1, -1]), 1.0) * sign
        return now + along * 1e10 * (1 + np.abs(now).max())
    goal = np.linalg.solve(R, Q.T @ y - np.linalg.solve(R.T, pull))
    return goal + np.linalg.solve(R, np.linalg.solve(R.T, x.T @ (y - x @ goal) - pull))  # refined once
