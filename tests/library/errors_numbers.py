"""The errors of numbers that pages show."""

import os
from unittest.mock import patch

from dlcourse.numbers import Number, kept


@kept
def mean(values):
    return sum(values) / len(values)


def kept_with(values):
    """mean(values), where results are kept."""
    with patch.dict(os.environ, {"DLCOURSE_KEPT": "nowhere"}):
        return mean(values)


WRONG = {
    "a number that is not finite": (
        lambda: Number(float("inf"), ".2f"),
        ValueError,
        ["written", "inf", "in words"],
    ),
    "a number outside of its interval": (
        lambda: Number(0.5, ".2f", interval=(0.6, 0.4), n=10),
        ValueError,
        ["Number", "0.5", "low, then high"],
    ),
    "an interval without its n": (
        lambda: Number(0.5, ".2f", interval=(0.4, 0.6)),
        ValueError,
        ["Number", "None", "both or none"],
    ),
    "the interval of a number without one": (
        lambda: format(Number(0.5, ".2f"), "interval"),
        ValueError,
        ["Number", "an interval to show"],
    ),
    "a kept result of what has no text": (
        lambda: kept_with({1.0, 2.0}),
        TypeError,
        ["mean", "set", "what the value is made from"],
    ),
}
