"""Chapter 17: dropout. Each unit stays with probability `keep`, drawn anew for every sample and pass."""

from itertools import product

import numpy as np

from dlcourse import expect
from dlcourse.backend import as_float_array, is_array, xp_of
from dlcourse.initializers import expect_generator
from dlcourse.layers.module import Module, shape_of
from dlcourse.op import recording
from dlcourse.ops import multiply
from dlcourse.tensor import Tensor

MAX_UNITS = 16  # 65,536 subnetworks


class Dropout(Module):
    """x * mask / keep in training, x at test time; mask is 1 with probability keep, else 0.   x (any shape)

    keep: the probability of KEEPING a unit; PyTorch's p is that of dropping it. The classic form
    (inverted=False) does not divide in training and multiplies by keep at test time. In both forms the output
    at test time is the mean of the output in training. Each sample has its own mask, drawn from `rng` on the
    CPU. Source: deck Fix, page 55; Srivastava et al. 2014. Raises ValueError unless 0 < keep <= 1, and
    without an rng.
    """

    def __init__(self, keep: float, *, rng, inverted: bool = True):
        advice = "it is the probability of keeping a unit, often 0.5 for hidden units, 0.8 for inputs"
        expect.positive_probability("Dropout", keep=keep, advice=advice)
        expect_generator("Dropout", rng)
        self.keep, self.rng, self.inverted = keep, rng, inverted
        self.mask = None  # units to keep, set by `subnetworks` in place of a draw

    def fprop(self, x):
        if self.mask is not None:
            return self.masked(x, self.mask)
        if not self.training:
            return x if self.inverted else multiply(x, self.keep)
        # random() lies in [0, 1), so with keep = 1 every unit stays.
        return self.masked(x, self.rng.random(shape_of(x)) < self.keep)

    def masked(self, x, mask):
        """x with only the units of the mask, scaled as in training.   mask: booleans that broadcast to x"""
        if is_array(x):
            x = as_float_array(x)  # the mask gets the dtype of x, and 1 / keep cut to an integer is wrong
        array = x.array if isinstance(x, Tensor) else x
        # E[mask / keep] = 1: nothing to correct at test time.
        factor = 1 / self.keep if self.inverted else 1.0
        # One product with mask * factor, on the device of x.
        return x * xp_of(array).asarray((mask * factor).astype(x.dtype))

    def __repr__(self) -> str:
        return f"Dropout({self.keep})"


def subnetworks(model, x, widths):
    """The probabilities (k,) and outputs (k, ...) of all networks that dropout can choose from.

    widths: the number of units that each Dropout layer sees, in the order of `model.modules()`; k = 2^n for n
    units in all. A row of outputs is model(x) for one mask, the same for all samples. Its probability
    is a product: keep for each unit that stays, 1 - keep for each that is dropped. Nothing is recorded.
    Source: deck Fix, page 56. Raises ValueError for more than 16 units, or another number of layers.

    >>> layer = Dropout(0.5, rng=np.random.default_rng(0), inverted=False)
    >>> p, outputs = subnetworks(layer, np.array([[4.0, 8.0]]), [2])
    >>> p @ outputs[:, 0]
    array([2., 4.])
    """
    if not isinstance(model, Module):
        raise TypeError(
            f"subnetworks: expected a Module, got {type(model).__name__}; wrap the function in Sequential"
        )
    layers = [module for module in model.modules() if isinstance(module, Dropout)]
    widths = list(widths)
    counts = all(map(expect.is_count, widths))
    if len(widths) != len(layers) or not counts or not 0 < sum(widths) <= MAX_UNITS:
        raise ValueError(
            f"subnetworks: expected one width for each of {len(layers)} Dropout layers and at most "
            f"{MAX_UNITS} units in all, got {widths}; there are 2^n subnetworks"
        )
    keep = np.repeat([layer.keep for layer in layers], widths)
    masks = np.array(list(product([False, True], repeat=len(keep))))  # (2^n, n): a row per subnetwork
    # Units are drawn independently, so the probability of a mask is a product.
    probabilities = np.where(masks, keep, 1 - keep).prod(axis=1)
    ends = np.cumsum(widths)[:-1]  # where one layer's units end and the next one's begin
    outputs = [_masked_output(model, layers, np.split(mask, ends), x) for mask in masks]
    return probabilities, np.stack(outputs)


def _masked_output(model, layers, masks, x):
    """The array model(x) when each Dropout layer has the given mask."""
    for layer, mask in zip(layers, masks, strict=True):
        layer.mask = mask  # fprop(x) has no other argument to carry it
    try:
        with recording(False):
            Y = model(x)
    finally:
        for layer in layers:
            layer.mask = None  # also after an error, else every later pass would use this mask
    return Y.array if isinstance(Y, Tensor) else Y
