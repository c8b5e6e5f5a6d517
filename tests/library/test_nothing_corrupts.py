"""Nothing corrupts: what fails leaves parameters, state, statistics and files as they were, to the bit."""

import contextlib
import copy

import numpy as np
import pytest
from errors_common import nan, rng
from optimizer_cases import ALL

from dlcourse import ops
from dlcourse.callbacks import EarlyStopping
from dlcourse.layers import BatchNorm, Linear, Sequential
from dlcourse.optimizers import (
    BFGS,
    LBFGS,
    Adadelta,
    AdaGrad,
    Adam,
    AdamW,
    DampedNewton,
    HalveOnPlateau,
    HessianFree,
    Nesterov,
    Newton,
    NonlinearCG,
    RMSprop,
    SaddleFreeNewton,
)
from dlcourse.preprocessing import ZCA, MinMax, ZScore
from dlcourse.tensor import Parameter

METHODS = [Newton, DampedNewton, SaddleFreeNewton, BFGS, LBFGS, NonlinearCG, HessianFree]
every_optimizer = pytest.mark.parametrize("case", ALL, ids=lambda case: case.optimizer.__name__)
every_method = pytest.mark.parametrize("method", METHODS)
SQUARING = AdaGrad, RMSprop, Adadelta, Adam, AdamW  # those whose formula holds g * g
GOOD = [np.array([[0.3, -0.2], [1.0, 0.5]]), np.array([0.7, -0.1])]
BAD_GRADIENTS = {
    "nan in the first": [np.full((2, 2), nan), GOOD[1]],
    "nan in the last number of the last": [GOOD[0], np.array([0.7, nan])],
    "infinity": [GOOD[0], np.array([-np.inf, 1.0])],
    "another shape": [GOOD[0].T[:1], GOOD[1]],
    "a row in place of a vector": [GOOD[0], GOOD[1][None]],
    "too few": GOOD[:1],
    "too many": [*GOOD, GOOD[1]],
    "swapped": GOOD[::-1],
    "none": [],
    "None": [GOOD[0], None],
    "lists": [GOOD[0], [0.7, -0.1]],
    "words": [GOOD[0], np.array(["a", "b"])],
}


REFUSED = ValueError, TypeError, FloatingPointError


def parameters():
    return [Parameter(np.array([[1.0, 2.0], [3.0, 4.0]])), Parameter(np.array([-1.0, 0.5]))]


def everything(optimizer):
    """What the next step depends on, copied."""
    return [p.array.copy() for p in optimizer.parameters], optimizer.theta.copy(), optimizer.state_dict()


@contextlib.contextmanager
def unchanged(look):
    """A block that leaves what `look` sees as it was, also in arrays that it shows without copying them."""
    before = copy.deepcopy(look())
    with np.errstate(all="ignore"):
        yield
    np.testing.assert_equal(look(), before)


def test_a_change_in_place_is_seen():
    x = np.zeros(3)
    with pytest.raises(AssertionError), unchanged(lambda: {"x": x}):
        x[1] = 1.0


@pytest.mark.parametrize("bad", BAD_GRADIENTS)
@every_optimizer
def test_a_step_that_is_refused_leaves_everything_and_the_next_steps_are_those_of_a_twin(case, bad):
    first, twin = case.make(parameters()), case.make(parameters())
    for optimizer in (first, twin):
        for _ in range(2):
            optimizer.step(GOOD)
    with unchanged(lambda: everything(first)), pytest.raises(REFUSED):
        first.step(BAD_GRADIENTS[bad])
    for optimizer in (first, twin):
        optimizer.step(GOOD)
    np.testing.assert_equal(everything(first), everything(twin))


@every_optimizer
def test_a_gradient_whose_square_overflows_is_refused_or_does_not_spoil_the_state(case):
    optimizer = case.make(parameters())
    optimizer.step(GOOD)
    too_large = [GOOD[0], np.array([1e200, 0.0])]
    if case.optimizer in SQUARING:
        with unchanged(lambda: everything(optimizer)), pytest.raises(FloatingPointError, match="overflows"):
            optimizer.step(too_large)
    else:
        optimizer.step(too_large)
    vectors = optimizer.theta, *optimizer.state.values()
    assert all(np.isfinite(vector).all() for vector in vectors)


@every_optimizer
def test_a_cost_that_fails_in_the_lookahead_puts_the_parameters_back(case):
    optimizer = case.make(parameters())
    optimizer.step(GOOD)
    before, moved = optimizer.theta.copy(), []
    with unchanged(lambda: everything(optimizer)), pytest.raises(KeyError, match="in the loss"):
        with optimizer.lookahead():
            moved.append((optimizer.theta != before).any())
            raise KeyError("in the loss")
    assert moved == [case.optimizer is Nesterov]


