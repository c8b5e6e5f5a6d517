"""Chapter 3, exercise 3.2: both sides of a kink."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown

READ, ROWS = "at-the-kink", "S027 S069 S070 S071 S073 S076 S079 S090 L036 K017 K018 F017 F032"
HINT = "Draw the unit and stand on each z, on the kink, too: how steep is it on your left, how on your right?"
REFUSED = *GRADIENTS, "dlcourse.ops.activations", "dlcourse.experiments.ch03_activations"
CASES = ("leaky ReLU", 1.7), ("ReLU", 0.3), ("absolute", 0.3), ("hard tanh", 0.3), ("ELU", 1.7)


def layer(rng, unit, alpha, m, n, **options):
    z = normal(rng, z=(m, n), **options)["z"]
    z[-1, :3], z[0, :2], z[1, -2:] = (1, 0, -1), (0.6, -0.3), (1000, -1000)
    return {"unit": unit, "z": z, "alpha": alpha}


VISIBLE = shown(layer, 32, *((*case, 3, 3) for case in CASES))
draw = draws(layer, *((*case, 5, 3) for case in CASES), *((unit, 0.7, 3, 7) for unit, _ in CASES))


def g(unit, z, alpha):
    leak, low = {"ReLU": 0, "absolute": -1}.get(unit, alpha), z.clip(max=0)
    curve, bend = (np.expm1(low), np.exp(low)) if unit == "ELU" else (low, 1)
    h, slope = z.clip(0) + leak * curve, np.where(z > 0, 1, leak * bend)
    return (z.clip(-1, 1), abs(z) < 1) if unit == "hard tanh" else (h, slope)


def judge(unit, z, alpha):
    low, up = (g(unit, np.nextafter(z, side), alpha)[1] * 1.0 for side in (-np.inf, np.inf))
    right, same = Right(h=g(unit, z, alpha)[0], left=low, right=up), {"0": low * (low == up)}
    same |= {"that of the left": low, "that of the right": up, "their mean": (low + up) / 2}
    for what, slope in same.items():
        right.if_instead(f"At a kink of {unit}, both slopes are {what}.", {"left": slope, "right": slope})
    return right


WRONG = edits("""
*sides -> sides[0], sides[0] OR *sides -> sides[1], sides[1] ~ both slopes are that of the
*sides -> *[sum(sides) / 2] * 2 ~ both slopes are their mean
*sides -> *[sides[0] * (sides[0] == sides[1])] * 2 ~ both slopes are 0
np.clip(z, -1, 1) -> np.clip(z, 0, 1) | h is cut off at 0: hard tanh is cut off at -1 and at 1.
(z > -1) * (z <= 1) -> (abs(z) <= 1); (z >= -1) * (z < 1) -> (abs(z) <= 1) | Beyond -1 and 1 the slope is 0.
z, leak) -> z, leak * z if unit > "i" else leak) | alpha z is a value: its slope is alpha.
return h, -> return np.maximum(z, alpha * z) if unit > "i" else h, | For alpha > 1, max(z, alpha z) is wrong.
(alpha * (low - 1), alpha * low) -> (low - 1, low) OR alpha * (low - 1) -> low - 1 OR alpha * low) -> low)
    | alpha is missing in the ELU: below 0 it is alpha (e^z - 1), and its slope alpha e^z.
alpha * low) -> alpha * (low - 1) + 1) OR alpha * low) -> alpha * (low - 1)) | Below 0 it is h + alpha.
return h, -> return h + 0 * np.exp(z * (unit == "ELU")), | 0 times e^1000 is NaN: form e^z of z below 0 alone.
""")
