"""Chapter 17, exercise 17.6: early stopping, with eight bugs to find."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_stopping import stopped as judge  # noqa: F401
from dlcourse.checks.drawn_stopping import trainings

READ, ROWS = "17b_noise_and_time#stopping-early", "F042"
HINT = "Print epoch, loss and the best so far. Before you return: is best_theta another array than theta?"
REFUSED = "dlcourse.callbacks", "dlcourse.training", "dlcourse.experiments", "dlcourse.checks.drawn_stopping"
VISIBLE, draw = trainings()
WRONG = edits(r"""
return best_theta -> return theta ~ has the weights of the last epoch
= theta.copy(), loss, epoch -> = theta, loss, epoch ~ kept without a copy
theta = theta.copy()\n -> pass\n ~ changed its input
loss < best_loss -> loss <= best_loss OR loss < best_loss -> not loss > best_loss ~ A tie is taken
loss < best_loss -> not loss >= best_loss ~ NaN is taken for an improvement
>= patience -> > patience ~ an epoch too late
>= patience -> >= patience - 1 ~ an epoch too early
if epoch - best_epoch >= patience:\n            break\n -> pass\n ~ It never stops
theta += updates[epoch - 1]\n -> theta += updates[epoch - 1]\n        if np.isnan(loss):\n            break\n
    ~ It stops at NaN
theta += -> best_loss = best_loss + 0 * loss\n        theta += ~ After NaN nothing counts
losses, 1) -> losses[~np.isnan(losses)], 1) ~ are left out
losses, 1) -> np.nan_to_num(losses), 1) ~ NaN is taken for 0
loss < best_loss -> loss < np.append(np.inf, losses)[epoch - 1] ~ that of the epoch before
loss < best_loss -> loss > best_loss; np.inf -> -np.inf ~ The largest loss
np.inf, 0 -> 0.0, 0 ~ The best loss starts too low
np.inf, 0 -> 100.0, 0 OR np.inf, 0 -> 1e6, 0 ~ any number is an improvement [loses 4]
= theta.copy(), loss, epoch -> = theta - updates[epoch - 1], loss, epoch ~ weights before the best epoch
theta += updates[epoch - 1] -> pass ~ best_theta is theta as it came in
best_epoch, epoch\n -> best_epoch - 1, epoch\n OR best_epoch, epoch\n -> best_epoch, epoch - 1\n ~ from 0
best_epoch, epoch\n -> epoch, epoch\n ~ best_epoch is the last epoch
best_epoch, epoch\n -> best_epoch, best_epoch + patience\n ~ plus patience
best_epoch, epoch\n -> best_epoch, len(losses)\n ~ the number of all losses
best_theta, best_epoch, epoch\n -> best_epoch, best_theta, epoch\n ~ in this order
""")
RIGHT = edits("= theta.copy(), loss, epoch -> = 1 * theta, loss, epoch | another array")
