"""Chapter 12: AdaGrad. A rate of its own for every parameter, by all the gradients that it has seen."""

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.optimizers.optimizer import EPS, Optimizer


class AdaGrad(Optimizer):
    """r <- r + g * g;   theta <- theta - lr g / (eps + sqrt(r)).

    The book's epsilon is `lr`, its delta `eps`, outside the root. The first step is lr sign(g); under a
    constant gradient step t is lr / sqrt(t), too small too early for deep networks. Source: DL book,
    algorithm 8.4; deck Fix, page 77; Duchi et al. 2011. Raises ValueError for lr or eps not above 0.
    """

    slots = ("r",)  # the sum of squared gradients
    elementwise = True
    squares_gradients = True

    def __init__(self, parameters, lr: float = 0.01, eps: float = 1e-8):
        super().__init__(parameters, lr)
        expect.positive(type(self).__name__, eps=eps, advice=EPS)
        self.eps = float(eps)

    def update(self, theta, g, r):
        r += g * g
        root = xp_of(r).sqrt(r)
        root += self.eps
        g /= root
        g *= self.lr
        theta -= g
