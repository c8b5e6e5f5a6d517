"""Chapter 17: the solver of the lasso, an active-set method: nonzero weights are found one by one."""

import numpy as np

# a column of length 1 counts as a combination of others if its part at right angles to them is shorter
DEPENDENT = 1e-8


def sparse_least_squares(x, y, penalties, max_rounds: int = 10_000, tolerance: float = 1e-12):
    """The v that minimizes 1/2 |x v - y|^2 + sum_j penalties_j |v_j|.   x (m, n), y (m,) -> v (n,)

    The columns of x must have length 1. `active` lists the weights that are not 0, `sign` their signs; with
    the signs fixed the cost is quadratic, and its minimum solves a linear system. Source: Lee, Battle, Raina
    and Ng 2006, "feature-sign search". Raises ArithmeticError when the optimality conditions are not met
    after max_rounds.
    """
    v, sign, active, rejected = np.zeros(x.shape[1]), np.zeros(x.shape[1]), [], set()
    for _ in range(max_rounds):
        slope = x.T @ (y - x @ v)  # how fast the squares fall as v_j grows
        excess = np.abs(slope) - penalties
        excess[[*active, *rejected]] = -np.inf
        # a bound on the rounding of slope: below it, an excess says nothing
        rounding = 8 * np.finfo(float).eps * (np.abs(y).max() * len(y) ** 0.5 + np.abs(v).sum())
        if not len(excess) or (excess <= tolerance * penalties + rounding).all():
            return v
        new = int(excess.argmax())
        sign[new] = np.sign(slope[new])  # at 0, v_new can only start in the direction in which the cost falls
        active.append(new)
        moved = _minimize_active(x, y, penalties, v, sign, active)
        # if v did not move, rounding had let it in: without the set it would be let in again, for ever
        rejected = set() if moved else rejected | {new}
    raise ArithmeticError(
        f"lasso: expected convergence within {max_rounds} rounds, got {len(active)} of {len(v)} weights and "
        "an optimality condition still violated; raise alpha or raise max_rounds"
    )


def _minimize_active(x, y, penalties, v, sign, active) -> bool:
    """Move v to the minimum over the active weights; one that would change its sign is set to 0 and leaves.

    Returns whether v moved at all. Changes v and active in place.
    """
    moved = False
    while active:
        now = v[active]
        goal = _minimum(x[:, active], y, penalties[active] * sign[active], now, sign[active[-1]])
        crossing = goal * sign[active] <= 0
        if not crossing.any():
            v[active] = goal
            return True
        # beyond the first zero on the way, the signs and with them the quadratic are wrong: stop there
        fraction = np.full(len(active), np.inf)
        fraction[crossing] = now[crossing] / (now[crossing] - goal[crossing])
        first = int(fraction.argmin())
        moved = moved or fraction[first] > 0
        v[active] = now + fraction[first] * (goal - now)
        v[active.pop(first)] = 0.0  # exactly: the line above leaves it at 0 only up to rounding
    return moved


def _minimum(x, y, subgradient, now, sign):
    """The minimum for fixed signs, where x^T (y - x v) = subgradient = penalties sign.

    If the last column depends on those before it: a point far along the line on which x v does not change and
    the penalty falls.
    """
    Q, R = np.linalg.qr(x)
    if abs(R[-1, -1]) < DEPENDENT:
        along = np.append(-np.linalg.solve(R[:-1, :-1], R[:-1, -1]), 1.0) * sign
        # there is no minimum on this line; however far the point, the caller stops at the first zero
        return now + along * 1e10 * (1 + np.abs(now).max())
    # x^T x = R^T R: two triangular systems, without the rounding of x^T x itself
    goal = np.linalg.solve(R, Q.T @ y - np.linalg.solve(R.T, subgradient))
    # one step of iterative refinement: with nearly dependent columns, conditions hold some ten times closer
    return goal + np.linalg.solve(R, np.linalg.solve(R.T, x.T @ (y - x @ goal) - subgradient))
