"""Chapter 12: Adadelta. The size of a step comes from earlier steps, so it has the unit of a parameter."""

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.optimizers.optimizer import EPS, Optimizer


class Adadelta(Optimizer):
    """r <- rho r + (1 - rho) g * g;   step = sqrt(d + eps) / sqrt(r + eps) g;
    d <- rho d + (1 - rho) step * step;   theta <- theta - lr step.

    The only method here with eps inside the roots: d is 0 at first, and without sqrt(d + eps) there would
    never be a step. So it starts very slowly. The paper has no lr: here it is 1, as in PyTorch. Source:
    Zeiler 2012, algorithm 1; named in deck Fix, page 78. Raises ValueError for lr or eps not above 0, or rho
    outside [0, 1).
    """

    slots = ("r", "d")  # averages of squared gradients and of squared steps
    elementwise = True
    squares_gradients = True

    def __init__(self, parameters, lr: float = 1.0, rho: float = 0.95, eps: float = 1e-6):
        super().__init__(parameters, lr)
        expect.fraction(type(self).__name__, rho=rho, advice="0.9 is common")
        expect.positive(type(self).__name__, eps=eps, advice=EPS)
        self.rho, self.eps = float(rho), float(eps)

    def update(self, theta, g, r, d):
        sqrt = xp_of(g).sqrt
        r *= self.rho  # r takes in this gradient before the step, d this step after it, as in algorithm 1
        r += (1 - self.rho) * (g * g)
        step = g  # the same array under its new name: no other one is needed
        step *= sqrt(d + self.eps)
        step /= sqrt(r + self.eps)
        d *= self.rho
        d += (1 - self.rho) * (step * step)
        step *= self.lr
        theta -= step
