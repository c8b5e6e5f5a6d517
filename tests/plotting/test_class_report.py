"""The class report's figures: bars as long as the counts, every message told in full or cut with a sign."""

import matplotlib.pyplot as plt
import pytest

from dlcourse.grading.books.statistics import Question
from dlcourse.plotting.class_report import N_MESSAGES, plot_messages, plot_questions
from dlcourse.plotting.placing import problems
from dlcourse.plotting.style import use_style

SAID = (("Row 2 costs $4, not $5: along which axis did you add them up, and why? " * 3, 7), ("no f", 2))
MISTAKES = [
    ("The sign is wrong.", 9, ("backward_hidden",)),
    (SAID[0][0], 7, ("forward", "backward_hidden")),
    ("no f", 2, ("forward",)),
]
FOUND = [
    Question("linear_and_logistic_fit_hidden", 3, 20, 0.7, 10, 6, 4, 0, SAID),
    Question("backward_hidden", 5, 20, 0.4, 5, 3, 12, 0, (("The sign is wrong.", 9),)),
]


@pytest.fixture(autouse=True)
def _styled():
    with plt.rc_context():
        use_style()
        yield
    plt.close("all")


def test_bars_are_as_long_as_the_counts_and_stand_beside_each_other():
    (ax,) = plot_questions(FOUND).axes
    spans = [[(bar.get_x(), bar.get_width()) for bar in group] for group in ax.containers]
    assert spans == [[(0, 10), (0, 5)], [(10, 6), (5, 3)], [(16, 4), (8, 12)]]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [
        "linear_and_logistic_fit_hidden",
        "backward_hidden",
    ]


def test_the_most_common_messages_come_first():
    (ax,) = plot_messages(MISTAKES).axes
    assert [bar.get_width() for bar in ax.containers[0]] == [9, 7, 2]
    texts = [tick.get_text() for tick in ax.get_yticklabels()]
    assert texts[0].replace("\n", " ") == "backward_hidden: The sign is wrong."
    assert texts[1].endswith("...") and r"\$4" in texts[1]
    many = [(f"m{i}", 30 - i, ("q",)) for i in range(30)]
    assert len(plot_messages(many).axes[0].containers[0]) == N_MESSAGES


@pytest.mark.parametrize(("plot", "found"), [(plot_questions, FOUND), (plot_messages, MISTAKES)])
def test_a_figure_can_be_read_on_a_phone_and_of_nothing_is_drawn_too(plot, found):
    assert problems(plot(found)) == []
    plot([])
