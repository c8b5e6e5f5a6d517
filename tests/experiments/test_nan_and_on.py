"""Chapter 7: a loop that goes on after an overflow, beside `fit`, which stops at the same step."""

import numpy as np
import pytest

from dlcourse.experiments import ch07_nan_and_on as chapter
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import SGD
from dlcourse.training import DivergenceError, fit


def test_fit_stops_where_a_loop_that_does_not_look_has_its_first_infinite_loss():
    run = chapter.run(0)
    assert run.n_finite_parameters == 0 and run.n_finite < run.n_steps
    (x, y), _ = chapter.parts(0)
    model, rng = chapter.network(0), np.random.default_rng((4, 0))
    optimizer = SGD(model.parameters(), lr=chapter.LR)
    with np.errstate(all="ignore"), pytest.raises(DivergenceError) as error:
        fit(
            model,
            mean_squared_error,
            x,
            np.eye(10)[y],
            optimizer,
            n_epochs=20,
            batch_size=50,
            rng=rng,
            progress=False,
        )
    assert abs(error.value.step - run.n_finite) <= 1
    assert all(np.isfinite(parameter.array).all() for parameter in model.parameters())


def test_what_argmax_makes_of_nan_is_the_rate_of_zeros():
    _, (_, y) = chapter.parts(3)
    assert chapter.run(3).accuracy == (y == 0).mean()