class Failing:
    """The cost of a valley, which fails at call number `at`: by an error, or by the number it gives."""

    def __init__(self, theta, at, how):
        self.theta, self.at, self.how, self.n_calls = theta, at, how, 0

    def __call__(self):
        self.n_calls += 1
        a, b = self.theta[0], self.theta[1]
        J = (1 - a) ** 2 + 10 * (b - a * a) ** 2
        if self.n_calls != self.at:
            return J
        if self.how == "raises":
            raise KeyboardInterrupt
        slope_of_nan = ((J * 0.0) ** 0.5) * 0.0  # the root of 0 has an infinite slope, and 0 times it is NaN
        spoiled = {
            "nan": J * nan,
            "no tensor": 1.0,
            "many numbers": self.theta,
            "nan slope": J + slope_of_nan,
        }
        return spoiled[self.how]


@pytest.mark.parametrize("how", ["raises", "nan", "no tensor", "many numbers", "nan slope"])
@every_method
def test_a_closure_that_fails_at_any_call_leaves_parameters_and_state(method, how):
    n_tried = 0
    for at in range(1, 5):
        theta = Parameter([-1.2, 1.0])
        optimizer = method([theta], lr=0.5)
        for _ in range(2):
            optimizer.step(Failing(theta, 0, how))
        closure = Failing(theta, at, how)
        before = everything(optimizer)
        try:
            with np.errstate(all="ignore"):
                optimizer.step(closure)
        except BaseException:
            np.testing.assert_equal(everything(optimizer), before)
            n_tried += 1
        else:  # the method asked less often, or a line search took the number for a step too long
            assert closure.n_calls < at or how in ("nan", "nan slope"), f"call {at} went unnoticed"
        assert np.isfinite(theta.array).all()
    assert n_tried >= 1


def _spoiled_arrays(state):
    last = list(state)[-1]
    return {
        "a name too many": state | {"strange": np.zeros(2)},
        "a name missing": {name: value for name, value in state.items() if name != last},
        "another shape at the end": state | {last: np.zeros((7, 7))},
        "words at the end": state | {last: np.full(np.shape(state[last]), "a")},
        "nothing": {},
    }


def _stepped(optimizer):
    if type(optimizer) in METHODS:
        optimizer.step(Failing(optimizer.parameters[0], 0, "never"))
    else:
        optimizer.step(GOOD)
    return optimizer


def network():
    return Sequential(Linear(2, 3, rng=rng()), BatchNorm(3), ops.tanh, Linear(3, 1, rng=rng()))


STATES = {
    **{case.optimizer.__name__: lambda case=case: _stepped(case.make(parameters())) for case in ALL},
    **{
        method.__name__: lambda method=method: _stepped(method([Parameter([-1.2, 1.0])]))
        for method in METHODS
    },
    "a model": network,
    "a plateau": lambda: HalveOnPlateau(0.1),
    "early stopping": EarlyStopping,
}


@pytest.mark.parametrize("name", STATES)
def test_a_state_that_does_not_fit_changes_nothing(name):
    thing = STATES[name]()
    for state in _spoiled_arrays(thing.state_dict()).values():
        with unchanged(thing.state_dict), pytest.raises(ValueError):
            thing.load_state_dict(state)


@pytest.mark.parametrize("scaler", [MinMax, ZScore, ZCA])
@pytest.mark.parametrize("fitted", [False, True])
def test_a_fit_that_fails_leaves_the_scaler_as_it_was(scaler, fitted, monkeypatch):
    x = rng().standard_normal((6, 3))
    thing = scaler().fit(x) if fitted else scaler()
    for bad in (x * nan, x[:0], x[0], np.full((2, 2), "a"), np.where(x > 1, np.inf, x)):
        with unchanged(lambda: dict(vars(thing))), pytest.raises((ValueError, TypeError)):
            thing.fit(bad)

    def fail(*_):
        raise np.linalg.LinAlgError("half way")

    monkeypatch.setattr(np.linalg, "eigh", fail)
    monkeypatch.setattr("dlcourse.preprocessing._spread", fail)
    with unchanged(lambda: dict(vars(thing))), pytest.raises(np.linalg.LinAlgError, match="half way"):
        thing.fit(2 * x + 1)


@pytest.mark.parametrize("bad", [np.ones((1, 3)), np.ones((4, 5)), np.ones(3), "words", np.full((4, 3), "a")])
def test_a_forward_pass_that_fails_leaves_the_running_statistics(bad):
    layer = BatchNorm(3)
    layer(rng().standard_normal((8, 3)))
    with unchanged(layer.state_dict), pytest.raises((ValueError, TypeError)):
        layer(bad)


def test_batch_normalization_that_fails_after_its_checks_leaves_the_running_statistics():
    layer = BatchNorm(3)
    layer(rng().standard_normal((8, 3)))
    layer.gamma.array = np.ones((5, 3))  # the op refuses it, behind the layer's own checks
    with unchanged(layer.state_dict), pytest.raises(ValueError):
        layer(rng().standard_normal((8, 3)))
