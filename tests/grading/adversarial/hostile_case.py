"""A case of the adversarial suite: what a student hands in, and what must come of it, as data."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from weather_source import NAME, POINTS

FAMILIES = ("benign", "wrong", "abuse", "cheat", "leak", "edited", "malformed")
ESCAPED = "escaped-by-a-student"  # in the name of whatever a case tries to leave behind
BY_HAND = {"why": None, "sketch": None}
FULL = POINTS | BY_HAND
NOTHING = dict.fromkeys(POINTS, 0.0)  # of a submission that is rejected
UNEARNED = NOTHING | BY_HAND


@dataclass(frozen=True)
class Case:
    """A submission of one student, who has the case's name.

    make: () -> a notebook as a dictionary, bytes of its file, {path: bytes}, or a function of the folder.
    scores: {grade_id: points, None where a person gives them}.   status: of the record.
    says: words of its reasons.   unseen: texts that the feedback must not hold, besides SECRETS.
    elsewhere: the points that it should have where a whole notebook has no limit of time.
    """

    name: str
    family: str
    what: str
    make: Callable
    scores: dict = field(default_factory=lambda: dict(FULL))
    status: str = "graded"
    says: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    elsewhere: float | None = None

    @property
    def points(self) -> float:
        """The points that it is to have before a person gives some."""
        return sum(score or 0.0 for score in self.scores.values())

    def hand_in(self, submitted):
        """Write the submission into submitted/STUDENT/ASSIGNMENT/."""
        folder = Path(submitted, self.name, NAME)
        folder.mkdir(parents=True)
        made = self.make()
        if callable(made):
            made(folder)
            return
        if isinstance(made, dict) and "cells" in made:
            made = json.dumps(made).encode()
        if isinstance(made, bytes):
            made = {f"{NAME}.ipynb": made}
        for path, data in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())


class Register(dict):
    """name -> Case, of one family; the functions that make submissions enter themselves."""

    def __init__(self, family):
        super().__init__()
        self.family = family

    def case(self, scores=None, status="graded", says=(), unseen=(), elsewhere=None, **changed):
        """Enter a function as a case. Its docstring says in a line what the student does.

        scores: of all cells; else all points but for those in `changed`, {grade_id: points}.
        """

        def enter(make):
            name = f"{self.family}_{make.__name__}"
            words = (says,) if isinstance(says, str) else tuple(says)
            expected = {**(FULL if scores is None else scores), **changed}
            what = " ".join(make.__doc__.split())
            self[name] = Case(
                name, self.family, what, make, expected, status, words, tuple(unseen), elsewhere
            )
            return make

        return enter
