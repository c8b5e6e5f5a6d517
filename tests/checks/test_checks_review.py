"""Which cause is told: one that explains every wrong number, and none by chance."""

import numpy as np
import pytest

from dlcourse.checks import Right
from dlcourse.checks.contradiction import contradicted
from dlcourse.checks.finding import Finding, either
from dlcourse.checks.review import compare

rng = np.random.default_rng(7)
x, G, h = rng.normal(size=(5, 3)), rng.normal(size=(5, 2)), rng.normal(size=(5, 2))
dW, db, dw = x.T @ G, G.sum(axis=0), h.T @ G
RIGHT = {"dW": dW, "db": db, "dw": dw}


def found(**got):
    right = Right(**RIGHT).knowing({"G": 1.5, "m": 5})
    right.if_instead("b is forgotten.", {"dW": 1.1 * dW, "db": db + 0.3}).slip(
        "dw", dw.T @ dw, "It is squared."
    )
    return compare(RIGHT | got, right, {}, "f")


def test_a_slip_that_changes_several_results_is_told_once():
    assert found(dW=1.1 * dW, db=db + 0.3).causes == {("slip", "b is forgotten."): "b is forgotten."}


def test_a_slip_in_one_result_is_told_for_that_one():
    finding = found(dw=dw.T @ dw)
    assert finding.message.startswith("It is squared.") and finding.wrong == ("dw",)
    assert finding.right == ("dW", "db")


def test_a_cause_that_explains_all_is_told_before_those_of_single_results():
    assert found(dW=-dW, db=-db).message.startswith("dW has the wrong sign")


def test_each_result_may_have_a_cause_of_its_own():
    assert found(dW=-dW, db=5 * db).message.startswith("dW has the wrong sign")


def test_a_cause_that_one_or_two_numbers_fit_by_chance_is_not_told_where_others_are_unexplained():
    by_chance = found(dW=np.cos(dW), db=db + 1.5)
    assert not by_chance.causes and by_chance.message.startswith("dW has the right shape")
    assert found(db=db + 1.5).message.startswith("db minus G would be right")


def test_of_three_numbers_or_more_a_cause_is_told_though_others_are_unexplained():
    assert found(dW=np.cos(dW), dw=-dw).message.startswith("dw has the wrong sign")


def test_a_slip_that_leads_to_a_zero_or_spoils_what_is_right_is_not_told_for_one_result():
    right = Right(n_paths=6, n_edges=12, n_ends=1).if_instead(
        "Ends are left out.", {"n_paths": 0, "n_edges": 0}
    )
    right.if_instead("Edges are counted twice.", {"n_edges": 24, "n_ends": 2})

    def told(**got):
        return compare({"n_paths": 6, "n_edges": 12, "n_ends": 1} | got, right, {}, "f").message

    assert "Ends are left out" in told(n_paths=0, n_edges=0)
    assert "Ends are left out" not in told(n_edges=0)
    assert "Ends are left out" not in told(n_paths=5, n_edges=0)
    assert "Edges are counted twice" not in told(n_edges=24)
    assert "Edges are counted twice" in told(n_edges=24, n_ends=2)
    assert "Edges are counted twice" in told(n_edges=24, n_ends=3)


def test_of_counts_a_slip_is_told_only_where_it_leads_to_every_result():
    slip = {"w": [2, 1], "n_updates": 3}
    right = Right(w=[1, 1], n_updates=5).of_counts().if_instead("The bias stays 0.", slip)

    def told(w, n_updates):
        return compare({"w": w, "n_updates": n_updates}, right, {}, "f").message

    assert told([2, 1], 3).startswith("The bias stays 0.")
    assert "bias" not in told([3, 1], 3) and "bias" not in told([2, 1], 4)


def test_a_slip_is_known_though_others_are_unexplained():
    assert found(dW=np.cos(dW), db=db + 0.3).message.startswith("b is forgotten.")


TERMS = {
    1: "z plus c would be right: that term is missing.",
    -1: "z minus c would be right: that term was added once too often.",
    2: "z plus twice c would be right: is c subtracted, and should be added?",
    -2: "z minus twice c would be right: is c added, and should be subtracted?",
}


@pytest.mark.parametrize("times", TERMS)
def test_a_missing_term_and_one_of_the_wrong_sign_are_two_causes(times):
    c = np.array([0.3, -0.7])
    finding = compare({"z": G - times * c}, Right(z=G), {"c": c}, "f")
    assert finding.message.startswith(TERMS[times])


def test_what_two_causes_have_in_common_is_said_once():
    sentences = "dw is 2 times too large. 2 is m.", "dw is 2 times too large. Is there a half?"
    assert either(sentences) == "dw is 2 times too large. 2 is m. Or: Is there a half?"
    assert either([]) == ""


def test_another_case_speaks_against_a_cause_that_does_not_explain_it():
    causes = {("slip", "A."): "A.", ("factor", "x"): "B.", "transposed": "C."}
    right = Right(y=1.0).slip("y", 2.0, "A.")
    a, b = ("slip", "A."), ("factor", "x")
    assert contradicted(causes, Finding({b: "B."}), right) == {a}
    assert contradicted(causes, Finding({}), right) == {a, b}  # no square matrix there, perhaps
    assert contradicted(causes, None, right) == {a, b}  # a right result has no slip
    assert contradicted(causes, Finding({("shape", "y"): "Another."}), right) == set()
    assert contradicted(causes, Finding({}), Right(y=1.0)) == {b}  # that slip does not fit its shapes
