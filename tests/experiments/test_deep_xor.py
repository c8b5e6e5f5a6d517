import numpy as np
import pytest

from dlcourse.experiments import ch15_deep_xor as deep
from dlcourse.layers import MLP, Linear, Residual, Sequential
from dlcourse.ops import tanh


@pytest.mark.parametrize("scale", [None, 0.5])
def test_a_stack_gives_what_each_of_its_networks_gives_alone(scale):
    models = [MLP((2, 4, 4, 4, 1), rng=np.random.default_rng(seed)) for seed in range(3)]
    x = np.random.default_rng(9).standard_normal((5, 2))
    found = deep.TanhStack(models, scale)(x).array
    for y, model in zip(found, models, strict=True):
        first, *hidden, last = model.layers
        blocks = [Sequential(layer, tanh) if scale is None else block(layer, scale) for layer in hidden]
        np.testing.assert_allclose(y, Sequential(first, tanh, *blocks, last)(x).array, rtol=1e-12)


def block(layer: Linear, scale):
    return Residual(layer, tanh, lambda t: t * scale)


@pytest.mark.rows("S117")
@pytest.mark.slow
def test_with_ten_layers_only_scaled_sums_train_nearly_always(kept_by_the_book):
    plain, summed, scaled = (deep.errors(arm, 10) for arm in ("plain", "sum", "root"))
    for end in deep.SETS:
        solved = [float((J[end] < deep.SOLVED_BELOW).mean()) for J in (plain, summed, scaled)]
        assert solved[1] < 0.25 < 0.8 < solved[2] and solved[0] < 0.8


def test_the_sets_of_seeds_are_disjoint_and_equally_large():
    first, again = deep.SETS.values()
    assert not set(first) & set(again) and len(first) == len(again)
