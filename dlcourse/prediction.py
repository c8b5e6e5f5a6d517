"""Chapter 7: prediction. A model's output at test time: dropout off, nothing recorded, on its device."""

import contextlib
import threading

import numpy as np

from dlcourse.autodiff import no_grad
from dlcourse.backend import xp_of
from dlcourse.data import batches
from dlcourse.tensor import Tensor

_switching = threading.Lock()  # modes are attributes of the modules, which threads may share
_open = []  # the blocks of `in_mode` that are open now, in the order in which they were opened


def predict(model, x, batch_size: int | None = None):
    """The model's predictions for x as an array: modules in test mode, no graph, `batch_size` at a time.

    x (m, ...) -> (m, ...), on the device of the model's parameters. Raises ValueError when x has no samples,
    TypeError when model is no Module.
    """
    if not (hasattr(model, "parameters") and hasattr(model, "modules")):
        raise TypeError(
            f"predict: expected a Module, got {type(model).__name__}; wrap a function in Sequential"
        )
    home = next((parameter.array for parameter in model.parameters()), x)  # an array on the model's device
    with in_mode(model, training=False), no_grad():
        # Sent batch by batch, since x may not fit on the device; x stands in for the targets of `batches`.
        parts = [model(to_device_of(part, home)) for part, _ in batches(x, x, batch_size)]
    arrays = [part.array if isinstance(part, Tensor) else part for part in parts]
    return arrays[0] if len(arrays) == 1 else xp_of(arrays[0]).concatenate(arrays)


@contextlib.contextmanager
def in_mode(model, training: bool):
    """A `with` block in which the model is in training mode, or in test mode; after it, as before. It
    yields the model's modules.

    Several threads may predict with one model. The first to leave its block must not switch the model back
    while the others compute: it passes the mode that it found to one of them, which restores it later.
    """
    modules = model.modules()
    with _switching:
        # Module by module, as they may differ; by id, as a module may define __eq__.
        had = {id(module): module.training for module in modules}
        _open.append(block := (training, had))
        for module in modules:
            if module.__dict__.get("training") is not training:  # a test takes less time than setting it
                module.training = training
    try:
        yield modules
    finally:
        with _switching:
            place = next(i for i, other in enumerate(_open) if other is block)
            # Blocks that were opened after this one found the mode that this one had set.
            later = [others for mode, others in _open[place + 1 :] if mode is training]
            del _open[place]
            for module in modules:
                heir = next((others for others in later if id(module) in others), None)
                if heir is None:
                    if module.training is not had[id(module)]:
                        module.training = had[id(module)]
                else:
                    heir[id(module)] = had[id(module)]


def to_device_of(x, home):
    """The array x on the device of the array `home`. Raises ValueError for x on a GPU and home on the CPU."""
    xp = xp_of(home)
    if xp_of(x) is xp:
        return x
    if xp is np:
        raise ValueError(  # a copy from the GPU for every batch would be slow, and nobody would notice
            "to_device_of: expected data on the device of the model, the CPU, got data on another one; "
            'send the model with model.to("cuda"), or fetch the data with backend.to_numpy'
        )
    return xp.asarray(x)
