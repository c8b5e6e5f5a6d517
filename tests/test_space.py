"""Index spaces: the loops over all places of arrays, and which memory arrays share."""

import numpy as np

from dlcourse.replay.machine_code.space import Space, address, collide, key, overlap


def test_arrays_that_lie_in_one_piece_need_one_loop():
    x = np.zeros((3, 4, 5))
    assert Space.of([x, x]) == Space((60,), ((8,), (8,)))
    assert Space.of([x.T, x.T]) == Space((60,), ((8,), (8,)))


def test_arrays_that_collide_share_memory_but_not_place_by_place():
    x = np.zeros(10)
    assert collide(x[1:], x[:-1]) and collide(x, x[::-1]) and not collide(x, x[:])
    assert not collide(x[:5], x[5:]) and not overlap(x[:5], x[5:])
    assert key(x.reshape(1, 10)) == key(x.reshape(10, 1)) and address(x[3:]) == address(x) + 24
