"""Chapter 16, exercise 16.3: running statistics."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_running import kept as judge  # noqa: F401
from dlcourse.checks.drawn_running import statistics_to_keep

READ, ROWS = "running-statistics", "F086"
HINT = "momentum 0.9 keeps 0.9 of the old. Of two samples a and b, the unbiased variance is (a - b)^2 / 2."
REFUSED = "dlcourse.layers", "dlcourse.ops", "dlcourse.experiments", "dlcourse.checks.drawn_running"
VISIBLE, draw = statistics_to_keep()

WRONG = edits(r"""
momentum * running_mean + (1 - momentum) -> (1 - momentum) * running_mean + momentum; momentum *
    running_variance + (1 - momentum) -> (1 - momentum) * running_variance + momentum ~ momentum is the
    weight of the batch
momentum * running_mean + (1 - momentum) -> (1 - momentum) * running_mean + momentum ~ In new_mean
momentum * running_variance + (1 - momentum) -> (1 - momentum) * running_variance + momentum ~ In new_variance
x.var(axis=0, ddof=1) -> x.var(axis=0) ~ is divided by m: the running one is unbiased
x.var(axis=0, ddof=1) -> x.var(axis=0) * (len(x) - 1) / len(x) ~ upside down
x.var(axis=0, ddof=1) -> x.var(axis=0, ddof=1) * len(x) / (len(x) - 1) ~ stands twice
x.var(axis=0, ddof=1) -> x.var(axis=0) * (len(x) / len(x) - 1) ~ Is it m / m - 1, where m / (m - 1) belongs?
x.var(axis=0, ddof=1) -> x.std(axis=0, ddof=1) ~ That is the standard deviation
x.var(axis=0, ddof=1) -> ((x - running_mean) ** 2).mean(axis=0) ~ those from the running mean
x.var(axis=0, ddof=1) -> (x**2).mean(axis=0) ~ The mean is not subtracted
x.var(axis=0, ddof=1) -> x.var(ddof=1) ~ One variance for all columns
x.mean(axis=0), -> x.mean(), ~ One mean for all columns
x.var(axis=0, ddof=1) -> ((x - x.mean(axis=0)) ** 2).sum(axis=0) ~ not divided by m - 1
if not training: -> if False: ~ At test time nothing is updated
if not training -> if training ~ Nothing is updated
return running_mean, running_variance -> return x.mean(axis=0), x.var(axis=0) ~ do not count
return running_mean, running_variance -> return None ~ None
return new_mean, momentum * running_variance + (1 - momentum) * -> return mean, ~ Those are the batch's own
(1 - momentum) * mean -> mean; (1 - momentum) * variance -> variance ~ 1 - momentum is missing
momentum * running_mean + -> running_mean + ; momentum * running_variance -> running_variance ~ is forgotten
(1 - momentum) * mean -> momentum * mean; (1 - momentum) * v -> momentum * v ~ Both have the weight momentum
(1 - momentum) * -> 0.1 * ; momentum * running -> 0.9 * running ~ never uses its argument momentum
return new_mean, momentum * running_variance + (1 - momentum) * -> return running_mean, 0 + ~ new_mean
new_mean = -> running_mean *= momentum\n    new_mean = ~ changed its input
return new_mean, momentum * running_variance + -> return variance + momentum * 0, new_mean + ~ new_mean
return new_mean, momentum -> return momentum ~ should return 2
""")
RIGHT = edits(r"""
momentum * running_mean + (1 - momentum) * mean -> mean + momentum * (running_mean - mean) | part
x.var(axis=0, ddof=1) -> x.var(axis=0) * len(x) / (len(x) - 1) | with the factor
running_mean, running_variance\n -> running_mean.copy(), running_variance.copy()\n | copies
""")
