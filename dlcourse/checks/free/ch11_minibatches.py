"""Checks: exercise 11.1a. Minibatches of any order in which each sample comes once in an epoch."""

from collections import Counter
from dataclasses import dataclass
from functools import partial

import numpy as np

from dlcourse.checks.right import Free
from dlcourse.checks.shapes import kind_of
from dlcourse.checks.wording import a, joined, number

EACH = "each sample comes once in an epoch"
REPLACED = "Are they drawn one by one, so that one may come again? A permutation has each once."
LOOSE = "Is every minibatch drawn by itself? An epoch's order is drawn once, then cut."
STALE = (
    "The order of the first epoch comes again. Draw a new one in each epoch, from one generator; "
    "if you shuffle an array in place, put copies of its pieces into the list."
)
SAME_SETS = (
    "The same samples come together in each epoch, only the minibatches change places: shuffle the samples."
)
BLOCKS = "Samples that are neighbors stay together: shuffle the samples, then cut."
SORTED = "The samples of an epoch come in the order of their numbers: shuffle them in each epoch."
BACKWARD = "The samples of an epoch come from the last to the first: shuffle them in each epoch."
SHIFTED = (
    "The samples of an epoch come in the order of their numbers, begun at another one: shuffle them. "
    "A random beginning is no random order."
)
MANY = 8  # epochs in which no place has the same sample by chance


@dataclass(frozen=True)
class Batches(Free):
    """A judgement of a list of lists of any lengths."""

    def problem(self, result, function: str) -> str | None:
        """A sentence on what is wrong with the result; None when it will do."""
        found, problem = batches_of(result, function)
        return problem or self.test(found)


def batches_of(result, function: str) -> tuple[list, str | None]:
    """The minibatches as arrays; and None, or what is wrong with one of them."""
    wanted = f"{function} should return a list of lists of numbers, one for each step"
    if isinstance(result, np.ndarray) and result.ndim == 2:
        result = list(result)
    if not isinstance(result, (list, tuple)):
        what = "None" if result is None else a(type(result).__name__)
        return [], f"{wanted}; it returned {what}."
    found = []
    for i, rows in enumerate(result):
        if np.isscalar(rows):
            return [], f"{wanted}. Entry {i} is a single number: a minibatch of one is a list, too."
        if problem := kind_of(rows, f"Minibatch {i}"):
            return [], problem
        rows = np.asarray(rows)
        if rows.ndim != 1:
            return [], f"Minibatch {i} has the shape {rows.shape}: it is a list of numbers of samples."
        if rows.size and (rows != np.round(rows)).any():
            return (
                [],
                f"Minibatch {i} has {number(rows[rows != np.round(rows)][0])}, which numbers no sample.",
            )
        found.append(rows.astype(int))
    return found, None


def judge(m, size, n_steps, seed) -> Free:
    """The judgement of `minibatches(m, size, n_steps, seed)`."""
    return Batches({}, partial(problem, m, size, n_steps), seeded=True)


def problem(m: int, size: int, n_steps: int, found) -> str | None:
    """A sentence on the first minibatch that is wrong, or on orders that are not random."""
    return strange(m, found) or lengths(m, size, n_steps, found) or chances(m, size, found)


def strange(m: int, found) -> str | None:
    """A sentence on a number of no sample."""
    for i, rows in enumerate(found):
        if rows.size and not (0 <= rows.min() and rows.max() < m):
            n = rows.max() if rows.max() >= m else rows.min()
            more = " Do yours begin at 1?" if n == m and min(map(min, filter(len, found))) == 1 else ""
            return f"Minibatch {i} has the sample {n}: the {m} samples are 0 to {m - 1}.{more}"
    return None


def cut(m: int, size: int, n_steps: int) -> list[int]:
    """The lengths of the minibatches."""
    epoch = [min(size, m - start) for start in range(0, m, size)]
    return [epoch[i % len(epoch)] for i in range(n_steps)]


