"""Statistics: which question the class found hard, which mistake was most common: what to explain next."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlcourse.grading.whole import replace_all

NUMBER = re.compile(r"(?<![A-Za-z_])[-+]?\d+(?:[.,]\d+)*(?:e[-+]?\d+)?")


@dataclass(frozen=True)
class Question:
    """How a class did in a question.

    n: students with points.   mean: of them, from 0 to 1.   full, partly, none: how many earned all, some,
    nothing.   ungraded: how many wait for a person.   said: ((message, how many got it), ...), most common
    first.
    """

    name: str
    points: float
    n: int
    mean: float
    full: int
    partly: int
    none: int
    ungraded: int
    said: tuple[tuple[str, int], ...] = ()


def questions(rows, causes=()) -> list[Question]:
    """The Question of each of a class's questions, in their order.

    rows: Rows; those of students who handed in nothing, or nothing usable, do not count.
    causes: for each student {question: what its test said}; messages that differ in numbers alone are one.
    """
    rows = [row for row in rows if row.status not in ("missing", "rejected")]
    said = diagnoses(causes)
    names = {name: most for row in rows for name, (_, most) in row.cells.items()}
    return [question(name, most, [row.cells[name][0] for row in rows], said) for name, most in names.items()]


def question(name, most, scores, said):
    """The Question of some students' scores, None among them."""
    known = np.array([score for score in scores if score is not None], float)
    full, none = int((known >= most).sum()), int(((known <= 0) & (known < most)).sum())
    share = float(known.mean() / most) if len(known) and most else float("nan")
    n, waiting = len(known), len(scores) - len(known)
    return Question(name, most, n, share, full, n - full - none, none, waiting, said.get(name, ()))


def diagnoses(causes) -> dict[str, tuple[tuple[str, int], ...]]:
    """{question: ((message, number of students), ...)}, most common first, as first seen.

    >>> diagnoses([{"a": "got 3"}, {"a": "got 4.5"}, {"a": "no f"}])
    {'a': (('got 3', 2), ('no f', 1))}
    """
    counts, first = {}, {}
    for one in causes:
        for name, text in one.items():
            kind = name, NUMBER.sub("#", text)
            first.setdefault(kind, text)
            counts.setdefault(name, Counter())[kind] += 1
    return {
        name: tuple((first[kind], n) for kind, n in found.most_common()) for name, found in counts.items()
    }


def mistakes(causes) -> list[tuple[str, int, tuple[str, ...]]]:
    """[(message, how many students got it, in which questions)], most common first, as first seen.

    >>> mistakes([{"a": "got 3", "b": "got 4"}, {"a": "no f"}, {"b": "got 5"}])
    [('got 3', 2, ('a', 'b')), ('no f', 1, ('a',))]
    """
    counts, first, places = Counter(), {}, {}
    for one in causes:
        kinds = set()
        for name, text in one.items():
            kind = NUMBER.sub("#", text)
            kinds.add(kind)
            first.setdefault(kind, text)
            places.setdefault(kind, {})[name] = None
        counts.update(kinds)
    return [(first[kind], n, tuple(places[kind])) for kind, n in counts.most_common()]


def markdown_table(found) -> str:
    """The Questions as a table in Markdown, with the most common message of each."""
    lines = ["| question | points | mean | all | some | none | ungraded | said most often |"]
    lines.append("|---|--:|--:|--:|--:|--:|--:|---|")
    for one in found:
        message, n = one.said[0] if one.said else ("", 0)
        told = f"{plain(message)} ({n})" if n else ""
        mean = "" if np.isnan(one.mean) else f"{100 * one.mean:.0f} %"
        numbers = f"{one.points:g} | {mean} | {one.full} | {one.partly} | {one.none} | {one.ungraded}"
        lines.append(f"| {one.name} | {numbers} | {told} |")
    return "\n".join(lines) + "\n"


def plain(message) -> str:
    """A message as one line in which no sign means anything to Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>|$])", r"\\\1", " ".join(message.split()))


def markdown_mistakes(said) -> str:
    """What `mistakes` has found, as a table in Markdown."""
    lines = ["| students | said | in |", "|--:|---|---|"]
    lines += [f"| {n} | {plain(message)} | {', '.join(names)} |" for message, n, names in said]
    return "\n".join(lines) + "\n"


def write_report(found, said, folder) -> list[Path]:
    """Write questions.md, messages.md and a figure of each (.svg) into a folder; their paths.

    found: Questions.   said: see mistakes.
    """
    # here, not above: matplotlib takes a while to import
    from dlcourse.plotting.class_report import drawing, plot_messages, plot_questions

    files = {
        Path(folder, "questions.md"): markdown_table(found).encode(),
        Path(folder, "messages.md"): markdown_mistakes(said).encode(),
        Path(folder, "questions.svg"): drawing(plot_questions, found),
        Path(folder, "messages.svg"): drawing(plot_messages, said),
    }
    replace_all(files)
    return list(files)
