"""Chapter 8, exercise 8.3b: tangents to x^2, and the largest error of a maxout unit of them."""

import numpy as np

from dlcourse.checks import Right, edits
from dlcourse.checks.targets import around, pieces

READ, ROWS = "tangents-a-maxout-unit", "S078"
HINT = "At t, x^2 has the value t^2 and the slope 2 t. With one piece, where is its line furthest from x^2?"
REFUSED = "dlcourse.models.approximation", "dlcourse.layers"
VISIBLE, draw = pieces("n_pieces", 2, 1, 4, 8, 16)


def judge(n_pieces, low, high):
    x, half = around(n_pieces, low, high), (high - low) / n_pieces / 2
    t = low + half * np.arange(1, 2 * n_pieces, 2)
    y = x**2 - ((x[:, None] - t) ** 2).min(axis=1)  # a tangent lies (x - t)^2 below x^2
    return Right(y=y, error=half**2).of_network("maxout", x, n_pieces, "one for each piece", "error")


WRONG = edits(r"""
-(t**2) -> t**2 OR -(t**2) -> t**2 - 2 * t | b is no tangent's: t^2 + 2 t (x - t) has the bias t^2 - 2 t t.
2 * t[None] -> t[None] | The slope of x^2 at t is 2 t, not t.
-(t**2) -> np.zeros(n_pieces) | b is forgotten: all lines go through 0.
-(t**2) -> -2 * t**2 | b lacks the value t^2: a tangent is t^2 + 2 t (x - t).
np.arange(n_pieces) + 0.5 -> np.arange(n_pieces) OR np.arange(n_pieces) + 0.5 -> np.arange(n_pieces) + 1
    | The tangents touch at ends of pieces: each touches in the middle of its piece.
low + width * (np.arange(n_pieces) + 0.5) -> np.linspace(low, high, n_pieces) OR
    low + width * (np.arange(n_pieces) + 0.5) -> np.linspace(low, high, n_pieces + 2)[1:-1] OR
    = (high - low) / n_pieces -> = (high - low) / (n_pieces + 1) OR
    = (high - low) / n_pieces -> = (high - low) / max(n_pieces - 1, 1)
    | The tangents do not touch in the middles of the pieces, each of which is (high - low) / K wide.
= (high - low) / n_pieces -> = (high - low) / n_pieces / 2; (width / 2) ** 2 -> width**2 OR
    = (high - low) / n_pieces -> = (high - low) / n_pieces / 2 | A piece is twice as wide as yours.
low + width * -> width * | The pieces begin at 0, not at low.
low + width * (np.arange(n_pieces) + 0.5) -> -1 + (2 * np.arange(n_pieces) + 1) / n_pieces
    | The pieces are those of [-1, 1]: they are those of [low, high].
(width / 2) ** 2 -> 1 / n_pieces**2 | error is that on [-1, 1]: it depends on the width of a piece.
(width / 2) ** 2 -> width**2 | error: no x is a whole width from the nearest tangent's t.
(width / 2) ** 2 -> width**2 / 2 OR (width / 2) ** 2 -> width / 2 OR (width / 2) ** 2 -> width**2 / 8 OR
    (width / 2) ** 2 -> width / 4
    | error: at a distance d from t, x^2 lies d^2 above its tangent; what is the largest d?
(width / 2) ** 2 -> 0.0 | error is 0 where a tangent touches: take the x where it is largest.
(width / 2) ** 2 -> ((high - low) / 2) ** 2 | error is that of a single tangent: there are K pieces.
return 2 * t[None], -(t**2) -> a = t - width / 2\n    b = a + width\n    return (a + b)[None], -a * b
    | The lines meet x^2 at both ends of a piece, and lie above it between: chords, no tangents.
-(t**2) -> width**2 / 8 - t**2 OR -(t**2), (width / 2) ** 2 -> width**2 / 8 - t**2, width**2 / 8
    | The lines are raised: they cut x^2, where a tangent touches it.
2 * t[None] -> 2 * t[:, None] ~ a column for each line
(width / 2) ** 2 -> (width / 2) ** 2 * np.ones(n_pieces) ~ error has the shape
return 2 * t[None], -(t**2), (width / 2) ** 2 -> return 2 * t[None], -(t**2) ~ `return W, b, error`
""")
RIGHT = edits(r"""
2 * t[None], -(t**2) -> [[2 * s for s in t[::-1]]], [s**2 - 2 * s * s for s in t[::-1]]; (width / 2) ** 2 ->
    (high - low) ** 2 / (4 * n_pieces**2) | the last tangent first
""")
