"""Chapter 13: L-BFGS. BFGS that stores the last few steps instead of a matrix."""

from dlcourse.backend import xp_of
from dlcourse.optimizers.bfgs import has_curvature, line_step
from dlcourse.optimizers.closure import ClosureOptimizer


def two_loop(g, pairs, scale: float = 1.0):
    """M g for the matrix M that BFGS would have made of scale I and these pairs, without forming M.

    g (n,); pairs: (s, y) of steps and changes of the gradient, oldest first, each with y^T s > 0 -> (n,).
    Costs 6 n multiplications per pair; 4 n if y^T s were stored. Source: Nocedal and Wright 2006, algorithm
    7.4.
    """
    if not all(s.shape == y.shape == g.shape and float(y @ s) > 0 for s, y in pairs):
        raise ValueError(
            f"two_loop: expected pairs (s, y) of shape {g.shape} with y^T s > 0, got others; "
            "leave out pairs without positive curvature"
        )
    # The update is (I - s y^T / y^T s) M (I - y s^T / y^T s) + s s^T / y^T s: its right factors are applied
    # to g from the newest pair to the oldest, then the left ones the other way round.
    q, weights = g.copy(), []
    for s, y in reversed(pairs):
        weight = float(s @ q) / float(y @ s)
        weights.append(weight)
        q -= weight * y
    q *= scale  # the initial matrix, scale I, in the middle
    for (s, y), weight in zip(pairs, reversed(weights), strict=True):
        q += (weight - float(y @ q) / float(y @ s)) * s
    return q


class LBFGS(ClosureOptimizer):
    """d = -two_loop(g);   theta <- theta + a d;   the last `memory` pairs (s, y) are stored.

    a satisfies the strong Wolfe conditions; the search first tries lr. The matrix starts from (y^T s /
    y^T y) I of the newest pair. With memory for all pairs and the same start as BFGS, it takes the same
    directions. Source: deck Fix, page 82; DL book, section 8.6.3; Nocedal and Wright 2006, algorithm 7.5.
    Raises ValueError for a memory below 1.
    """

    def __init__(self, parameters, lr: float = 1.0, memory: int = 10):
        if not isinstance(memory, int) or memory < 1:
            raise ValueError(
                f"LBFGS: expected memory to be an int of at least 1, got {memory!r}; 10 is common"
            )
        super().__init__(parameters, lr)
        zeros = xp_of(self.theta).zeros
        for name in ("s", "y"):  # newest last; rows of zeros are still empty
            self.state[name] = zeros((memory, self.theta.size), dtype=self.theta.dtype)

    @property
    def pairs(self) -> list:
        """The pairs (s, y) in memory, oldest first."""
        # s @ y = 0: an empty row.
        return [(s, y) for s, y in zip(self.state["s"], self.state["y"], strict=True) if float(s @ y) > 0]

    def move(self, closure):
        J, g = self.cost_and_gradient(closure)
        pairs = self.pairs
        # N&W equation 7.20: the size of H^-1 along the newest step.
        scale = float(pairs[-1][0] @ pairs[-1][1]) / float(pairs[-1][1] @ pairs[-1][1]) if pairs else 1.0
        s, y = line_step(self, closure, J, g, -two_loop(g, pairs, scale), first=not pairs)
        if has_curvature(s, y):
            for name, newest in (("s", s), ("y", y)):
                stored = self.state[name]
                stored[:-1] = stored[1:].copy()  # a copy, since both sides overlap
                stored[-1] = newest
        return J
