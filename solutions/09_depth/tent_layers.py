"""Chapter 9, exercise 9.1: a network of tents."""

from dlcourse.checks import edits
from dlcourse.checks.free.ch09_tent_layers import judge as judge

READ, ROWS = "a-fold-of-the-line", "S108 S098 F029"
HINT = "Print pre_activations(x, W, b) at x = np.linspace(0, 1, 9)[:, None]: first one tent, then two."
REFUSED = "dlcourse.models", "dlcourse.experiments"
VISIBLE = [{"depth": depth} for depth in (1, 2, 3)]


def draw(rng):
    yield from ({"depth": depth} for depth in (1, 2, 5, int(rng.integers(10, 20)), 40))


WRONG = edits(r"""
[[1.0, 1.0]] -> [[2.0]]; [0.0, -0.5] -> [-1.0]; [[2.0], [-4.0]] -> [[-1.0]]; np.zeros(1) -> np.ones(1) ~ An
    absolute value is no unit here
[[1.0, 1.0]] -> [[2.0, 0.0]]; [0.0, -0.5] -> [-1.0, 0.0]; last @ first] -> last @ first]; [[2.0], [-4.0]] ->
    [[-1.0], [0.0]]; [shift] * depth -> [shift] + [shift + first[0]] * (depth - 1); np.zeros(1) -> np.ones(1)
    ~ With absolute values it would be right
[[1.0, 1.0]] -> [[0.1, 0.1]]; -0.5 -> -0.05; [[2.0], [-4.0]] -> [[20.0], [-40.0]] ~ off by rounding
[[1.0, 1.0]] -> [[3.0, 3.0]]; -0.5 -> -1.5; [[2.0], [-4.0]] -> [[2 / 3], [-4 / 3]] ~ off by rounding
-0.5 -> 0.5 ~ With the opposite signs of the hidden biases it would be right
-0.5 -> 0.0 ~ Its hidden units have no biases
[[2.0], [-4.0]] -> [[2.0], [-2.0]] ~ Its slopes are 2 and 0
-0.5 -> -0.25 ~ It has a kink at x = 0.25
-0.5 -> -1.0 ~ It is one straight line
np.zeros(1) -> np.ones(1) ~ Its slopes are right, but it begins at 1
[[2.0], [-4.0]] -> [[1.0], [-2.0]] ~ its top is 0.5
[[2.0], [-4.0]] -> [[-2.0], [4.0]] ~ It is upside down
[last @ first] -> [(last @ first).T] ~ With W transposed between the layers
[last @ first] -> [last] ~ b[1] has 2 numbers, and W[1] 1 column:
[last @ first] -> [first] ~ W[1] has the shape (1, 2), and 2 numbers come in
[last @ first] -> [np.eye(2)] ~ look between two
[last @ first] -> [np.diag([2.0, -4.0])] ~ look between two
[last @ first] * (depth - 1) -> [last @ first] * depth ~ W is a list of 2 arrays here; yours has 3
* (depth - 1) + [last] -> * (depth - 1) + [last]\n    W, depth = [first, last], 1 ~ W is a list of
[shift] * depth -> [shift] + [0 * shift] * (depth - 1) ~ look between two
np.zeros(1) -> 0.0 ~ expected is (m,)
return W, b -> return W ~ W is a list of 2 arrays here; yours has 1
return W, b -> return [*zip(W, b)] ~ each is to be a list of its own
return W, b -> return b, W ~ come in another order
return W, b -> from dlcourse.models.regions import tent_network\n    tent_network(depth)\n    return W, b ~
    calls tent_network of the library
""")
RIGHT = edits(r"""
[[1.0, 1.0]] -> [[2.0, -2.0]]; [0.0, -0.5] -> [-1.0, 1.0]; [[2.0], [-4.0]] -> [[-1.0], [-1.0]]; [shift] *
    depth -> [shift] + [shift + first[0]] * (depth - 1); np.zeros(1) -> np.ones(1) | 1 - |2x - 1|
[[1.0, 1.0]] -> [[-1, 1]]; [0.0, -0.5] -> [1, -0.5]; [[2.0], [-4.0]] -> [[-2], [-4]]; [shift] * depth ->
    [shift] + [shift + 2 * first[0]] * (depth - 1); np.zeros(1) -> [2] | from the right
[[1.0, 1.0]] -> [[4.0, 4.0]]; -0.5 -> -2.0; [[2.0], [-4.0]] -> [[0.5], [-1.0]] | scaled by a power of 2
""")
