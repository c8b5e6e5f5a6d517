"""Chapter 20: the tape of an update: of calls on the optimizer's own vectors, some with late numbers."""

import numpy as np

from dlcourse.replay.machine_code.late import Late
from dlcourse.replay.tape import CannotReplay, Storage, traced_in
from dlcourse.replay.traced import TracedTape


class UpdateTape(TracedTape):
    """A tape on which late numbers become arrays without axes, which a replay fills anew.

    cells: (formula, dtype) -> such an array as a Traced value, and its Late number. conditions: Late numbers,
    with their truth when the tape was written. homes: storage -> the vector that it is a copy of, and that a
    replay works on.
    """

    def __init__(self, xp):
        super().__init__(xp)
        self.cells, self.conditions, self.homes = {}, [], {}

    def __exit__(self, *error):
        super().__exit__(*error)
        self.cells, self.conditions, self.homes = {}, [], {}

    def own(self, vector):
        """A copy of the vector to record on, which stands for the vector itself in a replay."""
        traced = self.traced(vector.copy(), Storage(varies=True, fixed=False))
        self.homes[traced.storage] = vector
        return traced

    def operands(self, args) -> tuple:
        """args with an array without axes for every late number among them."""
        if not any(isinstance(x, Late) for x in args):
            return args
        dtypes = {x.dtype for x in traced_in(args)}
        if len(dtypes) != 1:
            raise CannotReplay("an update mixes dtypes")
        dtype = dtypes.pop()
        return tuple(self.cell(x, dtype) if isinstance(x, Late) else x for x in args)

    def cell(self, late, dtype):
        """The late number as a Traced value.

        dtype: that of the arrays beside it, which a number of Python's takes on; one of numpy's has its own.
        """
        number = late.compute()
        dtype = number.dtype if isinstance(number, np.generic) else dtype
        key = late.formula, dtype
        if key not in self.cells:
            value = self.xp.asarray(number, dtype)
            self.cells[key] = self.traced(value, Storage(varies=True, fixed=True)), late
        return self.cells[key][0]
