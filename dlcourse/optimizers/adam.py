"""Chapter 12: Adam and AdamW. Averages of the gradient and of its square, corrected for their start at 0."""

from dlcourse import expect
from dlcourse.backend import xp_of
from dlcourse.optimizers.optimizer import EPS, Optimizer


class Adam(Optimizer):
    """s <- beta1 s + (1 - beta1) g;   r <- beta2 r + (1 - beta2) g * g;
    s_hat = s / (1 - beta1^t);   r_hat = r / (1 - beta2^t);
    theta <- theta - lr s_hat / (eps + sqrt(r_hat)).

    t counts the steps from 1; eps stands outside the root. The correction makes the first step lr sign(g);
    without it that would be (1 - beta1) / sqrt(1 - beta2) lr, 3.16 lr at the defaults. Source: DL book,
    algorithm 8.7, where the betas are rho; Kingma and Ba 2015, algorithm 1; named in deck Sohn, "Parameter
    update". Raises ValueError for lr or eps not above 0, or a beta outside [0, 1).
    """

    slots = ("s", "r")  # averages of the gradients and of their squares
    elementwise = True
    squares_gradients = True

    def __init__(
        self, parameters, lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ):
        super().__init__(parameters, lr)
        expect.fraction(type(self).__name__, beta1=beta1, beta2=beta2, advice="0.9 and 0.999 are common")
        expect.positive(type(self).__name__, eps=eps, advice=EPS)
        self.beta1, self.beta2, self.eps = float(beta1), float(beta2), float(eps)

    def update(self, theta, g, s, r):
        t = self.n_steps + 1  # this step, counted from 1: at t = 0 the corrections would divide by 0
        s *= self.beta1
        s += (1 - self.beta1) * g
        r *= self.beta2
        g *= g  # an update may overwrite g: one temporary array fewer
        g *= 1 - self.beta2
        r += g
        root = xp_of(r).sqrt(r)
        correction = (1 - self.beta2**t) ** 0.5  # sqrt(r_hat) = sqrt(r) / correction
        # The corrections are numbers: put into eps and lr, they cost no pass over an array.
        root += self.eps * correction
        step = s / root  # s_hat / (eps + sqrt(r_hat)), except for the two corrections
        step *= self.lr * correction / (1 - self.beta1**t)
        theta -= step


class AdamW(Adam):
    """theta <- theta - lr decay theta, then Adam's step: the decay does not enter the averages.

    In Adam the gradient of a penalty decay / 2 theta^2 would be divided by sqrt(r_hat) with the rest, so
    parameters with large gradients would decay less. All parameters decay, biases too. lr scales the decay,
    as in PyTorch; in the paper the schedule scales it, but not the initial lr. Source: Loshchilov and Hutter
    2019, algorithm 2. Raises ValueError also for a decay below 0.
    """

    def __init__(
        self,
        parameters,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        decay: float = 0.01,
    ):
        super().__init__(parameters, lr, beta1, beta2, eps)
        expect.not_negative("AdamW", decay=decay, advice="0.01 is common")
        self.decay = float(decay)

    def update(self, theta, g, s, r):
        theta *= 1 - self.lr * self.decay  # first, as in the paper: of the theta before the step
        super().update(theta, g, s, r)
