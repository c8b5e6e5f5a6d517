"""Chapter 0: checkers. What is right passes every design; slips that a design must miss get through."""

import numpy as np
import pytest
from test_wrong_answers import ALL

from dlcourse.experiments import ch00_checkers as chapter
from dlcourse.experiments import ch00_wrong_answers as bank


@pytest.mark.parametrize("name", chapter.DESIGNS)
def test_every_design_accepts_what_is_right(name):
    for one in bank.PASSES:
        other = [edit.of(bank.model_answer(one)) for edit in ALL[one.exercise].get("RIGHT", {}).values()]
        assert all(chapter.accepts(chapter.DESIGNS[name], one, [bank.model_answer(one), *other], seed=3))


def told(name, seed=0):
    return {(wrong.of.name, wrong.told.split(":")[0]) for wrong in chapter.accepted(name, seed)}


@pytest.mark.slow
def test_what_hides_from_a_design_gets_through():
    signs = {
        w
        for w in bank.wrong_answers()
        if "wrong sign" in w.told
        and "have the wrong" not in w.told  # as two terms of three have
        and w.of.name not in ("chain_rule", "update")
    }
    transposes = {w for w in bank.wrong_answers() if w.told.endswith("is transposed") and "/" not in w.told}
    assert signs and signs <= set(chapter.accepted("lengths"))
    assert transposes and transposes <= {*chapter.accepted("lengths"), *chapter.accepted("one of each")}
    factors = {w for w in bank.wrong_answers() if w.of.name == "chain_rule" and "times x would be" in w.told}
    assert (
        factors and factors <= set(chapter.accepted("ones")) and factors <= set(chapter.accepted("ones", 7))
    )
    masks = {name for name, _ in told("positive")}
    # With kinks, which positive numbers do not meet.
    assert masks == {"xor_gradients", "prelu", "two_layer_grads"}


MORE = pytest.param((*range(2, 5), *range(202, 205)), marks=pytest.mark.slow)


@pytest.mark.parametrize("seeds", [(0, 1, 200, 201), MORE])
def test_random_numbers_of_prime_sizes_let_nothing_through(seeds):
    for seed in seeds:
        assert not chapter.accepted("random and prime", seed)


def test_the_relative_error_is_safe_at_zero_and_at_nan():
    zero, one = np.zeros(3), np.ones(3)
    assert chapter.relative_error(zero, zero) == 0 and chapter.relative_error(zero, one) == 1
    assert chapter.relative_error(one, np.full(3, np.nan)) == np.inf
    assert chapter.relative_error(one, np.ones((3, 1))) == np.inf
