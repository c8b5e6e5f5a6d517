"""`fit` with optimizers that compute the cost several times in a step."""

import numpy as np
import pytest
from closure_cases import CLOSURE_OPTIMIZERS, DESCENDING

from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import BFGS, LBFGS, Newton
from dlcourse.tensor import Parameter
from dlcourse.training import DivergenceError, fit


def problem(seed=3):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-2, 2, (40, 1))
    return MLP((1, 5, 1), rng=rng), x, np.sin(2 * x)


@pytest.mark.parametrize("method", CLOSURE_OPTIMIZERS)
def test_fit_takes_the_steps_of_a_loop_by_hand_bit_for_bit(method):
    options = {"damping": 1e-2} if method is Newton else {}
    (model, x, y), (twin, _, _) = problem(), problem()
    optimizer, twin_optimizer = (method(m.parameters(), **options) for m in (model, twin))
    history = fit(model, mean_squared_error, x, y, optimizer, n_epochs=4, progress=False)
    by_hand = [twin_optimizer.step(lambda: mean_squared_error(twin(x), y)) for _ in range(4)]
    assert history.loss == pytest.approx(by_hand, rel=1e-14) and history.n_steps == optimizer.n_steps == 4
    np.testing.assert_array_equal(optimizer.theta, twin_optimizer.theta)
    assert history.n_replayed == 0 and sum(history.why.values()) == 4
    if method in DESCENDING:
        assert history.loss == sorted(history.loss, reverse=True)


def test_within_a_step_the_batch_stays_the_same():
    model, x, y = problem()
    seen = []

    def loss(y_hat, y):
        seen.append(y.copy())
        return mean_squared_error(y_hat, y)

    optimizer = LBFGS(model.parameters())
    fit(model, loss, x, y, optimizer, n_epochs=1, batch_size=20, rng=np.random.default_rng(0), progress=False)
    assert len(seen) > 4 and len({batch.tobytes() for batch in seen}) == 2


def test_a_cost_that_is_not_finite_says_where_and_leaves_all_as_it_was():
    model, x, y = problem()
    optimizer = LBFGS(model.parameters())
    before = optimizer.theta.copy()

    def loss(y_hat, y):
        return mean_squared_error(y_hat * 1e200, y)

    where = "expected a finite cost, .* in epoch 0, step 0; lower lr.*First not finite: "
    with np.errstate(all="ignore"), pytest.raises(DivergenceError, match=where):
        fit(model, loss, x, y, optimizer, n_epochs=1, progress=False)
    np.testing.assert_array_equal(optimizer.theta, before)


def test_an_estimate_that_no_longer_descends_gives_way_to_the_gradient():
    """Far out on a plateau rounding leaves M not positive definite; the step then goes down the gradient."""
    theta = Parameter([2.0, -1.0])
    optimizer = BFGS([theta])
    optimizer.state["M"][...] = -np.eye(2)
    costs = [optimizer.step(lambda: (theta * theta).sum()) for _ in range(3)]
    assert costs[1] < costs[0] and costs[2] < costs[1]
    np.testing.assert_allclose(theta.array[0], -2 * theta.array[1], rtol=1e-12, atol=1e-14)
