"""Chapter 8, exercise 8.2: bumps side by side."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.targets import around, pieces

READ, ROWS = "bumps-side-by-side", "F028 S100"
FIRST = "Look at one bump first: its edges, its middle, the height, and where its units stand in W2."
CONTROL = "08_one_hidden_layer.html#bump-builder.K=4"
HINT = "Print the edges, n_bumps + 1 of them, and the middles. A bump of width 1 has the steepness 8."
REFUSED = "dlcourse.models.approximation", "dlcourse.layers"
VISIBLE, draw = pieces("n_bumps", 2, 1, 5, 12, 20, curves=True)


def judge(f, n_bumps, low, high):
    x, width, y = around(n_bumps, low, high), (high - low) / n_bumps, 0.0
    for k in range(n_bumps):
        z = 4 * (x - low) / width - 4 * k  # half of s (x - left): a sigmoid is half a tanh
        y = y + f(np.array([low + (k + 0.5) * width])) * (np.tanh(z) - np.tanh(z - 4)) / 2
    return Right(y=y).of_network("sigmoid", x, 2 * n_bumps, "two for each bump").hinting(FIRST)


WRONG = edits(r"""
(left + right) / 2) -> left) OR (left + right) / 2) -> right) OR
    f((left + right) / 2) -> (f(left) + f(right)) / 2 | A bump is as high as f at its middle.
(left + right) / 2 -> left + right OR (left + right) / 2 -> (right - left) / 2 OR (left + right) / 2 ->
    np.linspace(low, high, n_bumps) OR (left + right) / 2 -> np.arange(n_bumps) OR + right) / 2 -> + 0.5)
    | f is not taken at the middles of the bumps: half of left + right is one.
f((left + right) / 2) -> np.ones(n_bumps) | The heights are missing: all bumps are as high as 1.
8 * n_bumps / (high - low) -> 8 OR 8 * n_bumps / (high - low) -> 50 | The steepness is the same for any width.
8 * n_bumps / ( -> 8 / ( | The steepness is that of one bump from low to high.
8 * n_bumps / (high - low) -> 8 * (high - low) / n_bumps OR / (high - low), -> , OR n_bumps / ( ->
    n_bumps // ( OR = 8 -> = 2 OR = 8 -> = 4 OR = 8 -> = 16 OR = 8 -> = n_bumps OR = 8 -> = 1000 OR
    8 * n -> 8 * (n_bumps - 1) / n_bumps * n | The steepness is not 8 divided by the width (high - low) / K.
np.append(v, -v) -> np.append(v, v) | Both sigmoids of a bump are added: that at its right edge is subtracted.
np.append(v, -v) -> np.ravel([v, -v], "F") OR np.append(left, right) -> np.ravel([left, right], "F")
    | b1 and W2 have the units in different orders: all left edges first, or left, right, left, right?
-s * np -> s * np | b1 has the wrong sign: s (x - left) is s x - s left.
-s * np -> -np OR -s * np -> -1 / s * np | b1 lacks the factor s: s (x - left) is s x - s left.
n_bumps), s) -> n_bumps), 1.0) | W1 lacks the steepness: s (x - left) is s x - s left.
-s * np -> -np; n_bumps), s) -> n_bumps), 1.0); np.append(v, -v) -> s * np.append(v, -v) OR
    -s * np -> -np; n_bumps), s) -> n_bumps), 1.0) | The steepness belongs within the sigmoids.
(low, high, -> (0, high, OR (low, high, -> (0, 1, OR (low, high, -> (0, high - low, OR
    (left, right) -> (left - low, right - low) | The edges begin at 0, not at low.
n_bumps + 1) -> n_bumps + 1) - (high - low) / n_bumps / 2 OR edges[:-1], edges[1:] -> (np.linspace(low, high,
    n_bumps) + sign * (edges[1] - low) / 2 for sign in (-1, 1)) | low is an edge, not a middle.
np.zeros(1) -> f(edges[:1]) OR np.zeros(1) -> v[:1] | b2 is not 0: y is the sum of the bumps.
""")
RIGHT = edits(r"""
np.append(left, right) -> np.ravel([left, right], "F"); np.append(v, -v) -> np.ravel([v, -v], "F");
    f((left + right) / 2) -> np.array([f((a + b) / 2) for a, b in zip(left, right)]) | bump by bump
""")
