"""Chapter 20: floating-point flags. The processor sets them, and only numpy can turn them into warnings."""

import numpy as np

WARNINGS = {
    "invalid": lambda: np.subtract(np.inf, np.inf),
    "divide": lambda: np.divide(1.0, 0.0),
    "over": lambda: np.multiply(1e308, 10.0),
    "under": lambda: np.multiply(1e-308, 1e-308),
}


class RaisedFlag(Exception):
    """An overflow, underflow, division by zero or invalid operation in machine code, which cannot warn.

    kinds: which of "invalid", "divide", "over", "under", as numpy's errstate names them.
    """

    def __init__(self, kinds):
        super().__init__(", ".join(kinds))
        self.kinds = kinds

    def warn(self) -> None:
        """Let numpy warn of these flags, or raise or ignore them, as `np.errstate` says, by operations that
        set them."""
        for kind in self.kinds:
            WARNINGS[kind]()
