"""Chapter 13: conjugate gradients. A step does not undo earlier ones: d_i^T A d_j = 0."""

from dataclasses import dataclass

import numpy as np

from dlcourse.backend import xp_of
from dlcourse.optimizers.closure import ClosureOptimizer
from dlcourse.optimizers.line_search import wolfe


@dataclass(frozen=True)
class Solution:
    """The result of `conjugate_gradient`.   residuals: |b - A x| before each step and after the last one.

    curvature: the least d^T A d / d^T d of all directions d. If it is not above 0, A is not positive
    definite, and x is the last point before that direction.
    """

    x: np.ndarray
    n_steps: int
    residuals: list[float]
    curvature: float


def conjugate_gradient(
    product, b, x=None, *, tol: float = 1e-10, n_steps: int | None = None, truncate: bool = False
) -> Solution:
    """The solution of A x = b for a positive definite A that is known only by product(v) = A v.

    b (n,) -> x (n,). At most n_steps, by default n: without rounding errors n directions are enough. Stops
    when |b - A x| <= tol |b|. Source: deck Fix, page 82; DL book, section 8.6.2; Hestenes and Stiefel 1952.
    Raises ArithmeticError on a direction d with d^T A d <= 0, where A is indefinite or singular and the
    quadratic has no unique minimum; with `truncate` it stops before that step instead.
    """
    if getattr(b, "ndim", 0) != 1 or (x is not None and x.shape != b.shape):
        got = [getattr(v, "shape", type(v).__name__) for v in (b, x)]
        raise ValueError(
            f"conjugate_gradient: expected b (n,) and x (n,), got {got[0]} and {got[1]}; use reshape(-1)"
        )
    xp = xp_of(b)
    x = xp.zeros_like(b) if x is None else x.copy()
    r = b - product(x)  # the residual: minus the gradient of x^T A x / 2 - b^T x
    d, rr = r.copy(), float(r @ r)
    goal = tol * float(b @ b) ** 0.5  # relative, so that the unit of b does not matter
    residuals, least = [rr**0.5], float("inf")
    for _ in range(b.size if n_steps is None else n_steps):
        if residuals[-1] <= goal:
            break
        Ad = product(d)  # the one product of a step, and nearly all its cost
        curvature = float(d @ Ad)
        least = min(least, curvature / float(d @ d))
        if not curvature > 0:  # also for NaN
            if truncate:
                break
            raise ArithmeticError(
                f"conjugate_gradient: expected a positive definite matrix, got d^T A d = {curvature:.3g}; "
                "add damping to it, or truncate"
            )
        a = rr / curvature  # the minimum of the quadratic along d
        x += a * d
        r -= a * Ad  # b - A x without another product
        rr, before = float(r @ r), rr
        d = r + (rr / before) * d  # conjugate to all earlier directions, not only to the last
        residuals.append(rr**0.5)
    return Solution(x, len(residuals) - 1, residuals, least)


class NonlinearCG(ClosureOptimizer):
    """d <- -g + beta d, beta = max(0, g^T (g - g_old) / g_old^T g_old);   theta <- theta + a d.

    The beta of Polak and Ribiere, cut at 0. Where it is cut, where d would not descend, and after every n
    steps, d starts again at -g. a comes from a line search with the strong Wolfe conditions. It first tries
    lr, and later the last step times the ratio of the slopes. On a quadratic, with exact steps, this is
    `conjugate_gradient`. Source: DL book, algorithm 8.9; Nocedal and Wright 2006, section 5.2.
    """

    slots = ("d", "g_old")

    def __init__(self, parameters, lr: float = 1.0):
        super().__init__(parameters, lr)
        self.state["first_try"] = np.zeros(2)  # the last step and its slope

    def move(self, closure):
        J, g = self.cost_and_gradient(closure)
        d, g_old = self.state["d"], self.state["g_old"]
        gg = float(g_old @ g_old)  # 0 before the first step
        if gg > 0 and self.n_steps % g.size:
            # Beta, which is near 0 where g hardly changes: a restart by itself.
            d *= max(0.0, float(g @ (g - g_old)) / gg)
            d -= g
        else:
            d[...] = -g
        if not float(g @ d) < 0:  # no direction of descent: start again
            d[...] = -g
        slope = float(g @ d)
        if slope == 0:  # a critical point
            return J
        a_old, slope_old = (float(value) for value in self.state["first_try"])
        # The first-order change a slope is taken to be that of the last step (N&W, section 3.5).
        a = self.lr if a_old == 0 else min(1e6, max(1e-12, a_old * slope_old / slope))
        # 0.1: conjugacy needs a nearly exact minimum.
        a = wolfe(self.along(closure, d), J, slope, a=a, c2=0.1, noise=self.noise(J))
        self.state["first_try"][0], self.state["first_try"][1] = a, slope
        g_old[...] = g
        self.theta += a * d
        return J
