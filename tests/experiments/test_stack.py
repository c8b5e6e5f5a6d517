"""Networks side by side: each says what it says alone, and starts that are not stacked are named."""

import numpy as np
import pytest

from dlcourse.data import xor
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch02_xor_training import draw_starts, train_stack
from dlcourse.ops import tanh


def test_networks_side_by_side_say_what_each_says_alone():
    starts = draw_starts(3, [0, 1, 2, 3], bias=0.1)
    stack, x = Stack(starts, tanh), xor()[0]
    alone = [np.tanh(x @ W + c) @ w + b for W, c, w, b in zip(*starts, strict=True)]
    np.testing.assert_allclose(stack(x).array, np.hstack(alone), rtol=1e-14)
    for got, start in zip(stack.starts(), starts, strict=True):
        np.testing.assert_array_equal(got, start)


def test_starts_that_are_not_stacked_are_named():
    W, c, w, b = draw_starts(2, [0, 1])
    with pytest.raises(ValueError, match=r"train_stack: expected c of shape \(2, 1, 2\), got \(2,\); stack"):
        train_stack([W, c[0, 0], w, b], "ReLU")
    with pytest.raises(ValueError, match=r"expected W of shape \(n_runs, n_inputs, n\), got \(4, 2\)"):
        train_stack([np.concatenate(W), c, w, b], "ReLU")
