"""Chapter 12: AdaGrad. A learning rate for each parameter, from all its gradients so far."""

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.optimizers.optimizer import EPS, Optimizer


class AdaGrad(Optimizer):
    """r <- r + g * g;   theta <- theta - lr g / (eps + sqrt(r)).

    The book's epsilon is `lr`, its delta `eps`, outside the root. The first step is lr sign(g); under a
    constant gradient step t has the size lr / sqrt(t), which falls too early for deep networks. Source: DL
    book, algorithm 8.4; deck Fix, page 77; Duchi et al. 2011. Raises ValueError for lr or eps not above 0.
    """

    slots = ("r",)  # the sum of squared gradients
    elementwise = True
    squares_gradients = True

    def __init__(self, parameters, lr: float = 0.01, eps: float = 1e-8):
        super().__init__(parameters, lr)
        expect.positive(type(self).__name__, eps=eps, advice=EPS)
        self.eps = float(eps)

    def update(self, theta, g, r):
        r += g * g  # a sum, no average: it never falls, so the learning rates only shrink
        root = xp_of(r).sqrt(r)
        root += self.eps  # outside the root, so that 0 / 0 cannot occur for a gradient that was always 0
        g /= root
        g *= self.lr
        theta -= g
