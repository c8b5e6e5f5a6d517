"""Checks: exercise 9.4. All points that folds take to one: any of them may come first."""

from functools import partial

import numpy as np

from dlcourse.checks.right import Free
from dlcourse.checks.wording import number
from dlcourse.models import regions

NEAR = 1e-4  # as float32 rounds after some folds
COLUMNS = "The points are right, but they are columns: each is to be a row."
FAR = "On the way back it, or what it mirrors, has s < 0: a fold has emptied that side, and nothing is there."
ORDER = "Unfold the last fold first: on the way back the order is the other way round."
MIXED = "w[i] and b[i] belong to one fold: turn both round, or none."
ORIGIN = "It is mirrored at a line through the origin: s has b in it."
OPPOSITE = "b has the opposite sign: s = x w + b."
MORE = "All that you have are taken to y, but there are more."
CREASE = "A point on a crease, s = 0, stays: it is its own image."
ONE_FOLD = "Only one fold is unfolded: each further one mirrors all points that are there."
CHAIN = "Each fold mirrors all points that are there by then, not y alone: so they double."
UNIT = "If w is divided by its length, b has to be, too: s = (x w + b) / |w|."
AXES = "Signs of coordinates are turned, as by folds along the axes: a crease may lie anywhere."
IMAGE = "Is each image x - 2 s w / |w|^2, with s = x w + b?"
ONCE = "List each point once."
TWICE = "List each point once: one that lies on a crease is its own image."
FORWARD = "Every point is y: `fold` leaves what has s >= 0 where it is. Unfolding, mirror it."
STAYS = "What has s >= 0 stays, so y is one: is s = x w + b, with all its signs, and the last fold the first?"
ALONE = "Yours is y alone: its mirror images are missing."
ITSELF = "y itself is one: all folds leave it where it is. Keep it beside its image."


def judge(y, w, b) -> Free:
    """The judgement of `mirror_points(y, w, b)`."""
    return Free({"points": (None, len(y))}, partial(problem, y, w, b))


def problem(y, w, b, points) -> str | None:
    """A sentence on a point that is not taken to y, on one that is there twice, or on those missing."""
    folds = list(zip(w, b, strict=True))
    off = ~near(folded(points, folds), y)
    if off.any():
        if len(points) == len(y) and near(folded(points.T, folds), y).all():
            return COLUMNS
        i = int(np.argmax(off))
        told = f"The folds take {at(points[i])} to {at(folded(points, folds)[i])}, not to y = {at(y)}."
        return f"{told} {why(y, folds, points, points[off])}".rstrip()
    for i, point in enumerate(points):
        if near(points[:i], point).any():
            return f"{at(point)} is there twice. {repeated(y, folds, points)}"
    due = regions.mirror_points(y, folds)
    there = MORE if len(points) else "Yours has no point, and at least one is taken to y."
    return f"{there} {lost(y, folds, points, due)}".rstrip() if len(points) < len(due) else None


def folded(points, folds):
    """Where the folds take points."""
    for w, b in folds:
        points = regions.fold(points, w, b)
    return points


def mirror(points, s, w):
    """The images of points with these s (m, 1)."""
    return points - 2 * s * w / (w @ w)


def every(s):
    """The mask of all points."""
    return s == s


def stays(s):
    """The mask of the points that a fold leaves where they are."""
    return s >= 0


def before(s):
    """The mask of the points that have an image of their own."""
    return s > 0


def unfolded(y, folds, image=mirror, kept=stays, mirrored=before):
    """What comes out on the way back.   image, kept, mirrored: in a slip, how points are made and picked"""
    points = y[None]
    for w, b in reversed(folds):
        s = points @ w + b
        points = np.vstack([points[kept(s)], image(points, s[:, None], w)[mirrored(s)]])
    return points


