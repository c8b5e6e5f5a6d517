"""Chapter 3, exercise 3.2: both sides of a kink."""

import numpy as np

from dlcourse.checks import GRADIENTS, Right, draws, edits, normal, shown

READ, ROWS = "03b_which_unit#at-the-kink", "S027 S069 S070 S071 S073 S076 S079 S090 L036 K017 K018 F017 F032"
HINT = "Draw the unit and stand on each z, on the kink, too: how steep is it on your left, how on your right?"
REFUSED = *GRADIENTS, "dlcourse.ops.activations", "dlcourse.experiments.ch03_activations"
CASES = ("ReLU", 0.3), ("absolute", 0.3), ("leaky ReLU", 1.7), ("ELU", 1.7), ("hard tanh", 0.3)


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
    right, same = Right(h=g(unit, z, alpha)[0], left=low, right=up), {"the left slope": low}
    same |= {"the right slope": up, "0": low * (low == up), "1": np.where(low == up, low, 1)}
    for what, slope in (same | {"the mean": (low + up) / 2}).items():
        if not any(np.array_equal(slope, slip.results["left"]) for slip in right.slips):  # as 0 and the mean
            both = {"left": slope, "right": slope}
            right.if_instead(f"At a kink of {unit}, yours has {what} on both sides.", both)
    return right


WRONG = edits("""
*sides -> *[sides[0]] * 2 OR *sides -> *[sides[1]] * 2 OR *sides -> *[sum(sides) / 2] * 2 ~ At a kink of ReLU
*sides -> *([np.sign(z)] * 2 if "b" in unit else sides) OR > -1 -> >= -1; < 1 -> <= 1 ~ on both sides
(z <= 1) -> 1; (z >= -1) -> 1 | Beyond -1 and 1 the slope of hard tanh is 0.
z, leak) -> z, leak * z if unit > "i" else leak) OR 0, 1 -> 0, z | The slopes are 1 and alpha, without z.
return h, -> return np.maximum(z, alpha * z) if unit > "i" else h, | For alpha > 1, max(z, alpha z) is wrong.
alpha * -> 1 * OR (alpha * ( -> (( OR alpha * low) -> low) OR (low - 1) -> low - 1 | alpha is missing in ELU.
* low) -> * (low - 1)) OR * low) -> * (low - 1) + 1) | Below 0 the slope of ELU is h + alpha.
return h, -> return h + 0 * np.exp(z * (unit == "ELU")), | 0 times e^1000 is NaN: form e^z of z below 0 alone.
(leak * z, leak) -> (leak * z, 0) | Left of 0 the slope is 0 in a ReLU alone.
*sides -> slope + 0 * z, 1 + 0 * z | left is the slope just left of each z, not left of 0; right likewise.
""")
