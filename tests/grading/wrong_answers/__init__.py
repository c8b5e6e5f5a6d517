"""The register of wrong answers: one module per assignment, `wrong_02_xor.py`, with a list WRONG_ANSWERS."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WrongAnswer:
    """A slip that a student may make, what it costs, and what the student is told.

    name: a few words, the slip ("W transposed").   grade_id: the solution cell that it replaces.
    code: the whole new text of that cell.   lost: points lost, by the test's grade_id; other tests pass.
    message: a regular expression, found in the error message or printed text of a test that lost points.
    """

    name: str
    grade_id: str
    code: str
    lost: dict[str, float]
    message: str
