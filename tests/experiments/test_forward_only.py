"""Forward passes counted for three ways to learn; bytes kept against values computed again."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.experiments.ch06_forward_only import METHODS, memory_of_a_chain, passes_needed
from dlcourse.tensor import Tensor


@pytest.mark.rows("L017")
@pytest.mark.parametrize("seeds", [range(5), range(100, 105)], ids=["some seeds", "other seeds"])
def test_both_readings_of_the_slide_need_many_forward_passes(seeds):
    for seed in seeds:
        sweep, small, search = (passes_needed(method, 20, seed) for method in METHODS)
        n_steps = sweep.sweeps
        assert sweep.forward in (n_steps, n_steps + 1) and small.sweeps == search.sweeps == 0
        assert 1 <= n_steps < 100
        assert 40 * (n_steps - 1) <= small.forward <= 41 * n_steps + 1  # two passes a weight, one to look
        assert search.forward > 10 * (sweep.forward + sweep.sweeps)


@pytest.mark.rows("L017")
def test_the_price_of_small_steps_grows_with_the_number_of_weights():
    ratios = []
    for n in (5, 10, 40):
        small, sweep = (passes_needed(method, n, 0) for method in ("small steps", "one sweep"))
        ratios.append(small.forward / (sweep.forward + sweep.sweeps))
    assert ratios == sorted(ratios) and ratios[0] > 3 and ratios[2] > 30


@pytest.mark.rows("S179")
@pytest.mark.parametrize(
    ("every", "values", "again"), [(1, 16, 0), (4, 7, 12), (16, 16, 15), (2, 9, 8), (5, 7, 12)]
)
def test_bytes_kept_against_values_computed_again(every, values, again):
    x = np.random.default_rng(0).standard_normal(1000)
    found = memory_of_a_chain(x, 16, every)
    assert (found.kept, found.again) == (values * 8000, again)
    tensor = z = Tensor(x)
    for _ in range(16):
        z = ops.cosine(z - np.pi / 2)
    np.testing.assert_allclose(found.derivative, grad(z.sum(), tensor), rtol=1e-12)


@pytest.mark.rows("S179")
def test_keeping_every_root_of_n_th_value_is_least():
    kept = {every: memory_of_a_chain(np.ones(1), 100, every).kept for every in (1, 5, 10, 20, 100)}
    assert min(kept, key=kept.get) == 10 and kept[10] == 19 * 8 and kept[1] == 100 * 8
