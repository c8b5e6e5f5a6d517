"""Chapter 20: the tape of an update. Its calls work on the optimizer's own vectors and on Late numbers."""

import numpy as np

from dlcourse.replay.machine_code.late import Late
from dlcourse.replay.tape import CannotReplay, Storage, traced_in
from dlcourse.replay.traced import TracedTape


class UpdateTape(TracedTape):
    """A tape with a 0-d array for each Late number, filled anew before each replay.

    cells: (formula, dtype) -> such an array as a Traced value, and its Late number. conditions: Late numbers,
    each with its truth value while recording. homes: storage -> the vector that a replay works on in place of
    the copy that was recorded.
    """

    def __init__(self, xp):
        super().__init__(xp)
        self.cells, self.conditions, self.homes = {}, [], {}

    def __exit__(self, *error):
        super().__exit__(*error)
        self.cells, self.conditions, self.homes = {}, [], {}

    def own(self, vector):
        """A Traced copy to record on, so that the vector keeps its values; a replay works on the vector."""
        traced = self.traced(vector.copy(), Storage(varies=True, fixed=False))
        self.homes[traced.storage] = vector
        return traced

    def operands(self, args) -> tuple:
        """args with a 0-d array in place of every Late number."""
        if not any(isinstance(x, Late) for x in args):
            return args
        dtypes = {x.dtype for x in traced_in(args)}
        if len(dtypes) != 1:
            raise CannotReplay("an update mixes dtypes")
        dtype = dtypes.pop()
        return tuple(self.cell(x, dtype) if isinstance(x, Late) else x for x in args)

    def cell(self, late, dtype):
        """The Late number as a Traced 0-d array.

        dtype: that of the arrays beside it, which a Python number adopts; a NumPy scalar keeps its own.
        """
        number = late.compute()
        dtype = number.dtype if isinstance(number, np.generic) else dtype
        key = late.formula, dtype
        if key not in self.cells:
            value = self.xp.asarray(number, dtype)
            self.cells[key] = self.traced(value, Storage(varies=True, fixed=True)), late
        return self.cells[key][0]
