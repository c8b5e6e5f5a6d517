"""Chapter 3, exercise 3.1: six smooth units."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown

READ, ROWS = "units-that-saturate", "S052 S088 S089 S090 L034 M007 K016 K017 F017"
HINT = "h first; then the slope of g alone, with G = 1: write it by h where you can. Is G the last factor?"
REFUSED = *GRADIENTS, "dlcourse.ops.activations", "dlcourse.ops.gated"
UNITS = "sigmoid", "LeCun tanh", "softplus", "SiLU", "cos", "bell"


def layer(rng, unit, m, n, **options):
    drawn = normal(rng, z=(m, n), G=(m, n), **options)
    drawn["z"][-1, -2:] = 1000, -1000
    return {"unit": unit} | drawn


VISIBLE = shown(layer, 31, *((unit, 3, 2) for unit in UNITS))
draw = draws(layer, *((unit, 5, 3) for unit in UNITS))


def judge(unit, z, G):
    s, t = np.exp(-np.logaddexp(0, -z)), np.tanh(z / 1.5)
    h, slope = {
        "sigmoid": (s, s * np.exp(-np.logaddexp(0, z))),
        "LeCun tanh": (1.7159 * t, 1.7159 * (1 - t) * (1 + t) / 1.5),
        "softplus": (np.maximum(z, 0) + np.log1p(np.exp(-abs(z))), s),
        "SiLU": (z * s, s * (1 + z * np.exp(-np.logaddexp(0, z)))),
        "cos": (np.cos(z), np.cos(z + np.pi / 2)),
        "bell": (np.exp(-(z**2)), -2 * z * np.exp(-(z**2))),
    }[unit]
    return Right(h=h, dz=G * slope).knowing({"the slope g'(z)": slope, "h": h, "the number of rows": len(z)})


WRONG = edits("""
(s, s * (1 - s)) -> (s, z * (1 - z)) | z (1 - z) is no slope: that of the sigmoid is h (1 - h).
(1 + np.tanh(z / 2)) / 2 -> np.exp(z) / (1 + np.exp(z)) OR z), s), -> z), np.exp(z) / (1 + np.exp(z))), OR
    np.logaddexp(0, z) -> np.log(1 + np.exp(z)) | e^1000 overflows: form no e^z for large z.
(1 - t * t) -> (1 - (1.7159 * t) ** 2) | 1 - h^2 is the slope of tanh: here h is 1.7159 times a tanh.
* 2 / 3 * (1 -> * (1 OR 1.7159 * 2 / 3 -> 2 / 3 OR 1.7159 * 2 / 3 * (1 -> (1 OR 2 / 3 * z) -> z)
    | 1.7159 and 2/3 belong to LeCun tanh, and both are factors of its slope.
z), s), -> z), 1 - s), OR z), s), -> z), s * (1 - s)), | The slope of softplus is the sigmoid of z itself.
s + z * s * (1 - s) -> s OR s + z * s -> z * s OR s + z * s * (1 - s) -> s * (1 - s) OR s + z * s * (1 - s) ->
    z * s * (1 - z * s) | SiLU is a product, z times a sigmoid: both factors have a slope.
-np.sin(z) -> np.sin(z) OR -np.sin(z) -> np.cos(z) OR -2 * z * bell -> 2 * z * bell | h falls right of z = 0.
np.exp(-z * z) -> np.exp(-z * z / 2) | h is e^(-z^2 / 2): the bell here has no half.
-2 * z * bell -> -2 * z OR G * slope -> slope ~ is missing
(s, s * (1 - s)) -> (s, s) OR G * slope -> G * h | dz is G times h: G times the slope of g belongs there.
""")
RIGHT = edits("(1 + np.tanh(z / 2)) / 2 -> 1 / (1 + np.exp(-z)) | a warning of an overflow, and right")
