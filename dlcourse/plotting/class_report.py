"""For instructors: how a class did, question by question, and what its mistakes were."""

import io
import textwrap

import matplotlib.pyplot as plt

from dlcourse.plotting.placing import WIDTHS, panels
from dlcourse.plotting.style import COLORS, use_style

SHARES = (
    ("full", "all points", "blue", ""),
    ("partly", "some", "grey", "//"),
    ("none", "none", "orange", "xx"),
)
N_MESSAGES, LONGEST = 8, 110


def drawing(plot, found) -> bytes:
    """What a function here plots of a class, as SVG."""
    with plt.rc_context():
        use_style()
        figure = plot(found)
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
        plt.close(figure)
    return file.getvalue()


def plot_questions(questions):
    """A figure with a bar for each question: how many students earned all, some or no points.

    questions: objects with name, full, partly and none (counts of students).
    """
    figure, ax = wide(1.1 + 0.32 * len(questions))
    left = [0] * len(questions)
    for field, label, color, hatch in SHARES:
        counts = [getattr(one, field) for one in questions]
        ax.barh(
            range(len(left)),
            counts,
            left=left,
            label=label,
            color=COLORS[color],
            hatch=hatch,
            edgecolor="white",
        )
        left = [before + n for before, n in zip(left, counts, strict=True)]
    ax.set_yticks(range(len(left)), [one.name for one in questions])
    ax.set(xlabel="students")
    ax.invert_yaxis()
    if questions:
        figure.legend(loc="outside upper center", ncols=3, frameon=False)
    return figure


def plot_messages(said):
    """A figure with a bar for each of the most common messages: how many students got it, and where.

    said: [(message, number of students, names of questions)], most common first.
    """
    found = said[:N_MESSAGES]
    names = [label(questions[0], message) for message, _, questions in found]
    n_lines = sum(name.count("\n") + 1 for name in names)
    figure, ax = wide(1.0 + 0.2 * n_lines + 0.1 * len(found))
    ax.barh(range(len(found)), [n for _, n, _ in found], color=COLORS["orange"])
    ax.set_yticks(range(len(found)), names)
    ax.set(xlabel="students")
    ax.invert_yaxis()
    return figure


def wide(height):
    """A figure with one panel, as wide as a phone can show: half of it is taken by names."""
    figure, ax = panels(height=height)
    figure.set_figwidth(WIDTHS[3])
    ax.xaxis.get_major_locator().set_params(integer=True)
    return figure, ax


def label(name, message):
    """A question and a message in short lines, in which no dollar begins a formula."""
    short = textwrap.shorten(f"{name}: {message}", LONGEST, placeholder=" ...")
    return "\n".join(textwrap.wrap(short, 34)).replace("$", r"\$")
