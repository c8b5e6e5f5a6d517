"""Chapter 1, exercise 1.2: XOR from three gates."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.curves import AND, NAND, OR, NAND_of_signs, NAND_of_volts

READ, ROWS = "xor-from-gates", "K008 F010"
CONTROL = "01_neurons_and_gates.html#gate-composer.preset=wrong&gate-composer.seen=15"
HINT = "Write the answers of all three gates beside the four pairs. Which two of them together say XOR?"
REFUSED = ("dlcourse.models.gates",)
BITS = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])


def pairs(bits, low, high, not_both):
    x1, x2 = low + (high - low) * 1.0 * bits
    return {"x1": x1, "x2": x2, "AND": AND, "OR": OR, "NAND": not_both}


VISIBLE = [pairs(BITS, 0, 1, NAND), pairs(BITS, 2, 5, NAND_of_volts)]


def draw(rng):
    for m, *machine in ((5, 0, 1, NAND), (7, 2, 5, NAND_of_volts), (11, -1, 1, NAND_of_signs)):
        more = np.hstack([BITS, rng.integers(2, size=(2, m - 4))])
        yield pairs(rng.permutation(more, axis=1), *machine)


def judge(x1, x2, AND, OR, NAND):
    low, high = min(x1.min(), x2.min()), max(x1.max(), x2.max())
    right = Right(xor=np.where(x1 == x2, low, high))
    return right.hinting("Only what a gate says is one of the two levels: use no arithmetic on them.")


WRONG = edits(r"""
AND(OR -> OR(OR | This is always true: both answers have to hold, "at least one" and "not both".
AND(OR -> NAND(OR | This is the opposite of XOR: true where x1 and x2 agree.
OR(x1, x2) -> x1 | Where x2 alone is true, this is false.
OR(x1, x2) -> x2 | Where x1 alone is true, this is false.
NAND(x1, x2)) -> NAND(OR(x1, x2), OR(x1, x2))) | This is never true: it asks for "at least one" and "none".
NAND(x1, x2)) -> AND(x1, x2)) | This is AND: true only where both are, where XOR is false.
NAND(x1, x2)) -> OR(x1, x2)) | This is OR: it is also true where both are. Which gate says "not both"?
OR(x1, x2) -> NAND(x1, x2) | This is NAND: it is also true where none is. Which gate says "at least one"?
AND(OR(x1, x2), NAND(x1, x2)) -> 1.0 * (x1 != x2) OR
    AND(OR(x1, x2), NAND(x1, x2)) -> 1.0 * ((x1 + x2) % 2) | Your levels are 0 and 1, whatever the gates'.
AND(OR(x1, x2), NAND(x1, x2)) -> abs(x1 - x2) | A difference of levels is no level: return what a gate says.
AND(OR(x1, x2), NAND(x1, x2)) -> x1 + x2 - 2 * x1 * x2 | This fits the levels 0 and 1 alone: ask the gates.
AND(OR(x1, x2), NAND(x1, x2)) -> OR(x1, x2) * NAND(x1, x2) | A product of levels is no level.
NAND(x1, x2) -> 1 - AND(x1, x2) | 1 - x is "not x" for the levels 0 and 1 alone: NAND(x, x) is, for all.
NAND(x1, x2) -> -AND(x1, x2) | -x is "not x" for the levels -1 and 1 alone: NAND(x, x) is, for all.
AND(OR(x1, x2), NAND(x1, x2)) -> x1 != x2 ~ holds values of type bool
""")
RIGHT = edits("""
AND(OR(x1, x2), NAND(x1, x2)) -> NAND(NAND(x1, NAND(x1, x2)), NAND(x2, NAND(x1, x2))) | by NAND alone
AND(OR(x1, x2), NAND(x1, x2)) -> [AND(OR(a, b), NAND(a, b)) for a, b in zip(x1, x2)] | pair by pair
""")
