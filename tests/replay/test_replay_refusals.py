"""What compile_step cannot replay: it says why, and goes on with the results of the loop."""

import numpy as np
import pytest
from replay_cases import MSE, NETS, expect_the_loop, loop_of, state_of

from dlcourse import Tensor
from dlcourse.backend import xp_of
from dlcourse.optimizers import SGD, Adam
from dlcourse.replay import compile_step

RESIDUAL = NETS["residual"]
NUMBER = "takes a number out of an array"


def factor(function):
    """A loss: the mean squared error times a number that `function` makes of the prediction's array."""
    return lambda z, y: MSE(z, y) * function(z.array, xp_of(z.array))


def count():
    n = 0

    def loss(z, y):
        nonlocal n
        n += 1
        return MSE(z, y) * float(n)

    return loss


def noise(also):
    """A loss that draws from a generator that no module knows, and then does something else."""

    def make():
        rng = np.random.default_rng(9)

        def loss(z, y):
            drawn = rng.standard_normal(y.shape)
            also(z.array)
            return MSE(z, y + drawn)

        return loss

    return make


def changed_array():
    log = np.zeros(2)

    def loss(z, y):
        log[0] += 1
        return MSE(z, y) * (1 + log.sum())

    return loss


REFUSED = {  # what the loss does: how it is made, words of the reason
    "float": (lambda: factor(lambda a, xp: 2.0 if float(a.max()) > 1 else 1.0), NUMBER),
    "item": (lambda: factor(lambda a, xp: a.sum().item()), NUMBER),
    "int": (lambda: factor(lambda a, xp: 1.0 + int(a.max())), NUMBER),
    "an index into a list": (lambda: factor(lambda a, xp: [1.0, 2.0, 3.0][abs(a).argmax() % 3]), NUMBER),
    "a function of numpy": (lambda: factor(lambda a, xp: np.mean(a)), "numpy's mean; call the function"),
    "an array of numpy": (lambda: factor(lambda a, xp: np.array(a).max()), "hands an array to numpy itself"),
    "a reduction of numpy": (lambda: factor(lambda a, xp: np.add.reduce(a.reshape(-1))), "numpy's add"),
    "another method": (lambda: factor(lambda a, xp: a.std()), "an array's std"),
    "a mask": (lambda: factor(lambda a, xp: a[a > 0].sum()), "depends on the values of another"),
    "places": (lambda: factor(lambda a, xp: xp.nonzero(a > 0)[0].sum()), "a tuple of an array, by nonzero"),
    "a filled array": (lambda: factor(lambda a, xp: xp.full((2,), a.max()).sum()), "from values that vary"),
    "out": (lambda: factor(lambda a, xp: xp.maximum(a, 0, out=xp.zeros_like(a)).sum()), "by maximum"),
    "sort": (lambda: factor(lambda a, xp: (b := a.copy()).sort() or b[0, 0]), "by its method sort"),
    "a Python counter": (count, "the step sets n, a variable outside of loss"),
    "an array of its own": (changed_array, "the step changes what it reads: log"),
    "strange random numbers": (noise(lambda a: None), "draws from rng, which is not a Generator of a module"),
    "strange random numbers, and float": (noise(lambda a: float(a.max())), "draws from rng"),
    "strange random numbers, and numpy": (noise(np.mean), "draws from rng"),
    "nothing": (lambda: lambda z, y: Tensor(1.0), "neither on the batch nor on the parameters"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_loss_that_cannot_be_replayed_gives_the_results_of_the_loop_and_the_reason(what):
    make_loss, words = REFUSED[what]

    def make():
        model, _, optimizer = RESIDUAL.parts(Adam)()
        return model, make_loss(), optimizer

    step = expect_the_loop(make, RESIDUAL.batches(8))
    assert step.gear == "recorded" and words in step.why, step.why


def test_a_condition_on_values_is_replayed_while_it_comes_out_the_same():
    def loss(z, y):
        return MSE(z, y) * (2.0 if (z.array > 1.0).any() else 1.0)

    gears = set()
    model, _, optimizer = RESIDUAL.parts(Adam)()
    twin, _, its = RESIDUAL.parts(Adam)()
    step, loop = compile_step(model, loss, optimizer), loop_of(twin, loss, its)
    for x, y in RESIDUAL.batches(40, m=2):
        assert step(x, y) == loop(x, y) and state_of(model, optimizer) == state_of(twin, its)
        gears.add((step.gear, step.why))
    other = "a condition on values of arrays has another outcome than in the recorded step"
    assert {("replayed", ""), ("recorded", other)} <= gears


def test_a_loss_that_writes_into_the_batch_changes_it_as_in_the_loop():
    def loss(z, y):
        y *= 0.5
        return MSE(z, y)

    (model, _, optimizer), (twin, _, its) = RESIDUAL.parts(SGD)(), RESIDUAL.parts(SGD)()
    step, loop = compile_step(model, loss, optimizer), loop_of(twin, loss, its)
    for x, y in RESIDUAL.batches(6):
        mine = y.copy()
        assert step(x, mine) == loop(x, y) and mine.tobytes() == y.tobytes()
    assert "writes into an array that it did not make" in step.why


def test_batches_that_are_no_arrays_or_are_scattered_go_through_the_loop():
    batches = RESIDUAL.batches(4)
    tensors = [(Tensor(x), y) for x, y in batches]
    assert "not both arrays" in expect_the_loop(RESIDUAL.parts(SGD), tensors).why
    scattered = [(np.repeat(x, 30, axis=0)[::30], y) for x, y in batches]
    assert "large gaps" in expect_the_loop(RESIDUAL.parts(SGD), scattered).why


@pytest.mark.slow
def test_after_sixteen_recordings_the_loop_goes_on():
    def change(i, model, optimizer):
        model.steps[0].W.array = model.steps[0].W.array * 0.99  # frozen, and anew at each step

    def make():
        model, loss, _ = RESIDUAL.parts(SGD)()
        return model, loss, Adam(model.steps[-1].parameters())

    assert expect_the_loop(make, RESIDUAL.batches(20), change).why.startswith("recorded 16 times")
    many = [batch for m in range(2, 20) for batch in RESIDUAL.batches(1, m=m)]
    assert expect_the_loop(RESIDUAL.parts(SGD), many).why.startswith("recorded 16 times")


def test_a_number_that_the_loss_reads_for_itself_is_noticed_when_it_changes():
    rate = [1.0]
    model, _, optimizer = RESIDUAL.parts(SGD)()
    step = compile_step(model, lambda z, y: MSE(z, y) * rate[0], optimizer)
    (x, y) = RESIDUAL.batches(1)[0]
    for _ in range(3):
        step(x, y)
    assert step.gear == "replayed"
    rate[0] = 0.0
    assert [step(x, y) for _ in range(4)] == [0.0] * 4 and step.gear == "replayed"
