"""Chapter 9, exercise 9.2b: kinks on a line, exactly."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_regions import lines
from dlcourse.checks.free.ch09_kinks_on_line import judge as judge

READ, ROWS = "what-counts-as-a-region", "S111"
HINT = (
    "The first layer's kinks are where x W[0] + b[0] = 0. Between two of them, what is z of the next layer?"
)
REFUSED = "dlcourse.models", "dlcourse.experiments", "dlcourse.checks.drawn_regions"
VARIANTS = False  # judged up to rounding in float64
VISIBLE, draw = lines(93)
WRONG = edits(r"""
range(len(W) - 1) -> range(len(W)) ~ The output is 0 there, and has no ReLU
range(len(W) - 1) -> range(1) ~ Yours has the kinks of the first layer alone
x = np.array([low, high]) -> return np.sort(-b[0] / W[0][0])\n    x = np.array([low, high]) ~ Yours has the
    kinks of the first layer alone
np.sort([*x, *new]) -> np.sort([low, *new, high]) ~ kinks of the last hidden layer alone
x = np.array([low, high]) -> x, ends = np.array([low, high]), np.array([low, high]); pre_activations(x ->
    pre_activations(ends; in range(len(x) - 1) -> in range(1); x[i] + (x[i + 1] - x[i]) -> low + (high - low)
    ~ if z were straight from low to high
x = np.array([low, high]) -> x = np.linspace(low, high, 10001)\n    z = np.hstack(pre_activations(x[:, None],
    W, b)[:-1])\n    i = np.flatnonzero(((z[1:] > 0) != (z[:-1] > 0)).any(axis=1))\n    return (x[i] + x[i +
    1]) / 2 ~ does it come from a grid?
return x[1:-1] -> y = pre_activations(x[:, None], W, b)[-1]\n    slope = np.diff(y, axis=0) / np.diff(x)[:,
    None]\n    return x[1:-1][abs(np.diff(slope, axis=0)).max(axis=1) > 1e-9] ~ The output does not show it
x = np.array([low, high]) -> x = np.hstack([-b_k / W_k[0] for W_k, b_k in zip(W[:-1], b[:-1])])\n    return
    np.sort(x[(low < x) & (x < high)]) ~ h comes from the layer below
return x[1:-1] -> return x OR return x[1:-1] -> return x[1:] ~ is an end
return x[1:-1] -> return x[2:-1] ~ yours has nothing there
return x[1:-1] -> return -x[1:-1] ~ With the opposite sign it would be one
z0 / (z0 - z1) -> z1 / (z1 - z0) ~ as far from the right end
z0 / (z0 - z1) -> z0 / (z1 - z0) OR x[i] + (x -> (x ~ z0 / (z0 - z1)
z0 * z1 < 0 -> max(0, z0) * max(0, z1) < 0 ~ yours has nothing there
return x[1:-1] -> return x[-2:0:-1] ~ not sorted
return x[1:-1] -> return np.repeat(x[1:-1], 2) ~ is there twice
return x[1:-1] -> return len(x) - 1 ~ expected is a list of numbers
return x[1:-1] -> return np.stack([x[:-1], x[1:]], axis=1) ~ expected is a list of numbers
x = np.array([low, high]) -> W.pop()\n    x = np.array([low, high]) ~ changed its input
x = np.array([low, high]) -> from dlcourse.models.regions import linear_regions\n    x =
    linear_regions([*zip(W, b)][:-1], [(low, high)]) ~ calls linear_regions of the library
""")
RIGHT = edits(r"""
x = np.array([low, high]) -> x = [low, high]; x[:, None] -> np.array(x)[:, None]; np.sort([*x, *new]) ->
    sorted(x + new); z0 * z1 < 0 -> (z0 > 0) != (z1 > 0) | lists
""")
