import math

import numpy as np
import pytest

from dlcourse.optimizers import (
    SGD,
    CosineDecay,
    ExponentialDecay,
    HalveOnPlateau,
    InverseDecay,
    LinearDecay,
    Schedule,
    StepDecay,
)
from dlcourse.tensor import Parameter

PAIRS = {  # ours, torch's scheduler and its options
    "linear": (
        LinearDecay(0.1, 0.02, 20),
        "LinearLR",
        {"start_factor": 1.0, "end_factor": 0.2, "total_iters": 20},
    ),
    "step": (StepDecay(0.1, 7, 0.3), "StepLR", {"step_size": 7, "gamma": 0.3}),
    "exponential": (ExponentialDecay(0.1, 0.9), "ExponentialLR", {"gamma": 0.9}),
}


def rates_of_torch(name, options, n_steps):
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    scheduler = getattr(torch.optim.lr_scheduler, name)(optimizer, **options)
    rates = []
    for _ in range(n_steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


@pytest.mark.parametrize(("ours", "name", "options"), PAIRS.values(), ids=PAIRS)
def test_the_rates_are_those_of_torch(ours, name, options):
    np.testing.assert_allclose([ours(t) for t in range(40)], rates_of_torch(name, options, 40), rtol=1e-12)


def test_the_cosine_is_that_of_torch_until_its_end_and_then_stays_where_torch_rises_again():
    ours = [CosineDecay(0.1, 20, 0.01)(t) for t in range(30)]
    peer = rates_of_torch("CosineAnnealingLR", {"T_max": 20, "eta_min": 0.01}, 30)
    np.testing.assert_allclose(ours[:21], peer[:21], rtol=1e-12)
    assert ours[20:] == [pytest.approx(0.01)] * 10 and peer[29] > 0.04


@pytest.mark.rows("F061")
def test_linear_decay_at_its_ends_and_half_way():
    schedule = LinearDecay(lr=0.1, lr_end=0.001, tau=100)
    rates = [schedule(t) for t in (0, 50, 100, 1000)]
    assert rates == pytest.approx([0.1, 0.0505, 0.001, 0.001], rel=1e-12)


def test_step_decay_changes_at_the_multiples():
    rates = [StepDecay(lr=1.0, every=3)(t) for t in range(8)]
    assert rates == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]


@pytest.mark.rows("F003")
def test_one_over_t_finds_the_mean_of_the_data():
    # theta <- theta - 1/t (theta - x_t) is the running mean, so that after 2e5 steps only rounding is left
    x = np.random.default_rng(0).uniform(-1, 3, 200_000)
    theta, schedule = 10.0, InverseDecay(lr=1.0)
    for t, x_t in enumerate(x):
        theta -= schedule(t) * (theta - x_t)
    assert theta == pytest.approx(x.mean(), abs=1e-12)


@pytest.mark.rows("F003")
def test_only_one_over_t_meets_the_conditions_for_convergence():
    # sum lr = infinity, sum lr^2 < infinity: over each further tenfold of t, the sum of lr gains ln 10 and
    # that of lr^2 next to nothing; the exponential stops gaining at all, a constant gains without end
    decades = [np.arange(10**k, 10 ** (k + 1)) for k in (1, 2, 3)]
    inverse = [sum(InverseDecay(1.0)(t) for t in ts) for ts in decades]
    np.testing.assert_allclose(inverse, math.log(10), rtol=0.03)
    squares = [sum(InverseDecay(1.0)(t) ** 2 for t in ts) for ts in decades]
    assert squares[1] < 0.12 * squares[0] and squares[2] < 0.12 * squares[1]
    exponential = [sum(ExponentialDecay(1.0, 0.99)(t) for t in ts) for ts in decades]
    assert exponential[2] < 1e-3 * exponential[0]


def test_a_schedule_sets_the_rate_of_an_optimizer():
    theta = Parameter([0.0])
    optimizer, schedule = SGD([theta], lr=1.0), StepDecay(lr=1.0, every=1)
    for _ in range(3):
        optimizer.lr = schedule(optimizer.n_steps)
        optimizer.step([np.ones(1)])
    assert theta.array.tolist() == [-1.75]


@pytest.mark.parametrize("patience", [1, 2, 3])
def test_the_plateau_is_that_of_torch_whose_patience_counts_one_less(patience):
    torch = pytest.importorskip("torch")
    errors = np.random.default_rng(patience).uniform(size=60).round(1)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, factor=0.5, patience=patience - 1, threshold=0, min_lr=1e-3, eps=0
    )
    plateau = HalveOnPlateau(lr=0.1, patience=patience, lr_end=1e-3)
    for error in errors:
        scheduler.step(error)
        assert plateau(error) == pytest.approx(optimizer.param_groups[0]["lr"], rel=1e-12)
    assert plateau.lr == 1e-3


@pytest.mark.rows("F061")
def test_the_plateau_counts_calls_without_improvement_in_a_row():
    plateau = HalveOnPlateau(lr=1.0, patience=2)
    errors = [3.0, 3.0, 2.0, 2.0, math.nan, 2.0, 2.0, 1.0]
    assert [plateau(error) for error in errors] == [1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25]


def test_a_plateau_resumed_goes_on_counting():
    first, second = HalveOnPlateau(1.0, patience=2), HalveOnPlateau(1.0, patience=2)
    first(1.0), first(2.0)
    second.load_state_dict(first.state_dict())
    assert (first(2.0), second(2.0)) == (0.5, 0.5)
    with pytest.raises(ValueError, match="expected a state of lr, best and n_bad, got"):
        second.load_state_dict({"lr": 1.0})


BAD = {
    "lr": lambda: LinearDecay(0.0, 0.0, 10),
    "tau": lambda: CosineDecay(0.1, 0),
    "every": lambda: StepDecay(0.1, 0),
    "factor between": lambda: HalveOnPlateau(0.1, factor=2.0),
    "lr_end from": lambda: HalveOnPlateau(0.1, lr_end=1.0),
}


@pytest.mark.parametrize(("word", "call"), BAD.items(), ids=BAD)
def test_constants_that_make_no_sense_are_refused(word, call):
    with pytest.raises(ValueError, match=rf"\w+: expected {word}.*, got .*; "):
        call()


def test_a_negative_or_missing_time_is_refused():
    for t in (-1, math.nan):
        with pytest.raises(ValueError, match="InverseDecay: expected t from 0 up, got"):
            InverseDecay(0.1)(t)
    with pytest.raises(NotImplementedError, match=r"Schedule: expected a method rate\(t\)"):
        Schedule()(0)
