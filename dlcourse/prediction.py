"""Chapter 7: prediction. What a model answers, dropout off and nothing recorded, on its own device."""

import contextlib
import threading

import numpy as np

from dlcourse.autodiff import no_grad
from dlcourse.backend import xp_of
from dlcourse.data import batches
from dlcourse.tensor import Tensor

_switching = threading.Lock()
_open = []  # the blocks of `in_mode` that are open now, in the order of opening


def predict(model, x, batch_size: int | None = None):
    """The model's answers for x as an array: in prediction mode, nothing recorded, `batch_size` at a time.

    x (m, ...) -> (m, ...), where the model's parameters lie. Raises ValueError for no samples.
    """
    if not (hasattr(model, "parameters") and hasattr(model, "modules")):
        raise TypeError(
            f"predict: expected a Module, got {type(model).__name__}; wrap a function in Sequential"
        )
    home = next((parameter.array for parameter in model.parameters()), x)
    with in_mode(model, training=False), no_grad():
        parts = [model(to_device_of(part, home)) for part, _ in batches(x, x, batch_size)]
    arrays = [part.array if isinstance(part, Tensor) else part for part in parts]
    return arrays[0] if len(arrays) == 1 else xp_of(arrays[0]).concatenate(arrays)


@contextlib.contextmanager
def in_mode(model, training: bool):
    """A `with` block in training or in prediction mode; then each module gets back the mode it had.

    Several threads may predict with one model: whoever leaves first hands the mode it found on to one that is
    still within its block.
    """
    modules = model.modules()
    with _switching:
        had = {id(module): module.training for module in modules}
        _open.append(block := (training, had))
        for module in modules:
            module.training = training
    try:
        yield
    finally:
        with _switching:
            place = next(i for i, other in enumerate(_open) if other is block)
            later = [others for way, others in _open[place + 1 :] if way is training]  # of other threads
            del _open[place]
            for module in modules:
                heir = next((others for others in later if id(module) in others), None)
                if heir is None:
                    module.training = had[id(module)]
                else:
                    heir[id(module)] = had[id(module)]


def to_device_of(x, home):
    """The array x on the device where the array `home` lies; ValueError for x on a GPU, home on the CPU."""
    xp = xp_of(home)
    if xp_of(x) is xp:
        return x
    if xp is np:
        raise ValueError(
            "to_device_of: expected data where the model is, on the cpu, got them on another device; "
            'send the model with model.to("cuda"), or fetch the data with backend.to_numpy'
        )
    return xp.asarray(x)
