"""Chapter 20: bytes and FLOPs. What a step costs: sizes and a machine to set, the step under its roof.

Its formulas are in `counts.py`; here are its state, its picture and its table. The machine's numbers are
given, not measured: whoever knows his own sets them.
"""

import functools

from dlcourse.experiments.ch20_speed import NETWORKS
from dlcourse.widgets.ch20_step_cost.counts import HIGH, LOW, PARTS, counts
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.state import choice, flag, number, whole

MOST = 4096
BOTTOM, TOP = 1e-4, 1e5  # GFLOP/s: the ends of the picture
NAMED = {  # the chapter's networks, with all layers as wide as the widest: m, n, depth
    f"like {name.split()[0]}": {"m": m, "n": max(widths), "depth": len(widths) - 1}
    for name, (widths, m) in NETWORKS.items()
}
START = NAMED["like 64-100-100-100-10"]
FIELDS = (
    whole("m", START["m"], 1, MOST, spoken="samples in a batch"),
    whole("n", START["n"], 1, MOST, spoken="units in each layer"),
    whole("depth", START["depth"], 1, 50, spoken="layers"),
    choice("itemsize", "4", {"4": "float32", "8": "float64"}, spoken="precision"),
    number("per_call", 6, 0.01, 100, spoken="microseconds of bookkeeping for a call"),
    number("bandwidth", 10, 1, 10_000, spoken="gigabytes a second from memory"),
    number("rate", 100, 1, 100_000, spoken="gigaflops a second at most"),
    flag("hide", False, spoken="guess first: hide the times"),
    markup.SPEED,
    choice("guess", "", {"": "none yet"} | dict.fromkeys(PARTS, ""), spoken="your guess of what takes most"),
)
SENTENCES = {
    "largest": "Of {total:~1} µs, {largest} takes {share:0} %. The step reaches {reached:~3} GFLOP/s; the "
    "roof at this intensity is {roof:~1}.",
    "ask": "What will take most of the time? Press its name, and see.",
    "right": "You said {guess}: right.",
    "wrong": "You said {guess}, but it is {largest}.",
}
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


class StepCost(Control):
    """The control as an object; `step_cost` makes one."""

    maker, title = "step_cost", "What does a step cost?"
    fields, sentences, named = FIELDS, SENTENCES, NAMED
    read = ("calls", "mflops", "mbytes", "total", "intensity")
    constants = {"bottom": BOTTOM, "top": TOP, "most": MOST, "parts": PARTS}
    constants |= {"asked": ("m", "n", "depth", "itemsize", "per_call", "bandwidth", "rate")}

    @staticmethod
    def formulas() -> dict:
        return {"counts": counts()}

    @property
    def is_shown(self) -> bool:
        return not self.state["hide"] or bool(self.state["guess"])

    def numbers(self) -> dict:
        """Every number of the step at the state's sizes, by name; `largest` is the part that takes most."""
        n = self.evaluated("counts")
        largest = max(PARTS, key=n.get)
        return n | {"largest": largest, "share": n[f"share_{largest}"]}

    @functools.cached_property
    def values(self) -> dict:
        n, guess = super().values, self.state["guess"]
        for name, y in {"seen": n["reached"], "dashed": n["by_calls"]}.items():
            n[name] = (self.is_shown and BOTTOM <= y <= TOP) or None  # what lies outside is not drawn
        if guess:
            at = PARTS.index(guess)
            n |= {"from": at, "to": at + 1, "edge": at + 0.92, "guessed": n[f"share_{guess}"]}
        if self.is_shown:
            return n | {"shares": [int(markup.rounded(n[f"share_{name}"], 0)) for name in PARTS]}
        return n | dict.fromkeys(PARTS, "?")

    def body(self) -> str:
        sizes = "".join(self.number(name, label) for name, label in SIZES.items())
        play, pace = self.player("Let the batch grow", f"from a batch of 1 to {MOST}")
        network = markup.bar("The network", self.names("network"), self.select("itemsize", "in"))
        return f"""<div class="dlc-pair"><div>{self.roofline()}{self.shares()}</div>
<div><p class="dlc-result">{self.said("verdict", "largest" if self.is_shown else "ask", tag="b")}
<span data-output="compared" class="dlc-live"></span></p>
{self.times_table()}
{network}
<div class="dlc-inputs dlc-live" role="group" aria-label="Sizes">{sizes}</div>
{markup.bar("Run", play, pace, self.checkbox("hide", "Guess first"))}</div></div>
{markup.tasks(self.name, TASKS)}"""

    def roofline(self) -> str:
        """The roof and the step below it."""
        spoken = "The roofline: gigaflops a second against FLOPs per byte, both logarithmic"
        caption = "Solid: the roof. Dashed: bookkeeping alone. Drag the rings."
        return self.figure("roofline", spoken, X, Y, ROOFLINE, size=(300, 150), caption=caption)

    def shares(self) -> str:
        """What part of the time goes where."""
        x = Axis(0, 3, "% of the time", marks=tuple((k + 0.5, name) for k, name in enumerate(PARTS)))
        y = Axis(0, 120, marks=((0, "0"), (50, "50"), (100, "100")))
        spoken = "The parts of a step's time in percent, your guess, and the gap to the largest"
        return self.figure("shares", spoken, x, y, SHARES, size=(300, 64))

    def times_table(self) -> str:
        """A row for each part: how much there is to do, what the machine does, how long it takes.

        Its name says it to be the largest; on paper and without the script, names and numbers stand as text.
        """
        body = ""
        for name, (much, machine, unit) in ROWS.items():
            guess = f'<span class="dlc-live">{markup.setter(name, {"guess": name}, self.state)}</span>'
            written = self.output(f"{name}-1", f"{{{machine}}}", attributes='class="dlc-instead"')
            cells = (  # with two lines, which a row as high as a finger holds anyway
                f'{written}<span class="dlc-live">{self.number(machine)}</span>',
                f"{unit},<br>{self.output(f'{name}-0', much)}",
                self.output(f"{name}-2", f"{{{name}:~1}} µs"),
            )
            body += f'<tr><th scope="row"><span class="dlc-instead">{name}</span>{guess}</th>'
            body += "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        table = f'<table class="dlc-parts"><caption>Where the time goes</caption>{body}</table>'
        return f'<div class="dlc-scroll">{table}</div>'  # large numbers are wider than a small phone


def step_cost(**state):
    """What a training step costs: bookkeeping, memory and arithmetic of a network of equal layers.

    state: any of m (batch), n (units of each layer), depth, itemsize ("4" or "8"), hide (guess first),
    speed, and of the machine per_call (µs), bandwidth (GB/s), rate (GFLOP/s): yours to set, not measured.
    """
    return live(StepCost(**state))
