"""Chapter 1: gates. One neuron with a threshold computes AND, OR or NAND; XOR takes two layers of them."""

import numpy as np

# Weights (w1, w2) and bias b of each gate. The truth tables are those of deck Sohn, "Perceptron: Boolean
# operation"; the numbers are our choice out of infinitely many. NAND is AND with every sign changed.
GATES = {"AND": ((0.5, 0.5), -0.7), "OR": ((0.5, 0.5), -0.2), "NAND": ((-0.5, -0.5), 0.7)}


def step(z):
    """The unit step: 1 where z > 0, else 0, so that h(0) = 0.   z (any shape) -> integers, same shape

    Source: deck Sohn, "Perceptron", the bias form.
    """
    return (np.asarray(z) > 0).astype(int)


def gate(name: str, x1, x2):
    """AND, OR or NAND of x1 and x2, each 0 or 1 or an array of them.   -> integers 0 or 1

    Raises ValueError for another name or for inputs other than 0 and 1.

    >>> gate("NAND", [0, 0, 1, 1], [0, 1, 0, 1])
    array([1, 1, 1, 0])
    """
    if name not in GATES:
        raise ValueError(f"gate: expected one of {sorted(GATES)}, got {name!r}; XOR is xor_from_gates")
    for x in (x1, x2):
        if not np.isin(x, (0, 1)).all():
            raise ValueError(f"gate: expected inputs 0 and 1, got {x!r:.50}; a gate answers bits")
    (w1, w2), b = GATES[name]
    return step(w1 * np.asarray(x1) + w2 * np.asarray(x2) + b)


def xor_from_gates(x1, x2):
    """XOR = AND(OR, NAND), two layers.   x1, x2: 0 or 1, or arrays of them -> integers 0 or 1

    Source: deck Sohn, "Building XOR from AND and OR".

    >>> xor_from_gates([0, 0, 1, 1], [0, 1, 0, 1])
    array([0, 1, 1, 0])
    """
    return gate("AND", gate("OR", x1, x2), gate("NAND", x1, x2))  # at least one is 1, and not both


def margin(name: str) -> float:
    """The margin of a gate: the smallest |z| over its four inputs, the distance from the threshold 0.

    Raises ValueError for another name.
    """
    if name not in GATES:
        raise ValueError(f"margin: expected one of {sorted(GATES)}, got {name!r}; choose one of them")
    (w1, w2), b = GATES[name]
    # z may be off by less than this before an answer changes
    return min(abs(w1 * a + w2 * c + b) for a in (0, 1) for c in (0, 1))
