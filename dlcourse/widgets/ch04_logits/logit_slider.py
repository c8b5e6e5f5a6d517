"""Chapter 4: which loss still pulls? The logits of three classes to drag, softmax, and what two losses pull.

Its numbers are in `pulls.py`; here are its state and its pictures.
"""

from dlcourse.widgets.ch04_logits import pulls
from dlcourse.widgets.ch04_logits.pulls import NAMES
from dlcourse.widgets.frame import Axis, Control, Picture, fields, guessed_percentage, live, markup

MOST = 10  # the greatest logit
START = (-2, 2, 0)  # wrong, and a little sure
ASKED = ("z0", "z1", "z2", "right")  # with other ones it is another question
BEFORE = {"shown": False}  # a guess is made before the pulls are shown
FIELDS = (
    *(
        fields.number(f"z{k}", START[k], -MOST, MOST, step=0.1, spoken=f"logit of class {name}")
        for k, name in enumerate(NAMES)
    ),
    fields.choice("right", "0", dict(enumerate(NAMES)), spoken="right class"),
    fields.number(
        "guess", None, 0, 100, step=0.1, spoken="your guess, in percent", anew=ASKED, asks=BEFORE, waits=50
    ),
    fields.flag("shown", False, spoken="show the pulls"),
)
TASKS = [
    ({"z0": -10, "z1": 0, "z2": 0}, "Wrong, and sure.", "Guess, and show. Then drag A up to the others: what "
     "does squared error keep there?"),
    ({"z0": 0, "z1": 0, "z2": -10}, "Between two.", "Guess, and show. Then drag A: can squared error keep "
     "more than here?"),
    ({"z0": 10, "z1": 0, "z2": 0, "shown": True}, "Right, and sure.", "Who is pulled? Now make B right: who "
     "pays, and who is left alone?"),
]  # fmt: skip
LEFT = -0.55  # room for the names of the pictures
X = Axis(LEFT, len(NAMES), "", marks=tuple((k + 0.5, name) for k, name in enumerate(NAMES)))


def bars(low, high: str, left: float, right: float, **looks) -> list[dict]:
    """A bar for each class.   low, high: the names of its ends, with {} for the class; or one number"""
    ends = [
        [end.format(k) if isinstance(end, str) else end for end in (low, high)] for k in range(len(NAMES))
    ]
    return [{"bar": [k + left, k + right, *end], **looks} for k, end in enumerate(ends)]


def texts(template: str, y: float) -> list[dict]:
    """A text at each class, with # for the class."""
    return [
        {"text": template.replace("#", str(k)), "at": [k + 0.5, y], "kind": "mid"} for k in range(len(NAMES))
    ]


ZERO = {"path": [[LEFT, 0], [len(NAMES), 0]], "kind": "thin"}
Z_MARKS = [
    ZERO,
    *bars("@z_low.{}", "@z_high.{}", 0.35, 0.65, kind="bar"),
    {"text": "right", "at": ["@right_at", -14], "kind": "mid"},
]
P_MARKS = [*bars(0, "@p.{}", 0.35, 0.65, kind="bar"), *texts("{p.#:~3}", 1.2)]
SHOWN = {"if": "@done"}
PULLS = [
    ZERO,
    *bars("@entropy_low.{}", "@entropy_high.{}", 0.2, 0.48, kind="bar", **SHOWN),
    *bars("@squares_low.{}", "@squares_high.{}", 0.52, 0.8, kind="outline", **SHOWN),
    {"text": "Guess below, then show.", "at": [1.5, 0.4], "kind": "mid", "if": "@hidden"},
]
KEPT = (
    "The percentage of cross-entropy's pull that squared error keeps, your guess, and the gap",
    "% of the pull that squared error keeps",
)
SPOKEN = {
    "logits": "The logit of each class as a bar; the right class is named",
    "softmax": "The probability of each class, by softmax",
    "pulls": "How strongly each loss pulls each logit, up or down",
}


def levels(*values) -> tuple:
    """Ticks at these values."""
    return tuple((value, str(value).replace("-", "\u2212")) for value in values)


PICTURES = (
    Picture(
        "logits", SPOKEN["logits"], X, Axis(-16, 13, "logits", marks=levels(-10, 0, 10)), Z_MARKS, (320, 104)
    ),
    Picture("softmax", SPOKEN["softmax"], X, Axis(0, 1.4, "softmax", marks=levels(0, 1)), P_MARKS, (320, 56)),
    Picture("pulls", SPOKEN["pulls"], X, Axis(-1.1, 1.1, "pull", marks=levels(-1, 0, 1)), PULLS, (320, 104)),
    guessed_percentage("kept", "guess", "@kept_now", *KEPT),
)
CAPTION = "Losses (half the squared error), and pulls on the right class"
ROWS = {  # loss: its name
    "entropy": "cross-entropy",
    "squares": "squared error",
}


class LogitSlider(Control):
    """Three logits to drag: their softmax, cross-entropy and squared error, how both pull at each logit."""

    maker, title = "logit_slider", "Which loss still pulls?"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    program, formulas = (pulls.values,), {"losses": pulls.losses}
    read = ("p", "entropy", "squares", "gradient_entropy", "gradient_squares", "kept")
    spoken = ("compared", "verdict")

    def body(self) -> str:
        show = markup.button("play", "Show the pulls", kind="dlc-main")
        legend = markup.legend(("bar", "cross-entropy"), ("outline", "squared error"))
        drawn = "".join(self.picture(name) for name in ("logits", "softmax", "pulls"))
        losses = [(name, f"loss, {text}", None, "") for name, text in ROWS.items()]
        told = [(f"{name}_told", f"pull, {text}", None, "") for name, text in ROWS.items()]
        return f"""<div class="dlc-pair"><div>{drawn}{legend}
{self.picture("kept")}</div>
<div><p class="dlc-result">{self.told("compared", tag="b")}</p>
{markup.bar("Run", show, self.number("guess", "Guess, %"), self.select("right", "right"))}
{markup.bar("Logits", *(self.number(f"z{k}", name) for k, name in enumerate(NAMES)))}
<p>{self.told("verdict")}</p>
{self.steps_table(CAPTION, {"": [*losses, *told]}, 4)}</div></div>"""


logit_slider = live(LogitSlider)
