"""Chapter 0: wrong answers. What counts are those whose derivatives the judges of the exercises refuse."""

import copy
import re
import warnings

import numpy as np
import pytest
from house import PARTIAL, ROOT

from dlcourse.checks.bank import exercises
from dlcourse.checks.draws import rng_for
from dlcourse.checks.freezing import thaw
from dlcourse.checks.results import by_name
from dlcourse.checks.visible import frozen_folder
from dlcourse.experiments import ch00_wrong_answers as bank

ALL = {
    f"{folder.name}/{one.name}": one
    for folder in sorted((ROOT / "solutions").glob("[0-9]*"))
    if folder.name not in PARTIAL  # those are not released yet
    for one in exercises(folder)
}
DERIVATIVE = re.compile(
    r"d(?:[A-Za-z]\d?(?:\[\d\])?|z_[ifgo]|centers|sigma|alpha|beta|gamma|mean|variance|mu|y_hat)|d[fg]_d\w+|[wW]\d?_new"
)
SHORTENS = {
    "20_backends_precision_and_speed/lookup_layer",  # its gradient, so that quotients do not give it
    "17_regularization/proximal_descent",  # its gradient is that where many steps have led
}
SETTLED = {}  # what the judges say, found once


def named(name, result, expected):
    """The results of an answer by name, of those that are derivatives or steps."""
    found, problem = by_name(result, expected, name)
    assert not problem, problem
    return {k: np.asarray(v, float) for k, v in found.items() if DERIVATIVE.fullmatch(k)}


def derivatives_among_results():
    """The exercises that return a derivative or a step, by what their judges call the results."""
    found = set()
    for folder in {name.split("/")[0] for name in ALL}:
        frozen = thaw((frozen_folder() / f"{folder}.json").read_bytes())  # no judge has to work for this
        for name, (_, cases) in frozen.items():
            if any(map(DERIVATIVE.fullmatch, getattr(cases[0].judge(), "results", {}))):
                found.add(f"{folder}/{name}")
    return found - SHORTENS


def wrong_by_their_judges():
    """(exercise, entry) of all wrong answers whose derivatives the judges, by complex steps, do not share."""
    if not SETTLED:
        for name in derivatives_among_results():
            one = ALL[name]
            every = list(one.module.draw(rng_for(one.name)))
            drawn = [inputs for inputs in every if not special(inputs)] or every
            for entry, edit in one.module.WRONG.items():
                function = one.function(edit.of(one.answer))
                SETTLED[name, entry] = any(differs(one, function, inputs) for inputs in drawn)
    return {key for key, wrong in SETTLED.items() if wrong}


def special(inputs):
    """Whole numbers are drawn to meet a kink, where there is no derivative; logits of hundreds overflow."""
    arrays = [v for v in inputs.values() if isinstance(v, np.ndarray)]
    whole = bool(arrays) and all((v == np.round(v)).all() for v in arrays)
    return whole or any(k == "z" and abs(np.concatenate(v, None)).max() > 300 for k, v in inputs.items())


def differs(one, function, inputs):
    right = one.module.judge(**inputs).results
    try:
        with warnings.catch_warnings():  # of a cost that overflows: its derivative may be right
            warnings.simplefilter("ignore")
            found = named(one.name, function(**copy.deepcopy(inputs)), right)
    except Exception:
        return True
    for name, got in found.items():
        # a step is looked at without the weights that it starts from
        start = inputs[name.removesuffix("_new")] if name.endswith("_new") else 0.0
        expected = np.asarray(right[name], float)
        if got.shape != expected.shape:
            return True
        if np.linalg.norm(got - expected) > 1e-6 * np.linalg.norm(expected - start):
            return True
    return False


@pytest.mark.slow
def test_the_answers_that_count_are_those_whose_derivatives_the_judges_refuse():
    mine = {(wrong.of.exercise, wrong.name) for wrong in bank.wrong_answers()}
    assert mine == wrong_by_their_judges()


def test_every_exercise_with_a_derivative_counts():
    assert {one.exercise for one in bank.PASSES} == derivatives_among_results()


def test_the_bank_is_the_one_of_the_exercises():
    for one in bank.PASSES:
        assert bank.bank(one) == ALL[one.exercise].module.WRONG
        assert bank.model_answer(one) == ALL[one.exercise].answer
