"""What the tests of replay share: the loop as the oracle, and a register of small networks with data."""

from dataclasses import dataclass

import numpy as np

from dlcourse import grad, losses, ops
from dlcourse.backend import to_numpy
from dlcourse.layers import (
    MLP,
    RBF,
    BatchNorm,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    LSTMCell,
    Maxout,
    MaxPool2d,
    Module,
    PReLU,
    Residual,
    RNNCell,
    Sequential,
)  # fmt: skip
from dlcourse.models.lenet import LeNet
from dlcourse.op import recording
from dlcourse.regularization import L1, L2
from dlcourse.replay import compile_step


def loop_of(model, loss, optimizer):
    """The step as a user writes it: the oracle."""

    def step(x, y):
        with recording(True), optimizer.lookahead():
            J = loss(model(x), y)
            gradients = grad(J, optimizer.parameters)
        optimizer.step(gradients)
        return J.item()

    return step


def generators_of(model):
    return [g for m in model.modules() for g in vars(m).values() if isinstance(g, np.random.Generator)]


def state_of(model, optimizer):
    """All that a step changes, as bytes."""
    arrays = {f"parameter {name}": p.array for name, p in model.named_parameters()}
    arrays |= {f"buffer {name}": array for name, array in model.named_buffers()}
    arrays |= {f"slot {name}": array for name, array in optimizer.state.items()}
    arrays |= {f"learned {i}": p.array for i, p in enumerate(optimizer.parameters)}
    state = {name: (a.shape, a.dtype, to_numpy(a).tobytes()) for name, a in arrays.items()}
    drawn = [str(g.bit_generator.state) for g in generators_of(model)]
    return state | {"n_steps": optimizer.n_steps, "lr": optimizer.lr, "generators": drawn}


def outcome(step, x, y):
    """The loss, or the error with its message."""
    try:
        return np.float64(step(x, y)).tobytes()
    except Exception as error:
        return type(error), str(error)


def expect_the_loop(make, batches, change=None, errors=False):
    """Train in the loop and by compile_step, and compare all bits after each step.   -> the compiled step

    make() -> model, loss, optimizer, the same each time. change(i, model, optimizer): called before step i.
    errors: whether the loop may raise some.
    """
    loop_parts, parts = make(), make()
    loop, step = loop_of(*loop_parts), compile_step(*parts)
    for i, (x, y) in enumerate(batches):
        for model, _, optimizer in (loop_parts, parts):
            if change is not None:
                change(i, model, optimizer)
        expected, got = outcome(loop, x, y), outcome(step, x, y)
        assert errors or isinstance(expected, bytes), f"step {i} of the loop: {expected}"
        assert got == expected, f"step {i} ({step.gear}; {step.why}): {got}, the loop gives {expected}"
        found, wanted = (state_of(model, optimizer) for model, _, optimizer in (parts, loop_parts))
        differ = [name for name in wanted if found[name] != wanted[name]]
        assert not differ, f"step {i} ({step.gear}; {step.why}): {differ} differ from the loop's"
        expect_nothing_traced(parts[0])
    return step


def expect_nothing_traced(model):
    """No traced array is left where a user may meet it."""
    values = [p.array for p in model.parameters()]
    values += [value for module in model.modules() for value in vars(module).values()]
    left = [value for value in values if type(value).__name__.startswith("Traced")]
    assert not left, f"left in the model: {left}"


@dataclass(frozen=True)
class Net:
    """make(rng) -> a model; loss; data(rng, m) -> x, y."""

    make: object
    loss: object
    data: object

    def parts(self, optimizer, dtype="float64", **options):
        """A function () -> model, loss, optimizer for `expect_the_loop`."""
        from dlcourse import use_dtype

        def make():
            with use_dtype(dtype):
                model = self.make(np.random.default_rng(3))
                return model, self.loss, optimizer(model.parameters(), **options)

        return make

    def batches(self, n=20, m=6, dtype="float64", seed=5):
        rng = np.random.default_rng(seed)
        cast = [tuple(cast_to(a, dtype) for a in self.data(rng, m)) for _ in range(n)]
        return cast


def cast_to(a, dtype):
    return a.astype(dtype) if a.dtype.kind == "f" else a


class Recurrent(Module):
    """The last state of a cell over a sequence x (m, t, n), by a linear layer."""

    def __init__(self, cell, rng):
        self.cell, self.top = cell, Linear(cell.n, 1, rng=rng)

    def fprop(self, x):
        zero = np.zeros((x.shape[0], self.cell.n)).astype(self.cell.U.dtype)
        state = (zero, zero) if isinstance(self.cell, LSTMCell) else zero
        for t in range(x.shape[1]):
            state = self.cell(x[:, t], state)
        return self.top(state[0] if isinstance(state, tuple) else state)


