"""Checks: samples far from 0 for chapter 17: ridge with a free bias, and what slips make of it."""

from collections.abc import Callable, Iterator

import numpy as np

from dlcourse.checks.right import Right

FREE = "Print the mean of x w + b beside that of y: which of the two biases makes them equal?"


def samples(rng, m: int, n: int, level: float, alpha: float, decimals: int | None = None) -> dict:
    """The inputs of `ridge_and_bias`: y lies about level, and no column of x has the mean 0."""
    x = rng.normal(size=(m, n)) + rng.uniform(0.4, 0.9, size=n) * rng.choice([-1, 1], size=n)
    y = level + x @ rng.normal(size=n) + rng.normal(size=m)
    digits = decimals or 9
    return {"x": x.round(digits), "y": y.round(digits), "alpha": alpha}


def samples_to_fit() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `ridge_and_bias`."""
    rng = np.random.default_rng(173)
    shown = [samples(rng, *case, 1) for case in ((5, 1, 9.0, 3.0), (7, 3, -6.0, 1.7))]

    def draw(rng):
        for m, n, level in ((5, 3, 4.0), (11, 4, -20.0), (7, 1, 30.0), (13, 3, 11.0)):
            yield samples(rng, m, n, level, float(rng.uniform(1.2, 4.0)))

    return shown, draw


def least(x, y, alpha: float, of_bias: float = 0.0, of_weights=1.0):
    """w and b with the least J, each penalty as a further sample; of_bias, of_weights: times alpha."""
    n = x.shape[1]
    A = np.column_stack([x, np.ones(len(x))])
    penalties = alpha * np.append(of_weights * np.ones(n), of_bias)
    rows = np.vstack([A, np.diag(penalties**0.5)])
    solved = np.linalg.lstsq(rows, np.append(y, np.zeros(n + 1)))[0]
    return solved[:-1], float(solved[-1])


def fitted(x, y, alpha) -> Right:
    """The judgement of `ridge_and_bias`."""
    (w, b), (shrunk, penalized_b) = least(x, y, alpha), least(x, y, alpha, 1.0)
    right = Right(w=w, b=b, penalized_b=penalized_b).knowing({"m": len(x)}).hinting(FREE).within(rtol32=1e-3)
    right.if_instead(
        "b is penalized in yours: it moves freely, and carries the mean of y.",
        {"w": shrunk, "b": penalized_b},
    )
    right.slip("w", shrunk, "w is that with a penalized b: it belongs to the free one.")
    right.slip("b", penalized_b, "b is penalized in yours: it moves freely, and carries the mean of y.")
    right.slip("penalized_b", b, "penalized_b has no penalty: it is alpha / 2 times its square.")
    for told, led in of_strength(x, y, alpha):
        right.if_instead(told, led)
    at_wrong_end = np.append(w[1:], b), np.append(b, w[:-1])
    for one, other, third in (at_wrong_end[0], w[0], shrunk[0]), (at_wrong_end[1], w[-1], shrunk[-1]):
        right.if_instead(APART, {"w": one, "b": other, "penalized_b": third})
        right.if_instead(APART, {"w": one, "b": other})
    for told, led in of_means(x, y, alpha, w):
        right.if_instead(told, led)
    for told, value in of_penalized(x, y, alpha, w, b, penalized_b):
        right.slip("penalized_b", value, told)
    return right


def of_strength(x, y, alpha) -> Iterator[tuple[str, dict]]:
    """(what is told, what a slip leads to) where the penalty has another strength, or another place."""
    m, n = x.shape
    factors = {
        "The penalty is twice too strong: half its square has the slope alpha w.": 2.0,
        "The penalty is halved twice: half its square has the slope alpha w, without a half.": 0.5,
        "The penalty is m times too strong: L is a sum over the samples, no mean.": m,
        "The penalty is divided by m: L is a sum over the samples, no mean.": 1 / m,
        "The strength is squared: the slope of alpha / 2 w^2 is alpha w.": alpha,
        "The strength has a root: the slope of alpha / 2 w^2 is alpha w.": alpha**-0.5,
        "The penalty is divided by n: it has the sum over w, no mean.": 1 / n,
        "The penalty has no part: that is least squares.": 1e-30,
    }
    for told, times in factors.items():
        if times == 1:
            continue
        w, b = least(x, y, times * alpha)
        whole = {"w": w, "b": b, "penalized_b": least(x, y, times * alpha, 1.0)[1]}
        yield told, whole
        yield told, {"w": w, "b": b}
        yield f"In penalized_b: {told}", {"penalized_b": whole["penalized_b"]}
    w, b = least(x, y, 1e-30)
    yield "w has no penalty: it has one, and b has none.", {"w": w, "b": b}
    last = np.arange(n) < n - 1
    w, b = least(x, y, alpha, 1.0, last)
    yield "The last weight has no penalty, and b has one: where does b stand among w and b?", {"w": w, "b": b}
    first = np.arange(n) > 0
    w, b = least(x, y, alpha, 1.0, first)
    yield "The first weight has no penalty, and b has one: b is the last of w and b.", {"w": w, "b": b}
    w, b = least(x, y, alpha, 1.0, 0.0)
    yield "b is penalized in yours, and w is not: it is the other way round.", {"w": w, "b": b}
    A = np.column_stack([x, np.ones(m)])
    solved = np.linalg.solve(A.T @ A + alpha, A.T @ y)
    everywhere = {"w": solved[:-1], "b": solved[-1]}
    centered = x - x.mean(axis=0)
    u = np.linalg.solve(centered.T @ centered + alpha, centered.T @ y)
    for led in (everywhere, {"penalized_b": solved[-1]}, {"w": u, "b": y.mean() - x.mean(axis=0) @ u}):
        yield EVERYWHERE, led


def of_means(x, y, alpha, w) -> Iterator[tuple[str, dict]]:
    """(what is told, what a slip leads to) where means are taken off, or not."""
    n, mean = x.shape[1], x.mean(axis=0)
    yield "b is the mean of y: that is right only where each column of x has the mean 0.", {"b": y.mean()}
    yield "b has the mean of x times w added: it is taken off the mean of y.", {"b": y.mean() + mean @ w}
    yield "b is 0, though y has a mean.", {"b": 0.0}
    yield "One mean is taken for all columns of x: each has its own.", {"b": y.mean() - x.mean() * w.sum()}
    yield "b is the median of what x w leaves: it is the mean.", {"b": np.median(y - x @ w)}
    yield "b lacks the mean of y, which was taken off before.", {"b": -mean @ w}
    spread = x.std(axis=0)
    u = least(x / spread, y, alpha)[0]
    told = "x is divided by its spread: then the penalty is another."
    for of_x in (u, u / spread):
        yield told, {"w": of_x, "b": y.mean() - mean @ of_x}
    centered = x - x.mean()
    u = np.linalg.solve(centered.T @ centered + alpha * np.eye(n), centered.T @ (y - y.mean()))
    yield "One mean is taken off all columns: each has its own.", {"w": u, "b": y.mean() - mean @ u}
    of_rows = x - x.mean(axis=1, keepdims=True)
    u = np.linalg.solve(of_rows.T @ of_rows + alpha * np.eye(n), of_rows.T @ (y - y.mean()))
    yield "The mean of each row is taken off x: take off that of each column.", {"w": u}
    yield "b is the sum of what x w leaves: it is the mean.", {"b": (y - x @ w).sum()}
    yield "b has the opposite sign: it is the mean of y - x w.", {"b": -(y - x @ w).mean()}
    solved = np.linalg.solve(x.T @ x + alpha * np.eye(n), np.column_stack([x.T @ y, x.T @ (y - y.mean())]))
    told = "w is that of a line through 0: b takes its part at the same time."
    for rest in ((y - x @ solved[:, 0]).mean(), y.mean(), 0.0):
        yield told, {"w": solved[:, 0], "b": rest}
    told = "Only y has its mean taken off: x needs that, too, or a column of ones."
    for rest in ((y - x @ solved[:, 1]).mean(), y.mean()):
        yield told, {"w": solved[:, 1], "b": rest}


def of_penalized(x, y, alpha, w, b, penalized_b) -> Iterator[tuple[str, float]]:
    """(what is told, what a slip makes of penalized_b)."""
    m = len(x)
    yield PAIR, (y - x @ w).sum() / (m + alpha)
    yield (
        "penalized_b is m / (m + alpha) of the mean of y: that is so where x has the mean 0.",
        (y.sum() / (m + alpha)),
    )
    yield "penalized_b is the mean divided by 1 + alpha: L is a sum over m samples.", b / (1 + alpha)
    yield "penalized_b is the mean divided by 1 + alpha: L is a sum over m samples.", y.mean() / (1 + alpha)
    yield (
        "penalized_b is the mean of what is left of y: its own penalty makes it smaller.",
        (y - x @ least(x, y, alpha, 1.0)[0]).mean(),
    )
    yield "w is not penalized beside penalized_b: both are.", least(x, y, alpha, 1.0, 0.0)[1]
    yield PAIR, b - alpha * least(x, y - x @ w, alpha, 1.0)[1] / m
    yield PAIR, least(x, y - x @ w, alpha, 1.0)[1]
    yield (
        "The mean of x times w is taken off penalized_b again.",
        (penalized_b - x.mean(axis=0) @ least(x, y, alpha, 1.0)[0]),
    )
    yield (
        "alpha is subtracted from m: a penalty makes the divisor larger, and b smaller.",
        m * b / (m - alpha),
    )
    yield "penalized_b is the mean divided by 1 + alpha / 2: L is a sum over m samples.", b / (1 + alpha / 2)
    for times in (2.0, 0.5, m, 1 / m):
        yield "b has another strength than w: both have alpha / 2.", least(x, y, alpha, times)[1]
    yield "penalized_b is what the penalty takes off: it is what is left.", b - penalized_b
    yield "penalized_b has the opposite sign.", -penalized_b
    yield "alpha is taken off b: the slope of alpha / 2 b^2 is alpha b.", b - alpha
    yield "alpha is taken off b: the slope of alpha / 2 b^2 is alpha b.", (b - alpha * np.sign(b) / m)
    yield "penalized_b is 1 - alpha times b: solve for both w and b.", (1 - alpha) * b


EVERYWHERE = "alpha is added to all entries: its place is the diagonal, as each weight has its square."
APART = "w and b are taken apart at the wrong end: b belongs to the column of ones."
PAIR = "penalized_b has the w of the free bias: the pair is solved for anew."
