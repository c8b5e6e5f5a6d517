"""Chapter 15: a start on the cliff, a rate and a threshold to drag: who is thrown out, and who arrives?

Its runs are in `run.py`, its surface in `surface.py`; here are its state, its pictures and its table.
"""

import math

from dlcourse.widgets.ch15_cliff import run
from dlcourse.widgets.ch15_cliff.run import LEAST, MOST, NAMES, STARTS, TOP, TRIED, WHO
from dlcourse.widgets.ch15_cliff.surface import HIGH, LOW, TARGET, slopes
from dlcourse.widgets.frame import Axis, Control, Picture, decades, descents, fields, live, markup, steps_axis

SET_UP = ("w", "b", "lr", "clip", "limit")
FIELDS = (
    fields.number("w", 5.5, LOW[0], HIGH[0], spoken="start, w"),
    fields.number("b", -2.7, LOW[1], HIGH[1], spoken="start, b"),
    fields.number("lr", 0.1, 0.01, 1, spoken="learning rate"),
    fields.choice("clip", "norm", {"norm": "by norm", "value": "by value"}, spoken="how 2 is clipped"),
    fields.number("limit", 1.0, 0.05, 20, step=0.05, spoken="threshold of clipping"),
    *fields.run(MOST, SET_UP, "steps made"),
    fields.choice("guess", "", {"": "none yet"} | WHO, spoken="who arrives, your guess", anew=SET_UP),
    fields.number("aim_w", None, LOW[0], HIGH[0], spoken="where the first step lands, w", anew=SET_UP),
    fields.number("aim_b", None, LOW[1], HIGH[1], spoken="where the first step lands, b", anew=SET_UP),
    fields.flag("near", False, spoken="a closer look at run 2"),
    fields.whole("seed", 0, 0, 9999, spoken="seed of the many starts"),
)
COURSE = {"w": 5.5, "b": -2.7, "lr": 0.1, "clip": "norm", "limit": 1.0}
NAMED = {
    "the chapter's": COURSE,
    "on the rim": COURSE | {"b": -2.75},
    "clipped by value": COURSE | {"clip": "value"},
    "a threshold of 10": COURSE | {"limit": 10.0},
    "a threshold of 0.05": COURSE | {"limit": 0.05},
}
TASKS = [
    ({"seed": 1}, "Thrown out, or down?", f"Guess, and play. Then run {STARTS} starts, and others by “Next”: "
     "how often is 1 thrown out, how often does 2 arrive, and what stays from set to set?"),
    (NAMED["on the rim"] | {"near": True}, "One step on the rim.", "Drag the cross to where the first step "
     "of 2 lands, and step once. Then the same with “by value”: which way is the step turned?"),
    (NAMED["clipped by value"], "Turned steps.", f"Guess, play, and run {STARTS} starts: how many arrive? "
     "Go back to “by norm”, and find the thresholds with which all do."),
]  # fmt: skip
PLANE = Axis("@w_low", "@w_high", "w"), Axis("@b_low", "@b_high", "b")
RIM = [[4, -2], [HIGH[0], -HIGH[0] / 2]]
LOGIT = math.log(TARGET / (1 - TARGET))  # h = TARGET is a fixed point where TARGET w + b is this
ENDS = ((LOGIT - HIGH[1]) / TARGET, LOGIT / (TARGET - 0.5))  # in w: at the border, at the cliff
VALLEY = [[w, LOGIT - TARGET * w] for w in ENDS]
BRINKS = [[[w, -w / 2], [w + 0.02, 0.04 - w / 2]] for w in [4.04 + 0.08 * k for k in range(30)]]
AIM = {"point": ["aim_w", "aim_b"], "at": "aim", "spoken": "where the first step of 2 lands, your guess"}
MARKS = [
    {"path": RIM, "kind": "half"},
    {"pieces": BRINKS},
    {"path": VALLEY, "kind": "path3"},
    {"text": "E = 0", "at": [3.68, -1.68]},
    {"text": "cliff", "at": [5.98, -2.83]},
    *({"text": f"E = {slopes(at)['J']:.2f}", "at": at} for at in ([3.6, -3.0], [5.82, -2.36])),
    {"path": "@raw", "kind": "minus"},
    {"arrow": "@raw_arrow", "kind": "minus"},
    {"text": "@leaves", "at": "@leaves_at", "kind": "mid"},
    {"arrow": "@step_arrow", "kind": "plus"},
    {"path": "@missed", "kind": "gap"},
    {"cross": "@said_at", "kind": "guess"},
    {"cross": "@aim", "kind": "guess", "held": AIM},
]  # fmt: skip
LENGTHS = [{"path": f"@lengths.{k}", "kind": descents.look(k)} for k in range(2)]
LENGTHS += [{"path": [[1, "@limit"], [MOST + 1, "@limit"]], "kind": "guess",
             "held": {"field": "limit", "at": "limit_at", "along": 1}}]  # fmt: skip
