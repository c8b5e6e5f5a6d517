"""Chapter 17: the mask player: units of a network to switch off, all its subnetworks, and what their mean is.

Its numbers are in `ensemble.py`, what it shows in `shown.py`; here are its state, its pictures and its table.
"""

from dlcourse.widgets.ch17_mask_player import ensemble, shown
from dlcourse.widgets.ch17_mask_player.ensemble import BINS, MOST, N_TEN, OUT
from dlcourse.widgets.frame import Axis, Control, Picture, fields, guessed, live, markup

NETS = {"hidden": "4 hidden units", "both": "3 inputs, 4 hidden units", "ten": "10 inputs of one unit"}
FORMS = {"classic": "classic", "inverted": "inverted"}
ASKED = ("net", "keep", "form", "unit", "seed")
FIELDS = (
    fields.choice("net", "hidden", NETS, spoken="what dropout sees"),
    fields.choice(
        "keep", "0.5", {"0.2": "0.2", "0.5": "0.5", "0.8": "0.8"}, spoken="probability of keeping a unit"
    ),
    fields.choice("form", "classic", FORMS, spoken="form of dropout"),
    fields.choice("unit", "tanh", {u: u for u in ("tanh", "ReLU", "linear")}, spoken="hidden unit"),
    fields.whole("seed", 0, 0, 9999, spoken="seed of the network's numbers"),
    *fields.run(MOST, ASKED, "subnetworks counted"),
    fields.whole("mask", None, 0, MOST - 1, spoken="units that are kept, as bits", anew=("step", *ASKED)),
    fields.number("guess", None, 0, 1, step=0.005, spoken="mean answer, your guess", anew=ASKED, waits=0.5),
)
TASKS = [
    ({"mask": 9}, "A member.", "Press units off and on. Which subnetwork gives the highest answer, which the "
     "lowest? Is there one that answers as one pass does?"),
    ({"net": "both"}, "Two layers of masks.", "Guess, and play all 128: is one pass still one of the means? "
     "Then make the hidden units linear."),
    ({"net": "ten"}, "The chapter's unit.", "Guess, and play all 1,024. Which mean lies closer to one half, "
     "and why? Then keep 0.8: do the means lie closer together?"),
]  # fmt: skip
MARKS = [
    *({"path": f"@lines.{k}", "kind": f"@looks.{k}", "width": f"@widths.{k}"} for k in range(16)),
    *({"dot": f"@nodes.{k}", "kind": "node", "r": 15} for k in range(N_TEN)),
    {"dot": OUT, "kind": "node", "r": 18},
    *({"dot": f"@off.{k}", "kind": "gone", "r": 15} for k in range(N_TEN)),
    {"pieces": "@crosses", "kind": "cross"},
    {"texts": "@names", "places": "@nodes", "kind": "unit"},
    {"texts": "@numbers", "places": "@beside", "kind": "mid"},
    {"text": "y", "at": OUT, "kind": "unit"},
    {"text": "{y:3}", "at": [OUT[0], OUT[1] - 32], "kind": "mid"},
]
BARS = [
    *({"bar": f"@bars.{k}", "kind": "mass"} for k in range(BINS)),
    *(
        mark
        for name, kind in (("one_pass", "curve"), ("arithmetic", "unit1"), ("geometric", "unit2"))
        for mark in (
            {"path": f"@{name}_line", "kind": kind},
            {"text": name.replace("_", " "), "at": f"@{name}_at", "kind": "mid"},
        )
    ),
    {"dot": "@here", "kind": "zero", "r": 5},
    *guessed("guess", "@found", (-0.05, 1.6), 0.5, axis="x", across=0.5),
]
SPOKEN = (
    "The network: inputs, hidden units, the output, with their values; units that are off are crossed out"
)
MANY = "The answers of the subnetworks so far, as bars; their means and that of one pass, as lines"
X, Y = Axis(0, 1, "answer y of a subnetwork"), Axis(-0.25, 1.75, marks=())
WHAT = "Bars: answers so far. Dot: the subnetwork that is drawn."
PICTURES = (
    Picture("net", SPOKEN, Axis(0, 340), Axis(0, 250), MARKS, (340, 250), bare=True,
            caption="Press units to switch them off and on. Dashed: a weight below 0."),
    Picture("answers", MANY, X, Y, BARS, (300, 140), caption=WHAT),
)  # fmt: skip
ROWS = ["arithmetic mean", "geometric mean", "one pass"]
COLUMNS = {"of all so far": lambda k: ROWS[k], "logits z": "z", "answers y": "y"}


class MaskPlayer(Control):
    """A network under dropout: units to switch off, all its subnetworks, their means, one pass at test time.

    net: what dropout sees. mask: bit k says whether unit k of these is kept; None: the subnetwork that was
    counted last. guess: the mean answer. outputs, probabilities, masks: of all subnetworks, in the order in
    which they are counted; arithmetic, geometric: the means so far; one_pass: the answer at test time; y: the
    answer of the subnetwork that is drawn.
    """

    maker, title = "mask_player", "The ensemble inside"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    program = (ensemble.setting, ensemble.first, ensemble.following, ensemble.is_over, shown.values)
    read = ("outputs", "probabilities", "masks", "arithmetic", "geometric", "one_pass", "y")
    spoken = ("compared", "now", "verdict")
    constants = {"most": N_TEN}
    further = ("normal",)

    def head(self) -> str:
        return markup.bar("Network", self.select("net", "dropout on"))

    def body(self) -> str:
        asked = self.select("keep", "keep"), self.select("form", ""), self.number("guess", "guess")
        unit = self.only_if("net", ("hidden", "both"), self.select("unit", "hidden units"))
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b></p>
{self.picture("net")}</div>
<div>{markup.bar("Dropout and guess", *asked)}
{self.stepper("Subnetworks", "Play", "One more", ends=("None", "All"))}
{self.picture("answers")}</div></div>
<div class="dlc-pair"><div><p class="dlc-two-lines">{self.told("verdict", tag="b")} {self.told("now")}</p>
{markup.bar("Numbers of the network", unit, *self.seed())}</div>
{self.rows("dlc-samples", COLUMNS, range(len(ROWS)))}</div>"""


mask_player = live(MaskPlayer)
