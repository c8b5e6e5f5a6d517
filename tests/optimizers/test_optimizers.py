"""Every first-order optimizer against torch, and what all of them owe: nothing corrupted, nothing widened."""

import numpy as np
import pytest
from in_turn import in_turn
from optimizer_cases import ALL, CASES

from dlcourse import optimizers
from dlcourse.autodiff import grad
from dlcourse.backend import use_dtype
from dlcourse.optimizers import Optimizer
from dlcourse.strict_array import StrictArray, strict
from dlcourse.tensor import Parameter

every_optimizer = pytest.mark.parametrize("case", ALL, ids=lambda case: case.optimizer.__name__)
with_a_peer = pytest.mark.parametrize("case", CASES, ids=lambda case: case.optimizer.__name__)
SECOND_ORDER = (
    "BFGS DampedNewton HessianFree LBFGS Newton NonlinearCG SaddleFreeNewton ClosureOptimizer".split()
)


def some_gradients(n_steps, seed=0):
    rng = np.random.default_rng(seed)
    return [[rng.standard_normal((3, 2)), rng.standard_normal(2)] for _ in range(n_steps)]


def two_parameters():
    return [Parameter(np.arange(6.0).reshape(3, 2)), Parameter(np.array([10.0, -20.0]))]


def snapshot(optimizer):
    return [
        optimizer.theta.copy(),
        [p.array.copy() for p in optimizer.parameters],
        {name: array.copy() for name, array in optimizer.state.items()},
        optimizer.n_steps,
        optimizer.lr,
    ]


def test_every_optimizer_has_a_case():
    found = {
        name
        for name, value in vars(optimizers).items()
        if isinstance(value, type) and issubclass(value, Optimizer) and value is not Optimizer
    }
    missing = found - {case.optimizer.__name__ for case in ALL} - set(SECOND_ORDER)
    assert not missing, f"add a Case to tests/optimizers/optimizer_cases.py for {sorted(missing)}"


@with_a_peer
def test_fifty_steps_are_those_of_torch(case):
    torch = pytest.importorskip("torch")
    parameters = two_parameters()
    peers = [torch.nn.Parameter(torch.tensor(p.array.copy())) for p in parameters]
    optimizer, peer_optimizer = case.make(parameters), case.make_torch(peers)
    for gradients in some_gradients(50):
        optimizer.step(gradients)
        for peer, g in zip(peers, gradients, strict=True):
            peer.grad = torch.tensor(g)
        peer_optimizer.step()
        for parameter, peer in zip(parameters, peers, strict=True):
            np.testing.assert_allclose(parameter.array, peer.detach().numpy(), rtol=1e-12, atol=1e-14)


@with_a_peer
def test_a_parameter_without_a_gradient_is_treated_as_by_torch(case):
    torch = pytest.importorskip("torch")
    theta, peer = Parameter([1.0, 1.0]), torch.nn.Parameter(torch.ones(2, dtype=torch.float64))
    optimizer, peer_optimizer = case.make([theta]), case.make_torch([peer])
    for g in ([0.0, 0.0], [0.0, 2.0], [3.0, 0.0]):  # the second is used first at step 2, the first at step 3
        optimizer.step([np.array(g)])
        peer.grad = torch.tensor(g, dtype=torch.float64)
        peer_optimizer.step()
        np.testing.assert_allclose(theta.array, peer.detach().numpy(), rtol=1e-12)


@every_optimizer
def test_a_quadratic_valley_is_descended(case):
    A = np.diag([1.0, 10.0])
    theta = Parameter([-4.0, 2.0])
    optimizer = case.make([theta])
    for _ in range(600):
        with optimizer.lookahead():
            gradient = grad(0.5 * (theta @ A @ theta), theta)
        optimizer.step([gradient])
    assert 0.5 * theta.array @ A @ theta.array < 0.01  # from 28


@every_optimizer
def test_gradients_are_not_written_to(case):
    gradients = some_gradients(1)[0]
    before = [g.copy() for g in gradients]
    for g in gradients:
        g.flags.writeable = False
    case.make(two_parameters()).step(gradients)
    np.testing.assert_equal(gradients, before)


@every_optimizer
def test_in_float32_vector_state_and_parameters_stay_float32(case):
    with use_dtype("float32"):
        theta = Parameter([1.0, 2.0])
    double = Parameter([1.0, 2.0])
    optimizer, peer = case.make([theta], lr=np.float64(case.lr)), case.make([double])
    optimizer.update = _refuse_float64(optimizer.update)
    for g in ([1.0, -1.0], [0.5, 2.0]):
        optimizer.step([np.array(g, np.float32)])
        peer.step([np.array(g)])
    dtypes = {theta.dtype, optimizer.theta.dtype, *(a.dtype for a in optimizer.state.values())}
    assert dtypes == {np.dtype("float32")}
    np.testing.assert_allclose(theta.array, double.array, rtol=3e-6)


def _refuse_float64(update):
    def checked(theta, g, *slots):
        update(*(array.view(NoFloat64) for array in (theta, g, *slots)))

    return checked