def lengths(m: int, size: int, n_steps: int, found) -> str | None:
    """A sentence on the number of minibatches, or on the first that is too long or too short."""
    due = cut(m, size, n_steps)
    n_epoch = -(-m // size)
    for i, (rows, n) in enumerate(zip(found, due, strict=False)):
        if len(rows) == n:
            continue
        told = f"Minibatch {i} has {len(rows)} samples; expected are {n}."
        left = m - (n_epoch - 1) * size
        if n < size and len(rows) == size and i % n_epoch == n_epoch - 1:
            begins = i + 1 < len(found) and len(found[i + 1]) == size or i + 1 == len(found)
            drawn = np.concatenate(found[i + 1 - n_epoch : i]) if n_epoch > 1 else rows
            if len({*drawn.tolist()}) < len(drawn):
                return f"{told} {LOOSE}"
            full = len({*np.concatenate(found[: i + 1])}) == m and begins
            why = "Is it filled up with others" if full else "Is the last, shorter one left out"
            return f"{told} Of {m} samples in pieces of {size}, {left} are left for the last one. {why}?"
        if not len(rows) and i and not i % n_epoch:
            return f"{told} An epoch of {m} samples in pieces of {size} has {n_epoch} of them, none empty."
        if n_epoch != size <= m and sorted(np.concatenate(found[:size]).tolist()) == [*range(m)]:
            return f"{told} {size} is the length of a minibatch, not their number in an epoch."
        if never := sorted({*range(m)} - {*np.concatenate(found).tolist()}):
            return f"{told} Sample {never[0]} never comes: {EACH}."
        if len(rows) == m:
            return f"{told} That is a whole epoch: cut it into pieces of {size}."
        return f"{told} Of {m} samples in pieces of {size}, an epoch has {joined(map(str, due[:n_epoch]))}."
    if len(found) != n_steps:
        epochs = " Those are whole epochs: the last one may end early." if not len(found) % n_epoch else ""
        if len(found) == n_epoch and n_steps > n_epoch:
            epochs = " That is one epoch: begin the next one, with a new order."
        if len(found) == n_steps * n_epoch:
            epochs = " Those are n_steps epochs: n_steps is the number of minibatches."
        return f"There are {len(found)} minibatches; expected are {n_steps}.{epochs}"
    return None


def chances(m: int, size: int, found) -> str | None:
    """A sentence on a sample that comes twice in an epoch, or on what a random order would not do."""
    n_epoch = -(-m // size)
    orders = [np.concatenate(found[i : i + n_epoch]) for i in range(0, len(found), n_epoch)]
    for i, order in enumerate(orders):
        (sample, times), *_ = Counter(order.tolist()).most_common(1)
        if times > 1:
            inside = any(len({*rows}) < len(rows) for rows in found)
            often = f"Sample {sample} comes {times} times in epoch {i}: {EACH}."
            return f"{often} {REPLACED if inside else LOOSE}"
    whole = [order for order in orders if len(order) == m]
    return plain(m, size, whole) or alike(m, size, whole) if whole and size < m else None


def plain(m: int, size: int, whole) -> str | None:
    """A sentence on an order without chance, or one place that has none."""
    for told, wanted in ((SORTED, np.arange(m)), (BACKWARD, np.arange(m)[::-1])):
        as_wanted = [(order == wanted).all() for order in whole]
        if any(as_wanted):
            return told if all(as_wanted) or not in_blocks(m, size, whole) else BLOCKS
    if all(len({*(np.diff(order) % m).tolist()}) == 1 for order in whole):
        return SHIFTED
    fixed = np.flatnonzero((np.array(whole) == whole[0]).all(axis=0)) if len(whole) >= MANY else []
    if 0 < len(fixed) < m:
        place, sample = fixed[0], whole[0][fixed[0]]
        return f"In each epoch sample {sample} stands at place {place}: shuffle all samples, also this one."
    return None


def pieces(m: int, size: int, order) -> set:
    """The minibatches of an epoch, as sets."""
    return {frozenset(order[i : i + size].tolist()) for i in range(0, m, size)}


def in_blocks(m: int, size: int, whole) -> bool:
    """Whether each minibatch of each epoch is one of neighbors."""
    return 1 < size < m and all(pieces(m, size, order) == pieces(m, size, np.arange(m)) for order in whole)


def alike(m: int, size: int, whole) -> str | None:
    """A sentence on epochs that are alike."""
    first = whole[0]
    if any((other == first).all() for other in whole[1:]):
        return STALE
    sets = [pieces(m, size, order) for order in whole]
    if in_blocks(m, size, whole):
        return BLOCKS
    if 1 < size < m and len(sets) > 1 and all(one == sets[0] for one in sets):
        return SAME_SETS
    return None
