"""Checks: exercise 10.2. The kind of a critical point, told by what the surface does around it."""

from functools import partial

import numpy as np

from dlcourse.checks.right import Free
from dlcourse.checks.wording import number

ZERO = 1e-9  # eigenvalues of this size count as 0
KINDS = {1: "MINIMUM", -1: "MAXIMUM", 0: "SADDLE"}
PART = "index is the part of the n eigenvalues that is below 0"
COUNTED = f"{PART}: yours is their number, not divided by n."
ABOVE = f"{PART}: yours is the part above 0."
ZEROS = f"{PART}: yours counts those that are 0, too."
ROUNDED = f"{PART}: an eigenvalue of a size up to 1e-9 is 0, rounded, and counts as neither."
HALF = f"{PART}: yours counts those that are 0 as a half."
CIRCLE = f"{PART}: yours is a part of the points of the circle."
ENTRIES = f"{PART}: yours looks at entries of H, not at its eigenvalues."
DIAGONAL = f"{PART}: yours looks at the diagonal of H, not at its eigenvalues."
BOTH = "H has eigenvalues above 0 and below 0: there f rises and falls"
BESIDE = ", and no eigenvalue of 0 changes that."
MISSED = ", even in a sector so narrow that the points of a circle miss it."
RISES = "All eigenvalues of H are above 0, so f rises from x on all sides."
FALLS = "All eigenvalues of H are below 0, so f falls from x on all sides."
OPEN = "An eigenvalue of H is 0, so H does not decide"
FLAT = "All eigenvalues of H are 0, so H does not decide"


def judge(f, x, H, radius) -> Free:
    """The judgement of `kind_of_point(f, x, H, radius)`."""
    return Free({"index": (), "kind": ()}, partial(problem, f, x, H, radius))


def problem(f, x, H, radius, index, kind) -> str | None:
    """A sentence on a wrong index or kind, with what the surface does there."""
    index, kind = float(index), float(kind)
    values = np.linalg.eigvalsh(np.asarray(H, float))
    due, facts = surroundings(f, x, values, radius)
    if kind not in KINDS:
        return f"kind is {number(kind)}: it is MINIMUM, MAXIMUM or SADDLE, which are 1, -1 and 0."
    if abs(index - np.mean(values < -ZERO)) > 1e-9:
        told = why(index, values, H, changes(f, x, radius) if len(x) == 2 else None)
        at = f"The eigenvalues of H are {', '.join(number(value) for value in np.round(values, 12) + 0.0)}."
        return f"Your index is {number(index)}. {told or PART + '.'} {at}"
    if kind != due:
        return f"Your kind is {number(kind)}, {KINDS[int(kind)]}. {facts}"
    return None


def circle(x, radius):
    """Points around x in two dimensions."""
    angle = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    return np.asarray(x) + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def changes(f, x, radius):
    """How far f is above f(x) at each point of the circle."""
    return np.asarray(f(circle(x, radius)) - f(np.asarray(x)))


def surroundings(f, x, values, radius) -> tuple[int, str]:
    """The kind of the point, and what shows it."""
    above, below = values > ZERO, values < -ZERO
    if above.any() and below.any():
        zero = not (above | below).all()
        narrow = len(x) == 2 and (changes(f, x, radius) > 0).all()
        return 0, BOTH + (BESIDE if zero else MISSED if narrow else ".")
    if above.all() or below.all():
        return (1, RISES) if above.all() else (-1, FALLS)
    around = changes(f, x, radius)
    rises, falls = int((around > 0).sum()), int((around < 0).sum())
    led = (
        f"{OPEN if (above | below).any() else FLAT}. Of {len(around)} points of the circle f is above f(x) at"
    )
    kind = 0 if rises and falls else 1 if rises else -1
    also = " One side alone would make it a minimum or a maximum: here are both." if not kind else ""
    return kind, f"{led} {rises}, below f(x) at {falls}.{also}"


def why(index, values, H, around) -> str:
    """What the slip in the index may be; "" where none leads to it, or several do."""
    raw, zeros = np.asarray(H, float), (abs(values) <= ZERO).any()
    led = {
        COUNTED: [(values < -ZERO).sum()] if index > 1 else [],
        ZEROS: [np.mean(values <= ZERO)],
        ROUNDED: [np.mean(values < 0)],
    }
    if not zeros:  # these are seen in a case without zeros first, where nothing else leads to the same
        led[ABOVE] = [np.mean(values > ZERO)]
    if not zeros and 0 < index < 1:  # to 0 and 1 many mistakes lead
        led |= {ENTRIES: [np.mean(raw < 0)], DIAGONAL: [np.mean(np.diag(raw) < 0)]}
    if 0 < index < 1:
        exact = (values[abs(values) <= ZERO] == 0).all()  # else one of two may be counted, by rounding
        led[HALF] = [np.mean(values < 0) + np.mean(values == 0) / 2] if zeros and exact else []
        led[CIRCLE] = [] if around is None else [np.mean(around < 0), np.mean(around > 0)]
    told = [told for told, parts in led.items() if any(abs(part - index) < 1e-12 for part in parts)]
    if told == [ZEROS, ROUNDED]:
        return ROUNDED  # true of both
    return told[0] if len(told) == 1 else ""