class NoFloat64(np.ndarray):
    """An array on which no ufunc may meet or make a float64 array: nothing is widened on the way."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        plain = [x.view(np.ndarray) if isinstance(x, NoFloat64) else x for x in inputs]
        if out is not None:
            kwargs["out"] = tuple(x.view(np.ndarray) for x in out)
        result = getattr(ufunc, method)(*plain, **kwargs)
        assert result.dtype != np.float64, f"{ufunc.__name__} widens float32"
        return out[0] if out is not None else np.asarray(result).view(NoFloat64)


@every_optimizer
def test_a_step_runs_where_numpy_may_not_reach(case):
    theta, peer = Parameter(StrictArray([[1.0, 2.0]])), Parameter([[1.0, 2.0]])
    on_device, on_cpu = case.make([theta]), case.make([peer])
    for _ in range(2):
        with on_device.lookahead(), on_cpu.lookahead():
            np.testing.assert_array_equal(theta.array.get(), peer.array)
        on_device.step([strict.asarray(np.array([[1.0, -1.0]]))])
        on_cpu.step([np.array([[1.0, -1.0]])])
    assert type(theta.array) is StrictArray
    np.testing.assert_array_equal(theta.array.get(), peer.array)
    state = on_device.state_dict()
    assert all(type(value) is np.ndarray for value in state.values())
    on_device.load_state_dict(state)
    assert all(type(array) is StrictArray for array in on_device.state.values())


BAD_STEPS = {
    "transposed": [np.ones((2, 3)), np.ones(2)],
    "one missing": [np.ones((3, 2))],
    "no array": [np.ones((3, 2)), None],
    "not a number": [np.ones((3, 2)), np.array([1.0, np.nan])],
    "infinite": [np.full((3, 2), -np.inf), np.ones(2)],
}


@every_optimizer
@in_turn("bad", BAD_STEPS.values())
def test_a_failed_step_leaves_everything_as_it_was(case, bad):
    optimizer, twin = case.make(two_parameters()), case.make(two_parameters())
    first, second = some_gradients(2)
    optimizer.step(first)
    before = snapshot(optimizer)
    with pytest.raises(
        (ValueError, TypeError, FloatingPointError), match="expected .*gradients?.*, got .*; "
    ):
        optimizer.step(bad)
    np.testing.assert_equal(snapshot(optimizer), before)
    for each in (twin, optimizer):
        each.step(first if each is twin else second)
    twin.step(second)
    np.testing.assert_array_equal(optimizer.theta, twin.theta)


@every_optimizer
def test_a_gradient_whose_square_overflows_is_refused_where_it_is_squared(case):
    optimizer = case.make(two_parameters())
    optimizer.step(some_gradients(1)[0])
    before = snapshot(optimizer)
    huge = [np.full((3, 2), -1e160), np.ones(2)]
    if not case.optimizer.squares_gradients:
        optimizer.step(huge)
        assert np.isfinite(optimizer.theta).all()
        return
    with pytest.raises(
        FloatingPointError, match="expected gradients of size up to 1.3e.154, got .*; .* clip"
    ):
        optimizer.step(huge)
    np.testing.assert_equal(snapshot(optimizer), before)


@every_optimizer
@in_turn("lr", [-0.1, np.nan, np.inf, "fast"])
def test_a_schedule_cannot_set_a_rate_that_makes_no_sense(case, lr):
    optimizer = case.make(two_parameters())
    with pytest.raises(ValueError, match=f"{case.optimizer.__name__}: expected lr of at least 0, got .*; "):
        optimizer.lr = lr
    assert optimizer.lr == case.lr


@every_optimizer
def test_at_rate_zero_the_parameters_stay_where_they_are(case):
    optimizer = case.make(two_parameters())
    before = optimizer.theta.copy()
    optimizer.lr = 0
    optimizer.step(some_gradients(1)[0])
    np.testing.assert_array_equal(optimizer.theta, before)


@every_optimizer
def test_training_resumed_from_a_state_ends_at_the_same_bits(case):
    gradients = some_gradients(8)
    straight = case.make(two_parameters())
    for g in gradients:
        straight.lr = case.lr / (1 + straight.n_steps)
        straight.step(g)
    first = case.make(two_parameters())
    for g in gradients[:3]:
        first.lr = case.lr / (1 + first.n_steps)
        first.step(g)
    state, arrays = first.state_dict(), [p.array.copy() for p in first.parameters]
    first.step(gradients[3])  # what was saved is a copy
    second = case.make([Parameter(array) for array in arrays])
    second.load_state_dict(state)
    assert (second.n_steps, second.lr) == (3, case.lr / 3)
    for g in gradients[3:]:
        second.lr = case.lr / (1 + second.n_steps)
        second.step(g)
    np.testing.assert_array_equal(second.theta, straight.theta)
    np.testing.assert_equal(second.state_dict(), straight.state_dict())


@every_optimizer
def test_a_state_that_does_not_fit_is_refused_and_nothing_changes(case):
    optimizer = case.make(two_parameters())
    optimizer.step(some_gradients(1)[0])
    before = snapshot(optimizer)
    good = optimizer.state_dict()
    missing = {name: value for name, value in good.items() if name != "n_steps"}
    other_sizes = case.make([Parameter([1.0])]).state_dict() if good.keys() - {"lr", "n_steps"} else {}
    for bad in (missing, good | {"w": np.zeros(3)}, other_sizes):
        with pytest.raises(ValueError, match="expected a state of shapes .*, got .*; load it"):
            optimizer.load_state_dict(bad)
    with pytest.raises(ValueError, match="expected lr of at least 0"):
        optimizer.load_state_dict(good | {"lr": np.array(-1.0)})
    np.testing.assert_equal(snapshot(optimizer), before)
