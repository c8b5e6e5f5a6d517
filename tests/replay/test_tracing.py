"""Modules while they are recorded: traced within the block, and as they were after it."""

import numpy as np
import pytest

from dlcourse import Linear, Sequential
from dlcourse.layers import BatchNorm, Dropout
from dlcourse.replay.tape import CannotReplay
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.replay.traced_module import writing
from dlcourse.replay.tracing import traced_arrays

X = np.ones((4, 3))


def net():
    rng = np.random.default_rng(0)
    return Sequential(Linear(3, 2, rng=rng), BatchNorm(2), Dropout(0.5, rng=rng))


def tracing(model, model_modules, run=lambda: None):
    with TracedTape(np) as tape, writing(tape):
        with traced_arrays(tape, model.modules(), model_modules, model.parameters()):
            assert all(isinstance(p.array, Traced) for p in model.parameters())
            run()


def test_after_the_block_no_array_is_traced_and_all_is_as_before():
    model = net()
    before = [dict(vars(module)) for module in model.modules()]
    tracing(model, model.modules(), lambda: model(X))
    assert all(vars(m).items() == b.items() for m, b in zip(model.modules(), before, strict=True))
    values = [p.array for p in model.parameters()] + [a for _, a in model.named_buffers()]
    assert all(type(a) is np.ndarray for a in values) and isinstance(model.steps[2].rng, np.random.Generator)
    assert not model.steps[1].running_mean.any()


def test_one_that_was_not_handed_over_and_sets_an_attribute_is_refused_and_all_is_as_before():
    model = net()
    before = [dict(vars(module)) for module in model.modules()]
    state = model.steps[2].rng.bit_generator.state
    with pytest.raises(CannotReplay, match="BatchNorm, which is not part of the model, sets running_mean"):
        tracing(model, [], lambda: model(X))
    assert all(vars(m).items() == b.items() for m, b in zip(model.modules(), before, strict=True))
    assert model.steps[2].rng.bit_generator.state == state


def test_one_that_only_reads_may_be_used_without_being_handed_over():
    model = net().eval()
    tracing(model, [], lambda: model(X))
    assert not model.steps[1].running_mean.any()
