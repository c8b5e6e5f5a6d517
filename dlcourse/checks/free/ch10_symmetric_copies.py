"""Checks: exercise 10.4. All networks of tanh units that are one network with its units in other places."""

import math
from functools import partial

import numpy as np

from dlcourse.checks.right import Free

NEAR = 1e-5
UNIT = "A unit takes along its column of W, its number in c and its number in w"
ORDER = f"{UNIT}, all in one order"
SIGN = f"{UNIT}: tanh(-z) = -tanh(z), so if a unit turns its sign, all three do"
COUNT = "n units have n! orders, and in each of them 2^n ways to turn signs."
ROWS = "its numbers are there, in other rows. A unit is a column of W: take W[:, order]."
CHANGED = "All are the same: is one array changed again and again? Make a new one for each network."
ITSELF = "The network itself, nothing changed, is one of them."
UNTURNED = "No sign is turned: each unit may also turn its sign."
ONE_ORDER = "All have one order: the units may also change places."
ALL_TURN = "All units turn their signs together, or none: each may do so by itself."
ROLLED = "The orders go round in a circle alone: any unit may stand in any place."
FEW = "In each copy one unit at most has turned its sign: any number of them may."


def judge(W, c, w) -> Free:
    """The judgement of `symmetric_copies(W, c, w)`."""
    d, n = W.shape
    return Free({"W": (None, d, n), "c": (None, n), "w": (None, n)}, partial(problem, W, c, w))


def problem(W, c, w, Ws, cs, ws) -> str | None:
    """A sentence on a copy that is none, on one that is there twice, or on those missing."""
    if not len(Ws) == len(cs) == len(ws):
        return f"There are {len(Ws)} W, {len(cs)} c and {len(ws)} w: a network has one of each."
    if exchanged(c, w, cs, ws):
        return "c and w have changed places: `return W, c, w`."
    found = []
    for i, copy in enumerate(zip(Ws, cs, ws, strict=True)):
        copy, own = [np.atleast_2d(part) for part in copy], [np.atleast_2d(part) for part in (W, c, w)]
        places = [placed(*parts) for parts in zip(own, copy, strict=True)]
        told = broken(i, copy, own, places)
        if told:
            return told
        if places[0] in found:
            if all(near(other, Ws[0]) for other in Ws):
                return CHANGED
            return f"Copies {found.index(places[0])} and {i} are the same: list each once. {COUNT}"
        found.append(places[0])
    due = math.factorial(len(w)) * 2 ** len(w)
    if len(found) < due:
        told = f"Each of your networks is a copy (there are {len(found)}), but some are missing."
        return " ".join(filter(None, (told, lost(found, len(w)), COUNT)))
    return None


def placed(own, copy) -> tuple:
    """(which of one's columns, its sign) for each column of a copy; (None, 0) where it is none of them."""
    return tuple(
        next(
            ((k, sign) for k in range(own.shape[1]) for sign in (1, -1) if near(column, sign * own[:, k])),
            (None, 0),
        )
        for column in copy.T
    )


def exchanged(c, w, cs, ws) -> bool:
    """Whether all numbers of c stand where those of w belong, and the reverse."""
    moved = *(placed(w[None], copy[None]) for copy in cs), *(placed(c[None], copy[None]) for copy in ws)
    return bool(moved) and all(k is not None for part in moved for k, _ in part)


def near(a, b) -> bool:
    """Whether two columns are one, up to rounding of float32."""
    return bool((abs(a - b) <= NEAR * (1 + abs(b))).all())


def broken(i: int, copy, own, places) -> str | None:
    """A sentence on a copy whose parts do not belong together; None if it is one.

    copy, own: the parts W, c and w, as matrices.   places: where each column of them is from, see `placed`
    """
    for name, *part in zip("Wcw", copy, own, places, strict=True):
        told = strange(name, *part)
        if told:
            return f"In copy {i}, {told}"
    orders = [[k for k, _ in part] for part in places]
    for name, order in zip("cw", orders[1:], strict=True):
        if order != orders[0]:
            both = f"W has the units in the order {orders[0]}, {name} in the order {order}"
            return f"In copy {i}, {both}. {ORDER}."
    for j, signs in enumerate(zip(*places, strict=True)):
        turned, kept = (
            [name for name, (_, s) in zip("Wcw", signs, strict=True) if s == sign] for sign in (-1, 1)
        )
        if turned and kept:
            both = f"the sign of unit {j} is turned in {' and '.join(turned)}, not in {' and '.join(kept)}"
            return f"In copy {i}, {both}. {SIGN}."
    return None


def strange(name: str, copy, own, places) -> str | None:
    """A sentence on a part of a copy that has a unit which is none, or one twice."""
    for j, (k, _) in enumerate(places):
        if k is None and name == "W":
            column = np.sort(copy[:, j])
            if any(near(column, np.sort(sign * other)) for other in own.T for sign in (1, -1)):
                return f"column {j} of W is none of the given ones, but {ROWS}"
            return f"column {j} of W is none of the columns of the given W, with either sign. {UNIT}."
        if k is None:
            return f"{name}[{j}] is none of the numbers of the given {name}, with either sign. {UNIT}."
    if len({k for k, _ in places}) < len(places):
        return f"{name} has one unit twice: each unit stands in one place."
    return None


def lost(found, n: int) -> str:
    """What the copies lack that are missing; "" where nothing simple says it."""
    orders = {tuple(k for k, _ in one) for one in found}
    signs = {tuple(s for _, s in one) for one in found}
    if signs == {(1,) * n}:
        return UNTURNED
    if n > 1 and len(orders) == 1:
        return ONE_ORDER
    if tuple((k, 1) for k in range(n)) not in found:
        return ITSELF
    if n > 1 and signs <= {(1,) * n, (-1,) * n} and len(signs) == 2:
        return ALL_TURN
    if (
        n > 2
        and all(order == (*range(order[0], n), *range(order[0])) for order in orders)
        and len(orders) == n
    ):
        return ROLLED
    if n > 2 and all(sum(s < 0 for s in one) < 2 for one in signs) and len(signs) == n + 1:
        return FEW
    return ""
