"""Chapter 8: networks trained side by side are those trained alone; the best output layer is a minimum."""

import numpy as np
import pytest

from dlcourse.experiments import ch08_found_by_training as chapter
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import Adam
from dlcourse.replay import compile_step


def test_a_network_among_others_is_trained_as_if_alone():
    seeds, (x, y) = range(3, 6), chapter.samples()
    outputs, errors, W, b = chapter.found(4, seeds, n_steps=25)
    for run, seed in enumerate(seeds):
        model = chapter.start(4, seed)
        step = compile_step(model, mean_squared_error, Adam(model.parameters(), lr=chapter.LR))
        for _ in range(25):
            step(x, y)
        np.testing.assert_allclose(outputs[:, run], model(x).array[:, 0], rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(W[:, run], model.layers[0].W.array[0], rtol=1e-6)
        np.testing.assert_allclose(b[:, run], model.layers[0].b.array, rtol=1e-6)
        assert errors[run] == pytest.approx(chapter.sup_error(model, chapter.sine, n=4001), rel=1e-6)


def test_no_other_output_layer_fits_better_than_the_solved_one():
    (x, y), rng = chapter.samples(), np.random.default_rng(0)
    model = chapter.solve_output(chapter.start(6, 0))
    output, least = model.layers[1], ((model(x).array - y) ** 2).mean()
    for _ in range(20):
        output.W.array += (change := 1e-3 * rng.standard_normal(output.W.shape))
        assert ((model(x).array - y) ** 2).mean() >= least
        output.W.array -= change


@pytest.mark.slow
@pytest.mark.rows("S104")
def test_no_trained_network_reaches_the_calculated_one(kept_by_the_book):
    for n in chapter.SIZES:
        calculated = chapter.sup_error(chapter.relu_interpolant(chapter.sine, n), chapter.sine)
        for seeds in (chapter.SEEDS, chapter.FRESH):
            assert (chapter.found(n, seeds)[1] > calculated).all()
