"""Chapter 1: gates from wires: threshold units to wire, a guess for each row, the truth table live.

Its circuits are in `circuits.py`; here are its state and its picture.
"""

from dlcourse.widgets.ch01_gates.circuits import (
    CIRCUITS,
    KERNELS,
    KINDS,
    LAST,
    NUMBERS,
    PORTS,
    PRESETS,
    ROWS,
    SOURCES,
    UNITS,
    WANTED,
    gates_of,
    parts_of,
    signals,
)
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.state import choice, numbers, whole

ALL, NONE = 2 ** len(ROWS) - 1, [-1] * len(ROWS)  # every row is shown; no guess
CHOICES = {name: text for name, (text, *_) in PRESETS.items()} | {"own": "your own"}
FIELDS = (
    choice("preset", "wrong", CHOICES, spoken="circuit"),
    numbers("own", (), 0, 6, lengths=(0, len(UNITS) + len(PORTS)), spoken="kinds and wires of your own"),
    whole("row", 0, 0, len(ROWS) - 1, spoken="row whose signals are drawn"),
    whole("seen", 0, 0, ALL, spoken="rows whose outcome is shown, as bits"),
    numbers("guess", NONE, -1, 1, lengths=(len(ROWS),), spoken="your guess of each row"),
    markup.SPEED,
)
SENTENCES = {
    "ask": "What comes out of each row? Say it in the table, then run.",
    "some": "Wanted is XOR. Run, to see every row.",
    "solved": "This is XOR. Gates: {gates:0}.",
    "short": "{right:0} of 4 rows are as XOR wants them. Pull a ring to another source, or change a gate.",
    "guessed": "{hits:0} of {said:0} guesses were right.",
}
TASKS = [
    ({"preset": "wrong", "guess": [1, 1, 1, 1]}, "A guess.", "Is OR of OR and NAND 1 in every row? Run, and "
     "see. Then change one gate, so that XOR comes out."),
    ({"preset": "empty", "seen": ALL}, "Draw the wires.", "Pull each ring to a source, until the last column "
     "is XOR's. How many rows are right at most with one gate?"),
    ({"preset": "own", "own": [2, 2, 2, 2, *[0] * len(PORTS)], "seen": ALL}, "NAND alone.", "Four NANDs also "
     "make XOR. First wire one that gives NOT x₁: what do both its inputs read?"),
]  # fmt: skip
HALF = (0.078, 0.17)  # half the width and height of a unit
PLACES = [(0.235, 0.73), (0.42, 0.26), (0.61, 0.73), (0.8, 0.38)]  # of the units
NODES = [(0.05, 0.62, "x₁", 1, 0.13), (0.05, 0.3, "x₂", 2, -0.13), (0.955, 0.55, "out", 7, 0.13)]
STARTS = [(0, 0), (0.08, 0.62), (0.08, 0.3), *((x + HALF[0], y) for x, y in PLACES)]  # of wires
ENDS = [(x - HALF[0], y + dy) for x, y in PLACES for dy in (0.1, -0.1)] + [(0.9, 0.55)]


def unit_marks(k: int) -> list[dict]:
    """A unit: its weights at its inputs, its bias at the right below, and what it gives."""
    x, y = PLACES[k]
    texts = [
        (f"{UNITS[k]}: {{kind{k}}}", x, y + HALF[1] + 0.05, "unit"),
        (f"{{weights.{3 * k}}}", x - 0.033, y + 0.1, "unit"),
        (f"{{weights.{3 * k + 1}}}", x - 0.033, y - 0.1, "unit"),
        (f"{{weights.{3 * k + 2}}}", x + 0.04, y - 0.1, "unit"),
    ]
    box = {"bar": [x - HALF[0], x + HALF[0], y - HALF[1], y + HALF[1]], "kind": "gate", "if": f"@kind{k}"}
    marks = [{"text": t, "at": [p, q], "kind": kind, "if": f"@kind{k}"} for t, p, q, kind in texts]
    given = {"text": f"{{signals.{k + 3}:0}}", "at": [x + 0.045, y + 0.05], "kind": "signal"}
    return [box, *marks, given | {"if": f"@shown{k}"}]


