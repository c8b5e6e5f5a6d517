"""Blocks in training or in prediction mode, one within the other."""

import numpy as np

from dlcourse.layers import Dropout
from dlcourse.prediction import in_mode


def test_a_block_within_a_block_gives_back_the_mode_it_found():
    model = Dropout(0.5, rng=np.random.default_rng(0))
    with in_mode(model, training=False):
        model.train()
        with in_mode(model, training=False):
            assert not model.training
        assert model.training
    assert model.training
