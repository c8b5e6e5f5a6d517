"""Chapter 13: Hessian-free optimization. Newton's step by conjugate gradients, from products H v."""

import numpy as np

from dlcourse import expect
from dlcourse.optimizers.closure import ClosureOptimizer
from dlcourse.optimizers.conjugate_gradient import conjugate_gradient
from dlcourse.optimizers.line_search import backtracking


class HessianFree(ClosureOptimizer):
    """(H + damping I) d = -g, solved roughly by conjugate gradients;   theta <- theta + a d.

    Products with H are exact, by differentiating <g, v>; no matrix is formed. Conjugate gradients stop at
    |residual| <= min(1/2, sqrt|g|) |g|, after n_products, or before a direction of negative curvature (then d
    is the solution so far, at first -g): hence "truncated Newton". damping is multiplied by 2/3 when the
    cost falls by more than 3/4 of what the quadratic model predicts, and by 3/2 when by less than 1/4.
    a <= lr comes from backtracking. Source: deck Fix, page 82; Martens 2010, who uses the Gauss-Newton matrix
    for H; Nocedal and Wright 2006, algorithm 7.1, for the rule when to stop. Raises ValueError for a damping
    not above 0 or n_products below 1.
    """

    def __init__(self, parameters, lr: float = 1.0, damping: float = 1e-2, n_products: int = 50):
        super().__init__(parameters, lr)
        expect.positive(type(self).__name__, damping=damping, advice="1e-2 is common")
        if not isinstance(n_products, int) or n_products < 1:
            raise ValueError(
                f"HessianFree: expected n_products to be an int of at least 1, got {n_products!r}; "
                "50 is common"
            )
        self.n_products = n_products
        self.state["damping"] = np.array(float(damping))  # in the state, since the next step depends on it

    def move(self, closure):
        J, g, product = self.cost_gradient_and_product(closure)
        damping = float(self.state["damping"])
        norm = float(g @ g) ** 0.5
        if norm == 0:  # a critical point
            return J
        solution = conjugate_gradient(
            lambda v: product(v) + damping * v,  # (H + damping I) v
            -g,
            tol=min(0.5, norm**0.5),  # rough far from the minimum, ever more exact near it
            n_steps=self.n_products,
            truncate=True,
        )
        d = solution.x if solution.n_steps else -g  # the very first direction had negative curvature
        phi = self.along(closure, d)
        # The model's change for the full step: g^T d + d^T H d / 2, without the damping.
        predicted = float(g @ d) + 0.5 * float(d @ product(d))
        # Levenberg and Marquardt's rule: trust the quadratic model more when it predicts well.
        ratio = (phi(1.0)[0] - J) / predicted if predicted < 0 else 0.0
        if ratio > 0.75:
            damping *= 2 / 3
        elif not ratio >= 0.25:  # also for NaN
            damping *= 3 / 2
        self.state["damping"][...] = damping
        slope = float(g @ d)
        self.theta += backtracking(lambda a: phi(a)[0], J, slope, a=self.lr, noise=self.noise(J)) * d
        return J
