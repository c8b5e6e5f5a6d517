"""Chapter 7: training. `fit` is the loop: batch, loss, gradient, step; and it keeps the history."""

import math
from dataclasses import dataclass, field

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.backend import as_float_array, is_array, xp_of
from dlcourse.data import batches
from dlcourse.tensor import Tensor


class DivergenceError(FloatingPointError):
    """The loss became infinite or NaN. The parameters are those before the step that would have used it."""


@dataclass
class History:
    """What happened in training. loss: per epoch, the mean over its samples of the loss before each step."""

    loss: list[float] = field(default_factory=list)
    n_steps: int = 0


def fit(
    model, loss, x, y, optimizer, *, n_epochs, batch_size=None, rng=None, progress=True, history=None
) -> History:
    """Train `model` on x and y and return the history.

    model: a Module, x -> prediction; loss: (prediction, y) -> scalar Tensor, a mean over the batch; x (m,
    ...), y (m, ...). n_epochs: passes over the data; batch_size None: all samples in one step; rng: shuffles
    each epoch. progress: show a bar. history: one to be continued. x is cast to the parameters' dtype. Raises
    ValueError for data that does not fit or holds NaN, and DivergenceError when the loss is no longer finite.
    """
    parameters = optimizer.parameters
    dtype = parameters[0].dtype
    x, y = _as_data("x", x, dtype), _as_data("y", y, dtype)
    if not set(parameters) & set(model.parameters()):
        raise ValueError(
            "fit: expected the optimizer of this model, got one of others; give it model.parameters()"
        )
    if not isinstance(n_epochs, int) or n_epochs < 0:
        raise ValueError(
            f"fit: expected n_epochs to be an int of at least 0, got {n_epochs!r}; count passes over x"
        )
    history = History() if history is None else history
    for epoch in _bar(range(n_epochs), progress):
        total = 0.0
        for x_batch, y_batch in batches(x, y, batch_size, rng):
            J = loss(model(x_batch), y_batch)
            value = _finite(J, epoch, history.n_steps)
            optimizer.step(grad(J, parameters))
            history.n_steps += 1
            total += value * len(x_batch)
        history.loss.append(total / len(x))
    return history


def _as_data(name, x, dtype):
    x = x if is_array(x) else np.asarray(x)
    if name == "y" and x.dtype.kind in "biu":
        return x
    x = as_float_array(x)
    if not xp_of(x).isfinite(x).all():
        raise ValueError(
            f"fit: expected finite numbers in {name}, got NaN or infinity; drop or repair those samples first"
        )
    return x if x.dtype == dtype else x.astype(dtype)


def _finite(J, epoch, step):
    if not isinstance(J, Tensor):
        raise TypeError(
            f"fit: expected loss to return a Tensor, got {type(J).__name__}; "
            "build it from ops on the prediction"
        )
    if J.size != 1:
        raise ValueError(
            f"fit: expected loss to give one number, got shape {J.shape}; take its mean, as in J.mean()"
        )
    value = J.item()
    if not math.isfinite(value):
        raise DivergenceError(
            f"fit: expected a finite loss, got {value} in epoch {epoch}, step {step}; "
            "lower lr, or look at the data"
        )
    return value


def _bar(epochs, progress):
    if not progress:
        return epochs
    from tqdm.auto import tqdm

    return tqdm(epochs, desc="fit", unit="epoch", leave=False)
