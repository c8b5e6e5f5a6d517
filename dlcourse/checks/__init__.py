"""Checks: immediate feedback on a student's answer, in words: which shape, axis or factor is wrong."""

from dlcourse.answers import edit, edits
from dlcourse.checks.devices import on_both, on_device
from dlcourse.checks.draws import draws, grade, normal, rng_for, shaped, shown
from dlcourse.checks.failed import CheckFailed
from dlcourse.checks.gradients import sigmoid, sigmoid_parts, slopes
from dlcourse.checks.limits import GRADIENTS
from dlcourse.checks.own_answers import own_answers
from dlcourse.checks.review import diagnose
from dlcourse.checks.right import Free, Right, Share
from dlcourse.checks.visible import checks_of

__all__ = [
    "CheckFailed",
    "Free",
    "GRADIENTS",
    "Right",
    "Share",
    "checks_of",
    "diagnose",
    "draws",
    "edit",
    "edits",
    "grade",
    "normal",
    "on_both",
    "on_device",
    "own_answers",
    "rng_for",
    "shaped",
    "shown",
    "sigmoid",
    "sigmoid_parts",
    "slopes",
]
