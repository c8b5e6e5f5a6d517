"""Lateness: when a submission came, and the penalty that the course's plugin asks for."""

from datetime import datetime

from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc


def read_timestamp(text) -> datetime | None:
    """The time (UTC) in the text of a timestamp.txt; None where it is missing, empty or says no time."""
    if not text or not text.strip():
        return None
    try:
        return parse_utc(text.strip()[:100])
    except (ValueError, OverflowError, TypeError):  # a year or a zone with many digits
        return None


def seconds_late(timestamp, duedate, extension) -> float:
    """How many seconds after its due date, with an extension, a submission came: 0 if in time."""
    if timestamp is None or duedate is None:
        return 0.0
    due = duedate if extension is None else duedate + extension
    return max(0.0, (timestamp - due).total_seconds())


class Penalties:
    """The penalties of the course's plugin (AssignLatePenalties.plugin_class in its settings)."""

    def __init__(self, config):
        step = AssignLatePenalties(config=config)
        step.init_plugin()
        self.plugin = step.plugin_inst

    def __call__(self, student, score, seconds) -> float | None:
        """The penalty of a notebook: from 0 to its score, None for none."""
        if seconds <= 0:
            return None
        penalty = self.plugin.late_submission_penalty(student, score, seconds)
        return None if penalty is None else min(max(penalty, 0), score)
