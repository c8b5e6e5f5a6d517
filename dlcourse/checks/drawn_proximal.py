"""Checks: samples for proximal descent, for chapter 17: its path, its end, and what slips make of both."""

from collections.abc import Callable
from itertools import product
from types import SimpleNamespace

import numpy as np

from dlcourse.checks.drawn_proximal_slips import SLIPS, of_dw, of_scale, thresholded
from dlcourse.checks.right import Right

MARGIN = 0.02  # least distance of an entry from the border of what becomes 0, and of one that stays from 0
BARELY = 6e-4  # what is left of an entry: rounding of float32 is far below it
LONG = 50  # steps from which on J is at its minimum
AT_ONCE = "An entry of w takes its step after those before it: all have the error of the old w and b."
ONE_STEP = (
    "Take n_steps = 1: print w after the step on L, and lr alpha. Which entries are nearer to 0 than that?"
)


def descended(x, y, w, b, alpha, lr, n_steps, step=None, scale: float = 1.0):
    """w and b after steps of proximal descent, or of a slip.   step: (numbers of a step) -> w, b"""
    for _ in range(n_steps):
        error = [sum(one * two for one, two in zip(row, w, strict=True)) + b for row in x]
        error = np.array(error) - y
        g, g_b = scale * (error @ x), scale * error.sum()
        moved, threshold = w - lr * g, lr * alpha
        if step:
            now = {"w": w, "b": b, "g": g, "g_b": g_b, "moved": moved, "t": threshold}
            w, b = step(SimpleNamespace(x=x, y=y, alpha=alpha, lr=lr, n_steps=n_steps, **now))
        else:
            w, b = thresholded(moved, threshold), b - lr * g_b
    return w, b


def minimum(x, y, alpha):
    """w and b that make J least: of all ways to choose signs and zeros, the one that meets its conditions."""
    for signs in product((-1.0, 0.0, 1.0), repeat=x.shape[1]):
        signs = np.array(signs)
        used = signs != 0
        A = np.column_stack([x[:, used], np.ones(len(x))])
        solved = np.linalg.solve(A.T @ A, A.T @ y - alpha * np.append(signs[used], 0))
        w = np.zeros(x.shape[1])
        w[used] = solved[:-1]
        dw = x.T @ (x @ w + solved[-1] - y)
        if (w * signs >= 0).all() and (abs(dw[~used]) <= alpha).all():
            return w, float(solved[-1])
    raise ArithmeticError("minimum: expected one choice to meet its conditions, got none; draw other samples")


def samples(rng, m: int, n: int, n_steps: int, decimals: int | None = None) -> dict:
    """The inputs of `proximal_descent`: some entries of w end at 0, some do not, all clearly."""
    digits = decimals or 9
    while True:
        x = columns(rng, m, n).round(digits) + 0.0
        y = (x @ rng.normal(size=n) + rng.normal(size=m) + rng.choice([-1.5, 1.5])).round(digits)
        w, b = rng.normal(size=n).round(digits), round(float(rng.normal()), digits)
        design = np.column_stack([x, np.ones(m)])
        curvatures = np.linalg.eigvalsh(design.T @ design)
        lr = float(np.round(rng.uniform(0.7, 0.9) / curvatures[-1], 3))
        alpha = float(np.round(rng.uniform(0.1, 0.5) * abs(x.T @ (y - y.mean())).max(), 1))
        case = {"x": x, "y": y, "w": w, "b": b, "alpha": alpha, "lr": lr, "n_steps": n_steps}
        if n_steps >= LONG and curvatures[-1] > 2.5 * curvatures[0]:
            continue
        if is_clear(**case):
            return case


def columns(rng, m: int, n: int) -> np.ndarray:
    """x (m, n) of nearly independent columns, so that descent ends soon, whose means are not 0."""
    Q = np.linalg.qr(rng.normal(size=(m, n)))[0]
    return m**0.5 * Q * rng.uniform(0.9, 1.2, size=n) + 0.2 * rng.normal(size=n)


def is_clear(x, y, w, b, alpha, lr, n_steps) -> bool:
    """Whether no entry is near a border, and at the end some are 0, some not, with signs that show a slip."""
    near = []
    if n_steps >= LONG:
        w, b = minimum(x, y, alpha)
        near += [*(abs(x.T @ (x @ w + b - y))[w == 0] > (1 - MARGIN) * alpha)]
    else:
        near += [*(abs(w) < 5 * MARGIN)]

        def step(s):
            near.extend(abs(abs(s.moved) - s.t) < MARGIN)
            return thresholded(s.moved, s.t), s.b - s.lr * s.g_b

        before = w
        w, _ = descended(x, y, w, b, alpha, lr, n_steps, step)
        near.append((w * before >= 0).all())  # the sign is that of the moved w
    left, is_one = w[w != 0], np.sign(w).sum() == 1  # one sign for all must not be a sum of signs, too
    return not any(near) and not is_one and 0 < len(left) < len(w) and abs(left).min() > MARGIN


def barely_left(rng, m: int, n: int) -> dict:
    """Inputs of one step, with an alpha that leaves very little of an entry of w."""
    while True:
        case = samples(rng, m, n, 1)
        x, y, w, b, lr = (case[name] for name in ("x", "y", "w", "b", "lr"))
        sizes = sorted(abs(w - lr * (x.T @ (x @ w + b - y))))
        if np.diff(sizes).min() > MARGIN:
            return case | {"alpha": float((sizes[1] - BARELY) / lr)}


