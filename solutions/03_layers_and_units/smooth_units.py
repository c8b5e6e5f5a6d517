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
(s, s * (1 - s)) -> (s, z * (1 - z)) OR G * slope -> G * h * (1 - h) | h (1 - h) is the slope of a sigmoid.
(1 + np -> (1 - np | A sigmoid is taken of -z: it is 1 / (1 + e^-z).
(1 + np.tanh(z / 2)) / 2 -> np.exp(z) / (1 + np.exp(z)) OR z), s), -> z), np.exp(z) / (1 + np.exp(z))), OR
    np.logaddexp(0, z) -> np.log(1 + np.exp(z)) | e^1000 overflows: form no e^z for large z.
np.logaddexp(0, z) -> np.log(1 + np.exp(-abs(z))) | softplus lacks max(z, 0): it rises like z.
(1 - t * t) -> (1 - (1.7159 * t) ** 2) | 1 - h^2 is the slope of tanh: here h is 1.7159 times a tanh.
9 * 2 / 3 -> 9 OR 1.7159 * 2 -> 2 OR 1.7159 * 2 / 3 * -> 1 * | 1.7159 and 2/3 are factors of LeCun's slope.
2 / 3 * z) -> z) | In LeCun tanh, tanh is taken of 2 z / 3, not of z.
z), s), -> z), 1 - s), OR z), s), -> z), s * (1 - s)), | The slope of softplus is the sigmoid of z itself.
s + z * s * (1 - s) -> s OR s + z * s -> z * s OR s + z * s * (1 -> s * (1 OR s + z * s * (1 - s) -> z * s *
    (1 - z * s) OR z * s * (1 - s) -> z * s * (1 - z * s) | SiLU is z times a sigmoid: both have a slope.
-np.sin -> np.sin OR -np.sin -> np.cos OR -2 * -> 2 * | h falls to the right of 0: its slope is below 0 there.
-z * z) -> -z * z / 2) OR (-z * z) -> ((-z) ** 2) OR (-z * z) -> (-z) ** 2 | h should be e^(-(z^2)).
(s, s * (1 - s)) -> (s, s) OR G * slope -> G * h | dz is G times h: G times the slope of g belongs there.
""")
RIGHT = edits("(1 + np.tanh(z / 2)) / 2 -> 1 / (1 + np.exp(-z)) | a warning of an overflow, and right")
