"""Chapter 16: batch normalization. A gradient that ignores the mean, or the deviation; running statistics.

Source: Ioffe and Szegedy 2015; deck Fix, pages 93 and 94.
"""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.layers import BatchNorm
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter

BATCH = np.array([[3.0], [5.0], [5.0], [11.0]])  # mean 6, variance 9


def bias_under_centering(n_steps: int, aware: bool, lr: float = 0.1, m: int = 20):
    """The bias b in x_hat = (u + b) - mean(u + b) after n_steps, and the first and the last loss.

    J = mean (x_hat - y)^2 / 2 with targets of mean 1; b does not change it. With `aware`, the gradient goes
    through the mean and is 0. Without, the mean is treated as a constant, and each step adds lr to b without
    any effect on J. Source: Ioffe and Szegedy 2015, section 2, where b grows without limit.
    """
    u = np.random.default_rng(0).standard_normal((m, 1))
    y = 1 + np.random.default_rng(1).permutation(u)
    y += 1 - y.mean()  # x_hat has mean 0, so the detached gradient of b is -1 in every step
    b, losses = Parameter(np.zeros(1)), []
    optimizer = SGD([b], lr=lr)
    for _ in range(n_steps + 1):  # once more than steps, for the loss after the last one
        x = u + b
        mean = x.mean(axis=0)
        # mean.array is a constant for grad: the gradient through the mean is lost
        J = mean_squared_error(x - (mean if aware else mean.array), y) * 0.5
        losses.append(J.item())
        if len(losses) <= n_steps:
            optimizer.step([grad(J, b)])
    return float(b.array[0]), losses[0], losses[-1]


def weight_of_the_start(n_batches: int, momentum: float = 0.9) -> float:
    """The weight of the initial value in the running mean after n batches: momentum^n_batches."""
    # an initial value of 1 and batches of mean 0 leave exactly this weight
    layer = BatchNorm(1, momentum=momentum)
    layer.running_mean = np.ones(1)
    for _ in range(n_batches):
        layer(np.array([[-1.0], [1.0]]))
    return float(layer.running_mean[0])


def unbiased_factor(m: int) -> float:
    """The variance of a batch of m that the layer stores over the one by which it divides: m / (m - 1)."""
    # momentum 0: the running variance is that of the last batch
    layer, x = BatchNorm(1, momentum=0.0), np.random.default_rng(0).standard_normal((m, 1))
    layer(x)
    return float(layer.running_variance[0] / x.var())


def weight_under_dividing(n_steps: int, lr: float = 0.1) -> tuple[float, float, float]:
    """The weight w in x_hat = w u / deviation(w u) after n_steps, and the first and the last loss.

    The gradient takes the deviation for a constant. u has mean 0 and deviation 1, the targets are 2 u, so the
    gradient is -1 / w in every step.
    """
    u = (BATCH - 6) / 3
    w, losses = Parameter(np.ones(1)), []
    optimizer = SGD([w], lr=lr)
    for _ in range(n_steps + 1):
        x = u * w
        J = mean_squared_error(x / x.array.std(), 2 * u) * 0.5
        losses.append(J.item())
        if len(losses) <= n_steps:
            optimizer.step([grad(J, w)])
    return float(w.array[0]), losses[0], losses[-1]


def after_batches(n_batches: int, momentum: float = 0.9) -> tuple[float, float]:
    """The running mean and variance after BATCH, n_batches times, from 0 and 1."""
    layer = BatchNorm(1, momentum=momentum)
    for _ in range(n_batches):
        layer(BATCH)
    return float(layer.running_mean[0]), float(layer.running_variance[0])


def numbers() -> dict[str, Number]:
    """The bias and the weight that grow for nothing; running averages, their start, and unbiased factors."""
    found = {}
    for n in (1, 10, 100):
        bias, _, last = bias_under_centering(n, aware=False)
        found[f"bias_{n}"] = Number(bias, "g" if n == 10 else ".1f", ("F085",), "the inventory")
    found["loss_100"] = Number(last, ".3f", ("F085",), "NumPy alone")
    found["weight_100"] = Number(weight_under_dividing(100)[0], ".2f", ("F085",), "by hand")
    for n in (1, 2, 10):
        mean, variance = after_batches(n)
        found[f"mean_{n}"] = Number(mean, ".4g", ("F086",), "by hand")
        if n < 10:
            found[f"variance_{n}"] = Number(variance, ".4g", ("F086",), "by hand")
    for n, form in ((10, ".4f"), (100, ".1e")):
        found[f"start_{n}"] = Number(weight_of_the_start(n), form, ("F086",), "the inventory", 0.02)
    slow = weight_of_the_start(50, momentum=0.99)
    found["start_slow"] = Number(slow, ".2f", ("F086",), "a power of 0.99")
    for m in (2, 8, 32):
        found[f"factor_{m}"] = Number(unbiased_factor(m), "g" if m == 2 else ".3f", ("F086",), "by hand")
    return found
