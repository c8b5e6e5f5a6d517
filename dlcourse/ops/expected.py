"""Chapter 6: what ops that are functions of several steps expect; a plain op says it by `Op.__call__`."""

from dlcourse.backend import is_array
from dlcourse.operand import Operand


def expect_arrays(who: str, **arguments) -> None:
    """Raise TypeError for an argument that is neither an array nor a Tensor."""
    for name, x in arguments.items():
        if not is_array(x) and not isinstance(x, Operand):
            raise TypeError(
                f"{who}: expected {name} as an array or a Tensor, got {type(x).__name__}; use np.asarray"
            )
