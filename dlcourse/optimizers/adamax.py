"""Chapter 12: Adamax. Adam with the largest of the decayed gradients in place of their mean square."""

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.optimizers.optimizer import EPS, Optimizer


class Adamax(Optimizer):
    """s <- beta1 s + (1 - beta1) g;   u <- max(beta2 u, |g|);
    theta <- theta - lr / (1 - beta1^t) s / (eps + u).

    The first step is lr sign(g). u needs no correction for its start. eps, which the paper lacks, avoids 0 /
    0 for a parameter whose gradient has always been 0; PyTorch puts it inside the maximum, max(beta2 u, |g| +
    eps), which differs by about eps / u. Source: Kingma and Ba 2015, algorithm 2; named in deck Sohn,
    "Parameter update". Raises ValueError for lr or eps not above 0, or a beta outside [0, 1).
    """

    slots = ("s", "u")  # the average gradient, the decayed maximum of |g|
    elementwise = True

    def __init__(
        self, parameters, lr: float = 0.002, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ):
        super().__init__(parameters, lr)
        expect.fraction(type(self).__name__, beta1=beta1, beta2=beta2, advice="0.9 and 0.999 are common")
        expect.positive(type(self).__name__, eps=eps, advice=EPS)
        self.beta1, self.beta2, self.eps = float(beta1), float(beta2), float(eps)

    def update(self, theta, g, s, u):
        t = self.n_steps + 1  # counted from 1, as in Adam
        s *= self.beta1
        s += (1 - self.beta1) * g
        # The infinity norm of past gradients: Adam's root of averaged p-th powers for p to infinity.
        u[...] = xp_of(u).maximum(self.beta2 * u, abs(g))
        step = s / (u + self.eps)
        step *= self.lr / (1 - self.beta1**t)
        theta -= step
