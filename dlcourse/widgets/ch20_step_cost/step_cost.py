"""Chapter 20: bytes and FLOPs. What a step costs: sizes and a machine to set, the step under its roof.

Its formulas are in `counts.py`; here are its state, its picture and its table. The machine's numbers are
given, not measured: whoever knows his own sets them.
"""

from dlcourse.experiments.ch20_speed import NETWORKS
from dlcourse.widgets.ch20_step_cost import counts
from dlcourse.widgets.ch20_step_cost.counts import ASKED, BOTTOM, HIGH, LOW, PARTS, TOP
from dlcourse.widgets.frame import Axis, Control, Picture, fields, live, markup

MOST = 4096
NAMED = {  # the chapter's networks, with all layers as wide as the widest: m, n, depth
    f"like {name.split()[0]}": {"m": m, "n": max(widths), "depth": len(widths) - 1}
    for name, (widths, m) in NETWORKS.items()
}
START = NAMED["like 64-100-100-100-10"]
FIELDS = (
    fields.whole("m", START["m"], 1, MOST, spoken="samples in a batch"),
    fields.whole("n", START["n"], 1, MOST, spoken="units in each layer"),
    fields.whole("depth", START["depth"], 1, 50, spoken="layers"),
    fields.choice("itemsize", "4", {"4": "float32", "8": "float64"}, spoken="precision"),
    fields.number("per_call", 6, 0.01, 100, spoken="microseconds of bookkeeping for a call"),
    fields.number("bandwidth", 10, 1, 10_000, spoken="gigabytes a second from memory"),
    fields.number("rate", 100, 1, 100_000, spoken="gigaflops a second at most"),
    fields.flag("hide", False, spoken="guess first: hide the times"),
    fields.SPEED,
    fields.choice(
        "guess", "", {"": "none yet"} | dict.fromkeys(PARTS, ""), spoken="your guess of what takes most"
    ),
)
ROWS = {  # part: (how much there is to do, the field of what the machine does, its unit)
    "bookkeeping": ("{calls:0} calls", "per_call", "µs each"),
    "memory": ("{mbytes:~1} MB", "bandwidth", "GB/s"),
    "arithmetic": ("{mflops:~1} MFLOP", "rate", "GFLOP/s"),
}
SIZES = {"m": "batch", "n": "units", "depth": "layers"}
TASKS = [
    ({"m": 4, "n": 8, "depth": 2, "hide": True}, "A network like that of chapter 2.", "Guess what takes "
     "most. Then drag the price of a call up and down: when does anything else count?"),
    ({"m": 1, "n": 1024, "depth": 3, "hide": True}, "One sample at a time.", "Guess, then let the batch "
     "grow. At which size does the mark stand below the bend of the roof?"),
    ({"m": 256, "n": 1024, "depth": 3, "itemsize": "8"}, "In float64.", "Change to float32: which of the "
     "three times is halved, and which is not? (A processor in float32 also has twice the rate: set it.)"),
]  # fmt: skip
X = Axis(LOW, HIGH, "intensity, FLOP per byte", True, ((0.1, "0.1"), (1, "1"), (10, "10"), (100, "100")))
Y = Axis(BOTTOM, TOP, "GFLOP/s", True, ((1e-3, "0.001"), (0.1, "0.1"), (10, "10"), (1000, "1000")))
STEP = ["@intensity", "@reached"]
ROOFLINE = [  # the roof; what bookkeeping alone would allow; the step below the roof, joined to it by the gap
    {"path": [[LOW, "@at_low"], ["@bend", "@at_bend"], [HIGH, "@at_high"]], "kind": "curve"},
    {"path": [[LOW, "@by_calls"], [HIGH, "@by_calls"]], "kind": "guess", "if": "@dashed"},
    {"path": [STEP, ["@intensity", "@roof"]], "kind": "gap", "if": "@seen"},
    {"dot": STEP, "kind": "now", "if": "@seen"},
]
SHARES = [  # a bar for each part; the top of the one that was guessed, and the gap from there to the largest
    {"histogram": "@shares", "most": 100},
    {"path": [["@from", "@guessed"], ["@to", "@guessed"]], "kind": "guess"},
    {"path": [[0, "@share"], [3, "@share"]], "kind": "thin", "if": "@guessed"},
    {"path": [["@edge", "@guessed"], ["@edge", "@share"]], "kind": "gap"},
]
SPOKEN = {
    "roofline": "The roofline: gigaflops a second against FLOPs per byte, both logarithmic",
    "shares": "The parts of a step's time in percent, your guess, and the gap to the largest",
}
TOLD = "Dashed: bookkeeping alone. Drag the rings."
PART = Axis(0, 3, "% of the time", marks=tuple((k + 0.5, name) for k, name in enumerate(PARTS)))
SHARE = Axis(0, 120, marks=((0, "0"), (50, "50"), (100, "100")))
PICTURES = (
    Picture("roofline", SPOKEN["roofline"], X, Y, ROOFLINE, (300, 125), caption=TOLD),
    Picture("shares", SPOKEN["shares"], PART, SHARE, SHARES, (300, 54)),
)


class StepCost(Control):
    """What a training step costs: bookkeeping, memory and arithmetic of a network of equal layers.

    The numbers of the machine are yours to set, not measured.
    """

    maker, title = "step_cost", "What does a step cost?"
    fields, named, pictures, tasks = FIELDS, NAMED, PICTURES, TASKS
    formulas, program = {"counts": counts.counts}, (counts.values,)
    read, spoken = ("calls", "mflops", "mbytes", "total", "intensity"), ("verdict", "compared")
    constants = {"bottom": BOTTOM, "top": TOP, "most": MOST, "asked": ASKED}

    def body(self) -> str:
        sizes = "".join(self.number(name, label) for name, label in SIZES.items())
        play, pace = self.player("Let the batch grow", f"from a batch of 1 to {MOST}")
        network = markup.bar("The network", self.names("network"), self.select("itemsize", "in"))
        return f"""<div class="dlc-pair"><div>{self.picture("roofline")}{self.picture("shares")}</div>
<div><p class="dlc-result">{self.told("verdict", tag="b")}
{self.told("compared", kind="dlc-live")}</p>
{self.times_table()}
{network}
<div class="dlc-inputs dlc-live" role="group" aria-label="Sizes">{sizes}</div>
{markup.bar("Run", play, pace, self.checkbox("hide", "Guess first"))}</div></div>"""

    def times_table(self) -> str:
        """A row for each part: how much there is to do, what the machine does, how long it takes.

        Its name says it to be the largest; on paper and without the script, names and numbers stand as text.
        """
        rows = []
        for name, (much, machine, unit) in ROWS.items():
            guess = f'<span class="dlc-live">{markup.setter(name, {"guess": name}, self.state)}</span>'
            written = self.output(f"{name}-1", f"{{{machine}}}", attributes='class="dlc-instead"')
            cells = (  # with two lines, which a row as high as a finger holds anyway
                f'{written}<span class="dlc-live">{self.number(machine)}</span>',
                f"{unit},<br>{self.output(f'{name}-0', much)}",
                self.output(f"{name}-2", f"{{{name}:~1}} µs"),
            )
            rows.append(("", [f'<span class="dlc-instead">{name}</span>{guess}', *cells]))
        return markup.table("dlc-typed dlc-parts", (), rows)


step_cost = live(StepCost)
