"""Chapter 1: the perceptron, sample by sample: samples to drag, the next one to choose, an end to guess.

Its samples and its run are in `runs.py`; here are its state, its pictures and its table.
"""

from dlcourse.widgets.ch01_perceptron import runs
from dlcourse.widgets.ch01_perceptron.runs import CLOUDS, HIGH, LOW, MOST, RULES, SAMPLES, TABLES
from dlcourse.widgets.frame import Axis, Control, Picture, fields, guessed_course, live, markup, steps_axis
from dlcourse.widgets.frame.samples import SAMPLES_MARK, sample_fields, samples_table

PICKS = 60  # at most
RUN = ("data", "seed", "rule")  # after a change of these the run starts anew
SLIPS, LENGTHS = {name: rule[3] for name, rule in RULES.items()}, range(PICKS + 1)
NEVER = f"your guess of the number of updates, {MOST} for never"
FIELDS = (
    *sample_fields(TABLES, len(CLOUDS), LOW, HIGH, (12, 3 * SAMPLES)),
    fields.choice("rule", "right", SLIPS, spoken="rule of learning"),
    fields.wholes(
        "picks", (), 0, SAMPLES - 1, lengths=LENGTHS, spoken="samples in the order shown", anew=RUN
    ),
    *fields.run(MOST, RUN),
    fields.whole("guess", None, 0, MOST, spoken=NEVER, anew=RUN, waits=5),
)
TASKS = [
    ({"step": 3}, "The first mistake.", "11 comes next, and so far every answer is 0. How will the line lie "
     "afterwards, and how many updates will AND take? Guess, then go on."),
    ({"data": "XOR"}, "Learning XOR.", "When does it end? Guess, train, and read what the weights do from "
     "step 8 on."),
    ({"data": "cloud", "step": MOST}, "Eight samples, learned.", "Drag one towards the line: how does the "
     "number of updates change? Drag it across: is there still an end?"),
]  # fmt: skip
WITHIN = {"within": [LOW, HIGH]}
PLANE = [
    {"line": "@before", "kind": "zero-line", "along": 0.25, "name": "before", "if": "@moved"} | WITHIN,
    {"line": ["@w.0", "@w.1", "@b"], "kind": "half", "along": 0.7, "name": "1"} | WITHIN,
    {"path": ["@next", "@flag"], "kind": "zero-line"},
    {"text": "\N{EM SPACE}next", "at": "@flag", "if": "@next"},
    {"dot": "@at", "r": 11, "kind": "outline"},
    {"dot": "@at", "r": 15, "kind": "outline", "if": "@wrong_one"},
    SAMPLES_MARK,
]
WEIGHTS = [
    {"cross": [0, 0], "kind": "thin"},
    {"arrow": [[0, 0], "@u"], "kind": "zero-line", "if": "@moved"},
    {"arrow": [[0, 0], "@w"], "kind": "half"},
    {"arrow": ["@u", "@w"], "kind": "added", "if": "@moved"},
]
HELD = {"across": 300, "plus": 1, "never": MOST}  # the guess
COUNT = guessed_course("@counted", MOST, MOST + 1, "guess", "@found", drawn="@said", **HELD)
SHOWN, UPDATES = steps_axis(MOST, "samples shown"), steps_axis(MOST, "updates", "never")
X1 = Axis(LOW, HIGH, "x₁, drag the samples")
# without its lowest number, which on a phone would touch what stands in the corner
X2 = Axis(LOW, HIGH, "x₂", False, tuple((v, str(v)) for v in range(LOW + 1, HIGH + 1)))
W1, W2 = Axis("@low", "@high", "w₁, the weights"), Axis("@low", "@high", "w₂")
SPOKEN = {
    "x": "The samples, the line before and after the last one, and an arrow to the side of answer 1",
    "w": "The weights as an arrow, before and after, and what the last sample has added to them",
    "count": "The number of updates against the samples shown, and your guess",
}
PICTURES = (
    Picture("x", SPOKEN["x"], X1, X2, PLANE, (210, 210)),
    Picture("w", SPOKEN["w"], W1, W2, WEIGHTS, (210, 210)),
    Picture("count", SPOKEN["count"], SHOWN, UPDATES, COUNT, (330, 120)),
)
LEGEND = markup.legend(
    *(("zero", "class 0"), ("one", "class 1"), ("half", "now: the line, its side of answer 1, and w")),
    *(("zero-line", "before"), ("added", "what the sample adds to w")),
)


class PerceptronStepper(Control):
    """The perceptron's rule, sample by sample: drag the samples, choose the next one, guess.

    own: x1, x2, y of each of 4 or 8. picks: counted from 0; then the samples come in turn.
    """

    maker, title = "perceptron_stepper", "The perceptron's rule"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    program = (runs.setting, runs.first, runs.following, runs.is_over, runs.values)
    formulas, read, spoken = {"present": runs.present}, ("w", "b", "updates", "epochs"), ("verdict", "counts")

    def head(self) -> str:
        return markup.bar("What is learned", self.select("data", "Learn"), self.number("seed", "seed"))

    def body(self) -> str:
        drawn = "".join(map(self.picture, SPOKEN))
        further = {"z → answer": "answer", "show": self.chooser}
        never = markup.setter("never", {"guess": MOST}, self.state)
        return f"""<div class="dlc-three">{drawn}</div>
<p class="dlc-result dlc-two-lines">{self.told("counts", tag="b")}{self.told("verdict")}</p>
{self.stepper("Training", "Train", "Next")}
<div class="dlc-say dlc-live">{self.guess("guess")} {never}</div>
<div class="dlc-pair">{samples_table(self, SAMPLES, LOW, HIGH, further)}
<div>{LEGEND}{markup.bar("Rule", self.select("rule", "rule"))}</div></div>"""

    def chooser(self, j: int) -> str:
        """A button that shows sample j next."""
        return markup.button("pick", "next", str(j), spoken=f"next: sample {j + 1}")


perceptron_stepper = live(PerceptronStepper)
