"""The sandbox in which students' code runs, out of reach of tests, answers and grades."""

from dlcourse.grading.sandbox.channel import Connection, Ended, OutOfTime
from dlcourse.grading.sandbox.found import open_sandbox
from dlcourse.grading.sandbox.refusal import NoSandbox
from dlcourse.grading.sandbox.student import Student

__all__ = ["Connection", "Ended", "NoSandbox", "OutOfTime", "Student", "open_sandbox"]
