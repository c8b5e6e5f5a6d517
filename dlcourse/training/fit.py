"""Chapter 7: fit. Epoch after epoch: the steps, what is measured after them, and what callbacks are told."""

import contextlib

from dlcourse.autodiff import no_grad
from dlcourse.data.batches import check_batches
from dlcourse.prediction import in_mode, predict, to_device_of
from dlcourse.training.epochs import Epochs
from dlcourse.training.expected import as_data, check, pair
from dlcourse.training.history import History, Run
from dlcourse.training.interrupts import Interrupts


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
    replay=True,
) -> History:
    """Train `model` on x and y and return the history: take a batch, its gradient, a step; repeat.

    model: a Module, x -> prediction; loss: (prediction, y) -> scalar Tensor, a mean over the batch; x (m,
    ...), y (m, ...). n_epochs: passes over the data; batch_size None: all samples in one step; rng: shuffles
    each epoch. validation: a pair of x and y to measure on after each epoch. metrics: name -> function of
    (prediction array, y) -> number, measured on the validation data, without them on x and y. callbacks: see
    `callbacks`. progress: show a bar. history: one to be continued. x is cast to the parameters' dtype and
    sent, batch by batch, to their device. Trains in training mode and leaves the modes as they were.

    replay: steps that are all alike are recorded once and then replayed, many times faster and to the same
    bits, see `replay.compile_step`; the history says how many were, and why others were not. With False the
    model and the loss run in each step, for who wants to look on.

    Ctrl-C ends the training after the step under way; model, optimizer and history are those after it.
    Source: deck Sohn, "Training NN: summary", four steps. Raises ValueError for data that does not fit or
    holds NaN, and DivergenceError, which names step and layer and leaves parameters and state as they were
    before the bad step, when a loss, a gradient or an update is no longer finite.
    """
    check(model, loss, optimizer, n_epochs, metrics, callbacks, history)
    home = optimizer.parameters[0].array
    x, y = as_data("x", x, home.dtype), as_data("y", y, home.dtype)
    check_batches(x, y, batch_size, rng)
    if validation is not None:
        validation = tuple(as_data(f"validation {n}", a, home.dtype) for n, a in pair(validation))
    metrics, history = metrics or {}, History() if history is None else history
    run = Run(model, optimizer, history, rng, list(callbacks))
    metrics = metrics or {}
    with Interrupts() as interrupts, bar_of(n_epochs, progress) as advance:
        run.tell("before_training")
        looked_at = run.asks("after_epoch") or validation is not None or bool(metrics)
        epochs = Epochs(run, loss, (x, y), batch_size, replay, looked_at, interrupts)
        with in_mode(model, training=True), contextlib.closing(epochs.all(n_epochs)) as lists:
            for losses in lists:
                measured = _measure(run, loss, validation, (x, y), metrics, batch_size)
                run.history.add_epochs(losses, *measured)
                run.tell("after_epoch")
                advance(losses)
        run.tell("after_training")
    return run.history


def _measure(run, loss, validation, training, metrics, batch_size):
    """The loss on the validation data, in a list that is empty without them, and the metrics by name."""
    if validation is None and not metrics:
        return [], {}
    x, y = training if validation is None else validation
    y_hat = predict(run.model, x, batch_size)
    y, measured = to_device_of(y, y_hat), []
    if validation is not None:
        with no_grad():
            measured = [float(loss(y_hat, y))]
    return measured, {name: float(metric(y_hat, y)) for name, metric in metrics.items()}


@contextlib.contextmanager
def bar_of(n_epochs, progress):
    """A `with` block with a bar; it gives a function of the losses of some epochs that moves it on."""
    if not progress:
        yield len
        return
    from tqdm.auto import tqdm

    with tqdm(total=n_epochs, desc="fit", unit="epoch", leave=False) as bar:

        def advance(losses):
            if bar.update(len(losses)):  # it was shown, as it is a few times a second
                bar.set_postfix(loss=f"{losses[-1]:.3g}")

        yield advance
