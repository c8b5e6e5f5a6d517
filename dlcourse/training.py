"""Chapter 7: training. `fit` is the loop: batch, loss, gradient, step; and it keeps the history."""

import math
from dataclasses import dataclass, field

import numpy as np

from dlcourse.autodiff import grad, no_grad
from dlcourse.backend import as_float_array, is_array, xp_of
from dlcourse.data import batches
from dlcourse.divergence import DivergenceError, Snapshot, all_finite, first_bad_gradient, first_bad_output
from dlcourse.op import recording
from dlcourse.prediction import in_mode, predict, to_device_of
from dlcourse.tensor import Tensor


@dataclass
class History:
    """What happened in training, a number per epoch.

    loss: the mean over the samples of the loss before each step. validation_loss and metrics, name by name:
    after the epoch, with the model in prediction mode. n_steps: how many updates in all.
    """

    loss: list[float] = field(default_factory=list)
    n_steps: int = 0
    validation_loss: list[float] = field(default_factory=list)
    metrics: dict[str, list[float]] = field(default_factory=dict)


@dataclass
class Run:
    """A training under way, as callbacks see it. Set `stop` and the training ends after the epoch."""

    model: object
    optimizer: object
    history: History
    rng: object
    callbacks: list
    stop: bool = False

    @property
    def epoch(self) -> int:
        """How many epochs are done."""
        return len(self.history.loss)

    def tell(self, event: str) -> None:
        """Call the method `event` of every callback, in their order."""
        for callback in self.callbacks:
            getattr(callback, event)(self)


@recording(True)  # also within `no_grad`
def fit(
    model,
    loss,
    x,
    y,
    optimizer,
    *,
    n_epochs,
    batch_size=None,
    rng=None,
    validation=None,
    metrics=None,
    callbacks=(),
    progress=True,
    history=None,
) -> History:
    """Train `model` on x and y and return the history: take a batch, its gradient, a step; repeat.

    model: a Module, x -> prediction; loss: (prediction, y) -> scalar Tensor, a mean over the batch; x (m,
    ...), y (m, ...). n_epochs: passes over the data; batch_size None: all samples in one step; rng: shuffles
    each epoch. validation: a pair of x and y to measure on after each epoch. metrics: name -> function of
    (prediction array, y) -> number, measured on the validation data, without them on x and y. callbacks: see
    `callbacks`. progress: show a bar. history: one to be continued. x is cast to the parameters' dtype and
    sent, batch by batch, to their device. Trains in training mode and leaves the modes as they were.

    Source: deck Sohn, "Training NN: summary", four steps. Raises ValueError for data that does not fit
    or holds NaN, and DivergenceError, which names step and layer and leaves parameters and state as they were
    before the bad step, when a loss, a gradient or an update is no longer finite.
    """
    _check_types(model, loss, optimizer, metrics, callbacks, history)
    _check(model, optimizer, n_epochs)
    home = optimizer.parameters[0].array
    x, y = _as_data("x", x, home.dtype), _as_data("y", y, home.dtype)
    if validation is not None:
        validation = tuple(_as_data(f"validation {n}", a, home.dtype) for n, a in _pair(validation))
    run = Run(model, optimizer, History() if history is None else history, rng, list(callbacks))
    run.tell("before_training")
    snapshot = Snapshot(model, optimizer)
    with in_mode(model, training=True):
        for _ in (bar := _bar(range(n_epochs), progress)):
            if run.stop:
                break
            total = 0.0
            for x_batch, y_batch in batches(x, y, batch_size, rng):
                x_batch, y_batch = to_device_of(x_batch, home), to_device_of(y_batch, home)
                total += _step(run, loss, x_batch, y_batch, snapshot) * len(x_batch)
                run.tell("after_step")
            run.history.loss.append(total / len(x))
            _measure(run, loss, validation, (x, y), metrics or {}, batch_size)
            run.tell("after_epoch")
            if progress:
                bar.set_postfix(loss=f"{run.history.loss[-1]:.3g}")
    run.tell("after_training")
    return run.history


def _step(run, loss, x, y, snapshot):
    """One update, or none and DivergenceError; returns the loss before it."""
    snapshot.take()
    try:
        value = _update(run.model, loss, x, y, run.optimizer)
    except _NotFinite as problem:
        snapshot.take_back()
        raise _divergence(run, *problem.args) from problem.__cause__
    except BaseException:  # a loss that raises comes after layers whose statistics have moved
        snapshot.take_back()
        raise
    run.history.n_steps += 1
    return value


