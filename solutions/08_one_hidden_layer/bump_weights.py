"""Chapter 8, exercise 8.1: a bump from two sigmoids, and its height."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.targets import EDGES, drawn_edges

READ, ROWS = "a-bump-from-two-sigmoids", "F027"
HINT = "At x = left, x W1 + b1 is 0 for one unit. In the middle, one unit's z is minus the other's."
REFUSED = "dlcourse.models.approximation", "dlcourse.layers"
ASKED = np.array([-2, -0.7, -0.1, 0, 0.2, 0.4, 0.5, 0.7, 1, 1.3, 2])  # in widths of the bump, from left
VISIBLE, draw = EDGES, drawn_edges


def judge(left, right, steepness):
    x, height = left + ASKED * (right - left), float(np.tanh(steepness * (right - left) / 4))
    # A sigmoid is half a tanh.
    y = (np.tanh(steepness * (x - left) / 2) - np.tanh(steepness * (x - right) / 2)) / 2
    return Right(y=y, height=height).of_network("sigmoid", x, 2, "one for each edge", "height")


WRONG = edits(r"""
[-1.0]] -> [1.0]] | The two sigmoids are added: the one at the right edge is subtracted.
[[1.0], [-1.0]] -> [[-1.0], [1.0]] OR [left, right] -> [right, left] | y is below 0: subtract the right one.
-steepness * np -> -np | b1 lacks the steepness: steepness (x - left) has the bias -steepness left.
-steepness * np -> steepness * np OR -steepness * np -> np OR [left, right] -> [left, -right]
    | b1 has the wrong sign: steepness (x - left) has the bias -steepness left.
[left, right] -> [0, 0] OR [left, right] -> [(left + right) / 2, right] OR [left, right] -> [0, right - left]
    | An edge is not at left, or not at right.
(1, 2), steepness) -> (1, 2), steepness) * [1, -1] OR (1, 2), steepness -> (1, 2), -steepness OR
    (1, 2), steepness) -> (1, 2), steepness) * [1, -1]; [left, right] -> [left, -right]
    | A weight in W1 has the wrong sign: steepness (x - left) rises with x.
b1 = -steepness -> steepness, s = 1 / steepness, steepness\n    b1 = -steepness; (steepness -> (s OR
    -steepness * np -> -1 / steepness * np | It is divided by the steepness, which is a factor of x - left.
(1, 2), steepness -> (1, 2), 1.0 | W1 lacks the steepness: steepness (x - left) has the weight steepness.
-steepness * np -> -np; (1, 2), steepness -> (1, 2), 1.0; [-1.0]]) -> [-1.0]]) * steepness OR
    -steepness * np -> -np; (1, 2), steepness -> (1, 2), 1.0 | The steepness belongs within the sigmoids.
b1, np -> np.trunc(b1), np | b1 is cut to whole numbers, as in an array of dtype int.
np.array([[1.0], [-1.0]]) -> np.array([[1.0], [-1.0]]) / height OR
    np.array([[1.0], [-1.0]]) -> height * np.array([[1.0], [-1.0]]) | y is rescaled by height: leave it.
np.zeros(1) -> -np.ones(1) OR np.zeros(1) -> np.ones(1) | b2 is not 0: far out, the two sigmoids cancel.
/ 4) -> / 2) OR / 4) -> ) | height: in the middle it is sigmoid(z) - sigmoid(-z) = tanh(z / 2) of which z?
np.tanh(steepness * (right - left) / 4) -> 1.0 | height is 1 in endlessly steep bumps alone.
height = np.tanh( -> height = sigmoid(2 * | height is that of one sigmoid: the other is subtracted.
/ 4) -> / 4 * (1 + np.array([1, -1]) / 99)).mean() OR / 4) -> / 4 * (1 + np.array([1, -1]) / 999)).mean()
    | height is that of a grid, which may miss the middle.
/ 4) -> / 4) / 2 | height is half of what it is: sigmoid(z) - sigmoid(-z) is tanh(z / 2), undivided.
height = np.tanh( -> height = 0.5 - sigmoid(-4 * | height is y at an edge: y is largest in the middle.
- left) / 4 -> + left) / 4 OR (right - left) / 4 -> 1 / 4 | height is that of another width than right - left.
np.tanh(steepness * -> np.tanh(1 * | height lacks the steepness.
""")
RIGHT = edits(r"""
np.full((1, 2), steepness) -> [[-steepness, steepness]]; [left, right] -> [-left, right];
    np.array([[1.0], [-1.0]]), np.zeros(1) -> [[-1], [-1]], [1]; np.tanh( -> -1 + 2 * sigmoid(2 * | one falls
""")
