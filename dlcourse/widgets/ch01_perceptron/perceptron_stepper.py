"""Chapter 1: the perceptron, sample by sample: samples to drag, the next one to choose, an end to guess.

Its samples and its run are in `runs.py`, its pictures in `pictures.py`; here are its state and its numbers.
"""

import numpy as np

from dlcourse.widgets.ch01_perceptron.pictures import LEGEND, PICTURES, samples_table
from dlcourse.widgets.ch01_perceptron.runs import (
    GATES,
    HIGH,
    KERNELS,
    LOW,
    MOST,
    RULES,
    SAMPLES,
    SEEDS,
    clouds,
    run_of,
    samples_of,
    tables,
)
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.control import Control
from dlcourse.widgets.frame.live import live
from dlcourse.widgets.frame.state import choice, numbers, whole

PICKS, FLAG = 60, 0.45  # at most; how far the flag of the next sample stands from it
FIELDS = (
    choice(
        "data",
        "AND",
        {g: g for g in GATES} | {"cloud": "cloud, by seed", "own": "your own"},
        spoken="samples",
    ),
    whole("seed", 7, 0, SEEDS - 1, spoken="seed of the cloud"),
    choice("rule", "right", {name: rule[3] for name, rule in RULES.items()}, spoken="rule of learning"),
    numbers("own", (), LOW, HIGH, lengths=(0, 12, 3 * SAMPLES), spoken="your own samples"),
    numbers("picks", (), 0, SAMPLES - 1, lengths=range(PICKS + 1), spoken="samples in the order shown"),
    whole("step", 0, 0, MOST, spoken="step"),
    whole("guess", None, 0, MOST, spoken=f"your guess of the number of updates, {MOST} for never"),
    markup.SPEED,
)
SENTENCES = {
    "start": "Nothing has been shown: w = 0 and b = 0, so every answer is h(0) = 0.",
    "missed": "{name} is of class {class:0} but gets {answer:0} (z = {z}): a mistake. ",
    "answered": "{name} gets {answer:0}, its class (z = {z}). ",
    "moves": "w = ({u.0}, {u.1}) + ({dw.0}, {dw.1}) = ({w.0}, {w.1}), b goes from {ub} to {b}.",
    "stays": "Nothing changes.",
    "over": " An epoch without a mistake: it has ended.",
    "circles": " The weights of step {once.0} came back at step {once.1}: it goes in circles and never ends.",
    "endless": " No end so far.",
    "right": "{z:2} → {answer:0}",
    "wrong": "{z:2} → {answer:0} ✗",
    "guess_ask": "updates until it ends? Drag the mark, type, or say",
    "guess_wait": "updates, you say. Train, and compare.",
    "guess_right": "updates: right.",
    "guess_low": "updates, you said; it took {found}, {gap} more.",
    "guess_high": "updates, you said; it took {found}, {gap} fewer.",
    "never_wait": "You say never. Train, and compare.",
    "never_right": "You said never: right.",
    "never_ends": "You said never; it ended after {updates:0} updates.",
    "never_found": "updates, you said; but it never ends.",
}
TASKS = [
    ({"step": 3}, "The first mistake.", "11 comes next, and so far every answer is 0. How will the line lie "
     "afterwards, and how many updates will AND take? Guess, then go on."),
    ({"data": "XOR"}, "Learning XOR.", "When does it end? Guess, train, and read what the weights do from "
     "step 8 on."),
    ({"data": "cloud", "step": MOST}, "Eight samples, learned.", "Drag one towards the line: how does the "
     "number of updates change? Drag it across: is there still an end?"),
]  # fmt: skip


