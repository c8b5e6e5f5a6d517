"""Milestones as a reader's notebook: right answers run to the end, a wrong one to where it is told."""

import matplotlib.pyplot as plt
import pytest
from house import ROOT
from test_chapters import CELL, options_and_code

from dlcourse import checks
from dlcourse.experiments import ch07_milestone as milestone
from dlcourse.experiments import ch16_own_layer as own_layer

DIGITS, LAYER = "07c_milestone_digits", "16c_milestone_own_layer"
NEEDED = {
    DIGITS: {
        "04_losses": ["class_loss"],
        "07_training_an_mlp": ["forward_pass", "backward_pass", "train", "wrong_gradients"],
    },
    LAYER: {
        "04_losses": ["class_loss"],
        "07_training_an_mlp": ["train", "wrong_gradients"],
        "16_batch_normalization": ["batch_norm", "batch_norm_grad", "running_statistics"],
    },
}


def run(monkeypatch, page, changes=(), **others):
    """The names of the page's notebook after it has run on model answers, some exchanged for others.

    changes: pairs of texts, old and new, in the page's code.
    """
    text = (ROOT / "book" / f"{page}.md").read_text(encoding="utf-8")
    cells = [
        code for options, code in map(options_and_code, CELL.findall(text)) if "site-only" not in options
    ]
    for old, new in changes:
        assert any(old in code for code in cells)
        cells = [code.replace(old, new) for code in cells]
    answers = checks.own_answers(NEEDED[page], ROOT / "solutions")

    def own_answers(needed):
        assert needed == NEEDED[page]
        return [others.get(answer.__name__, answer) for answer in answers]

    monkeypatch.setattr(checks, "own_answers", own_answers)
    names = {}
    try:
        for code in cells:
            exec(code, names)
    finally:
        plt.close("all")
    return names


def idle(x, y, theta, slopes, lr, size, n_epochs, seed):
    return theta, [1.0] * n_epochs


def test_right_answers_read_the_digits(monkeypatch):
    names = run(monkeypatch, DIGITS)
    assert milestone.LOW < names["accuracy"] < milestone.HIGH


@pytest.mark.parametrize("wrong", milestone.WRONG.values(), ids=milestone.WRONG)
def test_a_wrong_backward_pass_stops_before_anything_is_trained(monkeypatch, wrong):
    with pytest.raises(AssertionError, match=r"gradients \[.*\] are wrong"):
        run(monkeypatch, DIGITS, backward_pass=wrong)


def test_an_accuracy_that_is_too_low_stops_it(monkeypatch):
    with pytest.raises(AssertionError, match="less than right functions read"):
        run(monkeypatch, DIGITS, train=idle)


def test_the_layer_reads_where_nothing_is_read_without_it(monkeypatch):
    ways = run(monkeypatch, LAYER)["ways"]
    assert ways[False][0] < 0.3 and own_layer.LOW < ways[True][0] < own_layer.HIGH
    assert own_layer.run(0)[""] == pytest.approx(ways[True][0], abs=0.02)


def test_a_layer_that_is_never_trained_stops_it(monkeypatch):
    with pytest.raises(AssertionError, match="less than right functions read"):
        run(monkeypatch, LAYER, train=idle)


def test_a_layer_without_running_statistics_stops_it(monkeypatch):
    def never(running_mean, running_variance, x, momentum, training):
        return running_mean, running_variance

    with pytest.raises(AssertionError, match="with the layer: less"):
        run(monkeypatch, LAYER, running_statistics=never)


BELOW_THE_LAST_MEAN = [0, 1, 2, 3, 6, 7, 8, 10, 11, 12]


@pytest.mark.parametrize("name", ["direct", "no_mean"])
def test_a_wrong_gradient_of_the_layer_is_told_before_anything_is_trained(monkeypatch, name):
    """Those above the last layer's mean stay right, as the page says."""
    with pytest.raises(AssertionError) as caught:
        run(monkeypatch, LAYER, batch_norm_grad=own_layer.WRONG[name])
    assert f"gradients {BELOW_THE_LAST_MEAN} are wrong" in str(caught.value)


def test_the_running_deviation_in_the_backward_pass_is_told(monkeypatch):
    deviation = "np.sqrt(z.var(axis=0) + EPS)"
    call = "backward(G, theta, h, trace, through)"
    changes = [(deviation, "np.sqrt(running[k][1] + EPS)"), (call, call.replace("trace", "trace, running"))]
    with pytest.raises(AssertionError) as caught:
        run(monkeypatch, LAYER, changes)
    assert f"gradients {BELOW_THE_LAST_MEAN} are wrong" in str(caught.value)