def node_marks(x, y, name, k, up) -> list[dict]:
    """An input or the output."""
    given = {"text": f"{{signals.{k}:0}}", "at": [x, y], "kind": "signal"} | (
        {"if": "@shown"} if k > 2 else {}
    )
    label = {"text": name, "at": [x, y + up], "kind": "unit"}
    return [{"dot": [x, y], "kind": "node", "r": 14}, label, given]


PICTURE = [
    {"pieces": "@off", "kind": "off"},
    {"pieces": "@on", "kind": "on"},
    *(mark for k in range(len(UNITS)) for mark in unit_marks(k)),
    *(mark for node in NODES for mark in node_marks(*node)),
]


class GateComposer(Control):
    """The control as an object; `gate_composer` makes one."""

    maker, title = "gate_composer", "Gates from wires"
    scripts = ("circuits", "gate_composer")
    fields, sentences = FIELDS, SENTENCES
    read = ("outputs", "gates", "right")
    constants = {
        "circuits": CIRCUITS,
        "kinds": KINDS,
        "numbers": NUMBERS,
        "sources": SOURCES,
        "ports": PORTS,
        "last": LAST,
        "rows": ROWS,
        "wanted": WANTED,
        "starts": STARTS,
        "ends": ENDS,
    }

    def __init__(self, **given):
        super().__init__(**given)
        own, most = self.state["own"], [len(KINDS) - 1] * len(UNITS) + [*LAST]
        wild = bool(own) and any(n not in range(m + 1) for n, m in zip(own, most, strict=True))
        if (self.state["preset"] == "own") != bool(own) or wild:
            raise ValueError(
                f"gate_composer: expected own numbers, up to {most}, with preset='own' alone, got preset="
                f"{self.state['preset']!r} and {own}; a unit reads only inputs and units before it"
            )

    @staticmethod
    def formulas() -> dict:
        return KERNELS()

    @property
    def circuit(self) -> list[int]:
        """The kinds of the units, and the source of each port."""
        return [int(n) for n in self.state["own"] or CIRCUITS[self.state["preset"]]]

    def numbers(self) -> dict:
        shown, given = self.seen(self.state["row"]) or None, signals(self.circuit, ROWS[self.state["row"]])
        outputs = [signals(self.circuit, bits)[-1] for bits in ROWS]
        right = sum(a == b for a, b in zip(outputs, WANTED, strict=True))
        n = {"outputs": outputs, "gates": gates_of(self.circuit), "right": right}
        (kinds, ports), n = parts_of(self.circuit), n | {"signals": given, "shown": shown, "weights": []}
        for k, kind in enumerate(kinds):
            there = kind < len(NUMBERS)
            n |= {f"kind{k}": KINDS[kind] if there else None, f"shown{k}": (there and shown) or None}
            n["weights"] += NUMBERS[kind] if there else [0, 0, 0]
        wires = [(s, [STARTS[s], end]) for s, end in zip(ports, ENDS, strict=True) if s]
        on = [one and (shown or k < 3) for k, one in enumerate(given)]
        return n | {name: [w for s, w in wires if bool(on[s]) == (name == "on")] for name in ("on", "off")}

    def seen(self, r: int) -> bool:
        return bool(self.state["seen"] >> r & 1)

    def verdict(self) -> str:
        seen, n = self.state["seen"], self.values
        key = (
            "ask" if not seen else "some" if seen < ALL else "solved" if n["right"] == len(ROWS) else "short"
        )
        return markup.fill(SENTENCES[key], n)

    def head(self) -> str:
        return markup.bar("Circuit", self.select("preset", "Circuit"))

    def body(self) -> str:
        spoken = "Two inputs, units with their weights and biases, and the output, joined by wires"
        how = {"size": (430, 240), "bare": True}
        how["caption"] = "Pull a ring to the source of its wire. Wide: the wire carries 1."
        play, pace = self.player("Run the four rows", "to the last row")
        hide = markup.button("hide", "Hide", spoken="Hide the outcomes, and guess again")
        drawn = self.figure("net", spoken, Axis(0, 1), Axis(0, 1), PICTURE, **how)
        return f"""<div class="dlc-pair dlc-circuit">{drawn}
<div>{markup.bar("Run", play, hide, pace)}
<p class="dlc-result"><b data-output="verdict">{self.verdict()}</b> <span data-output="guessed"></span></p>
{self.table()}</div></div>
{wiring(*parts_of(self.circuit))}
{markup.tasks(self.name, TASKS)}"""

    def table(self) -> str:
        """The truth table: what each unit gives, what comes out, the guess, and what XOR wants."""
        rows, kinds = "", [*parts_of(self.circuit)[0], 0]
        for r, bits in enumerate(ROWS):
            name, given = "{}{}".format(*bits), signals(self.circuit, bits)[3:]
            for k, n in enumerate(given):
                given[k] = "–" if kinds[k] == len(NUMBERS) else str(n) if self.seen(r) else "?"
            cells = "".join(f'<td data-output="cell.{r}.{k}">{text}</td>' for k, text in enumerate(given))
            guess = choice(
                f"guess.{r}", "", {"": "?", "0": "0", "1": "1"}, spoken=f"your guess of row {name}"
            )
            cells += (
                f'<td class="dlc-live">{markup.select(guess, "", "")}<span data-output="hit.{r}"></span></td>'
            )
            button = markup.button("row", name, str(r), spoken=f"{name}: show this row")
            rows += f'<tr><th scope="row">{button}</th>{cells}<td>{WANTED[r]}</td></tr>'
        head = "".join(f'<th scope="col">{text}</th>' for text in ("x₁x₂", *UNITS, "out"))
        head += '<th scope="col" class="dlc-live">guess</th><th scope="col">XOR</th>'
        return f'<table class="dlc-truth"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def wiring(kinds, wires) -> str:
    """The same circuit as lists to choose from: the kind of each unit, the source of each port."""

    def chosen(name, spoken, texts, value):
        return markup.select(choice(name, "0", dict(enumerate(texts)), spoken=spoken), str(value), "")

    ports = [
        chosen(f"port.{p}", f"source of {PORTS[p]}", SOURCES[: LAST[p] + 1], source)
        for p, source in enumerate(wires)
    ]
    units = [chosen(f"kind.{k}", f"kind of {u}", KINDS, kinds[k]) for k, u in enumerate(UNITS)]
    named = [part for u, unit in zip(UNITS, units, strict=True) for part in (f"{u} =", unit)]
    lists = "".join(markup.bar(f"Wires of {u}", f"{u}:", *ports[2 * k :][:2]) for k, u in enumerate(UNITS))
    lists += markup.bar("Wire of the output", "out:", ports[-1])
    # Folded: the rings are the same inputs, in one stop of the Tab key.
    return f"""{markup.bar("Units", *named)}
<details class="dlc-live"><summary>Wires as lists</summary><div class="dlc-wiring">{lists}</div></details>"""


def gate_composer(**state):
    """Units to wire, each AND, OR or NAND: which circuit is XOR? With the truth table, and a guess of it.

    state: any of preset ("wrong", "XOR", "AND", "OR", "NAND", "nands", "empty", "own"), own (kinds of A to D:
    0 AND, 1 OR, 2 NAND, 3 none; the sources of their inputs and of the output: 0 open, 1 and 2 the inputs,
    3 to 6 A to D), row (0 to 3), seen (rows shown, as bits), guess (for each row -1, 0 or 1).
    """
    return live(GateComposer(**state))
