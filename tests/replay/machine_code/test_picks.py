"""Numbers at pairs of indices: read, and written back."""

import operator

import numpy as np
import pytest
from machine_code_cases import INTEGERS, call, compiled, expect_same_bits, numbers

from dlcourse.replay.machine_code.lowering import lowered
from dlcourse.replay.tape import CannotReplay, write


def pick(out, matrix, i, j):
    """out <- matrix[i, j]"""
    return call(write, out, operator.getitem, (matrix, (i, j)), {})


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "bool"])
@pytest.mark.parametrize("index", INTEGERS)
def test_picks_and_their_reverse_give_the_bits_of_numpy(index, dtype):
    matrix, out, target = numbers((4, 6), dtype), np.zeros(5, dtype), np.zeros((4, 6), dtype)
    i, j = np.array([3, 0, 1, 1, 2], index), np.array([5, 0, 2, 2, 3], index)
    if i.dtype.kind == "i":
        i[0], j[1] = -1, -6
    expect_same_bits([pick(out, matrix, i, j), call(operator.setitem, target, (i, j), out)], [out, target])
    i[...], j[...] = [0, 1, 2, 3, 3], [0, 5, 4, 3, 3]  # the next batch has other classes
    expect_same_bits([pick(out, matrix, i, j), call(operator.setitem, target, (i, j), out)], [out, target])


@pytest.mark.parametrize("layout", [np.array, np.transpose, np.flipud, np.fliplr, lambda a: a[:, ::2]])
def test_matrices_and_vectors_of_any_layout_give_the_bits_of_numpy(layout):
    matrix, target = layout(numbers((5, 5))), layout(np.zeros((5, 5)))
    i, j = np.array([4, 9, 0, 9, 2, 9, 3, 9])[::2], np.array([0, 2, 1, 2])[::-1]
    out, values = np.zeros(8)[::2], numbers(4)[::-1]
    calls = [pick(out, matrix, i, j), call(operator.setitem, target, (i, j), values)]
    expect_same_bits(calls, [out, target])


def test_of_numbers_for_one_place_the_last_stays():
    target, i, values = np.zeros((3, 3)), np.array([1, 1, 1]), np.array([1.0, 2.0, 3.0])
    compiled(call(operator.setitem, target, (i, i), values))()
    assert target[1, 1] == 3.0 and target.sum() == 3.0


@pytest.mark.parametrize("value", [1.0, -1, True, np.array(0.5), np.float32(0.1)])
def test_one_value_goes_to_all_places(value):
    target, i, j = np.zeros((4, 3)), np.array([0, 1, 3]), np.array([2, 2, 0])
    expect_same_bits([call(operator.setitem, target, (i, j), value)], [target])


def test_a_list_of_two_vectors_means_rows_and_is_left_to_numpy():
    target, i, j = np.zeros((4, 3)), np.array([0, 1, 3]), np.array([2, 2, 0])
    expect_same_bits([call(operator.setitem, target, [i, j], 1.0)], [target], in_python=1)
    assert target[:, 1].tolist() == [1.0] * 4


@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("index", ["int64", "int32", "uint64", "uint8"])
def test_an_index_out_of_range_cannot_be_replayed_and_reads_and_writes_nothing_there(index, axis, back):
    matrix, out = numbers((4, 7)), np.zeros(3)
    pair = np.array([0, 1, 2], index), np.array([0, 1, 2], index)
    call_ = call(operator.setitem, matrix, pair, out) if back else pick(out, matrix, *pair)
    segment = compiled(call_)
    segment()
    n, limits = matrix.shape[axis], np.iinfo(index)
    for wrong in {n, n + 1, limits.max, *([-n - 1, limits.min] if limits.min else [])}:
        pair[axis][1], before = wrong, matrix.copy()
        with pytest.raises(CannotReplay, match="an index lies outside of its array"):
            segment()
        assert out[2] == (0.0 if back else before[2, 2])
        assert back or np.array_equal(matrix, before, equal_nan=True)
    for right in {0, n - 1, *([-1, -n] if limits.min else [])}:
        pair[axis][1] = right
        segment()


def test_what_shares_memory_with_the_result_is_left_to_numpy():
    matrix, i = np.arange(16).reshape(4, 4) % 4, np.array([0, 1, 2, 3])
    values = np.array([3, 2, 1, 0])
    calls = [
        pick(i[::-1], matrix, i, i), pick(matrix[0], matrix, i, i),
        call(operator.setitem, matrix, (matrix[0], matrix[1]), values),
        call(operator.setitem, matrix, (i, i), matrix[2]),
    ]  # fmt: skip
    assert [lowered(function) for function in calls] == [[]] * 4
    for function in calls:
        expect_same_bits([function], [matrix, i], in_python=1)


@pytest.mark.parametrize(
    "call_",
    [
        pick(np.zeros((2, 2)), np.ones((4, 4)), np.zeros((2, 2), int), np.zeros((2, 2), int)),
        pick(np.zeros((2, 4)), np.ones((4, 4, 4)), np.zeros(2, int), np.zeros(2, int)),
        pick(np.zeros(2), np.ones((4, 4)), np.zeros(2, int), np.zeros(1, int)),
        pick(np.zeros(2, "float32"), np.ones((4, 4)), np.zeros(2, int), np.zeros(2, int)),
        pick(np.zeros(0), np.ones((4, 4)), np.zeros(0, int), np.zeros(0, int)),
        pick(np.zeros(4), np.ones((2, 2)), np.ones(2, bool), np.ones(2, bool)),
        call(operator.setitem, np.ones((4, 4)), (np.zeros(2, int),) * 2, np.ones((1, 2))),
    ],
)
def test_other_pairs_are_left_to_numpy(call_):
    assert lowered(call_) == []
