"""Chapter 1: circuits of up to four gates: how they are wired, what comes out, what is said of it."""

from dlcourse import ops
from dlcourse.data import truth_table
from dlcourse.models.gates import GATES
from dlcourse.widgets.frame import Kernel, fill, symbols

KINDS, UNITS, N = (*GATES, "none"), ("A", "B", "C", "D"), 4
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
HALF = (0.078, 0.17)  # half the width and height of a unit
PLACES = [(0.235, 0.73), (0.42, 0.26), (0.61, 0.73), (0.8, 0.38)]  # of the units
STARTS = [(0, 0), (0.08, 0.62), (0.08, 0.3), *((x + HALF[0], y) for x, y in PLACES)]  # of wires
ENDS = [(x - HALF[0], y + dy) for x, y in PLACES for dy in (0.1, -0.1)] + [(0.9, 0.55)]
SENTENCES = {
    "ask": "What comes out of each row? Say it in the table, then run.",
    "some": "Wanted is XOR. Run, to see every row.",
    "solved": "This is XOR. Gates: {gates:0}.",
    "short": "{right:0} of 4 rows are as XOR wants them. Pull a ring to another source, or change a gate.",
    "guessed": "{hits:0} of {said:0} guesses were right.",
    "waiting": "You have guessed {waiting:0} of 4 rows: run, to see.",
    "no_guess": "",
}


def unit() -> Kernel:
    """A threshold unit.   inputs p and q, weights v and w, bias b -> h(z), with h(0) = 0"""
    p, q, v, w, b = inputs = symbols(p=(), q=(), v=(), w=(), b=())
    return Kernel(inputs, {"h": ops.step(v * p + w * q + b)})


def signals(circuit, bits, gate):
    """What each of SOURCES gives for these inputs, and last what comes out.   gate: the kernel"""
    given = [0, *bits]
    for k in range(N):
        inputs = [given[source] for source in circuit[N + 2 * k : N + 2 * k + 2]]
        given.append(int(gate(*inputs, *NUMBERS[circuit[k]])["h"]) if is_unit(circuit, k) else 0)
    return [*given, given[circuit[-1]]]


def is_unit(circuit, k):
    """Whether the k-th place has a gate; the output counts as one."""
    return k >= N or circuit[k] < len(NUMBERS)


def gates_of(circuit):
    """How many units the output depends on."""
    asked = [circuit[-1]]
    for k in [N - 1 - j for j in range(N)]:  # a unit is read by later ones alone
        if k + 3 in asked and is_unit(circuit, k):
            asked.extend(circuit[N + 2 * k : N + 2 * k + 2])
    return len([k for k in range(N) if k + 3 in asked and is_unit(circuit, k)])


def texts_of(n, seen, guess):
    """What is said, and what the table holds.   seen: of each row, whether its outcome is shown"""
    solved = "solved" if n["right"] == len(ROWS) else "short"
    hits = [guess[r] == n["outputs"][r] for r in range(len(ROWS)) if seen[r] and guess[r] >= 0]
    told = {"hits": sum(hits), "said": len(hits), "waiting": sum([g >= 0 for g in guess]) - len(hits)}
    about = "guessed" if hits else "waiting" if told["waiting"] else "no_guess"
    verdict = fill(SENTENCES["ask" if not any(seen) else "some" if not all(seen) else solved], n)
    texts = {"verdict": verdict, "guessed": fill(SENTENCES[about], told)}
    for r, given in enumerate(n["table"]):
        is_said = seen[r] and guess[r] >= 0
        texts[f"hit.{r}"] = "" if not is_said else " ✓" if guess[r] == n["outputs"][r] else " ✗"
        for k in range(N + 1):
            shown = str(given[3 + k]) if seen[r] else "?"
            texts[f"cell.{r}.{k}"] = shown if is_unit(n["circuit"], k) else "–"
    return texts


def values(state, past, setting):
    """What the picture, the table and the lists name."""
    circuit, row = state["own"] if state["own"] else CIRCUITS[state["preset"]], state["row"]
    table = [signals(circuit, bits, setting["kernels"]["unit"]) for bits in ROWS]
    seen, outputs = [(state["seen"] >> r & 1) == 1 for r in range(len(ROWS))], [one[-1] for one in table]
    n = {"outputs": outputs, "gates": gates_of(circuit), "table": table, "signals": table[row]}
    n |= {"circuit": circuit, "right": len([r for r, y in enumerate(WANTED) if outputs[r] == y])}
    n |= {"seen_rows": seen, "shown": seen[row], "weights": [], "on": [], "off": []}
    for k in range(N):
        there = is_unit(circuit, k)
        n |= {f"kind{k}": KINDS[circuit[k]] if there else None, f"shown{k}": there and seen[row]}
        n["weights"].extend(NUMBERS[circuit[k]] if there else [0, 0, 0])
    for source, end in zip(circuit[N:], ENDS, strict=True):
        if source > 0:  # one that is open is not drawn
            is_on = table[row][source] == 1 and (seen[row] or source < 3)
            n["on" if is_on else "off"].append([STARTS[source], end])
    own = {(f"kind.{k}" if k < N else f"port.{k - N}"): one for k, one in enumerate(circuit)}
    return {**n, "own_now": own, "texts": texts_of(n, seen, state["guess"])}
