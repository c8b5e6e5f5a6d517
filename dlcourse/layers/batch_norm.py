"""Chapter 16: the batch normalization layer: statistics of the batch in training, running ones at test."""

import math

from dlcourse import expect
from dlcourse.backend import default_dtype, is_array, xp_of
from dlcourse.initializers import constant, zeros
from dlcourse.layers.module import Module, shape_of
from dlcourse.ops import subtract
from dlcourse.ops.batch_norm import BatchNorm as BatchNormOp
from dlcourse.ops.batch_norm import batch_norm
from dlcourse.tensor import Parameter, Tensor


class BatchNorm(Module):
    """gamma (x - mean) / sqrt(variance + eps) + beta for each feature.   x (m, n) or (m, n, h, w), same shape

    In training, mean and variance are those of the batch, the variance divided by m, and the layer keeps

        running <- momentum running + (1 - momentum) batch

    for both, here with the unbiased variance, divided by m - 1. The initial values, 0 and 1, still have the
    weight momentum^t after t batches (.3487 after 10, at .9). PyTorch's `momentum` is 1 minus this one. At
    test time (`eval`), test_on chooses: "population", the running statistics, which serve single samples too;
    or "batch", those of the batch at hand. Place the layer before the nonlinearity. A bias in the layer
    before it has no effect: the mean removes it, and beta takes its place. Source: deck Fix, pages 93
    and 94; Ioffe and Szegedy 2015, algorithms 1 and 2. Raises ValueError for an x of another width, and
    for fewer than two samples per feature where the batch's statistics are used.
    """

    buffers = ("running_mean", "running_variance")

    def __init__(
        self, n_units: int, *, momentum: float = 0.9, eps: float = 1e-5, test_on: str = "population"
    ):
        expect.count("BatchNorm", n_units=n_units, advice="count the features")
        expect.fraction("BatchNorm", momentum=momentum, advice="0.9 is common, where PyTorch says 0.1")
        expect.positive("BatchNorm", eps=eps, advice="1e-5 is common")
        if test_on not in ("population", "batch"):
            raise ValueError(
                f'BatchNorm: expected test_on "population" or "batch", got {test_on!r}; choose one of the two'
            )
        self.n_units, self.momentum, self.eps, self.test_on = n_units, momentum, eps, test_on
        self.gamma = Parameter(constant(1.0)((n_units,)))
        self.beta = Parameter(zeros((n_units,)))
        # Buffers, not Parameters: they are averages of the data, and no gradient moves them.
        self.running_mean = zeros((n_units,)).astype(default_dtype())
        self.running_variance = constant(1.0)((n_units,)).astype(default_dtype())

    def fprop(self, x):
        # gamma, beta (n,) are reshaped in the graph, so that their gradients come back as (n,).
        axis = self._axis(shape_of(x))
        gamma, beta = self._as_features(self.gamma, x), self._as_features(self.beta, x)
        if not self.training and self.test_on == "population":
            mean = self._as_features(self.running_mean, x)
            variance = self._as_features(self.running_variance, x)
            # First the n factors, then the m n products.
            return subtract(x, mean) * (gamma * (variance + self.eps) ** -0.5) + beta
        # One op: mean and variance depend on x, and the gradient has to go through both.
        Y = batch_norm(x, gamma, beta, axis, self.eps)
        if self.training:  # last, so that a failed pass leaves the statistics as they were
            self._update_running(x, axis, getattr(Y, "saved", None))
        return Y

    def _axis(self, shape):
        """The axes to average over: all but axis 1. An image counts as h w samples of each channel."""
        if len(shape) < 2 or shape[1] != self.n_units:
            raise ValueError(
                f"BatchNorm: expected x of shape (m, {self.n_units}) or (m, {self.n_units}, h, w), "
                f"got {shape}; samples are rows, features or channels axis 1"
            )
        uses_batch = self.training or self.test_on == "batch"
        # Of one sample x_hat is 0, and m - 1 divides by 0.
        if uses_batch and math.prod(shape) // self.n_units < 2:
            raise ValueError(
                f"BatchNorm: expected at least 2 samples per feature, got x of shape {shape}; "
                "give larger batches, or call eval() to use the population's statistics"
            )
        return 0 if len(shape) == 2 else (0, *range(2, len(shape)))

    def _as_features(self, values, x):
        """The values (n,), reshaped so that they broadcast along axis 1 of x."""
        extra = len(shape_of(x)) - 2
        return values if extra == 0 else values.reshape((1, self.n_units) + (1,) * extra)

    def _update_running(self, x, axis, saved):
        """Update the running statistics with those of the batch x.

        saved: what the op saved for the backward pass, the statistics last; None when nothing was recorded.
        """
        x = x.array if isinstance(x, Tensor) else x
        if not is_array(x):
            return  # a symbol or a dual number: neither holds a batch
        if saved is None:
            # The statistics alone: a plain array came in.
            _, saved = BatchNormOp(axis, self.eps).f_saving(x, 1.0, 0.0)
        mean, variance = saved[-2:]
        m = x.size // self.n_units  # samples per feature; m / (m - 1) makes the variance unbiased
        self.running_mean = self._average(self.running_mean, mean.reshape(-1))
        self.running_variance = self._average(self.running_variance, variance.reshape(-1) * (m / (m - 1)))

    def _average(self, running, batch):
        xp = xp_of(batch)
        running = xp.asarray(running)  # on the device of the batch
        updated = self.momentum * running + (1 - self.momentum) * batch
        updated = xp.where(xp.isfinite(updated), updated, running)  # a NaN would never leave the average
        return updated if updated.dtype == running.dtype else updated.astype(running.dtype)

    def __repr__(self) -> str:
        return f"BatchNorm({self.n_units})"