def rows(n_in, n_out):
    return lambda rng, m: (rng.standard_normal((m, n_in)), np.tanh(rng.standard_normal((m, n_out))))


def labels(n_in, k):
    return lambda rng, m: (rng.standard_normal((m, n_in)), rng.integers(0, k, m))


def images(n, size, k):
    return lambda rng, m: (rng.standard_normal((m, n, size, size)), rng.integers(0, k, m))


def signs(rng, m):
    return rng.standard_normal((m, 3)), 2.0 * rng.integers(0, 2, (m, 2)) - 1


def bits(rng, m):
    return rng.standard_normal((m, 3)), 1.0 * rng.integers(0, 2, (m, 2))


def sequences(rng, m):
    return rng.standard_normal((m, 3, 2)), rng.standard_normal((m, 1))


def mlp(*layers):
    """A network of 3 inputs and 2 outputs with these steps between two linear layers of 4."""
    return lambda rng: Sequential(
        Linear(3, 4, rng=rng), *(s(rng) if s in DRAWN else s for s in layers), Linear(4, 2, rng=rng)
    )


def batch_norm(rng):
    return BatchNorm(4)


def dropout(rng):
    return Dropout(0.7, rng=np.random.default_rng(rng.integers(99)))


def prelu(rng):
    return PReLU(4)


def maxout(rng):
    return Maxout(4, 4, rng=rng)


def rbf(rng):
    return RBF(4, 4, rng=rng)


def residual(rng):
    return Residual(Linear(4, 4, rng=rng), ops.tanh)


DRAWN = (batch_norm, dropout, prelu, maxout, rbf, residual)
MSE = losses.mean_squared_error
ACTIVATIONS = [
    ops.tanh, ops.sigmoid, ops.relu, ops.softplus, ops.elu, ops.leaky_relu, ops.hard_tanh, ops.lecun_tanh,
    ops.sine, ops.cosine, ops.clip01, ops.step, ops.absolute, ops.square, ops.softmax, ops.log_softmax,
]  # fmt: skip
NETS = {f.__name__ if hasattr(f, "__name__") else repr(f): Net(mlp(f), MSE, rows(3, 2)) for f in ACTIVATIONS}
NETS |= {layer.__name__: Net(mlp(layer, ops.tanh), MSE, rows(3, 2)) for layer in DRAWN}
LOSSES = {
    "squared_error": losses.squared_error,
    "half_squared_error": losses.half_squared_error,
    "mean_absolute_error": losses.mean_absolute_error,
    "absolute_error": losses.absolute_error,
    "gaussian_nll": losses.gaussian_nll,
    "root of the mean square": lambda z, y: MSE(z, y) ** 0.5,
    "gaussian with a spread": lambda z, y: losses.gaussian_nll(z[:, :1], y[:, :1], log_sigma=z[:, 1:]),
}
NETS |= {name: Net(mlp(ops.tanh), loss, rows(3, 2)) for name, loss in LOSSES.items()}
NETS |= {
    "hinge": Net(mlp(ops.tanh), losses.hinge, signs),
    "sigmoid cross-entropy": Net(mlp(ops.relu), losses.sigmoid_cross_entropy, bits),
    "softmax cross-entropy": Net(mlp(ops.relu), losses.softmax_cross_entropy, labels(3, 2)),
    "cross-entropy of probabilities": Net(
        mlp(ops.softmax), lambda z, y: losses.cross_entropy(ops.softmax(z), y), bits
    ),
    "mixture": Net(
        lambda rng: Sequential(Linear(3, 6, rng=rng)),
        lambda z, y: losses.mixture_nll(*losses.split_mixture(z, 2), y[:, :1]),
        rows(3, 1),
    ),
    "convolution": Net(
        lambda rng: Sequential(
            Conv2d(1, 2, 3, rng=rng, padding=1), BatchNorm(2), ops.relu, MaxPool2d(2), Flatten(),
            Linear(8, 3, rng=rng),
        ),
        losses.softmax_cross_entropy,
        images(1, 4, 3),
    ),
    "LeNet": Net(lambda rng: LeNet(rng=rng, padding=2), losses.softmax_cross_entropy, images(1, 28, 10)),
    "RNN": Net(lambda rng: Recurrent(RNNCell(2, 3, rng=rng), rng), MSE, sequences),
    "LSTM": Net(lambda rng: Recurrent(LSTMCell(2, 3, rng=rng), rng), MSE, sequences),
    "one number": Net(lambda rng: MLP((1, 1), rng=rng), MSE, rows(1, 1)),
}  # fmt: skip


def with_penalties(rng):
    model = mlp(ops.tanh)(rng)
    return model, lambda z, y: MSE(z, y) + L2(0.1)(model) + L1(0.01)(model)
