"""Chapter 1: circuits of up to four gates: how they are wired, and what comes out."""

import functools

from dlcourse import ops
from dlcourse.data import truth_table
from dlcourse.models.gates import GATES
from dlcourse.widgets.frame.kernel import Kernel, symbols

KINDS, UNITS = (*GATES, "none"), ("A", "B", "C", "D")
SOURCES = ("open", "x₁", "x₂", *UNITS)  # an open input counts as 0, and so does what is no unit
PORTS = (*(f"input {i} of {unit}" for unit in UNITS for i in (1, 2)), "the output")
LAST = (2, 2, 3, 3, 4, 4, 5, 5, 6)  # of SOURCES, the last that a port may have: no circle of wires
ROWS = ((0, 0), (0, 1), (1, 0), (1, 1))
WANTED = truth_table("xor")[1].ravel().astype(int).tolist()
LAYERS = (1, 2, 1, 2, 3, 4, 0, 0, 5)  # A and B read both inputs, C reads A and B
ALONE = (1, 2, 0, 0, 0, 0, 0, 0, 3)
PRESETS = {  # name: (what it is, the kinds of the units, the source of each port)
    "AND": ("AND alone", "AND none none none", ALONE),
    "OR": ("OR alone", "OR none none none", ALONE),
    "NAND": ("NAND alone", "NAND none none none", ALONE),
    "wrong": ("a wrong try", "OR NAND OR none", LAYERS),
    "XOR": ("XOR", "OR NAND AND none", LAYERS),
    "nands": ("four NANDs", "NAND NAND NAND NAND", (1, 2, 1, 3, 3, 2, 4, 5, 6)),
    "empty": ("no wires yet", "AND OR NAND none", (0,) * len(PORTS)),
}
CIRCUITS = {name: [*map(KINDS.index, kinds.split()), *wires] for name, (_, kinds, wires) in PRESETS.items()}
NUMBERS = [[*weights, b] for weights, b in GATES.values()]  # of each kind: both weights and the bias


def unit() -> Kernel:
    """A threshold unit.   inputs p and q, weights v and w, bias b -> h(z), with h(0) = 0"""
    p, q, v, w, b = inputs = symbols(p=(), q=(), v=(), w=(), b=())
    return Kernel(inputs, {"h": ops.step(v * p + w * q + b)})


KERNELS = functools.cache(lambda: {"unit": unit()})


def parts_of(circuit) -> tuple[list[int], list[int]]:
    """The kinds of the units, and the source of each port."""
    numbers = [int(n) for n in circuit]
    return numbers[: len(UNITS)], numbers[len(UNITS) :]


def signals(circuit, bits) -> list[int]:
    """What each of SOURCES gives for these inputs, and last what comes out."""
    kinds, wires = parts_of(circuit)
    given = [0, *bits]
    for k, kind in enumerate(kinds):
        if kind < len(NUMBERS):
            inputs = [given[source] for source in wires[2 * k : 2 * k + 2]]
            h = KERNELS()["unit"](**dict(zip("pqvwb", [*inputs, *NUMBERS[kind]], strict=True)))["h"]
        given.append(int(h) if kind < len(NUMBERS) else 0)
    return [*given, given[wires[-1]]]


def gates_of(circuit) -> int:
    """How many units the output depends on."""
    kinds, wires = parts_of(circuit)
    asked, used = [wires[-1]], set()
    for source in asked:
        k = source - 3
        if k >= 0 and k not in used and kinds[k] < len(NUMBERS):
            used.add(k)
            asked += wires[2 * k : 2 * k + 2]
    return len(used)
