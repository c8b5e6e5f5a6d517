"""A sandbox, opened once for a file of tests."""

import sys

import pytest
from in_sandbox import LIMITS, Inside

from dlcourse.grading.sandbox import NoSandbox, open_sandbox


@pytest.fixture(scope="module")
def box():
    if not sys.platform.startswith("linux"):
        pytest.skip("bubblewrap runs on Linux")
    try:
        opened = open_sandbox("bubblewrap", LIMITS)
    except NoSandbox as reason:
        if "seconds" in str(reason):  # it can be had, and did not answer
            raise
        pytest.skip(str(reason))
    with opened:
        yield opened


@pytest.fixture
def inside(box):
    with Inside(box) as one:
        yield one
