"""Chapter 11: gradient descent, with or without momentum."""

from dlcourse import expect
from dlcourse.optimizers.optimizer import Optimizer


class SGD(Optimizer):
    """v <- momentum v - lr g;   theta <- theta + v.   With momentum 0: theta <- theta - lr g.

    The book's epsilon is `lr`, its alpha `momentum`; lr scales g before it enters v. `nesterov` uses the
    gradient as if it had been taken at theta + momentum v: theta moves by momentum v - lr g, with the new v.
    Deck Fix, page 69, prints theta plus the old v, which diverges where this does not; the new v is meant.
    Source: DL book, algorithms 8.1 to 8.3; Polyak 1964; Sutskever et al. 2013. Raises ValueError for lr <= 0,
    momentum outside [0, 1), or nesterov without momentum.
    """

    slots = ("v",)  # the velocity
    elementwise = True

    def __init__(self, parameters, lr: float = 0.01, momentum: float = 0.0, nesterov: bool = False):
        expect.fraction(type(self).__name__, momentum=momentum, advice="0.9 is common")
        if nesterov and momentum == 0:
            raise ValueError("SGD: expected momentum > 0 with nesterov=True, got 0; set momentum=0.9")
        super().__init__(parameters, lr)
        self.momentum = float(momentum)
        self.nesterov = nesterov

    def update(self, theta, g, v):
        if self.momentum == 0:  # v would be -lr g: the same step without it
            g *= self.lr
            theta -= g
            return
        g *= self.lr
        v *= self.momentum
        v -= g
        if self.nesterov:  # theta is the point ahead, phi: see Nesterov
            theta += self.momentum * v
            theta -= g
        else:
            theta += v
