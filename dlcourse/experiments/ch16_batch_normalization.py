"""Chapter 16: batch normalization. Its effect on training, and why the gradient must go through the mean.

The data are normal distributions around random centers, since MNIST is not available offline; the network and
the measures are those of deck Fix, pages 92 to 94. Source: Ioffe and Szegedy 2015.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.initializers import glorot_uniform, normal
from dlcourse.layers import BatchNorm, Linear, Sequential
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.ops import sigmoid
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter

N_INPUTS, N_CLASSES, WIDTH, BATCH_SIZE, LR = 64, 10, 100, 64, 0.5
SPREAD_OF_CENTERS = 0.6  # centers are about 0.6 sqrt(2 * 64) = 6.8 apart, at unit noise: easy to separate
PERCENTILES = (15, 50, 85)
SMALL = normal(0.001)


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


def clouds(m: int, centers, rng):
    """m points with unit noise around randomly chosen centers.   centers (k, n) -> x (m, n), y (m,)"""
    y = rng.integers(0, len(centers), m)
    return centers[y] + rng.standard_normal((m, centers.shape[1])), y


def classifier(rng, with_batch_norm: bool, init=glorot_uniform) -> Sequential:
    """Three layers of 100 sigmoid units, with or without batch norm before each sigmoid, and logits.

    Source: deck Fix, page 92.
    """
    steps = []
    for n_in, n_out in pairwise([N_INPUTS, WIDTH, WIDTH, WIDTH]):
        steps.append(Linear(n_in, n_out, rng=rng, init=init))
        if with_batch_norm:
            steps.append(BatchNorm(n_out))
        steps.append(sigmoid)
    return Sequential(*steps, Linear(WIDTH, N_CLASSES, rng=rng, init=init))


@dataclass(frozen=True)
class Run:
    """One training. accuracy: step -> accuracy on 2000 test points.

    percentiles (n, 3): of the input to a sigmoid unit of the last hidden layer, over 200 test points, after
    each step that was watched.
    """

    accuracy: dict[int, float]
    percentiles: np.ndarray


def train(
    seed: int, with_batch_norm: bool, init=glorot_uniform, n_steps: int = 300, at=(100, 300), watched=()
) -> Run:
    """Train on 5000 points in batches of 64 by plain SGD.

    at: the steps after which accuracy is measured. watched: those after which percentiles are.
    """
    rng = np.random.default_rng(seed)
    centers = SPREAD_OF_CENTERS * rng.standard_normal((N_CLASSES, N_INPUTS))
    (x, y), (x_test, y_test) = clouds(5000, centers, rng), clouds(2000, centers, rng)
    model = classifier(rng, with_batch_norm, init)
    parameters = model.parameters()
    optimizer, accuracy, percentiles = SGD(parameters, lr=LR), {}, []
    for step in range(1, n_steps + 1):
        rows = rng.integers(0, len(x), BATCH_SIZE)  # with replacement: steps count here, not epochs
        optimizer.step(grad(softmax_cross_entropy(model(x[rows]), y[rows]), parameters))
        model.eval()  # test points are normalized by the running statistics, and do not enter them
        if step in watched:
            z = model.trace(x_test[:200])[-3]  # what enters the last sigmoid
            percentiles.append(np.percentile(z[:, 0], PERCENTILES))
        if step in at:
            accuracy[step] = float(is_right(model.trace(x_test)[-1], y_test).mean())
        model.train()
    return Run(accuracy, np.array(percentiles))
