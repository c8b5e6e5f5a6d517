"""Training on XOR: a stack against single runs, torch and the library's fit; shares within 99 % intervals."""

import numpy as np
import pytest

from dlcourse.data import xor
from dlcourse.experiments import ch02_xor_training as training
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.ops import relu
from dlcourse.optimizers import SGD
from dlcourse.training import fit

INVENTORY_SHARES = {2: 0.185, 8: 0.740}  # of seeds 0 to 399 with ReLU units, by width: row S033
LONG_RUN_SHARES = {  # the same from seeds 400 to 2399
    ("ReLU", 2): 0.1355,
    ("ReLU", 8): 0.7635,
    ("absolute value", 2): 0.812,
    ("tanh", 2): 0.9075,
    ("sigmoid", 2): 0.9115,
}


@pytest.fixture(scope="module")
def runs():
    return training.train_many(2, "ReLU", range(400))


def trained_alone(unit, n_units, seed, n_epochs):
    x, y = xor()
    model = MLP((2, n_units, 1), activation=training.UNITS[unit], rng=np.random.default_rng(seed))
    optimizer = SGD(model.parameters(), lr=training.LR, momentum=training.MOMENTUM)
    history = fit(model, mean_squared_error, x, y, optimizer, n_epochs=n_epochs, progress=False)
    return model, history


@pytest.mark.parametrize("unit", sorted(training.UNITS))
def test_stack_of_runs_goes_the_way_of_each_network_trained_alone_by_fit(unit):
    stack = training.train_many(3, unit, range(5), n_steps=200)
    for seed in (0, 3):
        alone, _ = trained_alone(unit, 3, seed, n_epochs=200)
        for one, other in zip(alone.parameters(), stack.model(seed).parameters(), strict=True):
            np.testing.assert_allclose(one.array, other.array, rtol=0, atol=1e-10)


def test_run_of_one_seed_equals_the_same_run_among_others_to_the_end(runs):
    seed = int(np.flatnonzero(runs.solved)[0])
    single = training.train_many(2, "ReLU", [seed])
    np.testing.assert_allclose(single.W[0], runs.W[seed], rtol=0, atol=1e-10)
    assert single.J[0] == pytest.approx(runs.J[seed], abs=1e-12)


def test_final_loss_is_the_mean_squared_error_of_the_model(runs):
    x, y = xor()
    for i in (0, 1, 9):
        assert float(mean_squared_error(runs.model(i)(x), y)) == pytest.approx(runs.J[i], abs=1e-14)


def test_torch_takes_the_same_50_steps():
    torch = pytest.importorskip("torch")
    x, y = (torch.tensor(array) for array in xor())
    starts = training.draw_starts(4, [7])
    W, c, w, b = (torch.tensor(array[0], requires_grad=True) for array in starts)
    optimizer = torch.optim.SGD([W, c, w, b], lr=training.LR, momentum=training.MOMENTUM)
    for _ in range(50):
        optimizer.zero_grad()
        (((x @ W + c).relu() @ w + b - y) ** 2).mean().backward()
        optimizer.step()
    ours = training.train_stack(starts, "ReLU", n_steps=50)
    for array, theirs in zip((ours.W, ours.c, ours.w, ours.b), (W, c, w, b), strict=True):
        np.testing.assert_allclose(array[0], theirs.detach().numpy(), rtol=0, atol=1e-12)


def test_leaky_relu_keeps_a_hundredth_below_zero():
    np.testing.assert_allclose(training.leaky_relu(np.array([-2.0, 0.0, 3.0])), [-0.02, 0, 3], rtol=1e-15)


def test_starts_are_glorot_uniform_with_the_asked_bias():
    W, c, w, b = training.draw_starts(2, range(500), bias=0.1)
    assert np.abs(W).max() <= (6 / 4) ** 0.5 < np.abs(W).max() + 0.01
    assert np.abs(w).max() <= (6 / 3) ** 0.5 < np.abs(w).max() + 0.01
    assert (c == 0.1).all()
    assert (b == 0).all()


def test_diverged_run_counts_as_failed_and_leaves_the_others_alone():
    W, c, w, b = training.draw_starts(2, range(3))
    W[1] *= 1e4
    together = training.train_stack([W, c, w, b], "absolute value")
    apart = training.train_many(2, "absolute value", range(3))
    assert np.isinf(together.J[1]) and not together.solved[1]
    np.testing.assert_allclose(together.J[[0, 2]], apart.J[[0, 2]], rtol=0, atol=1e-12)


@pytest.mark.slow
def test_half_the_learning_rate_cures_every_divergence_of_eight_absolute_values():
    diverged = np.flatnonzero(np.isinf(training.train_many(8, "absolute value", range(200)).J))
    assert diverged.size > 0
    assert training.train_many(8, "absolute value", diverged, lr=training.LR / 2).solved.all()


@pytest.mark.rows("S033", "S074", "S076")
@pytest.mark.parametrize("n_units", [2, pytest.param(8, marks=pytest.mark.slow)])
def test_relu_shares_of_the_inventory_come_out_again(n_units):
    share = training.success_rate(n_units, "ReLU", range(400)).rate
    assert share == pytest.approx(INVENTORY_SHARES[n_units], abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize(("unit", "n_units"), LONG_RUN_SHARES)
def test_interval_of_fresh_seeds_holds_the_long_run_share(unit, n_units):
    low, high = training.success_rate(n_units, unit, range(10_000, 10_200)).interval
    assert low <= LONG_RUN_SHARES[unit, n_units] <= high


@pytest.mark.slow
def test_first_400_seeds_of_two_relu_units_are_a_lucky_draw_as_the_chapter_says():
    first = training.success_rate(2, "ReLU", range(400))
    fresh = training.success_rate(2, "ReLU", range(400, 2400))
    assert fresh.rate == pytest.approx(LONG_RUN_SHARES["ReLU", 2], abs=0.005)
    assert fresh.rate < first.interval[0]


@pytest.mark.slow
def test_wider_relu_layers_succeed_more_often():
    shares = [training.success_rate(n, "ReLU", range(200)) for n in (2, 4, 8)]
    assert shares[0].interval[1] < shares[1].interval[0]
    assert shares[1].interval[1] < shares[2].interval[0]


@pytest.mark.rows("S034")
def test_all_zero_start_stays_at_a_quarter():
    for unit in ("ReLU", "tanh"):
        run = training.equal_start(0.0, unit)
        assert run.J[0] == pytest.approx(0.25, abs=1e-12)
        assert (run.W == 0).all()


@pytest.mark.rows("S034")
def test_equal_start_keeps_both_units_identical_to_the_last_bit():
    run = training.equal_start(0.5, "tanh")
    assert run.J[0] == pytest.approx(0.166996, abs=1e-6)
    np.testing.assert_array_equal(run.W[0, :, 0], run.W[0, :, 1])
    np.testing.assert_array_equal(run.w[0, 0], run.w[0, 1])
    assert run.W[0, 0, 0] != 0.5


def test_dead_unit_does_not_move():
    x, _ = xor()
    start = training.draw_starts(2, [0])
    start[0][...] = -1.0  # z = x W < 0 at every point but 00, where it is 0
    run = training.train_stack(start, "ReLU", n_steps=50)
    assert (relu(x @ run.W[0]) == 0).all()
    np.testing.assert_array_equal(run.W, start[0])
