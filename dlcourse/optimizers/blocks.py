"""Chapter 11: long vectors, block by block. The numbers of a block stay in the processor's cache.

An elementwise update results in the same bits in blocks, and its temporary arrays take the memory of one
block only.
"""

import numpy as np

from dlcourse.backend import is_array, xp_of

BLOCK = 2**18  # numbers: 1 MiB in float32


def is_large(vector) -> bool:
    """Whether the vector, on the CPU, is longer than a block."""
    return vector.size > BLOCK and xp_of(vector) is np


def cut(vector) -> list:
    """The vector in pieces of one block each; on a GPU, in one piece."""
    # On a GPU each block would be a launch of its own, which takes longer than the work.
    size = BLOCK if xp_of(vector) is np else max(vector.size, 1)
    return [vector[i : i + size] for i in range(0, vector.size, size)]


def in_blocks(vectors, dtype):
    """The vectors, joined and cut into blocks, all in the same memory: use one before asking for the next."""
    # Blocks of the joined vector: its parts begin and end anywhere within them.
    scratch, filled = np.empty(BLOCK, dtype), 0
    for vector in vectors:
        start = 0
        while start < vector.size:
            n = min(vector.size - start, BLOCK - filled)
            scratch[filled : filled + n] = vector[start : start + n]
            start, filled = start + n, filled + n
            if filled == BLOCK:
                yield scratch
                filled = 0
    if filled:  # the last block is shorter
        yield scratch[:filled]


def checked_gradients(who: str, gradients, parameters) -> list:
    """The gradients as a list of arrays, one per parameter.

    Raises TypeError for what is no array of real numbers, ValueError for other shapes or another number.
    """
    gradients = list(gradients) if hasattr(gradients, "__iter__") else [gradients]
    for g in gradients:
        # The class first: is_array takes longer.
        if not (g.__class__ is np.ndarray or is_array(g)) or g.dtype.kind not in "biuf":
            got = g.dtype if is_array(g) else type(g).__name__
            raise TypeError(f"{who}: expected gradients as arrays, got {got}; pass grad(J, parameters)")
    shapes, expected = [g.shape for g in gradients], [p.array.shape for p in parameters]
    if shapes != expected:
        raise ValueError(
            f"{who}: expected gradients of shapes {expected}, got {shapes}; "
            "pass grad(J, model.parameters()), in that order"
        )
    return gradients


def raise_out_of_range(who: str, g, largest: float) -> None:
    """Raise FloatingPointError for a gradient that would put infinity or NaN into an optimizer's state."""
    # Looked at only now, after a comparison has failed: a usual step takes one pass over g, not two.
    if not xp_of(g).isfinite(g).all():
        raise FloatingPointError(
            f"{who}: expected finite gradients, got NaN or infinity; lower lr, or look at the data"
        )
    raise FloatingPointError(
        f"{who}: expected gradients of size up to {largest:.2g}, got a larger one, "
        "whose square overflows; lower lr, or clip the gradients"
    )
