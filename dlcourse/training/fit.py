"""Chapter 7: fit. Epoch after epoch: the steps, then what is measured, then the callbacks."""

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
    """The History of training `model` on x and y: take a batch, its gradient, a step; repeat.

    model: a Module, x -> prediction; loss: (prediction, y) -> scalar Tensor, a mean over the batch; x (m,
    ...), y (m, ...). n_epochs: passes over the data; batch_size None: all samples in one step; rng: shuffles
    each epoch. validation: a pair (x, y) to measure on after each epoch. metrics: name -> function of
    (prediction array, y) -> number, measured on the validation data or, without any, on x and y. callbacks:
    see `callbacks`. A second-order optimizer takes the loss of a batch as a function, and computes it several
    times in a step; let its batches be large, or all samples. progress: show a bar. history: a History to
    continue. x is cast to the parameters' dtype and sent, batch by batch, to their device. The model is in
    training mode meanwhile, and afterwards in the mode that it had.

    replay: record a step once and replay it for the others, many times faster and with the same bits (see
    `replay.compile_step`); the history tells how many steps were replayed, and why others were not. With
    False the Python code of model and loss runs in every step, so that you can watch it.

    Ctrl-C ends the training after the current step; model, optimizer and history are then those after it.
    Source: deck Sohn, "Training NN: summary", four steps. Raises TypeError for arguments of the wrong type,
    ValueError for data that do not fit or hold NaN, and DivergenceError when a loss, a gradient or an update
    is not finite: it names step and layer, and leaves parameters and state as they were before that step.
    """
    check(model, loss, optimizer, n_epochs, metrics, callbacks, history)
    home = optimizer.parameters[0].array  # tells the dtype and the device of the training
    x, y = as_data("x", x, home.dtype), as_data("y", y, home.dtype)
    check_batches(x, y, batch_size, rng)
    if validation is not None:
        validation = tuple(as_data(f"validation {n}", a, home.dtype) for n, a in pair(validation))
    metrics, history = metrics or {}, History() if history is None else history
    run = Run(model, optimizer, history, rng, list(callbacks))
    metrics = metrics or {}
    with Interrupts() as interrupts, bar_of(n_epochs, progress) as advance:
        run.notify("before_training")
        observed = run.is_observed("after_epoch") or validation is not None or bool(metrics)
        with in_mode(model, training=True) as modules:
            epochs = Epochs(run, loss, (x, y), batch_size, replay, observed, interrupts, modules)
            # closing: an error or Ctrl-C must end the generator now, not when it is garbage-collected.
            with contextlib.closing(epochs.all(n_epochs)) as lists:
                for losses in lists:
                    measured = _measure(run, loss, validation, (x, y), metrics, batch_size)
                    run.history.add_epochs(losses, *measured)
                    run.notify("after_epoch")  # once per list: of several epochs only when no callback waits
                    advance(losses)
        run.notify("after_training")
    return run.history


def _measure(run, loss, validation, training, metrics, batch_size):
    """The validation loss, in a list that is empty without validation data, and the metrics by name."""
    if validation is None and not metrics:
        return [], {}
    x, y = training if validation is None else validation
    y_hat = predict(run.model, x, batch_size)  # at test time: no dropout, running statistics
    y, measured = to_device_of(y, y_hat), []
    if validation is not None:
        with no_grad():
            measured = [float(loss(y_hat, y))]
    return measured, {name: float(metric(y_hat, y)) for name, metric in metrics.items()}


@contextlib.contextmanager
def bar_of(n_epochs, progress):
    """A `with` block with a progress bar; it yields a function that advances the bar by a list of losses."""
    if not progress:
        yield len  # any function of a list
        return
    from tqdm.auto import tqdm  # a bar of the notebook, or of the terminal

    with tqdm(total=n_epochs, desc="fit", unit="epoch", leave=False) as bar:

        def advance(losses):
            if bar.update(len(losses)):  # redrawn, which happens a few times a second at most
                bar.set_postfix(loss=f"{losses[-1]:.3g}")

        yield advance
