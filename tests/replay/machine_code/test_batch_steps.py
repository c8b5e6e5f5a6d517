"""What stands around a step: the draws that machine code can make. Batches and losses: test_loops."""

import numpy as np
import pytest
from machine_code_cases import call

from dlcourse.replay.machine_code.batch_steps import draw_of
from dlcourse.replay.randomness import into


class Loaded(np.random.Generator):
    """A generator of a user, whose draws may be others."""


def test_only_plain_draws_of_numpys_generator_are_made():
    rng = np.random.default_rng(0)
    assert draw_of(call(into, rng.random, np.zeros((2, 3)))).writes[0].shape == (2, 3)
    assert draw_of(call(into, rng.random, np.zeros((2, 3), "f4"))) is not None
    left = [
        (rng.standard_normal, np.zeros(3)),
        (Loaded(np.random.PCG64(0)).random, np.zeros(3)),
        (rng.random, np.zeros((4, 4)).T[::2]),
        (lambda size, dtype, out: None, np.zeros(3)),
    ]
    for draw, out in left:
        assert draw_of(call(into, draw, out)) is None


@pytest.mark.parametrize("seed", range(3))
def test_a_draw_goes_on_where_the_generator_stands(seed):
    rng = np.random.default_rng(seed)
    rng.random(5, np.float32)  # half of a 64-bit number is kept for the next float32
    step = draw_of(call(into, rng.random, np.zeros(3, np.float32)))
    assert step.generator is rng and not step.reads
