"""The optimizer beside a replay that does not record its update: a step is replayed up to the gradients."""

import numpy as np
import pytest
from optimizer_cases import ALL
from replay_cases import NETS, expect_the_loop

from dlcourse.optimizers import LBFGS, SGD, Adam, Nesterov, clip_by_norm
from dlcourse.replay import compile_step, fastest
from dlcourse.replay.update import OWN_STEP, Update, adopt, has_own_step
from dlcourse.tensor import Parameter

RESIDUAL = NETS["residual"]


class Clipped(SGD):
    def step(self, gradients):
        super().step(clip_by_norm(gradients, 0.1))


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.optimizer.__name__)
def test_the_optimizers_own_lines_follow_the_replayed_gradients(monkeypatch, case):
    monkeypatch.setattr(fastest, "machine_code", None)
    step = expect_the_loop(RESIDUAL.parts(case.make), RESIDUAL.batches(8))
    assert type(step._update) is Update and (step.gear, step.why) == ("replayed", "")


def test_it_is_the_same_update_with_no_recorder_and_a_run_says_why_there_is_no_loop(monkeypatch):
    monkeypatch.setattr(fastest, "machine_code", None)
    model, loss, optimizer = RESIDUAL.parts(Adam)()
    step, (x, y) = compile_step(model, loss, optimizer), RESIDUAL.batches(1, m=12)[0]
    losses = step.run(x, y, np.arange(12).reshape(3, 4).repeat(9, axis=0))
    assert len(losses) == 27 and (step.gear, step.why, step.n_looped) == ("replayed", "", 0)
    assert step.why_called == fastest.NO_CODE and step.is_ready(x[:4], y[:4])


def test_a_step_of_somebodys_own_is_called_with_the_gradients():
    step = expect_the_loop(RESIDUAL.parts(Clipped), RESIDUAL.batches(6))
    assert step.why == OWN_STEP and type(step._update) is Update and not step._update.is_ready()
    expect_the_loop(RESIDUAL.parts(LBFGS), RESIDUAL.batches(6), errors=True)  # the error of each step


def test_a_step_is_the_librarys_or_somebodys_own():
    own = SGD([Parameter(np.ones(2))])
    own.step = lambda gradients: None
    kinds = {SGD: False, Nesterov: False, Adam: False, Clipped: True, LBFGS: True}
    assert {kind: has_own_step(kind([Parameter(np.ones(2))])) for kind in kinds} == kinds
    assert has_own_step(own)


def test_an_array_that_fits_is_taken_over_and_another_is_left():
    optimizer = SGD([Parameter(np.ones(2))])
    (parameter,), (view,) = optimizer.parameters, optimizer.views
    parameter.array = np.array([3.0, 4.0])
    assert adopt(optimizer) and parameter.array is view and optimizer.theta.tolist() == [3.0, 4.0]
    parameter.array = np.ones(3)
    assert not adopt(optimizer) and optimizer.theta.tolist() == [3.0, 4.0]
