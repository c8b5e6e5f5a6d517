"""Nothing corrupts in training: a step that fails, a file that cannot be written, a block that is left."""

import numpy as np
import pytest
from errors_common import nan, rng
from optimizer_cases import ALL
from test_nothing_corrupts import unchanged

from dlcourse import checkpoint, ops
from dlcourse.autodiff import no_grad
from dlcourse.backend import default_dtype, use_dtype
from dlcourse.callbacks import Callback, EarlyStopping
from dlcourse.divergence import DivergenceError
from dlcourse.gradcheck import numerical_gradient
from dlcourse.layers import BatchNorm, Dropout, Linear, Sequential, subnetworks
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.optimizers import SGD, Adam
from dlcourse.prediction import in_mode
from dlcourse.regularization import L1, max_norm
from dlcourse.tensor import Tensor
from dlcourse.training import History, fit

X = rng().standard_normal((12, 2))
Y = np.tanh(X.sum(axis=1, keepdims=True))
every_optimizer = pytest.mark.parametrize("case", ALL, ids=lambda case: case.optimizer.__name__)


def network():
    generator = rng()
    return Sequential(
        Linear(2, 4, rng=generator),
        BatchNorm(4),
        ops.tanh,
        Dropout(0.9, rng=rng()),
        Linear(4, 1, rng=generator),
    )


def train(model, optimizer, loss=mean_squared_error, y=Y, **options):
    arguments = {"n_epochs": 2, "batch_size": 4, "rng": rng(), "progress": False} | options
    return fit(model, loss, X, y, optimizer, **arguments)


def everything(model, optimizer):
    """What the next step depends on, copied."""
    modes = [module.training for module in model.modules()]
    return model.state_dict(), optimizer.theta.copy(), optimizer.state_dict(), modes


class FromThen:
    """A loss that is right until call number `at`, and then something else."""

    def __init__(self, at, spoil):
        self.at, self.spoil, self.n_calls, self.before = at, spoil, 0, None

    def __call__(self, y_hat, y):
        self.n_calls += 1
        J = mean_squared_error(y_hat, y)
        return self.spoil(J) if self.n_calls == self.at else J


DIVERGING = {
    "nan": lambda J: J * nan,
    "infinity": lambda J: J * np.inf,
    "an infinite slope": lambda J: J + ((J * 0.0) ** 0.5),
}


class Looks(Callback):
    """Keeps what there was after each step."""

    def __init__(self):
        self.seen = []

    def before_training(self, run):
        self.after_step(run)

    def after_step(self, run):
        self.seen.append(everything(run.model, run.optimizer))


@pytest.mark.parametrize("spoil", DIVERGING)
@every_optimizer
def test_a_loss_that_diverges_in_the_fifth_step_leaves_what_the_fourth_made(case, spoil):
    model, looks = network(), Looks()
    optimizer = case.make(model.parameters(), lr=0.01)
    history = History()
    with np.errstate(all="ignore"), pytest.raises(DivergenceError, match="epoch 1, step 4"):
        train(model, optimizer, FromThen(5, DIVERGING[spoil]), callbacks=[looks], history=history)
    assert len(looks.seen) == 5 and history.n_steps == 4 and len(history.loss) == 1
    fourth = looks.seen[-1][:3]
    np.testing.assert_equal(everything(model, optimizer)[:3], fourth)
    assert all(np.isfinite(array).all() for array in model.state_dict().values())


@every_optimizer
def test_an_update_that_overflows_is_taken_back(case):
    model = network()
    optimizer = case.make(model.parameters())
    update = optimizer.update

    def overflow(theta, g, *slots):
        update(theta, g, *slots)
        theta[-1] = np.inf

    optimizer.update = overflow
    with unchanged(lambda: everything(model, optimizer)), pytest.raises(DivergenceError):
        train(model, optimizer)


def test_data_that_do_not_fit_are_refused_before_anything_moves():
    model = network()
    optimizer = Adam(model.parameters())
    spoiled = {"y": Y[:5]}, {"y": nan * Y}, {"n_epochs": -1}, {"batch_size": 0}, {"rng": 0}, {"validation": X}
    for options in spoiled:
        with unchanged(lambda: everything(model, optimizer)), pytest.raises((ValueError, TypeError)):
            train(model, optimizer, **options)


class Unwritable(Callback):
    def state_dict(self):
        return {"a set": {1}}


