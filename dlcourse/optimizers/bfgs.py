"""Chapter 13: BFGS. The inverse Hessian, estimated from the change of the gradient along each step."""

import math

from dlcourse.backend import xp_of
from dlcourse.optimizers.closure import ClosureOptimizer
from dlcourse.optimizers.line_search import wolfe


def bfgs_update(M, s, y):
    """The matrix nearest to M with M y = s: (I - s y^T / y^T s) M (I - y s^T / y^T s) + s s^T / y^T s.

    M (n, n): the estimate of H^-1; s (n,): a step; y (n,): the change of the gradient along it. The
    result is positive definite if M is. Source: Nocedal and Wright 2006, equation 6.17. Raises ValueError
    unless y^T s > 0.
    """
    if not M.shape == 2 * s.shape == 2 * y.shape or s.ndim != 1:
        raise ValueError(
            f"bfgs_update: expected M (n, n), s (n,) and y (n,), got {M.shape}, {s.shape} and {y.shape}; "
            "flatten them by reshape(-1)"
        )
    ys = float(y @ s)
    if not ys > 0:
        raise ValueError(
            f"bfgs_update: expected y^T s > 0, got {ys}; skip the pair, or use a line search with "
            "Wolfe's conditions"
        )
    xp = xp_of(M)
    My = M @ y
    # The formula multiplied out: outer products cost n^2, products of matrices would cost n^3.
    return M + (1 + float(y @ My) / ys) / ys * xp.outer(s, s) - (xp.outer(s, My) + xp.outer(My, s)) / ys


class BFGS(ClosureOptimizer):
    """d = -M g;   theta <- theta + a d;   M <- bfgs_update(M, s, y), M the estimate of H^-1.

    a satisfies the strong Wolfe conditions; the search first tries lr. M starts as I, scaled by y^T s / y^T y
    at the first pair; pairs without positive curvature are skipped. M has n^2 entries: for many parameters
    use `LBFGS`. Source: deck Fix, page 82; DL book, section 8.6.3, where d lacks the minus; Nocedal and
    Wright 2006, algorithm 6.1.
    """

    def __init__(self, parameters, lr: float = 1.0):
        super().__init__(parameters, lr)
        xp = xp_of(self.theta)
        # Dense, n^2 numbers: that is the price of BFGS.
        self.state["M"] = xp.eye(self.theta.size, dtype=self.theta.dtype)

    def move(self, closure):
        J, g = self.cost_and_gradient(closure)
        M = self.state["M"]
        # -M g descends as long as M is positive definite.
        s, y = line_step(self, closure, J, g, -(M @ g), first=self.n_steps == 0)
        if has_curvature(s, y):
            if self.n_steps == 0:
                M *= float(s @ y) / float(y @ y)  # N&W equation 6.20: M gets the size of an inverse Hessian
            M[...] = bfgs_update(M, s, y)  # in place: `state` keeps its array, which a checkpoint reads
        return J


def line_step(optimizer, closure, J, g, d, first: bool):
    """The step s along d that a line search finds, which theta has taken, and the change y of the gradient.

    The very first direction, -g, says nothing about the length of a step: the search starts at most 1 away.
    So it is where d does not descend, and -g takes its place.
    """
    slope = float(g @ d)
    if slope == 0:  # a critical point
        return 0 * g, 0 * g  # no pair: y^T s = 0 has no curvature
    if slope > 0:  # far out, where curvatures are tiny, rounding may leave M not positive definite
        d, slope, first = -g, -float(g @ g), True
    a = optimizer.lr * (min(1.0, 1 / math.sqrt(float(d @ d))) if first else 1.0)
    # The strong Wolfe conditions give y^T s > 0, up to rounding, which `has_curvature` looks at.
    s = wolfe(optimizer.along(closure, d), J, slope, a=a, noise=optimizer.noise(J)) * d
    optimizer.theta += s
    return s, optimizer.cost_and_gradient(closure)[1] - g


def has_curvature(s, y) -> bool:
    """Whether y^T s is clearly above 0, relative to the lengths of both: only then may the pair be used."""
    # The cosine between s and y, which has no unit.
    return float(y @ s) > 1e-10 * float(s @ s) ** 0.5 * float(y @ y) ** 0.5
