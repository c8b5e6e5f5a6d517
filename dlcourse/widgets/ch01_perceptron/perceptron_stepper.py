"""Chapter 1: the perceptron, sample by sample: samples to drag, the next one to choose, an end to guess.

Its samples and its run are in `runs.py`; here are its state, its pictures and its table.
"""

from dlcourse.widgets.ch01_perceptron import runs
from dlcourse.widgets.ch01_perceptron.runs import GATES, HIGH, LOW, MOST, RULES, SAMPLES, SEEDS
from dlcourse.widgets.frame import (
    Axis,
    Control,
    Picture,
    choice,
    guessed,
    line_sign,
    live,
    markup,
    numbers,
    own_numbers,
    point_sign,
    whole,
)
from dlcourse.widgets.frame.samples import samples_table

PICKS = 60  # at most
RUN = ("data", "seed", "rule")  # after a change of these the run starts anew
DATA = {g: g for g in GATES} | {"cloud": "cloud, by seed", "own": "your own"}
FIELDS = (
    choice("data", "AND", DATA, spoken="samples"),
    whole("seed", 7, 0, SEEDS - 1, spoken="seed of the cloud", asks={"data": "cloud"}),
    choice("rule", "right", {name: rule[3] for name, rule in RULES.items()}, spoken="rule of learning"),
    own_numbers("data", LOW, HIGH, "your own samples", lengths=(12, 3 * SAMPLES)),
    numbers(
        "picks",
        (),
        0,
        SAMPLES - 1,
        lengths=range(PICKS + 1),
        spoken="samples in the order shown",
        whole=True,
        anew=RUN,
    ),
    whole("step", 0, 0, MOST, spoken="step", anew=RUN),
    whole(
        "guess",
        None,
        0,
        MOST,
        spoken=f"your guess of the number of updates, {MOST} for never",
        anew=RUN,
        waits=5,
    ),
    markup.SPEED,
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
BEFORE = {
    "line": ["@u.0", "@u.1", "@ub"],
    "along": 0.25,
    "name": "before",
    "if": "@moved",
    "kind": "zero-line",
}
PLANE = [
    BEFORE | WITHIN,
    {"line": ["@w.0", "@w.1", "@b"], "kind": "half", "along": 0.7, "name": "1"} | WITHIN,
    {"path": ["@next", "@flag"], "kind": "zero-line"},
    {"text": "next", "at": "@flag_text"},
    {"dot": "@at", "r": 11, "kind": "outline"},
    {"dot": "@at", "r": 15, "kind": "outline", "if": "@wrong_one"},
    {"points": "@points", "targets": "@classes", "names": "@names"},
]
WEIGHTS = [
    {"cross": [0, 0], "kind": "thin"},
    {"arrow": [[0, 0], "@u"], "kind": "zero-line", "if": "@moved"},
    {"arrow": [[0, 0], "@w"], "kind": "half"},
    {"arrow": ["@u", "@w"], "kind": "added", "if": "@moved"},
]
HELD = {"across": 300, "plus": 1, "never": MOST}  # the guess
COUNT = [
    {"course": "@counted", "top": MOST + 1},
    *guessed("guess", "@found", (1, MOST + 1), MOST + 1, drawn="@said", **HELD),
]
COUNTED = tuple((n + 1, str(n)) for n in (0, 1, 10, 100))  # ticks: 0 has no place on a logarithmic axis
SHOWN = Axis(1, MOST + 1, "samples shown", True, (*COUNTED, (MOST + 1, str(MOST))))
# without the 1, and x₂ without its lowest: on a phone they would touch what stands in the corner
UPDATES = Axis(1, MOST + 1, "updates", True, (COUNTED[0], *COUNTED[2:], (MOST + 1, "never")))
X1 = Axis(LOW, HIGH, "x₁, drag the samples")
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
    *(point_sign("zero", "class 0"), point_sign("one", "class 1")),
    *(line_sign("half", "now: the line, its side of answer 1, and w"), line_sign("zero-line", "before")),
    line_sign("added", "what the sample adds to w"),
)


class PerceptronStepper(Control):
    """The perceptron's rule, sample by sample: drag the samples, choose the next one, guess.

    own: x1, x2, y of each of 4 or 8. picks: counted from 0; then the samples come in turn.
    """

    maker, title = "perceptron_stepper", "The perceptron's rule"
    fields, pictures, tasks = FIELDS, PICTURES, TASKS
    program = (runs.setting, runs.first, runs.following, runs.is_over, runs.values, runs.picked, runs.flag_of)
    formulas, read, spoken = {"present": runs.present}, ("w", "b", "updates", "epochs"), ("verdict", "counts")
    constants = {"most": MOST, "picks": PICKS, "samples": SAMPLES}

    def head(self) -> str:
        return markup.bar("What is learned", self.select("data", "Learn"), self.number("seed", "seed"))

    def body(self) -> str:
        drawn = "".join(map(self.picture, SPOKEN))
        never = markup.setter("never", {"guess": MOST}, self.state)
        return f"""<div class="dlc-three">{drawn}</div>
<p class="dlc-result dlc-two-lines">{self.told("counts", tag="b")}{self.told("verdict")}</p>
{self.stepper("Training", "Train", "Next")}
<div class="dlc-say dlc-live">{self.guess("guess")} {never}</div>
<div class="dlc-pair">{samples_table(self, SAMPLES, LOW, HIGH, ("z → answer", "show"), self.answer)}
<div>{LEGEND}{markup.bar("Rule", self.select("rule", "rule"))}</div></div>"""

    def answer(self, j: int) -> list[str]:
        """The answer to sample j, and a button that shows it next."""
        pick = markup.button("pick", "next", str(j), spoken=f"next: sample {j + 1}")
        return [self.told(f"answer.{j}", tag="td"), pick]


perceptron_stepper = live(PerceptronStepper)
