"""Checks: immediate feedback on a student's answer, in words: which shape, axis or factor is wrong."""

from dlcourse.checks.arrays import arrays_of
from dlcourse.checks.check import CheckFailed, check_function, expect, result_of
from dlcourse.checks.diagnosis import diagnose
from dlcourse.checks.gradients import slopes
from dlcourse.checks.hidden import away_from_kinks, check_variants, rng_for
from dlcourse.checks.success_rate import check_success_rate, runs_that_succeed

__all__ = [
    "CheckFailed",
    "arrays_of",
    "away_from_kinks",
    "check_variants",
    "check_function",
    "check_success_rate",
    "diagnose",
    "expect",
    "result_of",
    "runs_that_succeed",
    "rng_for",
    "slopes",
]