IMAGES = (  # (points, s, w) -> points, in the place of `mirror`
    (
        "s is divided by the length of w once: an image is x - 2 s w / |w|^2.",
        lambda x, s, w: x - 2 * s * w / np.linalg.norm(w),
    ),
    (
        "The square of the length of w is missing: an image is x - 2 s w / |w|^2.",
        lambda x, s, w: x - 2 * s * w,
    ),
    (
        "That point is on the crease: an image is as far behind it, x - 2 s w / |w|^2.",
        lambda x, s, w: x - s * w / (w @ w),
    ),
    (
        "An image lies on the other side of the crease: it is x minus 2 s w / |w|^2.",
        lambda x, s, w: x + 2 * s * w / (w @ w),
    ),
    ("That is -y: an image is as far behind the crease as y is before it.", lambda x, s, w: -x),
)
EMPTIED = (every, every), (every, before), (stays, every)  # kept and mirrored as if no side were empty


def slips(y, folds) -> list:
    """What slips lead to: (sentence, points)."""
    w, b = zip(*folds, strict=True)
    moved = [(ORDER, folds[::-1]), (ORIGIN, [(w_i, 0) for w_i in w]), (OPPOSITE, [(w, -b) for w, b in folds])]
    moved += [(MIXED, list(zip(w, b[::-1], strict=True))), (MIXED, list(zip(w[::-1], b, strict=True)))]
    moved += [(UNIT, [(w, b * np.linalg.norm(w)) for w, b in folds])]
    found = [(FAR, unfolded(y, folds, kept=kept, mirrored=mirrored)) for kept, mirrored in EMPTIED]
    found.append((FAR, unfolded(y, folds, lambda x, s, w: mirror(x, abs(s), w), every, every)))
    found += [(CREASE, unfolded(y, folds, kept=before)), (CHAIN, chain(y, folds))]
    for kept, mirrored in ((stays, before), *EMPTIED):
        found += [(told, unfolded(y, other, kept=kept, mirrored=mirrored)) for told, other in moved]
        found += [(told, unfolded(y, folds, image, kept, mirrored)) for told, image in IMAGES]
    return found


def led(points, known) -> str:
    """The sentence that leads to just these points; "" where none does, or two do."""
    told = {told for told, found in known if same(points, found)}
    return told.pop() if len(told) == 1 else ""


def why(y, folds, points, wrong) -> str:
    """What the slip may be.   wrong: the points that are not taken to y"""
    told = led(points, slips(y, folds))
    if not told and among(wrong, unfolded(y, folds, kept=every, mirrored=every)).all():
        told = FAR  # true of each of them, however they were found
    if not told and near(abs(wrong), abs(y)).all():
        told = AXES
    return told or (IMAGE if len(folds) == 1 else "")


def repeated(y, folds, points) -> str:
    """What is told of a point that is there twice."""
    if on_crease(y, folds):
        return TWICE
    return FORWARD if near(points, y).all() else ONCE


def lost(y, folds, points, due) -> str:
    """What the slip may be when images are missing, all others being right."""
    if not len(points):
        return CREASE if on_crease(y, folds) else STAYS
    one = [unfolded(y, [fold]) for fold in folds if len(folds) > 1]
    known = [(CREASE, unfolded(y, folds, kept=before)), (CHAIN, chain(y, folds))]
    known += [(ONE_FOLD, found[among(found, due)]) for found in one if len(found) > 1]
    if same(points, y[None]):
        return ALONE
    itself = among(y[None], due) and not among(y[None], points)
    return ITSELF if itself else led(points, known)


def chain(y, folds):
    """y, and its image at each fold."""
    return np.vstack([y[None], *(mirror(y[None], y @ w + b, w) for w, b in folds)])


def on_crease(y, folds) -> bool:
    """Whether y, or on the way back one of its images, lies on a crease."""
    parts = [unfolded(y, folds[i:], kept=every, mirrored=every) for i in range(1, len(folds) + 1)]
    return any((abs(part @ w + b) < NEAR).any() for part, (w, b) in zip(parts, folds, strict=True))


def near(points, point):
    """The mask of the points that are one point."""
    return abs(points - point).max(axis=1, initial=0) <= NEAR * (1 + abs(point).max())


def among(points, others):
    """The mask of the points that are among others."""
    return np.array([near(others, point).any() for point in points], bool)


def same(points, others) -> bool:
    """Whether two sets of points are one."""
    return len(points) == len(others) and bool(among(points, others).all())


def at(point) -> str:
    """(0.5, 1)."""
    return f"({', '.join(map(number, point))})"
