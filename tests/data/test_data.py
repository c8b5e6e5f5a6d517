import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.data import batches, xor
from dlcourse.strict_array import StrictArray


def test_xor_is_one_where_exactly_one_input_is():
    x, y = xor()
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y.tolist() == [[0], [1], [1], [0]]
    assert x.dtype == y.dtype == np.float64


def test_xor_gives_new_arrays_every_time():
    xor()[0][...] = 7
    assert xor()[0].max() == 1.0


@settings(max_examples=50, deadline=None, derandomize=True)
@given(m=st.integers(1, 20), size=st.integers(1, 25), shuffled=st.booleans(), seed=st.integers(0, 5))
def test_every_sample_comes_once_with_its_own_target_in_batches_of_the_size(m, size, shuffled, seed):
    x = np.arange(2 * m).reshape(m, 2)
    parts = list(batches(x, x[:, 0] * 10, size, np.random.default_rng(seed) if shuffled else None))
    assert [len(part) for part, _ in parts] == [size] * (m // size) + [m % size] * (m % size > 0)
    assert all((part[:, 0] * 10 == targets).all() for part, targets in parts)
    rows = np.concatenate([part for part, _ in parts])
    assert sorted(rows[:, 0]) == x[:, 0].tolist()
    if not shuffled:
        assert rows.tolist() == x.tolist()


@pytest.mark.parametrize("size", [np.int8(100), np.uint8(200), np.int16(100)])
def test_a_size_of_few_bits_loses_no_sample(size):
    parts = [part for part, _ in batches(np.arange(300), np.arange(300), size)]
    assert np.concatenate(parts).tolist() == list(range(300)) and len(parts[0]) == size


def test_without_a_size_there_is_one_batch():
    x, y = xor()
    assert [part.tolist() for part, _ in batches(x, y)] == [x.tolist()]


def test_the_rng_decides_the_order_and_goes_on_from_one_epoch_to_the_next():
    x = np.arange(20)
    rng, twin = np.random.default_rng(0), np.random.default_rng(0)
    first, second = (np.concatenate([part for part, _ in batches(x, x, 5, rng)]) for _ in range(2))
    assert (
        first.tolist() == twin.permutation(20).tolist() and second.tolist() == twin.permutation(20).tolist()
    )
    assert first.tolist() != second.tolist()


def test_a_shuffled_batch_is_a_copy_of_the_data():
    x = np.zeros((4, 2))
    for part, _ in batches(x, x, 2, np.random.default_rng(0)):
        part += 1
    assert not x.any()


@pytest.mark.parametrize("seed", [None, 0])
def test_batches_are_cut_where_numpy_may_not_reach(seed):
    rng = None if seed is None else np.random.default_rng(seed)
    parts = [part for part, _ in batches(StrictArray(np.arange(5.0)), StrictArray(np.arange(5.0)), 2, rng)]
    assert [type(part) for part in parts] == [StrictArray] * 3
    assert sorted(np.concatenate([part.get() for part in parts])) == [0, 1, 2, 3, 4]


def test_errors_come_with_the_call_and_not_with_the_first_batch():
    with pytest.raises(
        ValueError, match="batches: expected one target per sample, got 3 samples and 2 targets"
    ):
        batches(np.ones(3), np.ones(2))


def test_a_size_may_be_numpys_integer():
    assert len(list(batches(np.ones(4), np.ones(4), np.int64(2)))) == 2