def samples_to_descend() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `proximal_descent`: few steps, and so many that J is least."""
    rng = np.random.default_rng(172)
    shown = [samples(rng, *sizes, 1) for sizes in ((5, 3, 1), (7, 4, 2), (11, 3, 100))]

    def draw(rng):
        for sizes in ((7, 5, 1), (11, 4, 3), (5, 3, 2), (13, 4, 100), (17, 5, 120)):
            yield samples(rng, *sizes)
        yield barely_left(rng, 7, 3)

    return shown, draw


def judged(x, y, w, b, alpha, lr, n_steps) -> Right:
    """The judgement of `proximal_descent`."""
    is_long = n_steps >= LONG
    new_w, new_b = minimum(x, y, alpha) if is_long else descended(x, y, w, b, alpha, lr, n_steps)

    def results(w, b):
        return {"w": w, "b": b, "dw": x.T @ (x @ w + b - y)}

    right = Right(**results(new_w, new_b)).knowing({"m": len(x), "n": x.shape[1]}).hinting(ONE_STEP)
    if is_long:  # few steps show what goes wrong in each
        return right
    for told, step in (*SLIPS, *ENTRY_BY_ENTRY):
        right.if_instead(told, results(*descended(x, y, w, b, alpha, lr, n_steps, step)))
    for told, scale in of_scale(*x.shape):
        led = results(*descended(x, y, w, b, alpha, lr, n_steps, scale=scale))
        right.if_instead(told, led).if_instead(told, led | {"dw": scale * led["dw"]})
    on_L, at_last = descended(x, y, w, b, 0, lr, n_steps)
    right.if_instead(AT_LAST, results(thresholded(on_L, lr * alpha), at_last))
    for led in of_first_error(x, y, w, b, alpha, lr, n_steps):
        right.if_instead(ONCE, results(*led))
    for told, led in of_loops(x, y, w, b, alpha, lr, n_steps):
        right.if_instead(told, results(*led))
    before = descended(x, y, w, b, alpha, lr, n_steps - 1)
    for told, value in of_dw(x, y, new_w, new_b, alpha, lr, before):
        right.slip("dw", value, told)
    for told, n in (
        ("One step is taken: there are n_steps.", 1),
        (NO_LAST, n_steps - 1),
        (MORE, n_steps + 1),
    ):
        if n != n_steps:
            right.if_instead(told, results(*descended(x, y, w, b, alpha, lr, n)))
    at_zero = descended(x, y, 0 * w, b, alpha, lr, n_steps)
    right.if_instead("Yours begins with w = 0: it begins with the w that is given.", results(*at_zero))
    at_zero = descended(x, y, w, 0.0, alpha, lr, n_steps)
    right.if_instead("Yours begins with b = 0: it begins with the b that is given.", results(*at_zero))
    at_zero = descended(x, y, 0 * w, 0.0, alpha, lr, n_steps)
    right.if_instead("Yours begins at 0: it begins with the w and b that are given.", results(*at_zero))
    return right


def of_first_error(x, y, w, b, alpha, lr, n_steps):
    """w and b where each step has the error of the start: w from there, or from the step before."""
    error = x @ w + b - y
    g, at_last = x.T @ error, b - n_steps * lr * error.sum()
    yield thresholded(w - lr * g, lr * alpha), at_last
    for _ in range(n_steps):
        w = thresholded(w - lr * g, lr * alpha)
    yield w, at_last


def of_loops(x, y, w, b, alpha, lr, n_steps):
    """(what is told, w and b) of slips that more than one step shows."""
    ever, now, now_b = w != 0, w, b
    for _ in range(n_steps):
        now, now_b = descended(x, y, now, now_b, alpha, lr, 1)
        now = np.where(ever, now, 0)
        ever = now != 0
    yield "What has become 0 stays 0 in yours: a step on L may move it again.", (now, now_b)
    one, one_b, ahead, ahead_b, t = w, b, w, b, 1.0
    for _ in range(n_steps):
        last, last_b, t_last = one, one_b, t
        one, one_b = descended(x, y, ahead, ahead_b, alpha, lr, 1)
        t = (1 + np.sqrt(1 + 4 * t**2)) / 2
        ahead, ahead_b = one + (t_last - 1) / t * (one - last), one_b + (t_last - 1) / t * (one_b - last_b)
    yield "That has momentum, as FISTA: each step begins where the last one has ended.", (one, one_b)


def last_left(s):
    """A step that leaves the last entry of w as it is."""
    return np.append(thresholded(s.moved, s.t)[:-1], s.w[-1]), s.b - s.lr * s.g_b


def each_at_once(s, b_at_last: bool):
    """A step in which each entry of w has the error of those already moved."""
    w = s.w.copy()
    for j in range(len(w)):
        moved = w[j : j + 1] - s.lr * (s.x[:, j] @ (s.x @ w + s.b - s.y))
        w[j] = thresholded(moved, s.t)[0]
    return w, s.b - s.lr * ((s.x @ w + s.b - s.y).sum() if b_at_last else s.g_b)


ENTRY_BY_ENTRY = [
    ("The last entry of w stays as it is: does a loop end too early?", last_left),
    (AT_ONCE, lambda s: each_at_once(s, True)),
    (AT_ONCE, lambda s: each_at_once(s, False)),
]
ONCE = "The error is that of the start in each step: work it out anew, with the new w and b."
AT_LAST = "w is pulled towards 0 at the end alone: it is in each step."
NO_LAST = "The last step is missing: n_steps are asked for."
MORE = "There is a step too many: n_steps are asked for."
