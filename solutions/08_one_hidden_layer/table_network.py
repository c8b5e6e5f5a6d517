"""Chapter 8, exercise 8.4: any table of bits, by a unit for each of its rows."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.targets import drawn_tables as draw  # noqa: F401
from dlcourse.models.table import bit_patterns

READ, ROWS = "08b_the_theorem#a-table-as-a-network", "S106"
HINT = "Print relu(x @ W1 + b1) at x = bit_patterns(n): in each row one unit is 1, all others are 0."
REFUSED = "dlcourse.models.table.table_network", "dlcourse.models.approximation", "dlcourse.layers"
VISIBLE = [{"table": np.array(row)} for row in ([1.5, -2.0], [0.7, -1.2, 0.4, 2.1, -1.7, 1.3, 0.2, -0.9])]


def judge(table):
    n = next(n for n in range(9) if 2**n == len(table))
    return Right(y=np.array(table)).of_network("relu", bit_patterns(n), 2**n, "one for each pattern")


WRONG = edits(r"""
2 * p.T - 1 -> p.T | W1 is 0 where the pattern has a 0: there, a 1 in x has to count against it.
1 - p.sum(axis=1) -> -p.sum(axis=1) | b1 is 1 too small: at its own pattern a unit has to be 1, not 0.
1 - p.sum(axis=1) -> p.sum(axis=1) OR 1 - p.sum(axis=1) -> p.sum(axis=1) - 1
    | b1 has the wrong sign: the more ones a pattern has, the more has to be taken off.
1 - p.sum(axis=1) -> np.zeros(2**n) OR 1 - p.sum(axis=1) -> np.ones(2**n) OR
    1 - p.sum(axis=1) -> np.full(2**n, 1 - n) OR 1 - p.sum(axis=1) -> np.full(2**n, -0.5)
    | b1 is the same for all: a pattern's number of ones counts.
1 - p.sum(axis=1) -> 0.5 - p.sum(axis=1) | At its own pattern a unit is 1/2: it has to be 1.
1 - p.sum(axis=1) -> 2 - p.sum(axis=1) | b1 is 1 too large: a unit is on at its pattern's neighbors, too.
1 - p.sum(axis=1) -> 1 - p.mean(axis=1) OR 1 - p.sum(axis=1) -> 1 - (2 * p - 1).sum(axis=1)
    | b1 has something other than the number of ones in a pattern.
2 * p.T - 1 -> 1 - 2 * p.T | W1 has the wrong sign: +1 where the pattern has a 1, -1 where it has a 0.
2 * p.T - 1 -> 2 * p[:, ::-1].T - 1 | The order of the bits is reversed in W1.
2 * p.T - 1 -> 2 * p.T | W1 has 2 and 0: it has +1 where the pattern has a 1, -1 where it has a 0.
2 * p.T - 1 -> p.T - 0.5 | W1 has 1/2 and -1/2: it has +1 where the pattern has a 1, -1 where it has a 0.
2 * p.T - 1 -> np.ones((n, 2**n)) | All weights in W1 are 1: there is no pattern in them.
table[:, None] -> table[::-1, None] | The table is turned round, or each unit is on at the opposite pattern.
table[:, None] -> (2 * table - 1)[:, None] | The table is stretched to 2 table - 1.
table[:, None] -> (table > 0.5)[:, None] * 1.0 OR table[:, None] -> (table > 0)[:, None] * 1.0 OR
    table[:, None] -> table.astype(int)[:, None] | The table is cut to whole numbers: it may hold any.
2 * p.T - 1, 1 - p.sum(axis=1), table -> (2 * p.T - 1) * table, (1 - p.sum(axis=1)) * table, np.ones(2**n)
    | The table stands within the ReLUs, which cut off what is below 0: it belongs in W2.
np.zeros(1) -> table[:1] OR np.zeros(1) -> np.ones(1) OR np.zeros(1) -> table.mean(keepdims=True)
    | b2 is not 0: it is added at every pattern.
1 - p.sum(axis=1) -> 1 - p.sum(axis=0) ~ b1 has the shape
table[:, None] -> table ~ a row for each unit
return 2 -> on = table != 0\n    return (2; 2 * p.T - 1, 1 - p.sum(axis=1), table[:, None] ->
    2 * p.T - 1)[:, on], (1 - p.sum(axis=1))[on], table[on, None] ~ one for each pattern [loses 1]
""")
RIGHT = edits(r"""
2 * p.T - 1, 1 - p.sum(axis=1), table -> [*zip(*(4 * p - 2))], 2 * (1 - p.sum(axis=1)), (table / 2)
    | units that are 2 at their pattern
p = -> numbers, v = 2.0 ** np.arange(n)[::-1, None], np.diff(table, 2, prepend=[0.0, 0.0])\n    p =;
    2 * p.T - 1, 1 - p.sum(axis=1), table -> np.tile(numbers, (1, 2**n)), 1.0 - np.arange(2**n), v | a line
""")
