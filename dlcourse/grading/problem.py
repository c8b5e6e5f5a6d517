"""Problem: one thing that is wrong with an assignment, in the form of all errors of the library."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`<where>: expected <what>, got <what>; <what to do>`.   where: a path, with a line if one is known"""

    where: str
    expected: str
    got: str
    do: str

    def __str__(self):
        return f"{self.where}: expected {self.expected}, got {self.got}; {self.do}"


class AssignmentError(ValueError):
    """An assignment that may not be released; its problems say why."""

    def __init__(self, problems):
        self.problems = list(problems)  # also for callers that show them one by one
        super().__init__("\n".join(str(problem) for problem in self.problems))
