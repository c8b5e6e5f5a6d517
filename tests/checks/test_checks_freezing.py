"""What is written down in little leads to the same words as what it stands for."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from dlcourse.checks import Right, freezing
from dlcourse.checks.examine import Case, Task
from dlcourse.checks.freezing import alike, freeze, thaw
from dlcourse.checks.prints import Kind, Print, print_of

rng = np.random.default_rng(5)
A, B, SMALL = rng.normal(size=(3, 2)), rng.normal(size=(3, 2)), np.array([1.0, 1e-9])
VALUES = (
    A, A * (1 + 1e-14), -A, A.T, A[:, :1], A * (B > 0), 0 * A, B, B + 1e-6, B.astype(np.float32), SMALL,
    SMALL + [0, 1e-12], 1.5, 0.0, 3e-8, np.array([1, 2]), np.array([1.0, 2.0]), np.array([1.0, np.nan]),
    np.array([1.0, np.inf]), A > 0,
)  # fmt: skip


def near(one, other):
    return all(np.allclose(one[name], other[name]) for name in other)


@pytest.fixture
def frozen(monkeypatch):
    """A function that freezes cases, and gives the text."""

    def frozen(*cases):
        exercise = SimpleNamespace(name="f", task=lambda quiet: Task("f"), visible=lambda: cases)
        exercise.case = lambda inputs: next(case for case in cases if near(case.inputs, inputs))
        monkeypatch.setattr(freezing, "exercises", lambda folder: [exercise])
        return freeze("")

    return frozen


def judged(one):
    right = Right(y=A, n=np.array([1, 2]))
    for i, value in enumerate(VALUES):
        right.if_instead(f"{i}", {"y": value, "n": np.array([1, 2])})
    right.slip("n", np.array([2, 1]), "another order")
    return Case({"x": one}, lambda: right)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_slip_that_is_written_down_is_told_of_the_same_answers(frozen, dtype):
    case = judged(np.ones(1, dtype))
    ((_, (again,)),) = thaw(frozen(case)).values()
    slips, thawed = case.judge().slips, again.judge().slips
    for name, got in (
        *(("y", value) for value in VALUES),
        ("n", np.array([2, 1])),
        ("n", np.array([1.0, 2])),
    ):
        told = {slips[i].told for i in slips.leading_to(name, got, 1e-9)}
        assert {thawed[i].told for i in thawed.leading_to(name, got, 1e-9)} == told, got
    assert dtype is np.float32 or isinstance(thawed[2].results["y"], Print)
    assert any(slip.told == "another order" and list(slip.results) == ["n"] for slip in thawed)


def test_a_sentence_is_written_once_and_a_line_each(frozen):
    rights = [Right(y=x).slip("y", 2 * x, "twice").slip("y", x * x, "a power") for x in (2.5, 3.5)]
    rights[0].slip("y", 2.5**3, "a power")
    rights[1].kinds = lambda asked: [Kind("halved", (0.25,))]
    text = frozen(*(Case(one.results, lambda one=one: one) for one in rights)).decode()
    assert '["twice",[[5.0]],[[7.0]]]' in text.replace(",\n", "\n").split("\n")
    assert text.count("a power") == 1 and '["halved",[],[[0.25]]]' in text
    task, cases = thaw(text.encode())["f"]
    assert [[slip.told for slip in case.judge().slips] for case in cases] == [
        ["twice", "a power", "a power"],
        ["twice", "a power"],
    ]
    assert cases[1].judge().kinds(None) == [Kind("halved", (0.25,))] and not cases[0].judge().kinds(None)


def test_a_print_tells_results_apart_and_shows_none():
    right, scale = print_of(np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert abs(print_of(np.array([[1.0, 3.0], [2.0, 4.0]]))[0] - right) > 1e-3 * scale
    assert not Print((2,), 3.0).is_of(np.array([1.0, np.inf])) and not Print((2,), np.nan).is_of(A[0])


def test_frozen_checks_are_alike_whose_numbers_differ_in_the_last_digit():
    def text(number, *sentences):
        return json.dumps({"x": [number, 2], "slips": [[one, [0]] for one in sentences]}).encode()

    assert alike(text(0.3, "a", "b"), text(0.3 + 1e-16, "a", "b"))
    assert not alike(text(0.3, "a", "b"), text(0.3 + 1e-6, "a", "b"))
    assert not alike(text(0.3, "a", "b"), text(0.3, "b", "a"))
    assert not alike(b'{"x": 2}', b'{"x": 2.0}')


def test_what_a_wrong_answer_leads_to_may_differ_more_and_what_is_right_may_not():
    def text(right, wrong):
        return json.dumps({"cases": [{"y": right}], "changes": [["a", [[wrong, 2.0]]]]}).encode()

    assert alike(text(0.3, 0.7), text(0.3, 0.7 + 1e-8))
    assert not alike(text(0.3, 0.7), text(0.3 + 1e-8, 0.7))
    assert not alike(text(0.3, 0.7), text(0.3, 0.7 + 1e-5))


def test_what_a_slip_makes_of_rounding_may_have_a_print_on_one_machine_alone():
    def text(right, wrong):
        return json.dumps({"cases": [right], "slips": [["told", [wrong]]]}).encode()

    noise = {"is": {"array": [1.4e-48, 0.95, 1.0]}}
    assert alike(text(0.3, noise), text(0.3, 3.1))
    assert not alike(text(0.3, noise), text(noise, 0.3))
    assert not alike(text(0.3, 3.1), text(0.3, 3.2))
    for steady in ([1.0, 2.0], [float("nan"), 0.0], []):
        assert not alike(text(0.3, {"is": {"array": steady}}), text(0.3, 3.1))


def test_a_change_that_magnifies_last_digits_is_not_written_down(monkeypatch):
    """What 300 steps uphill make of a rounding would tell one processor's digits."""

    def case(inputs):
        right = Right(y=inputs["x"])
        off = (inputs["x"] - 0.1) * 1e12  # of a last digit, a number
        right.kinds = lambda sentences: (Kind("steady", (3.5,)), Kind("chaotic", (float(off[0]),)))
        return Case(inputs, lambda: right)

    shown = case({"x": np.array([0.1, 2.0])})
    exercise = SimpleNamespace(name="f", task=lambda quiet: Task("f"), visible=lambda: [shown], case=case)
    monkeypatch.setattr(freezing, "exercises", lambda folder: [exercise])
    assert [told for told, *_ in json.loads(freeze(""))["f"]["changes"]] == ["steady"]
