"""Further wrong answers to the exercises of chapter 17, and what is told of each."""

import pytest
from house import ROOT

from dlcourse.checks import CheckFailed, edits, rng_for
from dlcourse.checks.bank import exercises
from dlcourse.checks.examine import examine

WRONG = {
    "l2_step": r"""
(W**2).sum() -> (W[:, :-1] ** 2).sum() ~ lacks the last column
(W**2).sum() -> (W[:-1] ** 2).sum() ~ lacks the last row
""",
    "proximal_descent": r"""
np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> np.where(w == 0, 0, np.sign(moved) *
    np.maximum(abs(moved) - lr * alpha, 0)) ~ stays 0 in yours
moved = w - lr * (x.T @ error) -> moved = w - lr * (x.T @ error)\n        end = w[-1:] ; np.sign(moved) *
    np.maximum(abs(moved) - lr * alpha, 0) -> np.append((np.sign(moved) * np.maximum(abs(moved) - lr *
    alpha, 0))[:-1], end) ~ The last entry of w stays as it is
moved = w - lr * (x.T @ error)\n -> moved = w.copy()\n        for j in range(len(w)):\n            v =
    moved[j] - lr * x[:, j] @ (x @ moved + b - y)\n            moved[j] = np.sign(v) * max(abs(v) -
    lr * alpha, 0)\n; np.sign(moved) * np.maximum(abs(moved) - lr * alpha, 0) -> moved ~ takes its step after
    those before it
""",
    "ridge_and_bias": r"""
return -> u = x - x.mean(axis=1, keepdims=True)\n    free[:-1] = np.linalg.solve(u.T @ u + alpha *
    np.eye(x.shape[1]), u.T @ (y - y.mean()))\n    return ~ The mean of each row is taken off
ones.T @ ones + penalty -> ones.T @ ones + alpha ~ its place is the diagonal
""",
    "dropout": r"""
mask / keep -> mask * keep ~ keep multiplies
G * scale -> -G * scale ~ the wrong sign
G * scale -> G * (x * scale) / x ~ is nan
""",
    "subnetwork_means": r"""
np.where(masks, keep, 1 - keep).prod(axis=1) -> np.where(masks, keep, 1 - keep).sum(axis=1) ~ are added
np.exp(np.log(h) @ p), np.exp(np.log(1 - h) @ p) -> np.log(h) @ p, np.log(1 - h) @ p ~ are e to these
np.log(1 - h) @ p -> np.log(1 - h @ p) ~ has the mean of h in g'
np.exp(np.log(h) @ p), np.exp(np.log(1 - h) @ p) -> h.prod(axis=1) ** (1 / n), (1 - h).prod(axis=1) ** (1 /
    n) ~ roots of order n
np.arange(2**n)[:, None] >> np.arange(n) & 1 -> np.tri(n + 1, n, -1); np.where(masks, keep, 1 -
    keep).prod(axis=1) -> np.poly(np.full(n, -(1 - keep) / keep))[::-1] * keep**n ~ one choice is taken
""",
    "early_stopping": r"""
loss < best_loss -> loss < best_loss - 1e-4 ~ A small fall counts
np.inf, 0 -> 1e6, 0 ~ any number is an improvement
= theta.copy(), loss, epoch -> = theta.copy(), np.inf, epoch ~ Each number is taken for an improvement
best_epoch, epoch\n -> best_loss, epoch\n ~ best_epoch is the best loss
best_epoch, epoch\n -> best_epoch or -1, epoch\n ~ Where no loss improved, best_epoch is 0
theta += updates[epoch - 1] -> theta += 0 if np.isnan(loss) else updates[epoch - 1] ~ theta has not moved
if epoch - best_epoch >= patience -> if epoch - best_epoch >= patience and loss == loss ~ goes on past NaN
enumerate(losses, 1) -> enumerate(np.where(np.isnan(losses), 1e6, losses), 1) ~ taken for a large number
loss < best_loss -> loss < best_loss or loss != loss and best_loss == np.inf ~ NaN is taken for an improvement
best_epoch, epoch\n -> best_epoch, epoch - (epoch < len(losses))\n ~ the epoch in which training ends
losses, 1) -> losses[1:], 2) ~ The first epoch is left out
""",
}


@pytest.mark.parametrize("name", WRONG)
def test_slips_of_students_are_told(name):
    (exercise,) = (one for one in exercises(ROOT / "solutions" / "17_regularization") if one.name == name)
    for row, edit in edits(WRONG[name]).items():
        function, said = exercise.function(edit.of(exercise.answer)), []
        for cases in (exercise.visible(), exercise.hidden(rng_for(name))):
            try:
                examine(function, exercise.task(quiet=True), cases)
            except CheckFailed as error:
                said.append(" ".join(str(error).split()))
        assert any(edit.says in told for told in said), (row, said)
