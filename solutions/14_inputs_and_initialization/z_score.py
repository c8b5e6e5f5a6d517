"""Chapter 14, exercise 14.1b: mean 0 and variance 1, and the way back."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_scaling import standardized as tables
from dlcourse.checks.drawn_statistics import standardized as judge  # noqa: F401

READ, ROWS = "the-z-score", "F072 F074"
HINT = "Scale x_train itself: mean 0 and std 1 in each column? Is x scaled and taken back x again?"
REFUSED = "dlcourse.preprocessing", "dlcourse.experiments", "dlcourse.checks.drawn_statistics"
VISIBLE, draw = tables()
WRONG = edits(r"""
x_train.mean(axis=0), x_train.std(axis=0) -> x.mean(axis=0), x.std(axis=0) | mean and std are those of x: take
    x_train's alone.
mean, std = -> every = np.vstack([x_train, x])\n    mean, std = ; x_train.mean(axis=0), x_train.std(axis=0) ->
    every.mean(axis=0), every.std(axis=0) | mean and std know x, too: take x_train's alone.
(x - mean) -> (x - x.mean(axis=0)) OR (x - mean) / std -> (x - x.mean(axis=0)) / x.std(axis=0) | scaled has
    the mean of x itself: it is to be that of x_train.
std(axis=0) -> std(axis=0, ddof=1) | Yours divides by m - 1: std is to divide by m.
x_train.std -> x_train.var | That is the variance: std is its root.
= x_train.mean(axis=0), -> = np.median(x_train, axis=0), | mean is the median.
np.where(x_train.max(axis=0) == x_train.min(axis=0), 1, std) -> std | A constant column has std 1 here: its
    own is 0, or what rounding leaves of 0.
np.where(x_train.max(axis=0) == x_train.min(axis=0), 1, std) -> np.where(std == 0, 1, std) | std of a constant
    column may be a rounding error instead of 0: ask whether its largest number is its smallest. [loses 1]
np.where(x_train.max(axis=0) == x_train.min(axis=0), 1, std) -> std + 1e-8 OR == x_train.min(axis=0), 1, std)
    -> == x_train.min(axis=0), 1, std) + 1e-8 OR (x - mean) / std -> (x - mean) / (std + 1e-8) | A small
    number is added to std: only a constant column gets another number, 1.
min(axis=0), 1, std) -> min(axis=0), 1e-8, std) | The std of a constant column is tiny: it is 1 here.
np.where(x_train.max(axis=0) == x_train.min(axis=0), 1, std) -> np.maximum(std, 1) | Only a constant column
    has std 1.
(x - mean) / std -> x / std | The mean is not subtracted.
(x - mean) / std -> x / std - mean | Subtract the mean first, then divide.
(x - mean) / std -> (x - mean) | scaled is not divided by std.
(x - mean) / std -> (x - mean) / std**2 | scaled is divided by the variance: take std.
(x - mean) / std -> (x - mean) * std | scaled is multiplied by std: it is divided.
(x - mean) / std, z -> (mean - x) / std, z ~ scaled has the wrong sign
z * std + mean -> (z + mean) * std | back: multiply by std first, then add the mean.
z * std + mean -> z * std | back lacks the mean.
z * std + mean -> z * std - mean OR z * std + mean -> (z - mean) * std | back: the mean is added.
z * std + mean -> z / std + mean OR z * std + mean -> (z - mean) / std | back is divided by std: it is
    multiplied.
z * std + mean -> z * x_train.std(axis=0) + mean | back has another std than scaled: a constant column has 1.
z * std + mean -> ((x - mean) / std) * std + mean ~ back is made of scaled
x_train.std(axis=0)\n -> (x_train.var(axis=0)) ** 1 / 2\n ~ is the variance, halved
return mean, std, -> return mean, x_train.std(axis=0), ~ A constant column has std 1 here
z * std + mean -> z * std + x.mean(axis=0) ~ back has the mean of x
axis=0 -> axis=1 ~ stopped with ValueError
mean(axis=0), x_train.std(axis=0) -> mean(), x_train.std() ~ one number for the whole table
std, (x - mean) -> std, (x_train - mean) ~ scaled is an array of shape
""")
RIGHT = edits("""
x_train.std(axis=0) -> np.sqrt(((x_train - x_train.mean(axis=0)) ** 2).mean(axis=0)) | by hand
x_train.std(axis=0) -> np.cov(x_train, rowvar=False, ddof=0).diagonal() ** 0.5 | of the covariance
""")
