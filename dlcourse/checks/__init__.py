"""Checks: what a student is told at once about an answer: the shape, the axis, the factor, in words."""

from dlcourse.checks.check import CheckFailed, check_function, result_of
from dlcourse.checks.diagnosis import diagnose
from dlcourse.checks.gradients import slopes
from dlcourse.checks.hidden import away_from_kinks, check_dressed, rng_for

__all__ = [
    "CheckFailed",
    "away_from_kinks",
    "check_dressed",
    "check_function",
    "diagnose",
    "result_of",
    "rng_for",
    "slopes",
]
