"""Result: all that a worker says of one submission, as plain data that survives on disk and on the wire."""

import json
from dataclasses import dataclass, field

GRADED, FLAGGED, REJECTED = "graded", "flagged", "rejected"
STATUSES = (GRADED, FLAGGED, REJECTED)


@dataclass(frozen=True)
class Summary:
    """What stays of a submission in the journal.

    fingerprint: of its bytes and of the source's.   status: one of STATUSES.   reasons: sentences.
    cells: {grade_id: {"score": points or None where a person is to give them, "max_score": points}}.
    causes: {grade_id: what its test said, in one line}, of tests that did not earn all.
    sandbox: what the student's code ran in.   seconds: that grading took.
    """

    student: str
    fingerprint: str
    status: str
    reasons: tuple[str, ...] = ()
    cells: dict = field(default_factory=dict)
    causes: dict = field(default_factory=dict)
    sandbox: str = ""
    seconds: float = 0.0

    @property
    def score(self) -> float:
        """The points so far."""
        return sum(cell["score"] or 0.0 for cell in self.cells.values())

    @property
    def max_score(self) -> float:
        """The points that there are."""
        return sum(cell["max_score"] for cell in self.cells.values())

    @property
    def max_so_far(self) -> float:
        """The points that there are without those that a person gives."""
        return sum(cell["max_score"] for cell in self.cells.values() if cell["score"] is not None)

    @property
    def waits(self) -> bool:
        """Whether a person is to grade some of it."""
        return any(cell["score"] is None for cell in self.cells.values())

    def record(self) -> dict:
        """The entry of the records file."""
        plain = {"status": self.status, "reasons": list(self.reasons), "cells": self.cells}
        return {**plain, "sandbox": self.sandbox}


@dataclass(frozen=True)
class Result:
    """A summary, and what the gradebook and the instructor's folders are to hold besides.

    notebooks: {name: {"shown": text of a notebook or None, "verdict": as JSON or None, "reasons": [...]}}.
    timestamp: the text of its timestamp.txt, or None.   log: lines for the instructor.
    """

    summary: Summary
    notebooks: dict = field(default_factory=dict)
    timestamp: str | None = None
    log: tuple[str, ...] = ()

    def to_plain(self) -> dict:
        """The result as JSON has it."""
        return {**vars(self), "summary": vars(self.summary)}

    @classmethod
    def from_plain(cls, plain: dict) -> "Result":
        """The result that `to_plain` has written."""
        rest = {name: plain[name] for name in ("notebooks", "timestamp")}
        return cls(summary_of(plain["summary"]), log=tuple(plain["log"]), **rest)


def summary_of(plain: dict) -> Summary:
    """The summary of its fields, as JSON has them."""
    return Summary(**{**plain, "reasons": tuple(plain["reasons"])})


def to_bytes(plain) -> bytes:
    """JSON in ASCII: text of a student's may hold halves of characters, which UTF-8 has no bytes for."""
    return json.dumps(plain, separators=(",", ":")).encode("ascii")
