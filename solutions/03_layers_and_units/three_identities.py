"""Chapter 3, exercise 3.5: three identities."""

import numpy as np

from dlcourse.checks import Right, edits

READ, ROWS = "units-that-saturate", "S053 S084"
CONTROL = "03_layers_and_units.html#activation-explorer.unit=tanh"
HINT = "1 - t^2 = (1 - t)(1 + t), and (1 + tanh(z)) / 2 is the sigmoid of 2 z. What is (1 - tanh(z)) / 2?"
REFUSED = ("dlcourse.ops.activations",)


def numbers(rng, n):
    return {"z": np.append(rng.normal(0, 2, n).round(1) + 0.05, [40, -40, 1000, -1000])}


VISIBLE = [numbers(np.random.default_rng(35), 3)]


def draw(rng):
    yield from (numbers(rng, n) for n in (3, 7, 13))


def judge(z):
    near, far = np.minimum(z, 0), np.log1p(np.exp(-abs(z)))
    slope = 2 * (np.log(2) - abs(z) - np.log1p(np.exp(-2 * abs(z))))
    known = {"ln 2": np.log(2), "ln 4": np.log(4), "z": z}
    return Right(s=np.exp(near - far), log_s=near - far, log_slope=slope).knowing(known)


WRONG = edits("""
np.tanh(z / 2) -> np.tanh(z) OR np.tanh(z / 2) -> np.tanh(2 * z) | In s, tanh is to be taken of z / 2.
(1 + np.tanh(z / 2)) / 2 -> (1 - np.tanh(z / 2)) / 2 | s is the sigmoid of -z.
(1 + np.tanh(z / 2)) / 2 -> 1 + np.tanh(z / 2) OR (1 + np.tanh(z / 2)) / 2 -> np.tanh(z / 2) OR (1 + np.tanh(z
    / 2)) / 2 -> 1 + np.tanh(z / 2) / 2 | s lies not between 0 and 1: add 1 to tanh, then halve.
(1 + np.tanh(z / 2)) / 2 -> 2 * np.tanh(2 * z) - 1 | tanh(z) = 2 s(2 z) - 1: solve that for s.
-np.logaddexp(0, -z) -> np.log(s) | ln(s) is ln(0) where s rounds to 0: write it by softplus.
-np.logaddexp(0, -z) -> np.logaddexp(0, -z) ~ log_s has the wrong sign
-np.logaddexp(0, -z) -> -np.logaddexp(0, z) | log_s is that of the sigmoid of -z.
-np.logaddexp(0, -z) -> np.logaddexp(0, z) | softplus is the integral of the sigmoid, not its logarithm.
log_s, np -> log_s, np.log(1 - np.tanh(z) ** 2) # np | ln(1 - tanh(z)^2) is ln(0) for large z: use softplus.
log_s, np -> log_s, 1 - np.tanh(z) ** 2 # np | log_slope is the slope: its logarithm is asked for.
log_s, np -> log_s, -4 * (np.logaddexp(0, 2 * z) + np.logaddexp(0, -2 * z)) # np OR (0, 2 * z) - np -> (0, 2 *
    z) * np | The logarithm of a product is the sum of logarithms, that of 4 among them.
np.log(4) - np -> -np | ln 4 is missing in log_slope: the slope is 4 times two sigmoids.
np.log(4) -> np.log(2) OR np.log(4) -> 4 | ln 4 belongs to log_slope: the slope is 4 times two sigmoids.
2 * z -> z | log_slope has the sigmoids of z and -z: those of 2 z and -2 z belong there.
np.log(4) - np -> -np; 2 * z -> z | log_slope is that of the sigmoid: that of tanh is asked for.
- np.logaddexp(0, -2 * z) -> - np.logaddexp(0, 2 * z) OR (0, 2 * z) - np -> (0, 2 * z) + np | Both softplus
    are subtracted, that of 2 z and that of -2 z.
np.log(4) - np.logaddexp(0, 2 * z) - -> np.log(4) - | One of the two sigmoids is missing in log_slope.
return s, log_s -> return s, log_s / np.log(10) OR np.log(4) -> np.log10(4) | The natural logarithm is due.
""")
RIGHT = edits("-np.logaddexp(0, -z) -> z - np.logaddexp(0, z); (0, -2 * z) -> (0, 2 * z) + 2 * z | by + z")
