"""Chapter 15: the cliff of one recurrent unit, E = (h_50 - 0.7)^2, by + - * / alone.

Which run is thrown out hangs on the last bit of each step, and exp has another last bit in each browser and
on each processor. Here every bit is the same everywhere, so a start always has the same run.
"""

from decimal import Decimal

import numpy as np

from dlcourse.experiments.ch15_vanishing import cliff
from dlcourse.widgets.frame.plane import level_lines

STEPS, TARGET, H0 = 50, 0.7, 0.5  # of the unit; its wanted and its first state
LOW, HIGH = (3.2, -3.2), (6.4, -1.6)  # of w and b; the cliff, b = -w / 2, is the diagonal
CELLS = 40  # of the grid of level lines, each way
RIM = 0.002  # so far beside the cliff E is that of its rims
LARGEST = 40  # sigmoid(40) is 1 in floats
POWERS = [float(Decimal(-k).exp()) for k in range(LARGEST + 1)]  # exp(-k), correct to the last bit
TERMS = [1.0]  # 1 / k!
for k in range(1, 18):
    TERMS.append(TERMS[-1] / k)
LAST = len(TERMS) - 1


def sigmoid(z):
    """sigmoid(z): exp(-|z|) is a power exp(-k), k whole, times the series of what is left, at most 1/2."""
    size = min(abs(z), LARGEST)
    k = int(size + 0.5)
    rest, series = k - size, TERMS[LAST]
    for j in range(LAST):
        series = series * rest + TERMS[LAST - 1 - j]
    e = POWERS[k] * series
    return 1 / (1 + e) if z >= 0 else e / (1 + e)


def slopes(theta):
    """E at theta = (w, b), as J, and its gradient g, through 50 steps of h = sigmoid(w h + b) and back."""
    w, b = theta
    h = [H0]
    for k in range(STEPS):
        h.append(sigmoid(w * h[k] + b))
    miss, g_w, g_b = h[STEPS] - TARGET, 0.0, 0.0
    G = 2 * miss  # dE/dh
    for j in range(STEPS):
        k = STEPS - j
        G_z = G * (h[k] * (1 - h[k]))
        g_w = g_w + G_z * h[k - 1]
        g_b = g_b + G_z
        G = G_z * w
    return {"J": miss * miss, "g": [g_w, g_b]}


def heights():
    """E on the grid of the picture, by the library: with the cliff's upper and with its lower rim on it."""
    w, b = (np.linspace(LOW[k], HIGH[k], CELLS + 1) for k in (0, 1))
    W, B = np.repeat(w, CELLS + 1), np.tile(b, CELLS + 1)
    on_cliff = np.isclose(B, -W / 2)
    return [cliff(W, B + side * RIM * on_cliff)[0] for side in (-1, 1)]


def lines_at(*levels):
    """The level lines, in pieces: those below the cliff, from its upper rim, and those above it."""
    found, ends = [], [[LOW[0], HIGH[0]], [LOW[1], HIGH[1]]]
    for k, grid in enumerate(heights()):
        for piece in level_lines(grid, ends[0], ends[1], levels):
            (w, b), (u, c) = piece[0], piece[1]
            if (b + c + (w + u) / 2 > 0) == (k > 0):
                found.append([[round(float(x), 3) for x in point] for point in piece])
    return found
