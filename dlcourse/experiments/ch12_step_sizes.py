"""Chapter 12: how long a step is: the first one, those under a constant gradient, and those beside eps."""

import numpy as np

from dlcourse.numbers import Number
from dlcourse.optimizers import Adadelta, AdaGrad, Adam, RMSprop
from dlcourse.tensor import Parameter


def step_sizes(optimizer, gradients, **options) -> np.ndarray:
    """How far each step goes against its gradient, in units of lr.   gradients (t,) -> (t,)"""
    theta = Parameter(np.zeros(1))  # at 0, so that no step is rounded beside a large parameter
    method, sizes = optimizer([theta], lr=1.0, **options), []
    for g in gradients:
        theta.array[...] = 0
        method.step([np.array([g])])
        sizes.append(-theta.array.item() * np.sign(g))
    return np.array(sizes)


def partly_corrected(correct_s: bool = False, correct_r: bool = False, late: int = 0):
    """Adam with one of its corrections left out, or with a t that is `late` steps too large."""

    class Partly(Adam):
        def update(self, theta, g, s, r):
            t = self.n_steps + 1 + late
            s *= self.beta1
            s += (1 - self.beta1) * g
            r *= self.beta2
            r += (1 - self.beta2) * (g * g)
            s_hat = s / (1 - self.beta1**t) if correct_s else s
            r_hat = r / (1 - self.beta2**t) if correct_r else r
            theta -= self.lr * s_hat / (self.eps + r_hat**0.5)

    return Partly


class RootOverEps(RMSprop):
    """theta <- theta - lr g / sqrt(r + eps): eps inside the root, as in DL book, algorithm 8.5."""

    def update(self, theta, g, r):
        r *= self.rho
        r += (1 - self.rho) * (g * g)
        theta -= self.lr * g / (r + self.eps) ** 0.5


def first_step(optimizer, g: float = 4.0, **options) -> float:
    """The size of the first step in units of lr."""
    return float(step_sizes(optimizer, [g], **options)[0])


def numbers() -> dict[str, Number]:
    """First steps of all kinds, steps under a constant gradient, and steps beside eps."""
    forms = {  # name: value, form, rows
        "adagrad_100": (step_sizes(AdaGrad, np.ones(100))[-1], ".4f", ("F062",)),
        "rmsprop": (first_step(RMSprop), ".4f", ("K042",)),
        "rmsprop_at_03": (0.3 * first_step(RMSprop), ".4f", ("K042",)),
        "adam": (first_step(Adam), ".4f", ("K041",)),
        "adadelta": (first_step(Adadelta), ".5f", ("K042",)),
        "neither": (first_step(partly_corrected()), ".4f", ("K041",)),
        "only_s": (first_step(partly_corrected(correct_s=True)), ".1f", ("K041",)),
        "only_r": (first_step(partly_corrected(correct_r=True)), ".1f", ("K041",)),
        "t_from_2": (first_step(partly_corrected(True, True, late=1)), ".2f", ("K041",)),
    }
    uncorrected = step_sizes(partly_corrected(), np.ones(200))
    forms["longest"] = (uncorrected.max(), ".1f", ())
    forms["longest_at"] = (int(uncorrected.argmax()) + 1, "d", ())
    for name, method in (("outside", RMSprop), ("inside", RootOverEps)):
        forms[f"small_{name}"] = (first_step(method, 1e-5), ".2f", ("F063",))
    for name, g in (("1e8", 1e-8), ("1e10", 1e-10)):
        forms[f"adam_{name}"] = (first_step(Adam, g), ".2f", ())
    # a gradient of 1, and from step 51 on a tenth of it
    falling = np.where(np.arange(100) < 50, 1.0, 0.1)
    forms["adagrad_fallen"] = (step_sizes(AdaGrad, falling)[-1], ".3f", ("F062",))
    forms["rmsprop_fallen"] = (step_sizes(RMSprop, falling)[-1], ".2f", ("F063",))
    return {
        name: Number(float(value) if form != "d" else value, form, rows, "closed forms", 1e-6)
        for name, (value, form, rows) in forms.items()
    }
