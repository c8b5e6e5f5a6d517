"""Every error at the public doors says who, what was expected, what came, and what to do."""

import contextlib
import re

import numpy as np
import pytest
from error_cases import WRONG, T

from dlcourse import SGD, grad, use_dtype
from dlcourse.tensor import Parameter

SHAPE = re.compile(
    r"^(?P<who>[\w \".]+): expected (?P<expected>.+), got (?P<got>.+); (?P<advice>.+)$", re.DOTALL
)


@pytest.mark.parametrize("wrong", WRONG)
def test_the_message_says_who_expected_what_got_what_and_what_to_do(wrong):
    call, error, words = WRONG[wrong]
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    parts = SHAPE.match(message)
    assert parts, f"not of the form '<who>: expected <what>, got <what>; <what to do>': {message}"
    assert all(word in message for word in words), f"{words} not all in: {message}"
    assert len(message) < 300 and not message.endswith(".")


def test_mixed_dtypes_are_refused():
    with use_dtype("float32"):
        single = Parameter([1.0])
    with pytest.raises(
        ValueError, match=r"SGD: expected parameters of one dtype, got \['float32', 'float64'\]; build"
    ):
        SGD([single, Parameter([1.0])])


def test_after_an_error_the_library_works_as_before():
    for call, _, _ in WRONG.values():
        with contextlib.suppress(Exception):  # the table judges which
            call()
    assert grad((T * T).sum(), T).tolist() == [2.0, 4.0]
    assert Parameter([1.0]).dtype == np.float64
