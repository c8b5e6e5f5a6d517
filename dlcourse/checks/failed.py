"""Checks: the message of a failed check."""

from dlcourse.checks.wording import wrapped


class CheckFailed(AssertionError):
    """Raised for a wrong answer. A notebook shows only its sentences, not the lines of the test.

    called: the call, with the shapes of its inputs, for a line of its own.   see: likewise an address.
    """

    def __init__(self, *sentences: str, called: str = "", see: str = ""):
        lines = wrapped(*sentences), wrapped(called), f"See it here: {see}" if see else ""
        super().__init__("\n".join(filter(None, lines)))

    def _render_traceback_(self):  # IPython shows these lines in place of a traceback
        return ["Not right yet.", str(self)]
