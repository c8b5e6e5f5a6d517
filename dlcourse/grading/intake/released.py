"""Released: what nbgrader makes of a source's cell for students, by the settings of the course."""

import re
from dataclasses import dataclass

from dlcourse.grading.intake.marks import ANSWER, MANUAL
from dlcourse.grading.plans import HIDDEN


@dataclass(frozen=True)
class Release:
    """nbgrader's settings for what students get: its defaults, or those of a course's nbgrader_config.py.

    solution, hidden, scheme: the words that begin and end a region. header, footer: notebooks that are put
    around each one, b"" for none.
    """

    code_stub: str = "# YOUR CODE HERE\nraise NotImplementedError()"
    text_stub: str = "YOUR ANSWER HERE"
    solution: tuple[str, str] = ("BEGIN SOLUTION", "END SOLUTION")
    hidden: tuple[str, str] = HIDDEN
    scheme: tuple[str, str] = ("BEGIN MARK SCHEME", "END MARK SCHEME")
    autotest: str = "AUTOTEST"
    header: bytes = b""
    footer: bytes = b""


def blanked(source, kind, is_code, release):
    """A cell's source with stubs for its answers, its hidden tests and mark schemes still in it."""
    stub = release.code_stub if is_code else release.text_stub
    text, n_regions = replaced(source, release.solution, stub)
    return stub if kind in (ANSWER, MANUAL) and not n_regions else text


def released(source, kind, is_code, release):
    """A cell's source as students get it."""
    text = blanked(source, kind, is_code, release)
    for words in (release.hidden, release.scheme):
        text, _ = replaced(text, words, None)
    return text


def replaced(source, words, stub):
    """(the source with `stub`, or nothing for None, for each region between two words, the count of regions).

    Raises ValueError for regions that are nested or do not end.
    """
    begin, end = words
    kept, inside, n_regions = [], False, 0
    for line in source.split("\n"):
        if begin in line:
            if inside:
                raise ValueError(f"{begin} inside {begin}")
            inside, n_regions = True, n_regions + 1
            if stub is not None:
                indent = re.match(r"\s*", line)[0]
                kept += [indent + part for part in stub.split("\n")]
        elif end in line:
            inside = False
        elif not inside:
            kept.append(line)
    if inside:
        raise ValueError(f"{begin} without {end}")
    return "\n".join(kept), n_regions
