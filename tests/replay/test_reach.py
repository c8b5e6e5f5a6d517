"""What can be read from a function or an object, and what of it counts."""

import numpy as np
import pytest

from dlcourse import MLP, Linear, losses
from dlcourse.replay.reach import Reach
from dlcourse.replay.tape import CannotReplay


class Loss:
    other = 1.0

    def __init__(self):
        self.rate, self.notes = 2.0, [1, 2]

    def __call__(self, z, y):
        return (z - y) * self.rate


def test_of_an_object_only_what_its_code_names_counts():
    places = {place.words: place for place in Reach([("loss", Loss())]).places}
    assert places["loss"].keys == ("rate",) and places["loss"].values() == [2.0]
    assert not any("notes" in place.words for place in places.values())


def test_modules_and_their_parameters_are_found_wherever_they_are():
    inner = Linear(2, 2, rng=np.random.default_rng(0))
    holder = {"a": [lambda x: inner(x)]}
    reach = Reach([("f", lambda x: holder["a"][0](x))])
    assert reach.modules == [inner] and reach.tensors == inner.parameters() and reach.has_code


def test_the_librarys_own_losses_and_models_have_no_code_of_somebodys():
    reach = Reach([("model", MLP((2, 2), rng=np.random.default_rng(0))), ("loss", losses.squared_error)])
    assert not reach.has_code and not reach.arrays and len(reach.modules) == 2


def test_what_computes_names_reads_all_of_an_object_and_is_refused_of_a_module():
    class Free(Loss):
        def __call__(self, z, y):
            return z * getattr(self, "ra" + "te")

    places = {place.words: place for place in Reach([("loss", Free())]).places}
    assert {"rate", "notes"} <= set(places["loss"].keys)
    with pytest.raises(CannotReplay, match="reads attributes of numpy by names that it computes"):
        Reach([("loss", lambda z, name: getattr(np, name)(z))])


def test_there_is_a_limit_to_what_is_looked_at():
    many = [[] for _ in range(6000)]
    with pytest.raises(CannotReplay, match="too many objects"):
        Reach([("f", lambda: many)])