class PerceptronStepper(Control):
    """The control as an object; `perceptron_stepper` makes one."""

    maker, title = "perceptron_stepper", "The perceptron's rule"
    scripts = ("training", "perceptron_stepper")
    fields, sentences = FIELDS, SENTENCES
    read = ("w", "b", "updates", "epochs")

    def __init__(self, **given):
        super().__init__(**given)
        if (self.state["data"] == "own") != bool(self.state["own"]):
            raise ValueError(
                f"perceptron_stepper: expected own samples with data='own' alone, got data="
                f"{self.state['data']!r} and {len(self.state['own'])} numbers; give both, or neither"
            )

    @staticmethod
    def formulas() -> dict:
        return KERNELS()

    @property
    def constants(self):
        return {"tables": tables(), "clouds": clouds(), "rules": {n: r[:3] for n, r in RULES.items()}} | {
            "most": MOST, "picks": PICKS, "flag": FLAG, "high": HIGH
        }  # fmt: skip

    def numbers(self) -> dict:
        samples, run, state = samples_of(self.state), run_of(self.state), self.state
        n, m = run[-1] | {"m": len(samples)}, len(samples)
        n |= {"w": np.ravel(n["w"]).tolist(), "b": float(n["b"]), "epochs": -(-n["k"] // m)}
        n |= {"points": [s["x"] for s in samples], "classes": [s["y"] for s in samples]}
        n |= {"names": [s["name"] for s in samples], "counted": [place["updates"] + 1 for place in run]}
        if state["guess"] is not None:
            n["said"] = state["guess"] + 1
            n["found"] = n["updates"] + 1 if n["over"] else MOST + 1 if n["once"] or n["k"] == MOST else None
        n["largest"] = 1.05 * max(np.abs(place["w"]).max() for place in run)
        n["moved"] = True if n.get("change") else None
        i = int(state["picks"][n["k"]]) % m if n["k"] < len(state["picks"]) else (n["i"] + 1) % m
        x1, x2 = samples[i]["x"]
        up = -FLAG if x2 + FLAG > HIGH else FLAG
        n |= {"next": [x1, x2], "flag": [x1, x2 + up], "flag_text": [x1 + 0.17, x2 + up]}
        n |= dict.fromkeys(("next", "flag", "flag_text")) if n["over"] or n["k"] == MOST else {}
        if n["i"] >= 0:
            shown = samples[n["i"]]
            n |= {"at": shown["x"], "name": shown["name"], "class": shown["y"]}
            n["wrong_one"] = True if n["mistake"] else None
        answers = [self.kernels["present"](**s | {**n, **dict.fromkeys("pqr", 0)} | s) for s in samples]
        n["answers"] = answers
        return n | {"wrong": sum(bool(a["mistake"]) for a in answers)}

    def head(self) -> str:
        return markup.bar("What is learned", self.select("data", "Learn"), self.number("seed", "seed"))

    def body(self) -> str:
        n = self.values
        told = "".join(markup.fill(SENTENCES[key], n) for key in verdict_of(n))
        counts = self.output(
            "counts", "epoch {epochs:0}, updates: {updates:0}, wrong: {wrong:0} of {m:0}", tag="b"
        )
        drawn = "".join(self.figure(*given, **{"size": (210, 210)} | size) for *given, size in PICTURES)
        never = markup.setter("never", {"guess": MOST}, self.state)
        return f"""<div class="dlc-samples">{drawn}</div>
<p class="dlc-result dlc-told">{counts}<span data-output="verdict">{told}</span></p>
{self.stepper("Training", "Train", "Next")}
<div class="dlc-say dlc-live">{self.guess("guess")} {never}</div>
<div class="dlc-pair">{samples_table(n, SENTENCES)}
<div>{LEGEND}{markup.bar("Rule", self.select("rule", "rule"))}</div></div>
{markup.tasks(self.name, TASKS)}"""


def verdict_of(n: dict) -> list[str]:
    """The keys of what is said of a place."""
    if n["k"] == 0:
        return ["start"]
    end = "over" if n["over"] else "circles" if n["once"] else "endless" if n["k"] == MOST else None
    said = ["missed" if n["mistake"] else "answered", "moves" if n["change"] else "stays", end]
    return [key for key in said if key]


def perceptron_stepper(**state):
    """The perceptron's rule, sample by sample, in the page: drag the samples, choose the next one, guess.

    state: any of data ("AND", "OR", "NAND", "XOR", "cloud", "own"), seed (of the cloud), rule ("right", or a
    slip: "sign", "bias", "always"), own (x1, x2, y of each of 4 or 8), picks (samples shown
    first, counted from 0; then they come in turn), step (samples shown), guess (updates until it ends).
    """
    return live(PerceptronStepper(**state))
