"""Chapter 9: a sheet to fold: creases to drag, a drawing on what is folded, its copies to guess and to see.

Its folds are in `folds.py`; here are its state, its pictures and its table.
"""

from dlcourse.widgets.ch09_folding_paper import folds
from dlcourse.widgets.ch09_folding_paper.folds import MOST, SHEET, SIZE
from dlcourse.widgets.frame import Axis, Control, Picture, fields, guessed, live, markup

TURNS, SHIFTS = ("a1", "a2", "a3", "a4"), ("d1", "d2", "d3", "d4")
START = {"a1": 0.0, "a2": 90.0, "a3": -45.0, "a4": -67.5} | dict.fromkeys(SHIFTS, 0.0)
FLAG = (0.55, 0.1, 0.55, 0.45, 0.8, 0.35, 0.55, 0.25)  # a pole and a pennant: no image of itself
POINTS, FAR, GUESSES = 40, 1.4, 20  # of a stroke; a distance; copies
ASKED = ("folds", *TURNS, *SHIFTS, "stroke")
STROKE = {"spoken": "x, y of what is drawn, the dot first", "lengths": range(2, 2 * POINTS + 1, 2)}
GUESS = {"spoken": "your guess of the number of copies", "anew": ASKED, "waits": 6}
ANGLE, DISTANCE = "angle of fold {}, in degrees", "distance of crease {} from the middle"
FIELDS = (
    fields.choice("folds", "3", {k: k for k in range(MOST + 1)}, spoken="number of folds"),
    fields.whole("folded", 3, 0, MOST, spoken="folds that are made now"),
    *(fields.number(a, START[a], -180, 180, step=1, spoken=ANGLE.format(a[1])) for a in TURNS),
    *(fields.number(d, 0.0, 0, FAR, step=0.05, spoken=DISTANCE.format(d[1])) for d in SHIFTS),
    fields.numbers("stroke", FLAG, -SIZE, SIZE, **STROKE),
    fields.whole("guess", None, 0, GUESSES, **GUESS),
    fields.SPEED,
)


def sheet(turns, shifts, stroke) -> dict:
    """The part of a state that a name stands for; creases that are not given are as at first."""
    given = dict(zip(TURNS, map(float, turns), strict=False)) | dict(zip(SHIFTS, shifts, strict=False))
    return START | given | {"folds": str(len(turns)), "stroke": list(stroke)}


SMALL = (0.15, 0.1, 0.15, 0.4, 0.38, 0.32, 0.15, 0.25)
NARROW = (0.03, -0.3, 0.03, 0.3, 0.11, 0.15, 0.03, 0.0)
NAMED = {
    "three through the middle": sheet((0, 90, -45), (), FLAG),
    "the chapter's network": sheet((0, 90, 180, -90), (0.0, 0.0, 0.5, 0.5), SMALL),
    "tent after tent": sheet((0, 180, 180, 180), (0.0, 0.5, 0.25, 0.125), NARROW),
    "two corners": sheet((45, -135), (0.6, 0.6), (0.0, 0.0)),
}
NETWORK, CORNERS = ({key: part for key, part in NAMED[name].items() if START.get(key) != part}
                    for name in ("the chapter's network", "two corners"))  # fmt: skip
TASKS = [
    ({"folded": MOST} | NETWORK, "The chapter's network.", "Its two layers fold twice each: here come these "
     "four folds one by one. Say how many flags there will be, and unfold. And with a fifth fold?"),
    ({"stroke": [0.4, 0.4]}, "A dot on a crease.", "Why not 8? Unfold and count, then draw a line from the "
     "dot: what does the crease do to it?"),
    ({"folded": 2} | CORNERS, "Two corners.", "Two folds, and yet not 4. Unfold; then drag the dot: where "
     "are there two copies, where one? Move a crease to make four."),
]  # fmt: skip
WITHIN = [-SIZE, SIZE]
PAPER = [
    {"path": [*SHEET, SHEET[0]], "kind": "zero-line"},
    *({"path": f"@outlines.{k}", "kind": "paper"} for k in range(2**MOST)),
    {"line": "@crease", "within": WITHIN, "kind": "unit1", "along": "@along", "name": "@crease_name"},
    {"pieces": "@ink", "kind": "ink"},
    *({"dot": f"@dots.{k}", "kind": "now", "r": 4} for k in range(2**MOST)),
]
COUNT = [
    *guessed("guess", "@found", (0, MOST), "@folds", across=0.35, step=1),
    {"path": "@doubling", "kind": "curve"},
    {"dot": "@last", "kind": "now", "r": 4},
]
UNDONE = Axis(-0.1, MOST + 0.1, "folds undone", False, tuple((k, str(k)) for k in range(MOST + 1)))
COPIES = Axis(0, GUESSES, "copies of the dot", False, tuple((k, str(k)) for k in (0, 4, 8, 16)))
SPOKEN = "The sheet as it is folded now, with the next crease, and what is drawn on it"
AGAINST = "The number of copies against the folds undone, and your guess"
TOLD = "Press and drag on the paper to draw. Rings: the crease to move, its arrow to turn, the pen."
PICTURES = (
    Picture("paper", SPOKEN, Axis(*WITHIN), Axis(*WITHIN), PAPER, (340, 340), True, TOLD),
    Picture("count", AGAINST, UNDONE, COPIES, COUNT, (300, 90)),
)


class FoldingPaper(Control):
    """A sheet that is folded up to four times, drawn on, and unfolded: how many copies are there?

    a1 to a4: the way a flap goes, in degrees; d1 to d4: how far from the middle its crease is.
    """

    maker, title = "folding_paper", "Fold, draw, unfold"
    fields, pictures, tasks, named = FIELDS, PICTURES, TASKS, NAMED
    program = (folds.values, folds.landed, folds.covers)
    read, spoken = ("copies", "most", "pieces", "units", "images"), ("compared", "verdict")
    constants = {"seen": {"along": [folds.ALONG] * MOST}}

    def head(self) -> str:
        return markup.bar("The sheet", self.names("folds with a name"), self.select("folds", "folds"))

    def body(self) -> str:
        play, pace = self.player("Unfold", "until the sheet is flat")
        undo, redo = markup.button("undo", "Unfold one"), markup.button("redo", "Fold one")
        dot = [self.typed(f"stroke.{i}", *WITHIN, f"the dot, {xy}") for i, xy in enumerate("xy")]
        clear = markup.button("clear", "Rub out", spoken="Rub out all but the dot")
        columns = {"fold": lambda k: str(k + 1), "angle": lambda k: f"<td>{self.number(TURNS[k])}</td>"}
        columns |= {
            "distance": lambda k: f"<td>{self.number(SHIFTS[k])}</td>",
            "copies once undone": "copies",
        }
        return f"""<div class="dlc-pair"><div>
<p class="dlc-result dlc-two-lines"><b>{self.told("compared")}</b> {self.told("verdict")}</p>
{self.picture("paper")}</div>
<div>{markup.bar("Unfolding", play, undo, redo, pace, kind="dlc-tight")}
{markup.bar("Guess and dot", self.number("guess", "guess"), "dot", *dot, clear, kind="dlc-drawing")}
{self.rows("dlc-typed dlc-live dlc-folds", columns, range(MOST), some=True)}
<p>{self.told("network")}</p>
{self.picture("count")}</div></div>"""


folding_paper = live(FoldingPaper)