LENGTHS += [{"text": "threshold", "at": [2.2, "@limit"]}]
SPOKEN = "Level lines of E, the cliff, both paths, the last step of 2 clipped and unclipped"
TOLD = "Drag the square. Arrows: the last step of 2; broken, unclipped."
SIZES = "The length of the gradient of both runs against the steps, both logarithmic, and the threshold"
WINS = "How often each run is thrown out, is on its way, arrives"
BARS = tuple((k + 0.5, f"{k // 3 + 1} {('out', 'way', 'there')[k % 3]}") for k in range(TRIED))
SIZE = Axis(LEAST, TOP, "length of the gradient", log=True, marks=decades(LEAST, TOP))
PICTURES = (
    descents.surface_picture(
        "plane", SPOKEN, *PLANE, 2, held=("w", "b"), at="start", marks=MARKS, size=(300, 150), caption=TOLD
    ),
    Picture(
        "lengths",
        SIZES,
        steps_axis(MOST, "step"),
        SIZE,
        LENGTHS,
        (300, 100),
        caption=f"Drag the threshold. More than {TOP:.0f}: at the top.",
    ),
    Picture(
        "many",
        WINS,
        Axis(0, TRIED, "run, and its end: thrown out, on its way, there", marks=BARS),
        Axis(0, 1.4 * STARTS),
        [{"histogram": "@wins", "most": STARTS}],
        (300, 60),
    ),
)
COLUMNS = {"run": lambda k: f"{k + 1} {[*NAMES.values()][k]}", "is at": "place", "E": "E"}
COLUMNS |= {"longest": "longest", "end": "end"}


class CliffMap(Control):
    """Descent on the error of one recurrent unit, with and without clipping: who is thrown off its cliff?

    limit: the threshold, of the norm or of each entry. aim_w, aim_b: where the first clipped step will land,
    a guess. seed: of the 200 starts within 0.02 of the start. E: of both runs, where they are; ended: how
    they ended; near: a closer look; counts: of the starts, thrown out, on their way, arrived, for both
    runs, and of all.
    """

    maker, title = "cliff_map", "Thrown out, or down?"
    fields, pictures, tasks, named = FIELDS, PICTURES, TASKS, NAMED
    program = (run.setting, descents.first, descents.following, descents.is_over, run.values, run.final)
    program += (run.bar_of,)
    read, spoken = ("ends", "E", "ended", "counts"), ("compared", "now", "many")
    constants = {
        "many": {"seeds": STARTS, "set_up": (*SET_UP, "seed")},
        "seen": {"counts": [0] * (TRIED + 1)},
    }

    def head(self) -> str:
        return markup.bar("Run", self.names("run, by name"))

    def body(self) -> str:
        clip = self.select("clip", "clip 2"), self.number("limit", "threshold"), self.number("lr", "rate")
        start = self.number("w", "w"), self.number("b", "b")
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b></p>
{self.picture("plane")}{descents.methods_legend(NAMES.values())}
<div class="dlc-live">{self.checkbox("near", "a closer look at run 2")}</div>
<p class="dlc-two-lines">{self.told("now")}</p></div>
<div>{markup.bar("Guess and clipping", self.select("guess", "guess"), *clip)}
{markup.bar("Start", *start)}
{self.stepper("Steps", "Play", "Step")}
{self.picture("lengths")}
{self.rows("dlc-steps", COLUMNS, range(2))}</div></div>
<div class="dlc-pair dlc-live"><div>{markup.button("many", f"Run {STARTS} starts", kind="dlc-main")}
{markup.bar("Starts", *self.seed("seed of the starts"))}
<p>{self.told("many", tag="b")}</p></div>
{self.picture("many")}</div>"""


cliff_map = live(CliffMap)
