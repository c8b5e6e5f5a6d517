"""Flags that code not of numpy raises: numpy's own words for them."""

import warnings

import numpy as np
import pytest

from dlcourse.replay.flags import RaisedFlag

WORDS = {"divide": "divide by zero", "over": "overflow", "invalid": "invalid value", "under": "underflow"}


@pytest.mark.parametrize("kind", WORDS)
def test_a_raised_flag_warns_raises_or_is_silent_as_numpy_is_set(kind):
    flag = RaisedFlag([kind])
    with np.errstate(all="warn"), pytest.warns(RuntimeWarning, match=WORDS[kind]) as seen:
        flag.warn()
    assert len(seen) == 1
    with np.errstate(**{kind: "raise"}), pytest.raises(FloatingPointError, match=WORDS[kind]):
        flag.warn()
    with np.errstate(**{kind: "ignore"}), warnings.catch_warnings(record=True) as none:
        flag.warn()
    assert not none
