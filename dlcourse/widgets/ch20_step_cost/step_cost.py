"""Chapter 20: bytes and FLOPs. What a step costs: sizes and a machine to set, the step under its roof.

Its formulas are in `counts.py`; here are its state, its picture and its table. The machine's numbers are
given, not measured: whoever knows his own sets them.
"""

import functools

from dlcourse.experiments.ch20_speed import NETWORKS
from dlcourse.widgets.ch20_step_cost.counts import HIGH, LOW, counts
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.picture import figure
from dlcourse.widgets.frame.state import choice, flag, number, whole

MOST = 4096
BOTTOM, TOP = 1e-4, 1e5  # GFLOP/s: the ends of the picture
PARTS = ("bookkeeping", "memory", "arithmetic")
NAMED = {  # the chapter's networks, with all layers as wide as the widest: m, n, depth
    name.split()[0]: {"m": m, "n": max(widths), "depth": len(widths) - 1}
    for name, (widths, m) in NETWORKS.items()
}
START = NAMED["64-100-100-100-10"]
NETWORK = choice(  # chooses three fields of the state, and is none
    "network", "own", {name: f"like {name}" for name in NAMED} | {"own": "your own"}, spoken="network"
)
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
KERNELS = functools.cache(lambda: {"counts": counts()})


class StepCost(Control):
    """The control as an object; `step_cost` makes one."""

    maker, title = "step_cost", "What does a step cost?"
    fields, sentences = FIELDS, SENTENCES
    constants = {"bottom": BOTTOM, "top": TOP, "named": NAMED}

    @property
    def kernels(self):
        return KERNELS()

    def numbers(self) -> dict:
        """Every number of the step at the state's sizes, by name; `largest` is the part that takes most."""
        inputs = {x.name: float(self.state[x.name]) for x in self.kernels["counts"].inputs}
        n = inputs | {name: float(v) for name, v in self.kernels["counts"](**inputs).items()}
        n["largest"] = max(PARTS, key=n.get)
        n["share"] = 100 * n[n["largest"]] / n["total"]
        return n | {f"share_{name}": 100 * n[name] / n["total"] for name in PARTS}

    def results(self) -> dict:
        return {name: self.numbers()[name] for name in ("calls", "mflops", "mbytes", "total", "intensity")}

    def body(self) -> str:
        state, field = self.state, {f.name: f for f in FIELDS}
        shown = not state["hide"] or bool(state["guess"])
        n = self.numbers()
        values = n if shown else n | dict.fromkeys(TIMES, "?")
        sizes = "".join(
            markup.slider(field[name], state[name], label, doubling=name != "depth")
            for name, label in (("m", "batch"), ("n", "units"), ("depth", "layers"))
        )
        network = markup.select(NETWORK, named(state), "")
        precision = markup.select(field["itemsize"], state["itemsize"], "in")
        grow = markup.button("grow", "Let the batch grow", kind="dlc-main")
        hide = markup.checkbox(field["hide"], state["hide"], "Guess first")
        speed = markup.speed_input(state["speed"], f"from a batch of 1 to {MOST}")
        sentence = markup.said("verdict", SENTENCES["largest" if shown else "ask"], n, tag="b")
        return f"""<div class="dlc-pair">{roofline(n, shown)}
<div><p class="dlc-result">{sentence} <span data-output="compared" class="dlc-live"></span></p>
{times_table(values, state)}
{markup.bar("The network and its numbers", network, precision)}
<div class="dlc-live">{sizes}</div>
{markup.bar("Run", grow, speed, hide)}</div></div>
{markup.tasks(self.name, TASKS)}"""


def named(state: dict) -> str:
    """The name of the network with the state's sizes."""
    sizes = {name: state[name] for name in START}
    return next((name for name, given in NAMED.items() if given == sizes), "own")


TIMES = [*PARTS, *(f"share_{name}" for name in PARTS)]


def roofline(n: dict, shown: bool) -> str:
    """The roof and the step below it; what lies outside the picture is not drawn."""
    places = {"seen": n["reached"], "dashed": n["by_calls"]}
    values = n | {name: (shown and BOTTOM <= y <= TOP) or None for name, y in places.items()}
    spoken = "The roofline: gigaflops a second against FLOPs per byte, both logarithmic"
    caption = "Solid: the roof. Dashed: bookkeeping alone. Drag the rings."
    return figure("roofline", spoken, X, Y, ROOFLINE, values, size=(300, 185), caption=caption)


def times_table(n: dict, state: dict) -> str:
    """A row for each part: how much there is to do, what the machine does, how long it takes.

    Its name says it to be the largest; on paper and without the script, names and numbers stand as text.
    """
    field, body = {f.name: f for f in FIELDS}, ""
    for name, (much, machine, unit) in ROWS.items():
        guess = f'<span class="dlc-live">{markup.setter(name, {"guess": name}, state)}</span>'
        box = f'<span class="dlc-live">{markup.number_input(field[machine], state[machine])}</span>'
        cells = (  # with two lines, which a row as high as a finger holds anyway
            markup.output(f"{name}-1", f"{{{machine}}}", n, attributes='class="dlc-instead"') + box,
            f"{unit},<br>" + markup.output(f"{name}-0", much, n),
            markup.output(f"{name}-2", f"{{{name}:~1}} µs", n)
            + "<br>"
            + markup.output(f"{name}-3", f"{{share_{name}:0}} %", n),
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
