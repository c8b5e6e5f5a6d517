"""Index spaces: the loops over all places of arrays, and which memory arrays share."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.replay.machine_code.space import Space, address, bounds, collide, key, overlap


def test_arrays_that_lie_in_one_piece_need_one_loop_in_the_order_of_the_first():
    x = np.zeros((3, 4, 5))
    assert Space.of([x, x]) == Space((60,), ((8,), (8,)))
    assert Space.of([x.T, x.T]) == Space((60,), ((8,), (8,)))
    assert Space.of([x, x.transpose(0, 2, 1).copy().transpose(0, 2, 1)]).counts == (3, 4, 5)
    column = np.broadcast_to(x[:, :, :1], x.shape)
    assert Space.of([x.T, column.T]) == Space((12, 5), ((40, 8), (40, 0)))


def test_axes_of_one_place_count_for_nothing():
    x = np.zeros((1, 6, 1))
    assert Space.of([x, x[:, ::-1]]) == Space((6,), ((8,), (-8,)))
    for shape in ((), (1,), (1, 1)):
        assert Space.of([np.zeros(shape), np.zeros(shape)]) == Space((1,), ((0,), (0,)))


def test_parts_of_rows_keep_their_loop():
    x = np.zeros((4, 9))
    assert Space.of([x[:, 2:5]]) == Space((4, 3), ((72, 8),))
    assert Space.of([x[::2]]) == Space((2, 9), ((144, 8),))
    assert Space.of([x[:, ::3]]) == Space((12,), ((24,),))


@pytest.mark.parametrize(
    ("arrays", "dense"),
    [
        ([np.zeros((3, 4))], True),
        ([np.zeros((3, 4)).T], True),
        ([np.zeros((3, 4)), np.zeros((4, 3)).T], False),
        ([np.zeros((3, 4)), np.broadcast_to(np.zeros((3, 1)), (3, 4))], True),
        ([np.zeros((3, 4), "float32"), np.zeros((3, 4), bool)], True),
        ([np.zeros((3, 4))[:, ::2]], False),
        ([np.zeros(4)[::-1]], False),
        ([np.zeros((4, 5))[:, 1]], False),
        ([np.zeros((4, 5))[:1, 1]], True),
    ],
)
def test_arrays_are_dense_where_neighbours_in_the_inner_loop_are_neighbours_in_memory(arrays, dense):
    assert Space.of(arrays).is_dense(arrays) is dense


@st.composite
def views(draw, shape):
    """A view of that shape of an array with up to three axes of up to five places."""
    order = draw(st.permutations(range(len(shape))))
    steps = [draw(st.sampled_from((-2, -1, 0, 1, 2, 3))) for _ in shape]
    base = np.zeros([3 * shape[axis] + 1 for axis in order]).transpose(np.argsort(order))
    parts = [slice(None, None, step or 1) for step in steps]
    view = base[tuple(parts)][tuple(slice(n) for n in shape)]
    ones = tuple(slice(1) if step == 0 else slice(None) for step in steps)
    return np.broadcast_to(view[ones], shape)


def places(space):
    """The offsets in bytes of all arrays, at each turn of the innermost loop."""
    turns = list(product(*map(range, space.counts)))
    return list(zip(*[np.dot(turns, steps).tolist() for steps in space.strides], strict=True))


@given(st.data(), st.lists(st.integers(1, 5), max_size=3))
def test_a_space_visits_the_places_of_all_arrays_together_each_once(data, shape):
    arrays = [data.draw(views(tuple(shape))) for _ in range(data.draw(st.integers(1, 3)))]
    everywhere = Space((1, *shape), tuple((0, *a.strides) for a in arrays))
    space = Space.of(arrays)
    assert sorted(places(space)) == sorted(places(everywhere))
    assert len(space.counts) <= max(len(shape), 1)
    assert space.counts == (1,) or min(space.counts) > 1


def test_arrays_that_collide_share_memory_but_not_place_by_place():
    x = np.zeros(10)
    assert collide(x[1:], x[:-1]) and collide(x, x[::-1]) and not collide(x, x[:])
    assert not collide(x[:5], x[5:]) and not overlap(x[:5], x[5:]) and overlap(x[:6], x[5:])
    assert collide(x, x.view(np.int64))
    assert key(x.reshape(1, 10)) == key(x.reshape(10, 1)) and key(x[:5]) != key(x[5:])


def test_where_an_array_lies():
    x = np.zeros((4, 5))
    assert address(x[1:, 2:]) == address(x) + 8 * 7 == x[1:, 2:].ctypes.data
    assert bounds(x[1:3, 1:3]) == (address(x) + 8 * 6, address(x) + 8 * 13)
    assert bounds(x[::-1]) == bounds(x) and address(x[::-1]) == address(x) + 8 * 15


@given(st.data(), st.integers(1, 6))
def test_what_really_shares_memory_overlaps_and_collides_unless_it_is_the_same(data, n):
    base = np.zeros(24)
    parts = st.builds(
        lambda start, step: base[start::step][:n], st.integers(0, 23), st.sampled_from((-3, -1, 1, 2))
    )
    a, b = data.draw(parts.filter(lambda p: p.size == n)), data.draw(parts.filter(lambda p: p.size == n))
    same = a.ctypes.data == b.ctypes.data and (n == 1 or a.strides == b.strides)
    if np.shares_memory(a, b):
        assert overlap(a, b) and collide(a, b) is not same
    assert collide(a, b) == collide(b, a) and not collide(a, a)
