"""Chapter 9, exercise 9.2b: kinks on a line, exactly."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_regions import lines
from dlcourse.checks.free.ch09_kinks_on_line import judge as judge

READ, ROWS = "what-counts-as-a-region", "S111"
HINT = (
    "The first layer's kinks are where x W[0] + b[0] = 0. Between two of them, what is z of the next layer?"
)
REFUSED = "dlcourse.models", "dlcourse.experiments", "dlcourse.checks.drawn_regions", "dlcourse.checks.free"
VARIANTS = False  # judged up to rounding in float64
VISIBLE, draw = lines(93)
WRONG = edits(r"""
range(len(W) - 1) -> range(len(W)) ~ The output has no ReLU
range(len(W) - 1) -> range(1) ~ kinks of the first layer alone
np.sort([*x, *new]) -> np.sort([low, *new, high]) ~ kinks of the last hidden layer alone
x = np.array([low, high]) -> x, ends = np.array([low, high]), np.array([low, high]); pre_activations(x ->
    pre_activations(ends; in range(len(x) - 1) -> in range(1); x[i] + (x[i + 1] - x[i]) -> low + (high - low)
    ~ if z were straight from low to high
x = np.array([low, high]) -> g = np.linspace(low, high, 10001)\n    z = np.hstack(pre_activations(g[:, None],
    W, b)[:-1])\n    i, j = np.nonzero(z[1:] * z[:-1] < 0)\n    return np.sort(g[i] + (g[i + 1] - g[i]) * z[i,
    j] / (z[i, j] - z[i + 1, j])) ~ These come from a grid
return x[1:-1] -> y = pre_activations(x[:, None], W, b)[-1]\n    slope = np.diff(y, axis=0) / np.diff(x)[:,
    None]\n    return x[1:-1][abs(np.diff(slope, axis=0)).max(axis=1) > 1e-9] ~ The output does not show it
x = np.array([low, high]) -> x = np.hstack([-c / V[0] for V, c in zip(W[:-1], b)])\n    return np.sort(x[(low
    < x) & (x < high)]) ~ h comes from the layer below
z, new = pre_activations(x[:, None], W, b)[k], [] -> h, new = x[:, None], []\n        for V, c in zip(W[: k +
    1], b): z = h = h @ V + c ~ The ReLUs are left out
W, b)[k], -> W, [0 * c for c in b])[k], ~ The biases are left out
W, b)[k], -> W, [-c for c in b])[k], OR return x[1:-1] -> return -x[-2:0:-1] ~ has the opposite sign
return x[1:-1] -> return x OR return x[1:-1] -> return x[1:] ~ is an end
return x[1:-1] -> return x[2:-1] ~ is cut off
z0 / (z0 - z1) -> z1 / (z1 - z0) OR z0 / (z0 - z1) -> z0 / (z1 - z0) OR z0 / (z0 - z1) -> z0 / (z0 + z1) OR
    x[i] + (x -> (x OR (x[i + 1] - x[i]) * z0 -> z0 OR z0 / (z0 - z1) -> 0.5 ~ z is 0 at x0 + (x1 - x0) z0 /
    (z0 - z1):
z0 * z1 < 0 -> z0 * z1 <= 0 and z0 != z1 OR z0 * z1 < 0 -> (z0 > 0) != (z1 > 0) ~ 0 along a stretch
z0 * z1 < 0 -> z0 < 0 < z1 ~ z may fall through 0, too
z0 * z1 < 0 -> max(0, z0) * max(0, z1) < 0 ~ yours has nothing there
return x[1:-1] -> return x[-2:0:-1] ~ not sorted
return x[1:-1] -> return len(x) - 1 ~ expected is a list of numbers
x = np.array([low, high]) -> W.pop()\n    x = np.array([low, high]) ~ changed its input
x = np.array([low, high]) -> from dlcourse.models.regions import linear_regions\n    x =
    linear_regions([*zip(W, b)][:-1], [(low, high)]) ~ calls linear_regions of the library
""")
RIGHT = edits(r"""
x = np.array([low, high]) -> x = [low, high]; x[:, None] -> np.array(x)[:, None]; np.sort([*x, *new]) ->
    sorted(x + new); z0 * z1 < 0 -> (z0 < 0 < z1) or (z1 < 0 < z0) | lists
""")
