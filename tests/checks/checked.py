"""A function is checked on one case, for tests of what it is told."""

import pytest

from dlcourse.checks import CheckFailed, Right
from dlcourse.checks.examine import Case, Task, examine
from dlcourse.checks.limits import Limits


def check(function, inputs, right, name="", **options):
    """Raise CheckFailed unless the function gives the right results.   right: a judgement, or results by name

    options: of the Limits.
    """
    right = Right(**right) if isinstance(right, dict) else right
    name = name or getattr(function, "__name__", "the function")
    examine(function, Task(name, "chapter 0", limits=Limits(**options)), [Case(inputs, lambda: right)])


def failure(function, inputs, right, **options):
    """What is said, on one line."""
    with pytest.raises(CheckFailed) as caught:
        check(function, inputs, right, **options)
    return " ".join(str(caught.value).split())
