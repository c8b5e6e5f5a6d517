"""Chapter 6, exercise 6.1a: what an operation tells."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, sigmoid, slopes

READ, ROWS = "an-expression-is-a-graph", "S127 S128 S129 S133 L026 F020"
HINT = "Two slopes for two inputs, one for one. How does u[0] / u[1] change if u[1] grows a little?"
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.ops", "dlcourse.graphs", "dlcourse.experiments"
OPS = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
OPS |= {"exp": np.exp, "tanh": np.tanh, "sigmoid": sigmoid}
VISIBLE = [{"op": op, "u": [-0.7, 1.6] if len(op) == 1 else [-0.7]} for op in OPS]
VISIBLE += [{"op": "*", "u": [0.7, 0.0]}, {"op": "/", "u": [-8000.0, 3.2]}]


def draw(rng):
    for op in [*OPS] * 2:
        u = rng.uniform(0.3, 0.9, 2) * rng.permutation([1, -1.7])
        yield {"op": op, "u": u.tolist()[: 2 if len(op) == 1 else 1]}
    for op in "+-*/":  # a small step is not seen beside a large number; and nothing but "/" divides
        yield {"op": op, "u": rng.uniform([-9000, 3], [-7000, 5]).tolist()}
    yield from ({"op": op, "u": [rng.uniform(0.3, 0.9), 0.0]} for op in "+-*")


def judge(op, u):
    by = slopes(lambda u: OPS[op](*u), {"u": np.array(u)}, "u")
    value = float(OPS[op](*u))
    known = {} if len(u) == 2 else {"u[0]": u[0], "value": value, "1 - value": 1 - value}
    return Right(value=value, slopes=by["du"]).knowing(known)


WRONG = edits(r"""
[b, a] -> [a, b] | In a product each slope is the other number: u[1] for u[0], and u[0] for u[1].
[b, a] -> [1.0, 1.0] OR [1 / b, -a / b**2] -> [1.0, 1.0] | Slopes of 1 belong to a sum.
[1.0, -1.0] -> [1.0, 1.0] OR [1.0, -1.0] -> [-1.0, 1.0] | Of a difference the slopes are 1 and, for u[1], -1.
-a / b**2 -> a / b**2 | The quotient falls as u[1] grows: the slope for u[1] has a minus.
-a / b**2 -> -1 / b**2 OR -a / b**2 -> 1 / a OR -a / b**2 -> -a / b | For u[1] the slope is -u[0] / u[1]^2.
[1 / b, -> [b, | The slope of u[0] / u[1] for u[0] is 1 / u[1].
{"exp": value -> {"exp": u[0] * np.exp(u[0] - 1) | e^u is its own slope: u is the exponent, not the base.
value**2 -> u[0] ** 2 OR value**2 -> value OR 1 - value**2 -> value * (1 - value) OR
    1 - value**2 -> (1 - value**2) ** 0.5 | The slope of tanh is 1 minus the square of its value.
value * (1 - value)} -> u[0] * (1 - u[0])} OR value * (1 - -> (1 - OR value * (1 - value)} -> value} OR
    value * (1 - value)} -> 1 - value**2} | The slope of a sigmoid is made of its value: value (1 - value).
np.exp(-z) -> np.exp(z) | The sigmoid has a minus in its exponent: 1 / (1 + e^-u).
[1 / b, -a / b**2] -> [-a / b**2, 1 / b] | These have changed places: slopes[0] is the slope for u[0].
[1.0, 1.0]) -> [a, b]) | The slopes of a sum are 1: the numbers themselves say nothing about them.
[{ -> {; }[op]] -> }[op] | slopes is a list, also of one number: use `[...]`.
if len(u) -> u[0] *= 2\n    if len(u) ~ changed its input: the list u
if op == "/" -> both = a / b, a * b\n    if op == "/" ~ stopped with ZeroDivisionError
""")
RIGHT = edits("[1.0, 1.0] -> np.ones(2); [b, a] -> (b, a) | an array and a tuple")
