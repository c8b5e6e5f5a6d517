"""Chapter 13: Newton's method. A step to the critical point of the cost's second-order Taylor polynomial."""

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.optimizers.closure import ClosureOptimizer
from dlcourse.optimizers.line_search import backtracking


class Newton(ClosureOptimizer):
    """theta <- theta - lr (H + damping I)^-1 g.

    From anywhere in a quadratic bowl one step reaches the minimum. Elsewhere the critical point may as well
    be a saddle or a maximum: this finds critical points and does not train networks. H costs n sweeps, the
    solution n^3 operations. Source: deck Fix, page 81; DL book, algorithm 8.8. Raises ValueError for a
    negative damping, ArithmeticError when H + damping I is singular.
    """

    def __init__(self, parameters, lr: float = 1.0, damping: float = 0.0):
        super().__init__(parameters, lr)
        expect.not_negative(type(self).__name__, damping=damping, advice="1e-3 is common")
        self.damping = float(damping)

    def move(self, closure):
        J, g, H = self.cost_gradient_and_hessian(closure)
        xp = xp_of(H)
        try:
            # Not inv(H) @ g, which costs more and rounds worse.
            direction = xp.linalg.solve(H + self.damping * xp.eye(len(H), dtype=H.dtype), g)
        except xp.linalg.LinAlgError as error:
            raise ArithmeticError(
                f"{type(self).__name__}: expected a Hessian that can be inverted, got a singular one; "
                "set damping, or use SaddleFreeNewton"
            ) from error
        self.theta -= self.lr * direction
        return J


class DampedNewton(ClosureOptimizer):
    """theta <- theta - a (H + mu I)^-1 g, with mu and a chosen so that every step descends.

    mu is 0 where H is safely positive definite. Elsewhere it lifts the least eigenvalue to `damping` times
    the largest absolute one. a <= lr comes from backtracking. The cost falls from any start, but slowly near
    a saddle, where mu shrinks the steps in all directions. Source: Nocedal and Wright 2006, section 3.4.
    Raises ValueError unless 0 < damping < 1.
    """

    def __init__(self, parameters, lr: float = 1.0, damping: float = 1e-3):
        super().__init__(parameters, lr)
        expect.number("DampedNewton", above=0, below=1, damping=damping, advice="1e-3 is common")
        self.damping = float(damping)

    def move(self, closure):
        J, g, H = self.cost_gradient_and_hessian(closure)
        eigenvalues, Q = xp_of(H).linalg.eigh(H)
        # 1e-12 where H is zero: mu stays above 0.
        least = self.damping * max(float(abs(eigenvalues).max()), 1e-12)
        mu = max(0.0, least - float(eigenvalues.min()))  # then H + mu I is positive definite
        direction = -(Q @ ((Q.T @ g) / (eigenvalues + mu)))  # the eigenvalues are there: no need to solve
        slope = float(g @ direction)
        if slope == 0:  # a critical point: nowhere to descend to
            return J
        phi = self.along(closure, direction)
        self.theta += backtracking(lambda a: phi(a)[0], J, slope, a=self.lr, noise=self.noise(J)) * direction
        return J


class SaddleFreeNewton(ClosureOptimizer):
    """theta <- theta - lr |H|^-1 g, with |H| = Q |Lambda| Q^T: absolute eigenvalues.

    Where the cost curves down, Newton's step leads to the saddle and this one, of the same length, away from
    it. Absolute eigenvalues below `damping` are set to damping. From a point where g has no component in a
    direction of escape, the step has none either, and ends at the saddle. Source: deck Fix, page 82; Dauphin
    et al. 2014. Raises ValueError for a damping not above 0.

    >>> from dlcourse.tensor import Parameter
    >>> theta = Parameter([1.0, 0.5])
    >>> J = SaddleFreeNewton([theta]).step(lambda: theta[0] ** 2 - theta[1] ** 2)
    >>> theta.array.round(12).tolist()
    [0.0, 1.0]
    """

    def __init__(self, parameters, lr: float = 1.0, damping: float = 1e-6):
        super().__init__(parameters, lr)
        expect.positive("SaddleFreeNewton", damping=damping, advice="1e-6 is common")
        self.damping = float(damping)

    def move(self, closure):
        J, g, H = self.cost_gradient_and_hessian(closure)
        xp = xp_of(H)
        eigenvalues, Q = xp.linalg.eigh(H)
        sizes = xp.maximum(abs(eigenvalues), self.damping)  # a flat direction would get an endless step
        self.theta -= self.lr * (Q @ ((Q.T @ g) / sizes))  # |H|^-1 g, one division per eigenvector
        return J
