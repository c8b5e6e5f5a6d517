"""Chapter 12: RMSprop. AdaGrad with an average of squared gradients, whose weights decay, for the sum."""

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.optimizers.optimizer import EPS, Optimizer


class RMSprop(Optimizer):
    """r <- rho r + (1 - rho) g * g;   theta <- theta - lr g / (eps + sqrt(r)).

    eps stands outside the root, as in the deck and in PyTorch; DL book, algorithm 8.5, has it inside. r
    starts at 0 and is not corrected for that: the first step is lr / sqrt(1 - rho) sign(g), 3.16 lr at 0.9.
    Source: deck Fix, page 78; Tieleman and Hinton 2012, a lecture. Raises ValueError for lr or eps not above
    0, or rho outside [0, 1).
    """

    slots = ("r",)  # the average of squared gradients
    elementwise = True
    squares_gradients = True

    def __init__(self, parameters, lr: float = 0.001, rho: float = 0.9, eps: float = 1e-8):
        super().__init__(parameters, lr)
        expect.fraction(type(self).__name__, rho=rho, advice="0.9 is common")
        expect.positive(type(self).__name__, eps=eps, advice=EPS)
        self.rho, self.eps = float(rho), float(eps)

    def update(self, theta, g, r):
        r *= self.rho
        r += (1 - self.rho) * (g * g)
        root = xp_of(r).sqrt(r)
        root += self.eps  # outside the root, unlike algorithm 8.5: near r = 0 the two differ most
        g /= root
        g *= self.lr
        theta -= g
