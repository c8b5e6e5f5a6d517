"""Checks: float32 in, float32 out. The first result of another precision, and what made it so."""

import numpy as np


def promoted(results: dict, keeps: dict, inputs: dict) -> str | None:
    """A sentence on the first result whose dtype is not float32, as that of the inputs is; None without one.

    keeps: what promotes there, in a sentence, by the name of a result.
    """
    if not any(isinstance(v, np.ndarray) and v.dtype == np.float32 for v in inputs.values()):
        return None
    for name, sentence in keeps.items():
        if (dtype := np.asarray(results[name]).dtype) != np.float32:
            return f"{name} has dtype {dtype} where the inputs have float32. {sentence}"
    return None
