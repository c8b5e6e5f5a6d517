"""Chapter 6, exercise 6.1a: what an operation tells."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, edits, sigmoid, slopes

READ, ROWS = "an-expression-is-a-graph", "S127 S128 S129 S133 L026 F020"
HINT = "Two slopes for two inputs, one for one. How does u[0] / u[1] change if u[1] grows a little?"
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.ops", "dlcourse.graphs", "dlcourse.experiments"
OPS = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
OPS |= {"exp": np.exp, "tanh": np.tanh, "sigmoid": sigmoid}
VISIBLE = [{"op": op, "u": [-0.7, 1.6] if len(op) == 1 else [-0.7]} for op in OPS]


def draw(rng):
    for one in VISIBLE * 2:
        u = rng.uniform(0.3, 0.9, 2) * rng.permutation([1, -1.7])
        yield {"op": one["op"], "u": u.tolist()[: len(one["u"])]}
    for op in "+-*/":  # a small step is not seen beside a large number
        yield {"op": op, "u": rng.uniform([-9000, 3], [-7000, 5]).tolist()}


def judge(op, u):
    by = slopes(lambda u: OPS[op](*u), {"u": np.array(u)}, "u")
    value = float(OPS[op](*u))
    known = {} if len(u) == 2 else {"u[0]": u[0], "value": value, "1 - value": 1 - value}
    return Right(value=value, slopes=by["du"]).knowing(known)


WRONG = edits(r"""
[b, a] -> [a, b] | In a product each slope is the other number: u[1] for u[0], and u[0] for u[1].
[b, a] -> [1.0, 1.0] OR [1 / b, -a / b**2] -> [1.0, 1.0] | Slopes of 1 belong to a sum.
[1.0, -1.0] -> [1.0, 1.0] OR [1.0, -1.0] -> [-1.0, 1.0] | Slopes of a difference are 1, and -1 for
    what is subtracted.
-a / b**2 -> a / b**2 | The quotient falls as u[1] grows: the slope for u[1] has a minus.
-a / b**2 -> -1 / b**2 OR -a / b**2 -> 1 / a OR -a / b**2 -> -a OR -a / b**2 -> -a / b
    | The slope of u[0] / u[1] for u[1] is -u[0] / u[1]^2: u[0] stays, and 1 / u[1] falls like the square.
[1 / b, -> [b, | The slope of u[0] / u[1] for u[0] is 1 / u[1].
[e] -> [a * np.exp(a - 1)] | e^u is no power of u: u is its exponent, and it is its own slope.
1 - t * t -> 1 - a * a OR 1 - t * t -> 1 - t OR 1 - t * t -> t * (1 - t) OR 1 - t * t -> 1 + t * t
    | The slope of tanh is 1 minus the square of its value.
s * (1 - s) -> a * (1 - a) OR s * (1 - s) -> 1 - s OR s * (1 - s) -> 1 - s * s OR s * (1 - s) -> s
    | The slope of a sigmoid is made of its value: value (1 - value).
1 / (1 + np.exp(-a)) -> 1 / (1 + np.exp(a)) ~ sigmoid
"+": (a + b, [1.0, 1.0]) -> "+": (a + b, [1.0]) ~ slopes is an array of shape (1,)
[1.0, 1.0]) -> [a, b]) | The slopes of a sum are 1: the numbers themselves say nothing about them.
a / b, -> b / a, ~ upside down
"exp": (e, [e]) -> "exp": (e, e) ~ slopes is a single number
s, t = -> u[0] *= 2\n    s, t = ~ changed its input: the list u
}[op] -> }[op][0] ~ should return 2 values, value, slopes
""")
RIGHT = edits("[e] -> np.array([e]); [b, a] -> (b, a) | an array and a tuple")
