"""Checks: a layer and a penalty for chapter 17: L2 in both conventions, and what slips make of a step."""

from collections.abc import Callable, Iterator

import numpy as np

from dlcourse.checks.draws import normal
from dlcourse.checks.gradients import slopes
from dlcourse.checks.right import Right

BY_HAND = "Take one weight: print lr times the slope of its penalty. What part of the weight is that?"


def layer(rng, n_in: int, n_out: int, strength: float, form: str, lr: float, decimals=None) -> dict:
    """The inputs of `l2_step`."""
    shapes = {"W": (n_in, n_out), "b": (n_out,), "dW": (n_in, n_out), "db": (n_out,)}
    return normal(rng, decimals=decimals, **shapes) | {"strength": strength, "form": form, "lr": lr}


def layers_to_shrink() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `l2_step`."""
    rng = np.random.default_rng(171)
    cases = (2, 3, 0.7, "alpha", 0.3), (3, 1, 0.4, "lambda", 0.2), (4, 3, 0.6, "lambda", 0.3)
    shown = [layer(rng, *case, 1) for case in (*cases, (3, 4, 0.3, "alpha", 0.1))]

    def draw(rng):
        for n_in, n_out in ((3, 5), (7, 3), (1, 4)):
            for form in ("alpha", "lambda"):
                strength, lr = rng.uniform(0.1, 0.9, size=2)
                yield layer(rng, n_in, n_out, float(strength), form, float(lr))

    return shown, draw


def stepped(W, b, dW, db, strength, form, lr) -> Right:
    """The judgement of `l2_step`: J without biases, and its slopes by complex steps."""
    scale = strength / 2 if form == "alpha" else strength

    def penalty(W):
        return scale * sum(w * w for w in np.ravel(W))

    slope = slopes(lambda W: penalty(W) + np.vdot(dW, W), {"W": W}, "W")["dW"]
    right = Right(penalty=penalty(W), decay=1 - 2 * lr * scale, new_W=W - lr * slope, new_b=b - lr * db)
    for told, led in of_form(W, dW, strength, form, lr):
        right.if_instead(told, led)
    for told, value in of_slope(W, 2 * scale, right.results["penalty"], lr):
        right.if_instead(told, {"new_W": W - lr * dW - value})
    for told, factor in of_decay(2 * scale, lr).items():
        right.slip("decay", factor, told).if_instead(told, {"decay": factor, "new_W": factor * W - lr * dW})
    right.slip(
        "decay", 1 - lr * right.results["penalty"], "decay has the whole penalty: take its slope's factor."
    )
    for told, value in of_penalty(W, b, dW, right.results["new_W"], scale, lr):
        right.slip("penalty", value, told)
    for told, led in of_step(W, b, dW, db, 2 * scale, lr):
        right.if_instead(told, led)
    with_b = right.results["penalty"] + scale * (b**2).sum()
    shrunk = (1 - 2 * lr * scale) * b - lr * db
    right.if_instead(f"{PENALIZED}: it has no part in penalty.", {"penalty": with_b, "new_b": shrunk})
    return right.knowing({"n_in": len(W), "n_out": W.shape[1]}).hinting(BY_HAND)


PENALIZED = "b is penalized in yours"
SHRINKS = "it shrinks by lr times the slope of the penalty"


def of_form(W, dW, strength, form, lr) -> Iterator[tuple[str, dict]]:
    """(what is told, what a slip leads to) where the strength is misread throughout."""
    times = {"alpha": 1.0, "lambda": 2.0}[form]
    other = "lambda" if form == "alpha" else "alpha"
    half = "has a half" if form == "alpha" else "has no half"
    factors = {
        f'That is the form "{other}": in "{form}" penalty {half}.': 2 / times,
        f'In "{form}" penalty {half}: yours is off by another factor 2, in the step as well.': times**2 / 2,
        f'The strength is halved and stands for alpha in both forms: in "{form}" penalty {half}.': (
            0.5 if form == "lambda" else 0.25
        ),
        "The strength is divided by the number of weights: penalty is a sum, no mean.": times / W.size,
        "The strength is divided by the number of inputs: penalty is a sum, no mean.": times / len(W),
        "The strength is multiplied by lr before it is used: lr belongs to the step alone.": times * lr,
    }
    for told, factor in factors.items():
        alpha = factor * strength
        decay = 1 - lr * alpha
        led = {"penalty": alpha / 2 * (W**2).sum(), "decay": decay, "new_W": decay * W - lr * dW}
        yield told, led


def of_decay(alpha: float, lr: float) -> dict[str, float]:
    """What slips make of the factor on W, by what is told."""
    return {
        "decay lacks the 2 that a square leaves when it is differentiated.": 1 - lr * alpha / 2,
        "decay has a 2 too many: the slope of penalty has the half, too.": 1 - 2 * lr * alpha,
        "lr is missing in decay: a step is lr times the slope.": 1 - alpha,
        "W grows by its penalty: the step goes down, so decay is below 1.": 1 + lr * alpha,
        "decay is 1: the penalty has no part in the step.": 1.0,
        f"decay is what is taken off W: {SHRINKS}, and the rest is 1 minus that.": lr * alpha,
        f"decay is lr times the slope's factor, with a minus: {SHRINKS}, so 1 is missing.": -lr * alpha,
        "decay has the opposite sign: 1 is what W keeps without a penalty.": lr * alpha - 1,
        "decay is the strength in the slope: how much of W is left after a step?": alpha,
        "decay is 1 - lr: the strength is missing.": 1 - lr,
        "decay is a power of e: one step of gradient descent takes off lr times the slope.": np.exp(
            -lr * alpha
        ),
        "decay is a fraction: one step of gradient descent takes off lr times the slope.": 1
        / (1 + lr * alpha),
        "decay is squared: W is multiplied by it once.": (1 - lr * alpha) ** 2,
        "decay is what a slope has beside W: it is 1 minus lr times that.": 1 - lr * alpha**2,
        "lr is squared in decay: a step is lr times the slope.": 1 - lr**2 * alpha,
    }


def of_slope(W, alpha: float, penalty: float, lr: float) -> Iterator[tuple[str, np.ndarray]]:
    """(what is told, what a slip takes off W for the penalty)."""
    yield "new_W has no penalty: that is a step on L alone.", 0 * W
    yield "The slope of penalty lacks W in new_W: a square leaves 2 w.", lr * alpha + 0 * W
    yield "The slope is that of L1, with the sign of W: a square leaves 2 w.", lr * alpha * np.sign(W)
    yield "The slope has |W|: a square leaves 2 w, with its sign.", lr * alpha * abs(W)
    yield "The slope has W squared: a square leaves 2 w.", lr * alpha * W**2
    yield "The whole penalty is taken off each weight: take its slope.", lr * penalty + 0 * W
    yield "The slope has the sum of W: each weight has its own.", lr * alpha * W.sum() + 0 * W
    yield "The slope lacks the 2 that a square leaves, in new_W.", lr * alpha / 2 * W
    yield "The slope has a 2 too many in new_W.", 2 * lr * alpha * W
    yield "lr is missing before the slope of penalty in new_W.", alpha * W
    yield "lr is missing before the slope of penalty in new_W, and a 2.", alpha / 2 * W
    for value in (-lr * alpha * W, -alpha * W):
        yield "The slope of penalty is added in new_W: a step takes off lr times it.", value
    yield "The slope has W squared: a square leaves 2 w.", lr * alpha / 2 * W**2


def of_penalty(W, b, dW, new_W, scale: float, lr: float) -> Iterator[tuple[str, float]]:
    """(what is told, what a slip makes of penalty)."""
    squares = (W**2).sum()
    yield f"{PENALIZED}: penalty has the squares of W alone.", scale * (squares + (b**2).sum())
    yield "penalty has a root: it has the squares themselves.", scale * np.sqrt(squares)
    yield "penalty has absolute values, as L1: take squares.", scale * abs(W).sum()
    yield "penalty is a mean: it has the sum over all entries of W.", scale * (W**2).mean()
    yield "penalty is a mean over the inputs: it has the sum over all entries of W.", scale * squares / len(W)
    yield "penalty is the square of a sum: square each weight, then add up.", scale * W.sum() ** 2
    yield "penalty is a sum of W: the squares are missing.", scale * W.sum()
    yield "penalty lacks its strength.", squares
    yield "penalty has lr: that belongs to the step.", lr * scale * squares
    yield "penalty has a root: it has the squares themselves.", np.sqrt(scale * squares)
    yield "penalty has the squares of dW, too: take those of W.", scale * (squares + (dW**2).sum())
    yield "penalty has the squares of dW, too: take those of W.", scale * squares + (dW**2).sum()
    yield "penalty has the largest weight alone: add up the squares of all.", scale * W.max() ** 2
    yield "penalty is half the sum of the squares: its strength is missing.", squares / 2
    yield "penalty has the strength squared.", scale**2 * squares
    yield "penalty is half of what its form asks for.", scale / 2 * squares
    yield "penalty is twice what its form asks for.", 2 * scale * squares
    yield "penalty is that after the step: take W as it came.", scale * (new_W**2).sum()
    yield "penalty has the squares of dW: take those of W.", scale * (dW**2).sum()
    yield "penalty has the product of W and dW: take the squares of W.", scale * (W * dW).sum()
    of_rows = scale * (W @ W.T).sum()
    yield "penalty has products of rows: add up the squares of all entries.", of_rows
    yield "penalty has products of columns: add up the squares of all entries.", scale * (W.T @ W).sum()
    of_matrix = np.linalg.norm(W, 2)
    yield "penalty has the largest singular value: add up the squares of all entries.", scale * of_matrix**2
    yield "penalty has the largest singular value: add up the squares of all entries.", scale * of_matrix
    yield "penalty has the squares of one row alone: add up those of all entries.", scale * (W[0] ** 2).sum()
    yield "penalty has the squares of one column alone: add up all.", scale * (W[:, 0] ** 2).sum()
    for word, rest in (("row", W[:-1]), ("column", W[:, :-1])):
        yield f"penalty lacks the last {word} of W: does a loop end too early?", scale * (rest**2).sum()
    yield "penalty is its slope, added up: the squares are asked for.", 2 * scale * W.sum()


def of_step(W, b, dW, db, alpha: float, lr: float) -> Iterator[tuple[str, dict]]:
    """(what is told, what a slip leads to) in the step."""
    decay = 1 - lr * alpha
    yield "dW is multiplied by decay, too: new_W is decay W - lr dW.", {"new_W": decay * (W - lr * dW)}
    yield "dW is missing in new_W: a step goes down J, which has L.", {"new_W": decay * W}
    yield "lr is missing before dW in new_W.", {"new_W": decay * W - dW}
    yield "dW is added in new_W: a step goes down.", {"new_W": decay * W + lr * dW}
    yield "new_W is the gradient of J: take the step.", {"new_W": dW + alpha * W}
    yield "new_W is the step alone: take it off W.", {"new_W": lr * (dW + alpha * W)}
    yield "lr is missing in new_W.", {"new_W": W - dW - alpha * W}
    yield "new_W is W plus the step: a step goes down.", {"new_W": W + lr * (dW + alpha * W)}
    yield "W and dW have changed places in new_W.", {"new_W": decay * dW - lr * W}
    yield "lr multiplies W, too: it belongs to the gradients.", {"new_W": lr * (decay * W - dW)}
    yield "new_W has dW, not W, in the penalty's slope.", {"new_W": W - lr * dW - lr * alpha * dW}
    yield "new_W is decay times the step on L.", {"new_W": W - lr * decay * dW}
    yield (
        "W shrinks only after its step on L: both gradients are taken at the old W.",
        {"new_W": (W - lr * dW) * decay},
    )
    yield f"{PENALIZED}: new_b has no decay.", {"new_b": decay * b - lr * db}
    yield f"{PENALIZED}: new_b has no decay.", {"new_b": decay * (b - lr * db)}
    yield f"{PENALIZED}: new_b has no decay.", {"new_b": b - lr * (db + alpha)}
    yield f"{PENALIZED}: new_b has no decay.", {"new_b": b - lr * decay * db}
    yield f"{PENALIZED}: new_b has no decay.", {"new_b": b - lr * (db + alpha / 2 * b)}
    yield "lr is missing in new_b.", {"new_b": b - db}
    yield "new_b goes uphill.", {"new_b": b + lr * db}
    yield "new_b is b: without a penalty it still takes its step on L.", {"new_b": b}
    yield "new_b is the gradient: take the step.", {"new_b": db}
    yield "new_b is the step alone: take it off b.", {"new_b": lr * db}
    both = {"new_W": decay * W + lr * dW, "new_b": b + lr * db}
    yield "Both steps on L go uphill.", both
    yield "lr is missing before dW and db.", {"new_W": decay * W - dW, "new_b": b - db}
    yield (
        "Gradients are returned: take the step, theta <- theta - lr dJ/dtheta.",
        {
            "new_W": dW + alpha * W,
            "new_b": db,
        },
    )
