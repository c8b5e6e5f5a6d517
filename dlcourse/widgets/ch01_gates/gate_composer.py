"""Chapter 1: gates from wires: threshold units to wire, a guess for each row, the truth table live.

Its circuits are in `circuits.py`; here are its state, its picture, its table and its lists.
"""

from dlcourse.widgets.ch01_gates import circuits
from dlcourse.widgets.ch01_gates.circuits import HALF, KINDS, LAST, PLACES, PORTS, ROWS, SOURCES, UNITS, N
from dlcourse.widgets.frame import Axis, Control, Picture, fields, live, markup
from dlcourse.widgets.frame.graph import texts

ALL, NONE = 2 ** len(ROWS) - 1, [-1] * len(ROWS)  # every row is shown; no guess
CHOICES = {name: text for name, (text, *_) in circuits.PRESETS.items()} | {"own": "your own"}
MOST = (*[len(KINDS) - 1] * N, *LAST)  # of each own number
OWN = {"lengths": (N + len(PORTS),), "kind": "wholes"}
GUESS = {"lengths": (len(ROWS),), "anew": ("preset", "own")}
FIELDS = (
    fields.choice("preset", "wrong", CHOICES, spoken="circuit"),
    fields.own_numbers("preset", 0, MOST, "kinds and wires of your own", **OWN),
    fields.whole("row", 0, 0, len(ROWS) - 1, spoken="row whose signals are drawn"),
    fields.whole("seen", 0, 0, ALL, spoken="rows whose outcome is shown, as bits", anew=("preset",)),
    fields.wholes("guess", NONE, -1, 1, spoken="your guess of each row", **GUESS),
    fields.SPEED,
)
TASKS = [
    ({"preset": "wrong", "guess": [1, 1, 1, 1]}, "A guess.", "Is OR of OR and NAND 1 in every row? Run, and "
     "see. Then change one gate, so that XOR comes out."),
    ({"preset": "empty", "seen": ALL}, "Draw the wires.", "Pull each ring to a source, until the last column "
     "is XOR's. How many rows are right at most with one gate?"),
    ({"preset": "own", "own": [2, 2, 2, 2, *[0] * len(PORTS)], "seen": ALL}, "NAND alone.", "Four NANDs also "
     "make XOR. First wire one that gives NOT x₁: what do both its inputs read?"),
]  # fmt: skip
NODES = [(0.05, 0.62, "x₁", 1, 0.13), (0.05, 0.3, "x₂", 2, -0.13), (0.955, 0.55, "out", 7, 0.13)]


def unit_marks(k: int) -> list[dict]:
    """A unit: its weights at its inputs, its bias at the right below, and what it gives."""
    (x, y), (dx, dy), i = PLACES[k], HALF, 3 * k
    named = [(f"{UNITS[k]}: {{kind{k}}}", (x, y + dy + 0.05)), (f"{{weights.{i}}}", (x - 0.033, y + 0.1))]
    named += [(f"{{weights.{i + 1}}}", (x - 0.033, y - 0.1)), (f"{{weights.{i + 2}}}", (x + 0.04, y - 0.1))]
    given = texts([(f"{{signals.{k + 3}:0}}", (x + 0.045, y + 0.05))], "signal", f"@shown{k}")
    box = {"bar": [x - dx, x + dx, y - dy, y + dy], "kind": "gate", "if": f"@kind{k}"}
    return [box, *texts(named, "unit", f"@kind{k}"), *given]


def node_marks(x, y, name, k, up) -> list[dict]:
    """An input or the output."""
    given = texts([(f"{{signals.{k}:0}}", (x, y))], "signal", "@shown" if k > 2 else "")
    return [{"dot": [x, y], "kind": "node", "r": 14}, *texts([(name, (x, y + up))], "unit"), *given]


MARKS = [
    {"pieces": "@off", "kind": "off"},
    {"pieces": "@on", "kind": "on"},
    *(mark for k in range(N) for mark in unit_marks(k)),
    *(mark for node in NODES for mark in node_marks(*node)),
]
SPOKEN = "Two inputs, units with their weights and biases, and the output, joined by wires"
TOLD = "Pull a ring to the source of its wire. Wide: the wire carries 1."
NET = Picture("net", SPOKEN, Axis(0, 1), Axis(0, 1), MARKS, (430, 240), bare=True, caption=TOLD)


class GateComposer(Control):
    """Units to wire, each AND, OR or NAND: which circuit is XOR? With the truth table, and a guess of it.

    own: kinds of A to D (0 AND, 1 OR, 2 NAND, 3 none), then the sources of their inputs and of the output (0
    open, 1 and 2 the inputs, 3 to 6 A to D). guess: -1 is none.
    """

    maker, title = "gate_composer", "Gates from wires"
    fields, pictures, tasks = FIELDS, (NET,), TASKS
    formulas, program = {"unit": circuits.unit}, (circuits.values, circuits.is_unit)
    read, spoken = ("outputs", "gates", "right"), ("verdict", "guessed")
    constants = {"sources": SOURCES, "ports": PORTS, "starts": circuits.STARTS, "ends": circuits.ENDS}

    def head(self) -> str:
        return markup.bar("Circuit", self.select("preset", "Circuit"))

    def body(self) -> str:
        play, pace = self.player("Run the four rows", "to the last row")
        hide = markup.button("hide", "Hide", spoken="Hide the outcomes, and guess again")
        return f"""<div class="dlc-pair dlc-circuit">{self.picture("net")}
<div>{markup.bar("Run", play, hide, pace)}
<p class="dlc-result">{self.told("verdict", tag="b")} {self.told("guessed")}</p>
{self.truth_table()}</div></div>
{self.wiring()}"""

    def truth_table(self) -> str:
        """What each unit gives, what comes out, the guess, and what XOR wants."""
        rows = []
        for r, bits in enumerate(ROWS):
            name = "{}{}".format(*bits)
            cells = [self.told(f"cell.{r}.{k}", tag="td") for k in range(N + 1)]
            guess = self.chosen(f"guess.{r}", f"your guess of row {name}", {"-1": "?", "0": "0", "1": "1"})
            button = markup.setter(name, {"row": r}, self.state, f"{name}: show this row")
            cells += [f'<td class="dlc-live">{guess}{self.told(f"hit.{r}")}</td>', str(circuits.WANTED[r])]
            rows.append(("", [button, *cells]))
        head = ["x₁x₂", *UNITS, "out", '<th scope="col" class="dlc-live">guess</th>', "XOR"]
        return markup.table("dlc-typed dlc-truth", head, rows)

    def wiring(self) -> str:
        """The same circuit as lists to choose from: the kind of each unit, the source of each port."""
        ports = [
            self.chosen(f"port.{p}", f"source of {port}", dict(enumerate(SOURCES[: last + 1])))
            for p, (port, last) in enumerate(zip(PORTS, LAST, strict=True))
        ]
        lists = [markup.bar(f"Wires of {u}", f"{u}:", *ports[2 * k :][:2]) for k, u in enumerate(UNITS)]
        lists += [markup.bar("Wire of the output", "out:", ports[-1])]
        units = [
            f"{u} = " + self.chosen(f"kind.{k}", f"kind of {u}", dict(enumerate(KINDS)))
            for k, u in enumerate(UNITS)
        ]
        # folded: the rings are the same inputs, in one stop of the Tab key
        folded = f'<summary>Wires as lists</summary><div class="dlc-wiring">{"".join(lists)}</div>'
        return f'{markup.bar("Units", *units)}\n<details class="dlc-live">{folded}</details>'


gate_composer = live(GateComposer)
