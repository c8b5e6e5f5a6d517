"""compile_step trains as the loop does: after each step all that a step changes has the bits of the loop."""

import numpy as np
import pytest
from halved import halved
from optimizer_cases import ALL
from replay_cases import MSE, NETS, Net, expect_the_loop, loop_of, mlp, rows, state_of, with_penalties

from dlcourse import MLP, Linear, Sequential, losses, ops, use_dtype
from dlcourse.layers import BatchNorm, Dropout
from dlcourse.optimizers import SGD, Adam, ExponentialDecay, Momentum, Nesterov
from dlcourse.optimizers.blocks import BLOCK
from dlcourse.replay import compile_step
from dlcourse.tensor import Parameter

RESIDUAL = NETS["residual"]
DTYPES = ["float64", "float32"]


def in_words(value):
    """The id of a case of the register of optimizers."""
    return value.optimizer.__name__ if hasattr(value, "optimizer") else value


def replayed(step):
    """The last step was replayed as a whole."""
    assert (step.gear, step.why) == ("replayed", "")


@pytest.mark.parametrize(("name", "dtype"), halved([*NETS], DTYPES))
def test_twenty_steps_of_every_layer_and_loss_have_the_bits_of_the_loop(name, dtype):
    batches = NETS[name].batches(6 if name == "LeNet" else 20, m=3 if name == "LeNet" else 6, dtype=dtype)
    replayed(expect_the_loop(NETS[name].parts(Adam, dtype), batches))


@pytest.mark.parametrize(("case", "dtype"), halved(ALL, DTYPES), ids=in_words)
def test_twenty_steps_of_every_optimizer_have_the_bits_of_the_loop(case, dtype):
    replayed(expect_the_loop(RESIDUAL.parts(case.make, dtype), RESIDUAL.batches(dtype=dtype)))


def test_sgd_in_all_its_forms_has_the_bits_of_the_loop():
    for options in ({}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}):
        replayed(expect_the_loop(RESIDUAL.parts(SGD, **options), RESIDUAL.batches()))


def test_penalties_and_parameters_of_the_loss_itself_have_the_bits_of_the_loop():
    def penalized():
        model, loss = with_penalties(np.random.default_rng(0))
        return model, loss, Adam(model.parameters())

    def with_a_spread():
        model = Linear(3, 2, rng=np.random.default_rng(0))
        log_sigma, k = Parameter(np.zeros(2)), Parameter(0.3)
        optimizer = Adam([*model.parameters(), log_sigma, k])
        return model, lambda z, y: losses.gaussian_nll(z, y, log_sigma=log_sigma) * k**2 + k * k, optimizer

    replayed(expect_the_loop(penalized, RESIDUAL.batches()))
    replayed(expect_the_loop(with_a_spread, RESIDUAL.batches()))


def test_powers_of_a_number_have_the_bits_of_the_loop():
    # numpy forms number ** p by the C library, array ** p by square, sqrt and loops of its own
    def loss(z, y):
        J = MSE(z, y)
        return J**0.5 + J**2 + 2.0**J + J**-0.5 + (z**3).sum() + ((z * z + 1) ** 0.3).sum() + (z**0).sum()

    replayed(expect_the_loop(Net(mlp(ops.tanh), loss, rows(3, 2)).parts(SGD, lr=1e-3), RESIDUAL.batches(200)))


@pytest.mark.parametrize(("case", "name"), halved(ALL, ["dropout", "batch_norm"]), ids=in_words)
def test_what_changes_between_the_steps_is_taken_up(case, name):
    def change(i, model, optimizer):
        first, second = model.parameters()[:2]
        state = {key: value * 0.5 for key, value in optimizer.state_dict().items()}
        changes = {
            5: lambda: setattr(first, "array", np.ones_like(first.array)),
            6: lambda: first.array.fill(0.5),
            7: lambda: model.load_state_dict({k: v * 0.5 for k, v in model.state_dict().items()}),
            8: lambda: optimizer.load_state_dict(state | {"n_steps": np.array(3)}),
            9: lambda: optimizer.to("cpu"),
            12: lambda: model.to("cpu"),
            13: lambda: setattr(first, "array", first.array.astype("float32")),
            15: lambda: setattr(second, "array", second.array[::1].copy()),
            18: lambda: setattr(optimizer, "lr", 0.0),
        }
        changes.get(i, lambda: None)()
        if i > 18:
            optimizer.lr = 0.1 / i
        for setting, value in {"beta1": 0.5, "momentum": 0.3, "rho": 0.7}.items():
            if i == 21 and getattr(optimizer, setting, None):
                setattr(optimizer, setting, value)
        if i == 22 and hasattr(optimizer, "eps"):
            optimizer.eps = 1e-2

    replayed(expect_the_loop(NETS[name].parts(case.make), NETS[name].batches(27), change))


@pytest.mark.parametrize("name", ["batch_norm", "dropout", "convolution"])
def test_modes_switched_in_mid_training_and_buffers_set_from_outside_are_taken_up(name):
    def change(i, model, optimizer):
        if i > 4:
            model.train(i % 5 != 3)
        for module in model.modules():
            if isinstance(module, BatchNorm) and i == 16:
                module.running_mean = np.ones(module.n_units)
            if isinstance(module, BatchNorm) and i == 17:
                module.running_mean[...] = 3

    replayed(expect_the_loop(NETS[name].parts(Adam), NETS[name].batches(30), change))


