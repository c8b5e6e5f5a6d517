"""A milestone as a reader's notebook: right answers run to its end, a wrong one to where it is told."""

import matplotlib.pyplot as plt
import pytest
from house import ROOT
from test_chapters import CELL, options_and_code

from dlcourse import checks
from dlcourse.experiments import ch07_milestone as milestone

NEEDED = {
    "04_losses": ["class_loss"],
    "07_training_an_mlp": ["forward_pass", "backward_pass", "train", "wrong_gradients"],
}


def run(monkeypatch, **others):
    """The names of the page's notebook after it has run on model answers, some exchanged for others."""
    text = (ROOT / "book" / "07c_milestone_digits.md").read_text(encoding="utf-8")
    cells = [
        code for options, code in map(options_and_code, CELL.findall(text)) if "site-only" not in options
    ]
    answers = checks.own_answers(NEEDED, ROOT / "solutions")

    def own_answers(needed):
        assert needed == NEEDED
        return [others.get(answer.__name__, answer) for answer in answers]

    monkeypatch.setattr(checks, "own_answers", own_answers)
    names = {}
    for code in cells:
        exec(code, names)
    plt.close("all")
    return names


def test_right_answers_read_the_digits(monkeypatch):
    names = run(monkeypatch)
    assert milestone.LOW < names["accuracy"] < milestone.HIGH


@pytest.mark.parametrize("wrong", milestone.WRONG.values(), ids=milestone.WRONG)
def test_a_wrong_backward_pass_stops_before_anything_is_trained(monkeypatch, wrong):
    with pytest.raises(AssertionError, match=r"gradients \[.*\] are wrong"):
        run(monkeypatch, backward_pass=wrong)


def test_an_accuracy_that_is_too_low_stops_it(monkeypatch):
    def idle(x, y, theta, slopes, lr, size, n_epochs, seed):
        return theta, [1.0] * n_epochs

    with pytest.raises(AssertionError, match="less than right functions read"):
        run(monkeypatch, train=idle)