@pytest.mark.parametrize("failing", ["savez", "fsync", "replace", "state", "interrupt"])
def test_a_checkpoint_that_cannot_be_written_leaves_the_old_one_alone(tmp_path, monkeypatch, failing):
    path, model = tmp_path / "a.npz", network()
    optimizer = Adam(model.parameters())
    checkpoint.save(path, model, optimizer, rng())
    old = path.read_bytes()
    train(model, optimizer)

    def fail(*arguments, **options):
        raise KeyboardInterrupt if failing == "interrupt" else OSError("no space left on device")

    places = {
        "savez": "numpy.savez",
        "interrupt": "numpy.savez",
        "fsync": "os.fsync",
        "replace": "os.replace",
    }
    if failing in places:
        monkeypatch.setattr(places[failing], fail)
    callbacks = [Unwritable()] if failing == "state" else []
    with pytest.raises((OSError, KeyboardInterrupt, TypeError)):
        checkpoint.save(path, model, optimizer, rng(), callbacks=callbacks)
    monkeypatch.undo()
    assert path.read_bytes() == old and [p.name for p in tmp_path.iterdir()] == ["a.npz"]


class Refusing(EarlyStopping):
    def load_state_dict(self, state):
        super().load_state_dict(state)
        if state["best"] == 0.125:
            raise KeyError("half way")


LOAD_ERRORS = {
    "another model": ValueError,
    "another optimizer": ValueError,
    "a callback": ValueError,
    "another rng": ValueError,
    "damaged": ValueError,
}


@pytest.mark.parametrize("failing", LOAD_ERRORS)
def test_a_checkpoint_that_does_not_load_changes_nothing(tmp_path, failing):
    path, saved, generator, stopping = tmp_path / "a.npz", network(), rng(), Refusing()
    if failing == "another model":
        saved = Sequential(Linear(2, 5, rng=rng()), Linear(5, 1, rng=rng()))
    stopping.best = 0.125 if failing == "a callback" else 0.5
    other = np.random.Generator(np.random.MT19937(0)) if failing == "another rng" else rng()
    kind = SGD if failing == "another optimizer" else Adam
    checkpoint.save(path, saved, kind(saved.parameters()), other, callbacks=[stopping])
    if failing == "damaged":
        path.write_bytes(path.read_bytes()[:-100])
    model, stopping = network(), Refusing()
    optimizer = Adam(model.parameters())
    train(model, optimizer, rng=generator)

    def look():
        return everything(model, optimizer), generator.bit_generator.state, stopping.state_dict()

    with unchanged(look), pytest.raises(LOAD_ERRORS[failing]):
        checkpoint.load(path, model, optimizer, generator, [stopping])


def test_a_constraint_that_is_refused_leaves_the_weights():
    model = network()
    refused = [
        lambda: max_norm(model, 0.0),
        lambda: max_norm([*model.parameters(), np.ones((2, 2))], 0.1),
        lambda: L1(1.0).proximal_step(model, -0.1),
        lambda: L1(1.0).proximal_step([*model.parameters(), Tensor(1.0)], 0.1),
        lambda: model.to("gpu"),
        lambda: Adam(model.parameters()).to("gpu"),
    ]
    for call in refused:
        with unchanged(model.state_dict), pytest.raises((ValueError, TypeError)):
            call()


def test_a_class_out_of_range_leaves_parameters_and_running_statistics():
    model = Sequential(Linear(2, 3, rng=rng()), BatchNorm(3))
    optimizer = Adam(model.parameters())
    with unchanged(lambda: everything(model, optimizer)), pytest.raises(ValueError):
        train(model, optimizer, softmax_cross_entropy, y=np.full(12, 3))


def test_blocks_that_are_left_by_an_error_put_everything_back():
    model, x = network(), np.array([1.0, 2.0])
    model.steps[1].eval()

    def look():
        recorded = (Tensor(1.0) * 2).op is not None
        return (
            [module.training for module in model.modules()],
            default_dtype(),
            recorded,
            model.steps[3].mask,
            x,
        )

    def fail(*_):
        raise ArithmeticError("inside")

    for block in (lambda: in_mode(model, training=False), lambda: use_dtype("float32"), no_grad):
        with unchanged(look), pytest.raises(ArithmeticError, match="inside"), block():
            fail()
    with unchanged(look), pytest.raises(ArithmeticError, match="inside"):
        numerical_gradient(fail, x)
    with unchanged(look), pytest.raises(ArithmeticError, match="inside"):
        subnetworks(Sequential(*model.steps, fail), X, [4])


def test_a_backward_pass_that_is_refused_leaves_the_call_it_belongs_to():
    layer, x = Linear(2, 3, rng=rng()), Tensor(X)
    G = rng().standard_normal((12, 3))
    y = layer.fprop(x)
    expected = layer.bprop(x, G, y)[1]
    for call in (lambda: layer.bprop(x, G[:2], y), lambda: layer.fprop(X[:, :1])):
        with unchanged(layer.state_dict), pytest.raises(ValueError):
            call()
    np.testing.assert_equal(layer.bprop(x, G, y)[1], expected)
