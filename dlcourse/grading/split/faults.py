"""Faults: the exceptions that have a name of their own on the judge's side."""


class StudentEnded(BaseException):
    """Raised in a test when the student's process is gone, or is not done in time.

    A BaseException, so that a test's `except Exception` does not take it for the student's answer.
    reason: "late" or "crashed".
    """

    def __init__(self, reason: str, text: str = ""):
        super().__init__(text or reason)
        self.reason = reason


class StudentError(Exception):
    """An exception that the student's code raised, of no class that Python itself has."""


class Refused(TypeError):
    """Raised in a test for what cannot be asked of a student's object; its text says how to ask."""
