"""Chapter 0: gradient checks. The wrong backward passes of the course's own exercises, ready to be checked.

An exercise's file lists wrong answers as edits of the model answer. Those of PASSES return derivatives, or
take a step from which one can be read; what each of them claims can be compared with difference quotients.
"""

import ast
import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from dlcourse.answers import Edit, cells_of, edits
from dlcourse.experiments import (
    ch01_passes,
    ch02_passes,
    ch03_passes,
    ch04_passes,
    ch05_passes,
    ch06_passes,
    ch07_passes,
    ch14_passes,
    ch15_passes,
    ch16_passes,
    ch20_passes,
)
from dlcourse.experiments.ch00_passes import Pass, sigmoid

SOLUTIONS = Path(__file__).parents[2] / "solutions"
DIFFER = 1e-6  # relative: a claim that is closer to the model answer's is not wrong
CHAPTERS = (
    ch01_passes,
    ch02_passes,
    ch03_passes,
    ch04_passes,
    ch05_passes,
    ch06_passes,
    ch07_passes,
    ch14_passes,
    ch15_passes,
    ch16_passes,
    ch20_passes,
)
PASSES = tuple(one for chapter in CHAPTERS for one in chapter.PASSES)


@dataclass(frozen=True)
class WrongAnswer:
    """A wrong answer: its pass, its name in the bank, the sentence that names the mistake, its code."""

    of: Pass
    name: str
    told: str
    source: str


@cache
def model_answer(one: Pass) -> str:
    """The model answer of an exercise, from its assignment's text."""
    folder = one.exercise.split("/")[0]
    return cells_of((SOLUTIONS / folder / f"{folder}.md").read_text(encoding="utf-8"))[one.name][1]


@cache
def bank(one: Pass) -> dict[str, Edit]:
    """All wrong answers of an exercise, as edits: the table that its file calls WRONG."""
    tree = ast.parse((SOLUTIONS / f"{one.exercise}.py").read_text(encoding="utf-8"))
    (table,) = [
        node.value.args[0].value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "WRONG"
    ]
    return edits(table)


@cache
def compiled(source: str):
    """The code of an answer: each is run at many points."""
    return compile(source, "<answer>", "exec")


def claimed(one: Pass, source: str, inputs: dict) -> list[np.ndarray]:
    """What an answer says that the derivatives are. Whatever goes wrong in it is raised."""
    names = {"np": np, "sigmoid": sigmoid} | one.names
    exec(compiled(source), names)
    # A copy: some wrong answers write into their inputs.
    results = names[one.name](**copy.deepcopy(inputs))
    return [np.asarray(claim, float) for claim in one.claims(inputs, results)]


def is_wrong(one: Pass, source: str, n_draws: int = 20) -> bool:
    """Whether the claims of an answer differ from those of the model answer, at one of some normal draws."""
    rng = np.random.default_rng(0)
    for _ in range(n_draws):
        inputs = one.draw(lambda shape: rng.normal(size=shape), *one.sizes)
        right = claimed(one, model_answer(one), inputs)
        try:
            with np.errstate(all="ignore"):  # of a cost that is NaN: its derivative is what is looked at
                found = claimed(one, source, inputs)
        except Exception:  # of an answer that fits the shapes of other sizes only
            return True
        for a, b in zip(found, right, strict=True):
            if a.shape != b.shape or np.linalg.norm(a - b) > DIFFER * np.linalg.norm(b):
                return True
    return False


@cache
def wrong_answers() -> tuple[WrongAnswer, ...]:
    """All entries of the bank that count: they claim derivatives, and at random points not the right ones.

    So these do not count: an entry of which other results are wrong, one that is off by rounding alone, one
    that differs only at a kink, where there is no derivative, or only where numbers overflow. An entry of an
    exercise with several passes counts once, in the first that it spoils.
    """
    found = {}
    for one in PASSES:
        for name, edit in bank(one).items():
            source = edit.of(model_answer(one))
            if (one.exercise, name) not in found and is_wrong(one, source):
                found[one.exercise, name] = WrongAnswer(one, name, edit.says or edit.cause, source)
    return tuple(found.values())
