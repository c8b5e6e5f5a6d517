"""Checks: the visible checks of an assignment, as a notebook calls them."""

import copy
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from dlcourse.checks.examine import examine
from dlcourse.checks.failed import CheckFailed
from dlcourse.checks.freezing import thaw
from dlcourse.checks.listed import groups
from dlcourse.checks.wording import joined, wrapped

FROZEN = "DLCOURSE_FROZEN"  # the environment variable with another folder of frozen cases


class Checks:
    """The visible checks of an assignment.   check("forward", forward) says what is right or wrong."""

    def __init__(self, assignment: str):
        self.assignment, self._findings = assignment, {}

    def __call__(self, name: str, function: Callable) -> None:
        """Try the function; say so when it is right. Raises CheckFailed, in words, when it is not."""
        task, cases = self._of(name)
        try:
            examine(
                function, task, [replace(case, inputs=self.inputs(name, i)) for i, case in enumerate(cases)]
            )
        except CheckFailed as error:
            self._findings[name] = getattr(error, "finding", None)
            raise
        self._findings.pop(name, None)
        results = groups(getattr(cases[0].judge(), "results", {}))
        tried = f", tried {len(cases)} times" if len(cases) > 1 else ""
        _say(f"Right so far: {joined(results) if results else name}{tried}. Grading tries other numbers.")

    def inputs(self, name: str, case: int = 0) -> dict:
        """The inputs of a visible case, by name, to try a function on: forward(**check.inputs("forward"))."""
        return copy.deepcopy(self._of(name)[1][case].inputs)

    def hint(self, name: str) -> None:
        """Say more about the last failure of a check: which results are right, and how to go on."""
        task, finding = self._of(name)[0], self._findings.get(name)
        told = []
        if finding and finding.wrong:
            told = [f"Not right: {joined(finding.wrong)}."]
            told += [f"Right: {joined(finding.right)}."] if finding.right else []
        _say(*told, task.hint or "Work one case out by hand: check.inputs gives its numbers.")
        _say(f"Reread {task.reread}." if task.reread else "")
        if task.control:
            sys.stdout.write(f"See it here: {task.control}\n")

    @cached_property
    def _tasks(self) -> dict:
        path = frozen_folder() / f"{self.assignment}.json"
        if not path.is_file():
            known = sorted(file.stem for file in frozen_folder().glob("*.json"))
            raise ValueError(
                f"check: expected one of {known}, got {self.assignment!r}; is dlcourse up to date?"
            )
        return thaw(path.read_bytes())

    def _of(self, name):
        if name not in self._tasks:
            raise ValueError(f"check: expected one of {sorted(self._tasks)}, got {name!r}; correct the name")
        task, cases = self._tasks[name]
        return replace(task, name=name, inputs_shown=True), cases


def _say(*sentences) -> None:
    sys.stdout.write(wrapped(*sentences) + "\n")


def frozen_folder() -> Path:
    """Where the frozen cases lie: in the package, or where the environment says."""
    return Path(os.environ.get(FROZEN) or Path(__file__).parent / "frozen")


def checks_of(assignment: str) -> Checks:
    """The visible checks of an assignment, such as "02_xor". They are read when one is called."""
    return Checks(assignment)
