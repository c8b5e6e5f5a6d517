"""A checkpoint that holds something else than a training changes nothing: histories, trees, interrupts."""

import numpy as np
import pytest
from test_checkpoint import build, everything

from dlcourse import checkpoint, tree_file
from dlcourse.callbacks import Callback
from dlcourse.training import History

HISTORIES = {
    "an entry that nobody knows": {"loss": [1.0], "accuracy": [0.5]},
    "a number for a list": {"loss": 1.0},
    "words for numbers": {"loss": ["low"]},
    "truth for a number": {"loss": [True]},
    "a list for a count": {"n_steps": [3]},
    "words in a metric": {"metrics": {"accuracy": ["high"]}},
    "a list in a list": {"loss": [[[1.0]]]},
    "a list in a list of numbers": {"loss": [1.0, [2.0]]},
    "a list of nothing in it": {"validation_loss": [[]]},
    "a dict for a number": {"loss": [{}]},
    "fewer steps than none": {"n_steps": -1},
    "a share of a step": {"n_replayed": 1.5},
    "numbers for a metric's list": {"metrics": {"accuracy": 0.5}},
    "a list for a reason's count": {"why": {"dropout": [3]}},
    "no dict": [1.0],
}


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_a_history_that_is_none_is_refused_before_anything_changes(tmp_path, history):
    path, parts = tmp_path / "run.npz", build(seed=9)
    checkpoint.save(path, *build(seed=4))
    tree_file.write(path, tree_file.read(path) | {"history": history})
    before = everything(*parts)
    with pytest.raises(ValueError, match="load: expected a history of loss, n_steps, .*, got "):
        checkpoint.load(path, *parts)
    np.testing.assert_equal(everything(*parts), before)


def test_an_older_history_lacks_what_came_later(tmp_path):
    path = tmp_path / "run.npz"
    checkpoint.save(path, *build(), history=History(loss=[2.0], n_steps=4))
    tree = tree_file.read(path)
    tree["history"] = {"loss": tree["history"]["loss"]}
    tree_file.write(path, tree)
    assert checkpoint.load(path, *build()) == History(loss=[2.0])


DAMAGED = {  # an entry of the tree, what stands in its place
    "model": [{}, [], None, {"steps.0.W": "words"}],
    "optimizer": [{}, None, {"class": "Adam", "state": {"lr": np.array(np.nan)}}],
    "generators": [{}, 3, {"3.rng": {"bit_generator": "PCG64"}}],
    "rng": [{"bit_generator": "PCG64", "state": {"state": -1, "inc": "x"}}, 7, []],
    "callbacks": [None, [{}], 3],
    "history": [None],
}


@pytest.mark.parametrize(("entry", "value"), [(k, v) for k, values in DAMAGED.items() for v in values])
def test_a_tree_that_is_not_of_save_changes_nothing(tmp_path, entry, value):
    path, parts = tmp_path / "run.npz", build(seed=9)
    checkpoint.save(path, *build(seed=4))
    tree_file.write(path, tree_file.read(path) | {entry: value})
    before = everything(*parts)
    with pytest.raises(ValueError, match="load: expected |load_state_dict: expected |Adam: expected"):
        checkpoint.load(path, *parts)
    np.testing.assert_equal(everything(*parts), before)


class Interrupted(Callback):
    def load_state_dict(self, state):
        raise KeyboardInterrupt


def test_a_load_that_is_interrupted_changes_nothing(tmp_path):
    path, parts = tmp_path / "run.npz", build(seed=9)
    checkpoint.save(path, *build(seed=4), callbacks=[Interrupted()])
    before = everything(*parts)
    with pytest.raises(KeyboardInterrupt):
        checkpoint.load(path, *parts, [Interrupted()])
    np.testing.assert_equal(everything(*parts), before)
