"""For instructors: how a class did, question by question, and what its mistakes were."""

import textwrap

from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

SHARES = (
    ("full", "all points", "blue", ""),
    ("partly", "some", "grey", "//"),
    ("none", "none", "orange", "xx"),
)
N_MESSAGES, LONGEST = 8, 90


def plot_questions(questions):
    """A figure with a bar for each question: how many students earned all, some or no points.

    questions: objects with name, full, partly and none (counts of students).
    """
    figure, ax = panels(height=1.1 + 0.32 * len(questions))
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
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, frameon=False)
    return figure


def plot_messages(questions):
    """A figure with a bar for each of the most common messages: how many students got it, and where.

    questions: objects with name and said, [(message, number of students)].
    """
    found = [(n, one.name, message) for one in questions for message, n in one.said]
    found = sorted(found, key=lambda one: -one[0])[:N_MESSAGES]
    names = [label(name, message) for _, name, message in found]
    n_lines = sum(name.count("\n") + 1 for name in names)
    figure, ax = panels(height=1.0 + 0.2 * n_lines + 0.1 * len(found))
    ax.barh(range(len(found)), [n for n, *_ in found], color=COLORS["orange"])
    ax.set_yticks(range(len(found)), names)
    ax.set(xlabel="students")
    ax.invert_yaxis()
    return figure


def label(name, message):
    """A question and a message in short lines, in which no dollar begins a formula."""
    short = textwrap.shorten(f"{name}: {message}", LONGEST, placeholder=" ...")
    return "\n".join(textwrap.wrap(short, 34)).replace("$", r"\$")
