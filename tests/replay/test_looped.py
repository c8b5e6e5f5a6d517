"""The loop over steps without Python: when it is taken, and why not."""

import numpy as np
import pytest
from replay_cases import MSE, NETS

from dlcourse.optimizers import SGD, Adam, Nesterov
from dlcourse.replay import compile_step, fastest, looped, many

if not fastest.has_code():
    pytest.skip("no machine code: pip install -e '.[fast]'", allow_module_level=True)


@pytest.fixture(autouse=True)
def every_loop_is_worth_it(monkeypatch):
    monkeypatch.setattr(many, "WORTH", 0)


X, Y = NETS["tanh"].data(np.random.default_rng(0), 8)
ROWS = np.tile([[0, 1, 2], [3, 4, 5]], (10, 1))


def trained(optimizer=Adam, loss=MSE, name="tanh", rows=ROWS, **options):
    model, _, optimizer = NETS[name].parts(optimizer, **options)()
    step = compile_step(model, loss, optimizer)
    step.run(X, Y, rows)
    return step


def test_steps_that_machine_code_can_do_are_looped():
    step = trained()
    assert (step.gear, step.why, step.why_called) == ("replayed", "", "")
    assert step.n_looped > 10
    assert not step.looped.why and step.looped.is_checked


def test_it_is_made_once_for_runs_of_the_same_kind():
    step = trained()
    first = step.looped
    step.run(X.copy(), Y, ROWS[::-1])
    assert step.looped is first
    step.optimizer.beta1 = 0.8  # the update is recorded anew
    step.run(X, Y, ROWS)
    assert step.looped is not first and step.why_called == ""


def test_a_loop_is_translated_when_the_steps_are_worth_it(monkeypatch):
    monkeypatch.setattr(many, "WORTH", 1)
    step = trained()
    assert step.n_looped == 0 and step.why_called == many.TOO_FEW and step.looped is None
    for _ in range(3):  # those that were called count, too
        step.run(X, Y, ROWS)
    assert step.n_looped > 0 and step.why_called == ""


def test_a_loop_goes_with_the_arrays_that_it_works_on():
    step = trained()
    step.optimizer.to("cpu")
    loop = step.looped
    step.run(X, Y, ROWS)
    assert step.looped is not loop and step.n_looped > 20


@pytest.mark.parametrize(
    "make, why",
    [
        (lambda: trained(Nesterov), looped.AHEAD),
        (lambda: trained(loss=lambda z, y: MSE(z, y) + np.exp(float(z.array[0, 0]))), ""),
    ],
)
def test_what_cannot_be_looped_says_why(make, why):
    step = make()
    assert step.n_looped == 0 and step.why_called == why
    assert why or step.why


def test_where_numpy_is_asked_for_underflow_it_computes():
    with np.errstate(under="warn"):
        step = trained()
    assert step.why_called == looped.UNDER and step.n_looped == 0


def test_without_machine_code_the_steps_are_called(monkeypatch):
    expected = trained().optimizer.theta.tobytes()
    monkeypatch.setattr(fastest, "machine_code", None)
    step = trained()
    assert step.n_looped == 0 and step.optimizer.theta.tobytes() == expected


def test_a_state_that_is_not_finite_is_left_to_single_steps():
    step = trained(SGD, momentum=0.9)
    step.optimizer.state["v"][0] = np.inf
    assert len(step.run(X, Y, ROWS)) == 0
    step.optimizer.state["v"][0] = 0
    step.optimizer.theta[...] = np.abs(step.optimizer.theta)
    assert len(step.run(X, Y, ROWS)) == len(ROWS)


def test_other_bits_are_noticed_before_anything_is_kept(monkeypatch):
    def wrong(self, batches, first, n):
        losses = run(self, batches, first, n)
        self.update.optimizer.theta += 1e-9
        return losses

    run = looped.LoopedSteps.run
    expected = trained().optimizer.theta.tobytes()
    monkeypatch.setattr(looped.LoopedSteps, "run", wrong)
    step = trained()
    assert step.why_called == many.OTHER_BITS and step.n_looped == 0
    assert step.n_looped == 0 and step.optimizer.theta.tobytes() == expected
