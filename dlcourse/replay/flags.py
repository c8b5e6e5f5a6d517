"""Chapter 20: floating-point flags. The processor sets them, and numpy alone turns them into warnings."""

import numpy as np

# One operation of numpy for each flag: it sets the flag, and numpy then warns as errstate says.
WARNINGS = {
    "invalid": lambda: np.subtract(np.inf, np.inf),
    "divide": lambda: np.divide(1.0, 0.0),
    "over": lambda: np.multiply(1e308, 10.0),
    "under": lambda: np.multiply(1e-308, 1e-308),
}


class RaisedFlag(Exception):
    """Raised for an overflow, underflow, division by zero or invalid operation in machine code.

    kinds: which of "invalid", "divide", "over", "under", as numpy's errstate names them.
    """

    def __init__(self, kinds):
        super().__init__(", ".join(kinds))
        self.kinds = kinds

    def warn(self) -> None:
        """Make numpy warn of these flags, or raise or ignore them, as `np.errstate` says."""
        for kind in self.kinds:
            WARNINGS[kind]()
