"""Chapter 7: what `fit` expects of its arguments."""

import numpy as np

from dlcourse import expect
from dlcourse.backend import as_float_array, is_array
from dlcourse.training.history import History


def check(model, loss, optimizer, n_epochs, metrics, callbacks, history) -> None:
    """Raise TypeError or ValueError for arguments with which no training is possible."""
    _check_types(model, loss, optimizer, metrics, callbacks, history)  # first: the others use attributes
    named = model.named_parameters()  # once: to find them takes as long as several steps of a small model
    if not set(optimizer.parameters) & {parameter for _, parameter in named}:
        raise ValueError(
            "fit: expected an optimizer of this model, got one of others; pass it model.parameters()"
        )
    _check_parameters(named, loss, optimizer)
    expect.count("fit", n_epochs=n_epochs, least=0, advice="count passes over x")


def _check_parameters(named, loss, optimizer):
    """Raise ValueError when a Parameter of the model was replaced after the optimizer was made.

    The optimizer may lack Parameters of the model, which are frozen, and may have others, such as the loss's.
    But when it lacks one and has another of the same shape, it would train a Parameter that the model no
    longer has, and not the one in its place.
    """
    of_loss = loss.parameters() if hasattr(loss, "parameters") else []
    own = set(optimizer.parameters)
    # Shapes of what the optimizer would train although neither model nor loss has it.
    left = {p.shape for p in own - {p for _, p in named} - set(of_loss)}
    new = [name for name, p in named if p not in own and p.shape in left]
    if new:
        raise ValueError(
            f"fit: expected an optimizer of the model as it is, got one made before {new[0]} was exchanged; "
            "make a new one with model.parameters()"
        )


def _check_types(model, loss, optimizer, metrics, callbacks, history):
    # By attributes, not by class, so that a model or an optimizer of one's own will do.
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


def as_data(name, x, dtype):
    """x as an array of finite numbers in this dtype. Integers in y stay integers: they are classes.

    name: what messages call it; one that ends in y is a target. Raises TypeError or ValueError.
    """
    x = x if is_array(x) else np.asarray(x)
    if name.endswith("y") and x.dtype.kind in "biu":  # softmax_cross_entropy indexes with them
        return x
    x = as_float_array(x)
    expect.finite_array("fit", **{name: x}, advice="drop or repair those samples first")
    # Cast once, here: a float64 batch would widen a float32 model, and casting each batch takes time.
    return x if x.dtype == dtype else x.astype(dtype)


def pair(validation):
    """The two arrays of the validation data, with their names."""
    if not isinstance(validation, list | tuple) or len(validation) != 2:
        raise ValueError(
            f"fit: expected validation as a pair (x, y), got {type(validation).__name__}; pass two arrays"
        )
    return zip("xy", validation, strict=True)
