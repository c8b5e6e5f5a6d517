"""Chapter 16: XOR with batch normalization."""

import numpy as np
import pytest

from dlcourse.data import xor
from dlcourse.experiments import ch14_xor_starts, ch16_xor_batch
from dlcourse.layers import BatchNorm
from dlcourse.ops import relu


def test_a_stack_computes_what_a_batch_norm_layer_does():
    starts, (x, _) = ch14_xor_starts.drawn("glorot", range(3)), xor()
    outputs = ch16_xor_batch.NormalizedStack(starts, relu)(x).array
    for run, (W, _, w, b) in enumerate(zip(*starts, strict=True)):
        alone = relu(BatchNorm(4)(x @ W).array) @ w + b
        np.testing.assert_allclose(outputs[:, run], alone[:, 0], rtol=1e-12, atol=1e-14)


@pytest.mark.slow
def test_batch_normalization_helps_xor_but_less_than_centered_inputs(kept_by_the_book):
    for seeds in ch16_xor_batch.SETS.values():
        rate = ch16_xor_batch.solved(seeds).mean()
        plain, centered = (ch14_xor_starts.solved("glorot", c, seeds).mean() for c in (False, True))
        assert plain + 0.08 < rate < centered
