"""Chapter 6: three functions make an engine, and other right ones fit in their places."""

import pytest
from house import ROOT

from dlcourse.checks.bank import exercises
from dlcourse.experiments import ch06_own_engine as chapter
from dlcourse.experiments.ch06_own_engine import Engine, Value


def test_the_order_waits_for_all_consumers_on_deep_and_on_wide_graphs():
    chain = [[], *([i] for i in range(20_000))]
    assert chapter.backward_order(chain, 20_000) == list(range(20_000, -1, -1))
    ladder = [[]]
    for _ in range(50):  # two sides, then where they meet: 2^50 paths
        foot = len(ladder) - 1
        ladder += [[foot], [foot], [foot + 1, foot + 2]]
    order = chapter.backward_order(ladder, 150)
    place = {node: k for k, node in enumerate(order)}
    assert sorted(order) == list(range(151))
    assert all(place[i] < place[x] for i, parents in enumerate(ladder) for x in parents)
    assert chapter.sweep(order, ladder, [[1.0] * len(p) for p in ladder], [0.0] * 151)[0] == 2**50


def test_what_is_used_twice_adds_up_and_a_node_off_the_way_gets_nothing():
    engine = Engine()
    x, y = engine.leaf(3.0), engine.leaf(5.0)
    aside = x * y
    assert engine.gradients(x * x + x, [x, y, aside]) == [7.0, 0.0, 0.0]


def test_a_wrong_order_shows_in_the_loss():
    def by_creation(inputs, z):
        return list(range(z + 1))

    functions = chapter.value_and_slopes, by_creation, chapter.sweep
    assert chapter.train_xor(*functions)[-1] != pytest.approx(chapter.train_xor()[-1])
    assert isinstance(Engine(*functions).leaf(1.0) + 2, Value)


def test_the_answers_to_three_exercises_are_an_engine():
    folder = ROOT / "solutions" / "06_automatic_differentiation"
    answers = {one.name: one.function(one.answer) for one in exercises(folder)}
    mine = [answers[name] for name in ("value_and_slopes", "backward_order", "sweep")]
    assert chapter.train_xor(*mine, n_steps=20) == pytest.approx(chapter.train_xor(n_steps=20), rel=1e-12)
