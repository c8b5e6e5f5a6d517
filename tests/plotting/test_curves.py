"""Learning curves."""

import pytest
from matplotlib import pyplot as plt

from dlcourse.plotting import plot_loss
from dlcourse.training import History


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_each_run_is_a_line_over_its_epochs():
    ax = plot_loss({"a": History(loss=[1.0, 0.5, 0.25]), "b": [3.0, 2.0]})
    assert [line.get_xydata().tolist() for line in ax.lines] == [
        [[1, 1.0], [2, 0.5], [3, 0.25]],
        [[1, 3.0], [2, 2.0]],
    ]
    assert ax.get_yscale() == "log"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]


def test_a_loss_of_zero_keeps_the_axis_linear():
    assert plot_loss({"a": [1.0, 0.0]}).get_yscale() == "linear"


def test_no_run_is_refused():
    with pytest.raises(ValueError, match="expected at least one run, got none; pass {label: history}"):
        plot_loss({})
