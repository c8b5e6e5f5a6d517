"""Chapters 4 and 7: puzzles: type the gradient in one line; the control checks it at once, and draws it.

The puzzles are in `losses.py` and `gradients.py`; here are their state, their pictures and their places.
"""

from html import escape

from dlcourse.widgets.frame import Axis, Control, Picture, fields, live, markup
from dlcourse.widgets.one_line import compared, drawn, judge
from dlcourse.widgets.one_line.cases import PARTS, every
from dlcourse.widgets.one_line.cases import puzzles as declared

LONGEST = 120  # characters of a line
ALL = every()
FIRST = next(iter(ALL))
FIELDS = (
    fields.choice("puzzle", FIRST, {name: one["title"] for name, one in ALL.items()}, spoken="which puzzle"),
    *(fields.text(name, LONGEST, spoken=f"your line, {one['title']}") for name, one in ALL.items()),
    fields.number("at", 0, -1, 1, step=0.05, spoken="how far the entry has moved", anew=("puzzle",)),
)
TASKS = {
    "What to minimize": [
        (
            {"puzzle": "softmax", "softmax": "p - y"},
            "Almost.",
            "Which letter is missing? Look at the slope.",
        ),
        ({"puzzle": "huber", "huber": "r"}, "Too strong.", "Slide. Is the curve bent here, or straight?"),
        ({"puzzle": "mixture", "mixture": "m * p - r"}, "A shape too large.", "What brings it down to (k,)?"),
    ],
    "Gradients": [
        ({"puzzle": "bias", "bias": "G"}, "A shape too large.", "What brings it down to (k,)?"),
        ({"puzzle": "quadratic", "quadratic": "2 * W @ x"}, "From a book.", "For which W is it right?"),
        (
            {"puzzle": "shared", "shared": "h.T @ G"},
            "A term is missing.",
            "Which path is not walked back?",
        ),
    ],
}
TEXTS = [{"text": f"{{names.{k}}}", "at": f"@top.{k}", "kind": "unit"} for k in range(6)] + [
    {"text": f"{{sizes.{k}}}", "at": f"@bottom.{k}", "kind": "mid"} for k in range(6)
]
ARRAYS = [
    {"pieces": "@lines", "kind": "thin"},
    {"pieces": "@outlines", "kind": "array"},
    {"pieces": "@wanted_box", "kind": "half"},
    {"path": "@yours", "kind": "guess"},
    *TEXTS,
]
CURVE = [
    {"path": "@curve", "kind": "curve"},
    {"path": "@tangent", "kind": "guess"},
    {"text": "{slope_text}", "at": "@text_at"},
]
TOLD = "J as one entry moves, and the slope that your line gives, dashed. Drag the ring."
PICTURES = (
    Picture(
        "arrays",
        "The arrays as boxes to scale, with their shapes; the one that is wanted; dashed, yours",
        Axis(0, drawn.WIDE),
        Axis(0, drawn.HIGH),
        ARRAYS,
        (drawn.WIDE, drawn.HIGH),
        bare=True,
    ),
    Picture(
        "cost",
        "J as one entry moves, and the slope of your line",
        Axis("@x_low", "@x_high", "@along"),
        Axis("@low", "@high", "J"),
        CURVE,
        (304, 112),
        caption=TOLD,
    ),
)


class Puzzles(Control):
    """Puzzles of one line: the gradient is typed, checked at once, and drawn against the curve.

    puzzle: which one is shown, and with it which part of the course. The line of each has its name.
    """

    maker, title = "puzzles", "One line, please"
    fields, pictures = FIELDS, PICTURES
    program = (drawn.values, judge.judged, compared.puzzle_of)
    read, spoken = ("kind", "right", "solved"), ("verdict",)

    @property
    def part(self) -> str:
        """The part of the course whose puzzles can be chosen."""
        return declared()[self.state["puzzle"]]["part"]

    @property
    def tasks(self) -> list:
        return TASKS[self.part]

    def head(self) -> str:
        names = {name: f"{k}. {one['title']}" for k, (name, one) in enumerate(PARTS[self.part].items(), 1)}
        choice = fields.choice("puzzle", "", names, spoken="which puzzle")
        chosen = markup.select(choice, self.state["puzzle"], "")
        return markup.bar("Puzzle", chosen, markup.button("next", "Next", spoken="Next puzzle"))

    def body(self) -> str:
        shown = "".join(self.told(f"shown.{k}", tag="code") for k in range(4))
        line = markup.text_input(fields.text("line", LONGEST, spoken="your line"), self.shown("line"))
        wanted = f'<label class="dlc-line">{self.told("wanted", tag="code")} {line}</label>'
        slide = markup.button("play", "Slide", kind="dlc-main", spoken="Slide along the curve")
        return f"""<p class="dlc-instead">{self.told("title", tag="b")}</p>
<div class="dlc-pair"><div>
<p class="dlc-code">{shown}{self.told("given")}</p>
{self.picture("arrays")}
<div class="dlc-live">{wanted}</div>
<p class="dlc-two-lines">{self.told("verdict", tag="b")}</p></div>
<div>{self.picture("cost")}
{markup.bar("Along the curve", slide, self.number("at", "moved by"))}
<p>{self.told("count")}</p>
{folded("Hint", self.told("hint"))}
{folded("Answer", self.told("answer", tag="code") + " " + self.told("reason"))}
</div></div>
{self.instead()}"""

    def instead(self) -> str:
        """All puzzles of the part with their answers, for paper, and for a page without scripts."""
        rows = "".join(
            f"<li>{escape('; '.join([*one['shown'], one['given'].rstrip('.')]).rstrip('; '))}: "
            f"∂J/∂{one['of']} = <code>{escape(one['answer'])}</code>. "
            f"{escape(one['reason'])}</li>"
            for one in PARTS[self.part].values()
        )
        return f'<div class="dlc-instead"><ol>{rows}</ol></div>'


def folded(title: str, inside: str) -> str:
    """A part that one opens."""
    return f'<details class="dlc-live"><summary>{title}</summary><p>{inside}</p></details>'


puzzles = live(Puzzles)
