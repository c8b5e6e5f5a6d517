"""Chapter 4, exercise 4.9: two losses, one wrong answer."""

import math

from dlcourse.checks import GRADIENTS, Right, edits

READ, ROWS = "04b_output_units#where-the-answer-is-most-wrong", "S044 S063 S085 L038 F008"
HINT = "Print z and both slopes at the start. The squared error's has the factors p - 1, p and 1 - p. Why?"
CONTROL = "04b_output_units.html#logit-slider.z0=0&logit-slider.z1=7&logit-slider.z2=0"
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.losses", "dlcourse.experiments.ch04_output_units"
SECONDS, SLOW = 0.5, "Does z rise in each step?"
VISIBLE = [{"z": -3.0, "lr": 0.3}, {"z": -7.0, "lr": 1.0}, {"z": -5.0, "lr": 0.2}]


def draw(rng):
    for low, high in ((-4, -3), (-6, -5), (-5, -4)):
        yield {"z": round(rng.uniform(low, high), 3), "lr": round(rng.uniform(0.2, 0.4), 3)}


def judge(z, lr):
    def steps(pull):
        now, n = z, 0
        while now <= 0:
            now, n = now + lr * pull(1 / (1 + math.exp(now))), n + 1  # of q = 1 - p
        return n

    right = Right(n_squared=steps(lambda q: q * q * (1 - q)), n_cross=steps(lambda q: q))
    return right.of_counts().hinting("Print z after the first step, and work that step out by hand.")


WRONG = edits(r"""
(p * (1 - p) if squared else 1) -> 1 | The squared error goes through a sigmoid: its slope has p (1 - p), too.
(p * (1 - p) if squared else 1) -> p * (1 - p) | n_cross is n_squared: count -ln p apart, with slope p - 1.
(p * (1 - p) if squared else 1) -> (1 if squared else p * (1 - p)) ~ they come in another order
(p * (1 - p) if -> (p if OR (p * (1 - p) if -> ((1 - p) if
    | A factor is missing in the slope of the squared error, which is (p - 1) p (1 - p).
(p * (1 - p) if -> (2 * p * (1 - p) if OR (p * (1 - p) if -> (p * (1 - p) / 2 if
    | The slope of (p - 1)^2 / 2 has neither a 2 nor a half: they cancel.
squared else 1) -> squared else 1 / p / (1 - p)) | -1 / p is the slope of -ln p with respect to p: go on to z.
now, n = z, 0 -> now, n = z, 1 OR now, n = z, 0 -> now, n = z, -1 | The counts are off by 1: they start at 0.
now <= 0 -> now > 0 | No step is taken: does the loop go on while z is below 0?
now <= 0 -> p < 0.9; now, n = z, 0 -> now, n, p = z, 0, 0 | It goes on after z is above 0, which is enough.
np.exp(-now) -> np.exp(-z) | p is that of the start in every step: it should change with z.
counts = [] -> counts, now = [], z; now, n = z, 0 -> n = 0 | The second loss should start from z, too.
- lr * -> - | lr is not used: a step is lr times the slope.
- lr * -> - 2 * lr * | Both slopes are twice too large: (p - 1)^2 / 2 and -ln p leave no 2.
- lr * -> + lr * ~ was not done after
""")
RIGHT = edits("for squared in (True, False) -> for squared in [1, 0] | numbers")
