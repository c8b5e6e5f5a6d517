"""Draws for hidden checks: they belong to a student, and keep away from kinks."""

import numpy as np
import pytest

from dlcourse.checks import draws, normal, rng_for, shaped
from dlcourse.checks.draws import SECRET, STUDENT


def test_a_draw_belongs_to_secret_student_and_exercise(monkeypatch):
    monkeypatch.setenv(STUDENT, "ada")
    drawn = rng_for("forward").normal()
    assert rng_for("forward").normal() == drawn != rng_for("backward").normal()
    monkeypatch.setenv(STUDENT, "bob")
    assert rng_for("forward").normal() != drawn
    monkeypatch.setenv(STUDENT, "ada")
    monkeypatch.setenv(SECRET, "of this year")
    assert rng_for("forward").normal() != drawn


def test_draws_keep_away_from_kinks():
    rng = np.random.default_rng(0)
    for _ in range(20):
        assert np.abs(normal(rng, away=lambda z: z, z=50)["z"]).min() >= 1e-3
    with pytest.raises(ValueError, match="draw larger numbers"):
        normal(rng, away=lambda z: 0 * z, z=2)


def test_a_target_lies_on_both_sides_of_a_sigmoid_in_turn():
    draw = draws(shaped(lambda n: {"x": n, "y": None}), (2,), (3,), (5,), sides="y")
    for seed in range(20):
        drawn = list(draw(np.random.default_rng(seed)))
        assert [inputs["y"] > 1 for inputs in drawn] == [False, True, False]
        assert [inputs["y"] < 0 for inputs in drawn] == [True, False, True]
        assert [inputs["x"].shape for inputs in drawn] == [(2,), (3,), (5,)]


def test_numbers_and_arrays_are_drawn_and_rounded():
    drawn = normal(np.random.default_rng(0), decimals=1, x=(2, 3), y=None)
    assert drawn["x"].shape == (2, 3) and type(drawn["y"]) is float
    assert np.array_equal(drawn["x"], drawn["x"].round(1))
    assert len(set(abs(drawn["x"]).ravel())) == 6 and abs(drawn["x"]).min() > 0


def test_numbers_for_students_have_no_two_alike_beside_each_other_and_both_signs():
    for seed in range(40):
        shapes = {"x": 3, "w": (2, 1), "y": None, "W": (3, 3), "lr": None}
        inputs = normal(np.random.default_rng(seed), decimals=1, **shapes)
        sizes = {name: np.abs(np.ravel(value)).round(1) for name, value in inputs.items()}
        alone = np.concatenate([sizes[name] for name in ("x", "w", "y", "lr")])
        assert len(set(alone)) == len(alone) == 7 and len(set(sizes["W"])) == 9
        assert all(0 < size <= 2.4 and size != 1 for size in (*alone, *sizes["W"]))
        assert all(np.ptp(np.sign(inputs[name])) == 2 for name in ("x", "w", "W"))
        assert inputs["w"].shape == (2, 1) and isinstance(inputs["y"], float)
        for short in (sizes["x"], sizes["w"]):
            assert not any(np.isclose(a, 2 * b) for a in short for b in short)
