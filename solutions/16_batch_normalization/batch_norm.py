"""Chapter 16, exercise 16.1: batch normalization forward, in training and at test time."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_batches import batches_to_normalize
from dlcourse.checks.drawn_batches import normalized as judge  # noqa: F401

READ, ROWS = "four-samples-two-units", "K045 F086"
CONTROL = "16_batch_normalization.html#batch-slider.mode=test"
HINT = "In training, first `x.mean(axis=0)`: n numbers. Has each column of x_hat the mean 0 then?"
REFUSED = "dlcourse.layers", "dlcourse.ops", "dlcourse.experiments", "dlcourse.checks.drawn_batches"
VISIBLE, draw = batches_to_normalize()

WRONG = edits(r"""
x.var(axis=0) -> x.var(axis=0, ddof=1) ~ is divided by m - 1
x.mean(axis=0), x.var(axis=0) -> x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True) ~ down the
    columns
x.mean(axis=0), x.var(axis=0) -> x.mean(axis=1), x.var(axis=1) ~ stopped with ValueError
x.mean(axis=0), x.var(axis=0) -> x.mean(), x.var() ~ One mean and one variance for all columns
np.sqrt(variance + eps) -> (np.sqrt(variance) + eps) ~ eps is outside the root
np.sqrt(variance + eps) -> np.sqrt(variance) ~ eps is not added
np.sqrt(variance + eps) -> (variance + eps) ~ The root is missing
np.sqrt(variance + eps) -> np.sqrt(variance + eps**2) ~ eps is squared
np.sqrt(variance + eps) -> np.sqrt(variance + 1e-5) ~ eps is 1e-5, whatever
x.var(axis=0) -> x.std(axis=0) ~ is under the root: it should be the variance
(x - mean) / np -> (x - mean) * np ~ x is multiplied by the root
(x - mean) / -> x - mean / ~ Parentheses are missing
(x - mean) / -> x / ~ The mean is not subtracted
(x - mean) / np.sqrt(variance + eps) -> x - mean ~ x_hat is only centered
gamma * x_hat + beta -> gamma * (x_hat + beta) ~ beta is scaled by gamma, too
gamma * x_hat + beta -> beta * x_hat + gamma ~ gamma and beta have changed places
gamma * x_hat + beta -> gamma * x + beta ~ y is made of x
gamma * x_hat + beta -> gamma * x_hat ~ beta is missing
gamma * x_hat + beta -> x_hat + beta ~ gamma is missing
gamma * x_hat + beta -> x_hat ~ gamma and beta are missing
if training: -> if True: ~ At test time the running statistics
if training: -> if False: ~ In training the batch's own statistics
if training: -> if not training: ~ In training the batch's own statistics
= running_mean, running_variance -> = x.mean(axis=0), running_variance ~ At test time the running mean is
    taken
= running_mean, running_variance -> = running_mean, x.var(axis=0) ~ the running variance
mean, variance = x -> running_mean *= 0.9\n        mean, variance = x ~ changed its input
return x_hat, gamma * x_hat + beta -> return gamma * x_hat + beta, x_hat ~ another order
return x_hat, gamma * x_hat + beta -> return gamma * x_hat + beta ~ should return 2
x.mean(axis=0), x.var -> np.median(x, axis=0), x.var ~ The median is subtracted
x.var(axis=0) -> ((x - running_mean) ** 2).mean(axis=0) ~ those from the running mean
x.var(axis=0) -> ((x - x.mean(axis=0)) ** 2).sum(axis=0) ~ not divided by m
""")
RIGHT = edits(r"""
x_hat = (x - mean) / np.sqrt(variance + eps) -> scale = (variance + eps) ** -0.5\n    x_hat = x * scale -
    mean * scale | scaled first
x.var(axis=0) -> (x**2).mean(axis=0) - x.mean(axis=0) ** 2 | the mean of the squares
""")