def test_a_schedule_that_sets_lr_at_each_step_is_replayed():
    schedules = {}

    def change(i, model, optimizer):
        schedule = schedules.setdefault(id(optimizer), ExponentialDecay(0.1, 0.9))
        optimizer.lr = schedule(i)

    for optimizer in (Adam, Momentum, Nesterov):
        replayed(expect_the_loop(RESIDUAL.parts(optimizer), RESIDUAL.batches(), change))


def strided(a):
    wide = np.empty((a.shape[0], 2 * a.shape[1]))
    wide[:, ::2] = a
    return wide[:, ::2]


LAYOUTS = {
    "Fortran": np.asfortranarray,
    "every second column": strided,
    "every third row": lambda a: np.repeat(a, 3, axis=0)[::3],
    "backwards": lambda a: a[::-1].copy()[::-1],
    "left half": lambda a: np.hstack([a, a])[:, : a.shape[1]],
    "one row for all": lambda a: np.broadcast_to(a[:1], a.shape),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["residual", "one number"])
def test_batches_of_any_layout_have_the_bits_of_the_loop(layout, name):
    batches = [tuple(map(LAYOUTS[layout], batch)) for batch in NETS[name].batches(8, m=7)]
    replayed(expect_the_loop(NETS[name].parts(Adam), batches))


def test_batches_of_several_sizes_and_dtypes_each_have_a_program_of_their_own():
    net = RESIDUAL
    batches = [b for i in range(4) for m in (6, 6, 3, 1) for b in net.batches(1, m=m, seed=10 * i + m)]
    replayed(expect_the_loop(net.parts(Adam), batches))
    single = net.batches(8, dtype="float32")
    replayed(expect_the_loop(net.parts(Adam), single))  # a float64 net
    replayed(expect_the_loop(net.parts(Adam, "float32"), net.batches(8)))
    half = net.batches(8, dtype="float16")
    replayed(expect_the_loop(net.parts(SGD, "float16"), half))
    integers = [((5 * x).astype(int), y) for x, y in net.batches(8)]
    replayed(expect_the_loop(net.parts(Adam), integers))


def test_a_mask_that_comes_after_plain_batches_is_refused_as_in_the_loop():
    (x, y), net = RESIDUAL.batches(1)[0], RESIDUAL
    masked = np.ma.masked_greater(x, 0.5), np.ma.masked_greater(y, 0.5)
    batches = [(x, y)] * 4 + [(masked[0], y), (x, masked[1]), (x, y)]
    replayed(expect_the_loop(net.parts(Adam), batches, errors=True))


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u1", "u4", "u8"])
def test_labels_of_any_integer_dtype_have_the_bits_of_the_loop(dtype):
    net = NETS["softmax cross-entropy"]
    replayed(expect_the_loop(net.parts(Adam), [(x, y.astype(dtype)) for x, y in net.batches(6)]))


@pytest.mark.parametrize("optimizer", [SGD, Momentum, Adam])
def test_vectors_of_several_blocks_have_the_bits_of_the_loop(optimizer):
    def make():
        with use_dtype("float32"):
            model = MLP((900, 600, 3), rng=np.random.default_rng(0))
        assert model.n_parameters > 2 * BLOCK
        return model, MSE, optimizer(model.parameters(), lr=0.01)

    replayed(expect_the_loop(make, Net(None, None, rows(900, 3)).batches(5, dtype="float32")))


def test_several_steps_may_train_one_model_by_several_losses_and_optimizers():
    def parts():
        model, loss, optimizer = NETS["batch_norm"].parts(Adam)()
        other = SGD(model.parameters(), lr=0.01)
        ways = [(model, loss, optimizer), (model, lambda z, y: loss(z, y) + z.sum(), optimizer)]
        return [*ways, (model, loss, other)], optimizer, other

    ways, *optimizers = parts()
    loop_ways, *loop_optimizers = parts()
    steps, loops = [compile_step(*way) for way in ways], [loop_of(*way) for way in loop_ways]
    for i, (x, y) in enumerate(NETS["batch_norm"].batches(40)):
        turn = (0, 1, 2, 2, 0)[i % 5]
        assert steps[turn](x, y) == loops[turn](x, y)
        for mine, its in zip(optimizers, loop_optimizers, strict=True):
            assert state_of(ways[0][0], mine) == state_of(loop_ways[0][0], its)
    for step in steps:
        replayed(step)


def half_frozen():
    rng = np.random.default_rng(1)
    model = Sequential(Linear(3, 4, rng=rng), BatchNorm(4), ops.tanh, Linear(4, 2, rng=rng))
    return model, MSE, Adam(model.steps[-1].parameters())


def test_frozen_parameters_may_be_changed_in_place_or_get_new_arrays():
    def change(i, model, optimizer):
        W = model.steps[0].W
        if i == 4:
            W.array *= 0.5
        if i == 7:
            W.array = W.array * 0.5
        if i == 10:
            SGD(model.steps[0].parameters())  # moves them into a vector of its own

    replayed(expect_the_loop(half_frozen, RESIDUAL.batches(16), change))


def test_shared_parameters_and_a_shared_generator_have_the_bits_of_the_loop():
    def make():
        rng, coin = np.random.default_rng(1), np.random.default_rng(2)
        layer, drop = Linear(3, 3, rng=rng), Dropout(0.5, rng=coin)
        model = Sequential(layer, drop, layer, Dropout(0.9, rng=coin), layer, Linear(3, 2, rng=rng))
        return model, MSE, Adam(model.parameters())

    replayed(expect_the_loop(make, RESIDUAL.batches()))
