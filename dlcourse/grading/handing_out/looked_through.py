"""Looked through: a Problem for each secret, each marker and each output in what students would get."""

import re

from dlcourse.grading.handing_out.contents import contents_of
from dlcourse.grading.handing_out.likeness import found
from dlcourse.grading.handing_out.secrets import secrets_of
from dlcourse.grading.intake.released import Release
from dlcourse.grading.problem import Problem

NAMED = re.compile(r"solution|soluzion|answer|l[oö]sung|loesung|corrig|mark.?scheme|hidden.?test", re.I)
DO = "remove it there; what students may have is named by c.Release.allowed = ['...'] in nbgrader_config.py"


def problems_in(folder, assignment, words, allowed=()):
    """The Problems of the files of a folder, which is what students would get of an Assignment.

    words: see intake.words.words_of.   allowed: texts that students may have.
    """
    contents = list(contents_of(folder))
    for secret in secrets_of(assignment, words):
        for content in contents:
            parts = found(secret, content, allowed)
            if parts:
                there = f"{content.what} of {content.where}" if content.what else content.where
                got = f"{short(parts[0])} in {there.removeprefix('its ')}, too"
                yield Problem(secret.where, f"{secret.kind} that stays here", got, DO)
                break  # one place to go to is enough: the next release tells the next
    yield from markers(contents, words)
    yield from outputs(contents, assignment)


def short(text) -> str:
    """A text for a message, in one line."""
    text = " ".join(text.split())
    return repr(text if len(text) < 80 else f"{text[:77]}...")


def markers(contents, words):
    """Lines that were meant as markers, and are none: nbgrader overlooks them, and the answer gets out."""
    default = Release()
    pairs = [*words.values(), default.solution, default.hidden, default.scheme]
    known = {letters(word): word for pair in pairs for word in pair if letters(word)}
    for content in contents:
        if ".ipynb (" not in content.where or content.what:
            continue
        for line in content.text.split("\n"):
            meant = known.get(letters(line))
            if meant:
                own = ", ".join(repr(word) for pair in words.values() for word in pair)
                do = f"write it as nbgrader_config.py has it, and with its partner: {own}"
                yield Problem(content.where, "no marker in what students get", short(line), do)


def letters(line) -> str:
    """The words of a line in small letters, by which a misspelled marker is recognized."""
    return " ".join(re.findall(r"[^\W_]+", line.lower()))


def outputs(contents, assignment):
    """Outputs of answers and tests: they tell what a right answer gives."""
    theirs = {
        cell.name for sheet in assignment.sheets for cell in sheet.cells if cell.is_answer or cell.points
    }
    for content in contents:
        name = content.where.partition("(cell '")[2].removesuffix("')")
        if content.what == "its outputs" and content.text and name in theirs:
            do = (
                "let nbgrader clear outputs (nbgrader.preprocessors.ClearOutput), or clear them in the source"
            )
            yield Problem(content.where, "no output of an answer or a test in what students get", "some", do)


def remarks(folder):
    """A sentence for each file whose name speaks of answers: of a PDF nobody here can tell what it says."""
    for content in contents_of(folder):
        if not content.what and ".ipynb" not in content.where and NAMED.search(content.where):
            yield f"{content.where} goes to students: is that meant?"
