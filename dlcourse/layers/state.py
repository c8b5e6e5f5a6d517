"""Chapter 18: loading the state of a module, completely or not at all."""

import numpy as np

from dlcourse.backend import is_array, xp_of


def load_arrays(who: str, own: dict, state) -> None:
    """Write the arrays of `state` into those of `own`, by name.

    Raises ValueError, with nothing written, for other names or shapes, for values that are no arrays of real
    numbers, for a number that overflows the dtype of its array, and for an array that is read-only.
    """
    if not hasattr(state, "keys"):
        raise TypeError(
            f"load_state_dict: expected a dict, name -> array, got {type(state).__name__}; "
            "pass what state_dict returned"
        )
    if set(own) != set(state):
        missing = sorted(set(own) - set(state))
        unknown = sorted(set(state) - set(own), key=str)
        raise ValueError(
            f"load_state_dict: expected the names of {who}, got {missing} missing and "
            f"{unknown} unknown; build the model as it was when it was saved"
        )
    fitting = {name: _fitting(name, array, state[name]) for name, array in own.items()}
    for name, array in own.items():  # all is checked: nothing can fail halfway
        array[...] = fitting[name]  # in place, since optimizers and replays hold this very array


def _fitting(name, array, value):
    """A copy of `value` on the device and in the dtype of `array`."""
    is_masked = isinstance(value, np.ma.MaskedArray)  # what the mask hides would become numbers again
    fits = is_array(value) and value.dtype.kind in "biuf" and not is_masked
    if not fits or array.shape != value.shape:
        got = value.shape if fits else f"{value!r:.50}"
        raise ValueError(
            f"load_state_dict: expected {name} of shape {array.shape}, got {got}; "
            "build the model as it was when it was saved"
        )
    if isinstance(array, np.ndarray) and not array.flags.writeable:
        raise ValueError(
            f"load_state_dict: expected {name} as an array that can be written to, got a read-only one; "
            "give it one of its own: parameter.array = parameter.array.copy()"
        )
    xp = xp_of(array)
    try:
        with np.errstate(over="ignore"):  # overflow is found below, with a name to it
            # A copy, since the state may be a view of this very array.
            cast = xp.array(xp.asarray(value), array.dtype)
    except Exception as error:
        raise ValueError(
            f"load_state_dict: expected {name} on the device of the model, got {type(value).__name__} "
            f"({error}); move it first, with backend.to_device"
        ) from error
    if value.dtype != array.dtype and not (xp.isfinite(cast) | ~xp.isfinite(xp.asarray(value))).all():
        raise ValueError(
            f"load_state_dict: expected numbers of {name} in the range of {array.dtype}, got larger ones; "
            f"build the model under use_dtype({str(value.dtype)!r})"
        )
    return cast
