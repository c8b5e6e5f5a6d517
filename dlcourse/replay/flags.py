"""Chapter 20: floating-point flags. What numpy warns of, code that is not numpy's can only tell of."""

import numpy as np

WARNINGS = {
    "invalid": lambda: np.subtract(np.inf, np.inf),
    "divide": lambda: np.divide(1.0, 0.0),
    "over": lambda: np.multiply(1e308, 10.0),
    "under": lambda: np.multiply(1e-308, 1e-308),
}


class RaisedFlag(Exception):
    """A number overflowed, was divided by zero or is none: numpy has a warning for it, machine code has not.

    kinds: which of "invalid", "divide", "over", "under", as numpy's errstate names them.
    """

    def __init__(self, kinds):
        super().__init__(", ".join(kinds))
        self.kinds = kinds

    def warn(self) -> None:
        """What numpy does when its own functions raise these flags: by errstate it warns, raises, or not."""
        for kind in self.kinds:
            WARNINGS[kind]()
