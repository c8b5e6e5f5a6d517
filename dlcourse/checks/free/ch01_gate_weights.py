"""Checks: exercise 1.1. The weights of a neuron that is a gate, with some room around its threshold."""

from functools import partial

import numpy as np

from dlcourse.checks.right import Free

TABLES = {
    "AND": lambda ones, n: ones == n,
    "OR": lambda ones, n: ones > 0,
    "NAND": lambda ones, n: ones < n,
    "NOR": lambda ones, n: ones == 0,
    "XOR": lambda ones, n: ones % 2 == 1,
}
ROOM = 0.05  # of each weight


def judge(gate, n) -> Free:
    """The judgement of `gate_weights(gate, n)`."""
    return Free({"w": (n,), "b": ()}, partial(problem, gate, n))


def problem(gate, n, w, b) -> str | None:
    """A sentence on the first input that the neuron gets wrong, or on one that it gets right by a hair."""
    x = np.arange(2**n)[:, None] >> np.arange(n)[::-1] & 1
    ones = x.sum(axis=1)
    due, z = TABLES[gate](ones, n), x @ w + b
    wrong = (z > 0) != due
    if wrong.any():
        i = int(np.argmax(wrong))
        says = f"z is {z[i]:.6g}, so your neuron says {int(z[i] > 0)}; {gate} says {int(due[i])}."
        return f"At x = {point(x[i])}, {says} {why(gate, n, w, b, x, ones, due)}".rstrip()
    for name, moved in moves(w, b):
        late = (x @ moved[0] + moved[1] > 0) != due
        if late.any():
            i = int(np.argmax(late))
            return (
                f"The table is right, but at x = {point(x[i])}, z is {z[i]:.6g}: with {name} it changes. "
                "Put the threshold midway between the sums that give 0 and those that give 1; weights of one "
                "size leave the most room."
            )
    return None


def why(gate, n, w, b, x, ones, due) -> str:
    """What the slip may be; "" when none explains every answer."""
    z = x @ w + b
    says = z > 0
    table = next((name for name, table in TABLES.items() if (says == table(ones, n)).all()), None)
    explained = {
        "There z is exactly 0, and h(0) = 0: a 1 needs z above 0.": ((z >= 0) == due).all(),
        "With the opposite sign of b, all answers are right: b is added, z = x . w + b, so a threshold t is "
        "the bias b = -t.": ((x @ w - b > 0) == due).all(),
        "With the opposite signs of w, all answers are right.": ((b - x @ w > 0) == due).all(),
        f"Your neuron computes {table}.": table,
        f"It says {int(says[0])} whatever x is.": (says == says[0]).all(),
        "It changes its answer at the second 1, whatever n is: what should b be for n inputs?": gate != "OR"
        and ((ones > 1) == (says == due[-1])).all(),
        "It answers as most inputs do: is b half of what it should be?": (says == (2 * ones > n)).all(),
    }
    return next((sentence for sentence, fits in explained.items() if fits), "")


def moves(w, b):
    """(what was moved, w and b) for each weight and the bias, a little smaller and larger."""
    theta = np.append(w, b)
    for j in range(len(theta)):
        for sign, word in ((-1, "smaller"), (1, "larger")):
            moved = theta.copy()
            moved[j] *= 1 + sign * ROOM
            name = f"w[{j}]" if j < len(w) else "b"
            yield f"{name} 5 % {word}", (moved[:-1], moved[-1])


def point(x) -> str:
    """(0, 1)."""
    return f"({', '.join(map(str, x))})"
