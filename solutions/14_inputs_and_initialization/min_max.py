"""Chapter 14, exercise 14.1a: min-max scaling."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_scaling import scaled
from dlcourse.checks.drawn_statistics import in_unit_interval as judge  # noqa: F401

READ, ROWS = "min-max-scaling", "F071"
HINT = "Does each column of x_train go from 0 to 1? Where it is constant, width is 1, and x - low stays."
REFUSED = "dlcourse.preprocessing", "dlcourse.experiments", "dlcourse.checks.drawn_statistics"
VISIBLE, draw = scaled()
WRONG = edits(r"""
low = x_train -> low = x; width = x_train -> width = x | low and width are those of x: take x_train's alone.
low = -> x_train = np.vstack([x_train, x])\n    low = | low and width know x, too: take x_train's alone.
low = x_train.min -> low = x.min | low is that of x: it is measured on x_train.
width = x_train -> width = x | The largest number is that of x: take it from x_train.
return -> low = x.min(axis=0)\n    return | low is that of x: it is measured on x_train.
(x - low) / width -> (x - x.min(axis=0)) / np.where(np.ptp(x, axis=0) == 0, 1, np.ptp(x, axis=0)) | scaled has
    low and width of x, not those of x_train that you return.
(x - low) / width -> x / width OR (x - low) / width -> x / x_train.max(axis=0) | low is not subtracted.
x_train.max(axis=0) - low -> x_train.max(axis=0) | width is the largest number: the smallest is subtracted.
== 0, 1, width) -> == 0, 1, width) + 1e-8 OR np.where(width == 0, 1, width) -> width + 1e-8 OR low) / width ->
    low) / (width + 1e-8) | A small number is added to width: only where width is 0 another number, 1, stands.
np.where(width == 0, 1, width) -> np.where(width == 0, 1e-8, width) OR np.where(width == 0, 1, width) ->
    np.maximum(width, 1e-8) | Where the training data are constant, width is 1: a tiny number blows others up.
np.where(width == 0, 1, width) -> width | Where the training data are constant, width is 1, not 0.
np.where(width == 0, 1, width) -> np.maximum(width, 1) | width is 1 only where it would be 0.
(x - low) / width -> np.clip((x - low) / width, 0, 1) | scaled is cut off at 0 and 1: new data may leave them.
(x - low) / width -> 2 * (x - low) / width - 1 | scaled goes from -1 to 1: it is to go from 0 to 1.
(x - low) / width -> (low + width - x) / width | scaled is turned round: the smallest number becomes 0.
(x - low) / width -> (x_train - low) / width ~ scaled is an array of shape
(x - low) / width -> np.where(width == x_train.max(axis=0) - low, (x - low) / width, 0) | A column that is
    constant in x_train may vary in x: it is shifted, not set to 0.
low) / width -> x_train.mean(axis=0)) / x_train.std(axis=0).clip(1e-9) OR (x - low) / width -> (x -
    x_train.mean(axis=0)) / width | scaled has the mean subtracted: it is low that becomes 0.
min(axis=0) -> min(); max(axis=0) -> max() ~ one number for the whole table
min(axis=0) -> min(axis=1); max(axis=0) -> max(axis=1) ~ stopped with ValueError
return low, width, -> return low, x_train.max(axis=0) - low, | Where the training data are constant,
    width is 1, not 0.
np.where(width == 0, 1, width) -> np.where((width == 0).any(), 1, width) + 0 * low ~ a constant column alone
x_train.max(axis=0) - low -> x_train.max(axis=0) - x_train.min() ~ one number for the whole table
x_train.max(axis=0) - low -> np.ptp(x, axis=0) ~ width is that of x
low, width, ( -> low, x_train.max(axis=0), ( | width is the largest number: the smallest is subtracted.
return low, width, (x -> x -= low\n    return low, width, (x ~ changed its input
return low, width, (x - low) / width -> return (x - low) / width ~ should return 3
""")
RIGHT = edits("""
x_train.max(axis=0) - low -> np.ptp(x_train, axis=0); width == 0, 1, width -> width > 0, width, 1.0 | ptp
(x - low) / width -> np.array([(row - low) / width for row in x]) | row by row
""")
