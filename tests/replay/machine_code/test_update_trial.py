"""The trial of a recorded update: what its calls compute, from the values that the vectors had."""

import numpy as np

from dlcourse.optimizers import Adam
from dlcourse.replay.flags import RaisedFlag
from dlcourse.replay.machine_code.update_trial import fingerprint, restore, trial, vectors_of
from dlcourse.tensor import Parameter


def test_the_vectors_are_those_that_an_update_reads_and_writes():
    optimizer = Adam([Parameter(np.ones(3)), Parameter(np.ones((2, 2)))])
    theta, g, *slots = vectors_of(optimizer)
    assert theta is optimizer.theta and g is optimizer.g
    assert [id(slot) for slot in slots] == [id(slot) for slot in optimizer.state.values()]


def test_a_trial_starts_anew_and_gives_the_bits_of_all_but_the_gradient():
    vectors = [np.array([1.0, 2.0]), np.array([5.0, 6.0]), np.zeros(2)]
    before = [vector.copy() for vector in vectors]

    def move():
        vectors[0][...] -= 0.5 * vectors[1]
        vectors[1][...] = np.nan  # an update may overwrite g

    def warn():
        raise RaisedFlag(["over"])  # raised after the call has written its results

    first, second = (trial([move, warn], vectors, before) for _ in range(2))
    assert first == second == fingerprint([np.array([-1.5, -1.0]), None, np.zeros(2)])
    restore(vectors, before)
    assert all(map(np.array_equal, vectors, before))
    assert fingerprint(vectors) != first
