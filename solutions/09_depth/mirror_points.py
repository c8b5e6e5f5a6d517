"""Chapter 9, exercise 9.4: mirror points."""

from dlcourse.checks import edits
from dlcourse.checks.drawn_regions import sheets
from dlcourse.checks.free.ch09_mirror_points import judge as judge

READ, ROWS = "fold-a-sheet-draw-unfold", "S109"
HINT = "Take each of your points through all folds by `fold`: which does not come to y? Then draw the sheet."
CONTROL = "09_depth.html#folding-paper.folds=3&folding-paper.folded=1"
REFUSED = "dlcourse.models", "dlcourse.experiments", "dlcourse.checks.free"
VISIBLE, draw = sheets()


WRONG = edits(r"""
zip(w[::-1], b[::-1]) -> zip(w, b) ~ Unfold the last fold first
zip(w[::-1], b[::-1]) -> zip(w[::-1], b) OR zip(w[::-1], b[::-1]) -> zip(w, b[::-1]) ~ belong to one fold
zip(w[::-1], b[::-1]) -> zip(w[:-2:-1], b[:-2:-1]) OR zip(w[::-1], b[::-1]) -> zip(w[:1], b[:1]) ~ Only one
    fold is unfolded
points[s >= 0], images[s > 0] -> images OR points[s >= 0], images[s > 0] -> images[s > 0] ~ y itself is one
points[s >= 0], images[s > 0] -> points, images OR points[s >= 0], images[s > 0] -> points[s >= 0], images OR
    points[s >= 0], images[s > 0] -> points, images[s > 0] OR points @ w_i + b_i -> abs(points @ w_i + b_i) ~
    s < 0: a fold has emptied that side
points[s >= 0], images[s > 0] -> points[s >= 0], images[s >= 0] ~ (1, 0.5) is there twice
points[s >= 0], images[s > 0] -> points[s > 0], images[s > 0] ~ A point on a crease, s = 0, stays
points[s >= 0], images[s > 0] -> points[s >= 0], images[s < 0] ~ Yours is y alone
return points -> return points[:0] ~ Yours has no point
points = y[None] -> images = [y - 2 * (y @ n + c) / (n @ n) * n for n, c in zip(w, b)]\n    return
    np.array([y, *images])\n    points = y[None] ~ not y alone
points @ w_i + b_i -> points @ w_i ~ mirrored at a line through the origin
s = points @ -> w_i = w_i / (w_i @ w_i) ** 0.5\n        s = points @ ~ If w is divided by its length, b has
points - s[:, None] * 2 * w_i / (w_i @ w_i) -> points * ([-1] + [1] * (len(y) - 1)) ~ Signs of coordinates
points - s[:, None] * 2 * w_i / (w_i @ w_i) -> fold(points, w_i, b_i) ~ `fold` leaves what has s >= 0
* 2 * w_i -> * 4 * w_i OR (w_i @ w_i) -> (w_i * w_i) OR (w_i @ w_i) -> w_i.sum() ~ Is each image x - 2 s w /
points @ w_i + b_i -> points @ w_i - b_i ~ b has the opposite sign
* 2 * w_i / (w_i @ w_i) -> * 2 * w_i ~ The square of the length of w is missing
/ (w_i @ w_i) -> / (w_i @ w_i) ** 0.5 ~ divided by the length of w once
* 2 * w_i -> * w_i ~ That point is on the crease
points - s -> points + s ~ the other side of the crease
points - s[:, None] * 2 * w_i / (w_i @ w_i) -> -points ~ That is -y
return points -> return np.vstack([points, y]) ~ List each point once.
return points -> return points.T ~ they are columns
return points -> return y ~ expected is (m, 2)
return points -> from dlcourse.models import regions\n    regions.mirror_points(y, list(zip(w, b))) ~ calls
    mirror_points of the library
points = y[None] -> points = y[None]\n    w /= np.linalg.norm(w, axis=1)[:, None] ~ changed its input
""")
RIGHT = edits(r"""
return points -> return [tuple(point) for point in points[::-1]] | a list of tuples, in another order
points = y[None] -> points, w, b = [y], list(w), list(b)\n    while w:\n        n, c, before, points =
    w.pop(), b.pop(), points, []\n        for p in before:\n            s = sum(p * n) + c\n            points
    += [p] * bool(s >= 0) + [p - 2 * s / sum(n**2) * n] * bool(s > 0)\n    return points\n    points = y[None]
    | point by point
""")
