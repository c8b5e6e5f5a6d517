"""Chapter 20: the tape of an update, whose calls work on the optimizer's own vectors and deferred numbers."""

import numpy as np

from dlcourse.replay.machine_code.deferred import Deferred
from dlcourse.replay.tape import CannotReplay, Storage, traced_in
from dlcourse.replay.traced import TracedTape


class UpdateTape(TracedTape):
    """A tape with a 0-d array for each deferred number, filled anew before each replay.

    cells: (formula, dtype) -> such an array as a Traced value, and its deferred number. conditions: deferred
    numbers, each with its truth value while recording. buffers: storage -> the vector that a replay works on
    in place of the copy that was recorded.
    """

    def __init__(self, xp):
        super().__init__(xp)
        self.cells, self.conditions, self.buffers = {}, [], {}

    def __exit__(self, *error):
        super().__exit__(*error)
        self.cells, self.conditions, self.buffers = {}, [], {}

    def own(self, vector):
        """A Traced copy to record on, so that the vector keeps its values; a replay works on the vector."""
        traced = self.traced(vector.copy(), Storage(varies=True, fixed=False))
        self.buffers[traced.storage] = vector
        return traced

    def operands(self, args) -> tuple:
        """args with a 0-d array in place of every deferred number."""
        if not any(isinstance(x, Deferred) for x in args):
            return args
        dtypes = {x.dtype for x in traced_in(args)}  # a Python number takes the dtype of the arrays beside it
        if len(dtypes) != 1:
            raise CannotReplay("an update mixes dtypes")
        dtype = dtypes.pop()
        return tuple(self.cell(x, dtype) if isinstance(x, Deferred) else x for x in args)

    def cell(self, deferred, dtype):
        """The deferred number as a Traced 0-d array.

        dtype: that of the arrays beside it, which a Python number adopts; a NumPy scalar keeps its own.
        """
        number = deferred.compute()  # its present value, only to find its dtype and to record with
        dtype = number.dtype if isinstance(number, np.generic) else dtype
        key = deferred.formula, dtype  # equal formulas share a cell
        if key not in self.cells:
            value = self.xp.asarray(number, dtype)
            self.cells[key] = self.traced(value, Storage(varies=True, fixed=True)), deferred
        return self.cells[key][0]