def _update(model, loss, x, y, optimizer):
    with optimizer.lookahead():
        J = loss(model(x), y)
        value = _number(J)
        if not math.isfinite(value):
            raise _NotFinite(f"a finite loss, got {value}", first_bad_output(J, model))
        gradients = grad(J, optimizer.parameters)
    try:
        optimizer.step(gradients)
    except FloatingPointError as error:
        where = first_bad_gradient(J, model)
        raise _NotFinite("gradients of a size that can be used, got too large ones or NaN", where) from error
    if not all_finite(optimizer.theta):
        bad = [name for name, parameter in model.named_parameters() if not all_finite(parameter.array)]
        raise _NotFinite("a finite update, got NaN or infinity", f"the parameter {bad[0]}")
    return value


class _NotFinite(Exception):
    """What was expected and got, and where."""


def _divergence(run, what, where):
    epoch, step = run.epoch, run.history.n_steps
    message = f"fit: expected {what} in epoch {epoch}, step {step}; lower lr, or look at the data"
    return DivergenceError(f"{message}. First not finite: {where}", epoch, step, where)


def _measure(run, loss, validation, training, metrics, batch_size):
    if validation is None and not metrics:
        return
    x, y = training if validation is None else validation
    y_hat = predict(run.model, x, batch_size)
    y = to_device_of(y, y_hat)
    if validation is not None:
        with no_grad():
            run.history.validation_loss.append(float(loss(y_hat, y)))
    for name, metric in metrics.items():
        run.history.metrics.setdefault(name, []).append(float(metric(y_hat, y)))


def _check_types(model, loss, optimizer, metrics, callbacks, history):
    wanted = (
        ("model to be a Module", model, hasattr(model, "parameters") and hasattr(model, "modules")),
        ("optimizer to be an Optimizer", optimizer, hasattr(optimizer, "lookahead")),
        ("loss to be a function of (prediction, y)", loss, callable(loss)),
        ("metrics to be a dict, name -> function", metrics, metrics is None or isinstance(metrics, dict)),
        ("callbacks to be a list of Callbacks", callbacks, _are_callbacks(callbacks)),
        ("history to be a History", history, history is None or isinstance(history, History)),
    )
    for what, given, fits in wanted:
        if not fits:
            raise TypeError(f"fit: expected {what}, got {given!r:.50}; compare the order of the arguments")


def _are_callbacks(callbacks):
    return isinstance(callbacks, list | tuple) and all(hasattr(c, "before_training") for c in callbacks)


def _check(model, optimizer, n_epochs):
    if not set(optimizer.parameters) & set(model.parameters()):
        raise ValueError(
            "fit: expected the optimizer of this model, got one of others; give it model.parameters()"
        )
    if not isinstance(n_epochs, int) or isinstance(n_epochs, bool) or n_epochs < 0:
        raise ValueError(
            f"fit: expected n_epochs to be an int of at least 0, got {n_epochs!r}; count passes over x"
        )


def _as_data(name, x, dtype):
    x = x if is_array(x) else np.asarray(x)
    if name.endswith("y") and x.dtype.kind in "biu":
        return x
    x = as_float_array(x)
    if not xp_of(x).isfinite(x).all():
        raise ValueError(
            f"fit: expected finite numbers in {name}, got NaN or infinity; drop or repair those samples first"
        )
    return x if x.dtype == dtype else x.astype(dtype)


def _pair(validation):
    if not isinstance(validation, list | tuple) or len(validation) != 2:
        raise ValueError(
            f"fit: expected validation as a pair (x, y), got {type(validation).__name__}; pass two arrays"
        )
    return zip("xy", validation, strict=True)


def _number(J):
    if not isinstance(J, Tensor):
        raise TypeError(
            f"fit: expected loss to return a Tensor, got {type(J).__name__}; "
            "build it from ops on the prediction"
        )
    if J.size != 1:
        raise ValueError(
            f"fit: expected loss to give one number, got shape {J.shape}; take its mean, as in J.mean()"
        )
    return J.item()


def _bar(epochs, progress):
    if not progress:
        return epochs
    from tqdm.auto import tqdm

    return tqdm(epochs, desc="fit", unit="epoch", leave=False)
