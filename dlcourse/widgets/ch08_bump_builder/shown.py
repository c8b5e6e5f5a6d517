"""Chapter 8: what the bump builder shows of its networks, and what it says of them."""

import math

from dlcourse.widgets.ch08_bump_builder.networks import (
    JUMPS,
    aim,
    answers,
    heights,
    jumps,
    largest,
    slope_error,
    weights,
)
from dlcourse.widgets.frame import compared, fill

SIZES = [2, 4, 8, 16, 32, 64]  # where the error is measured
FIRST = 1  # the rate is that from here to the last: from K = 4 to 64
DOUBLINGS = len(SIZES) - 1 - FIRST
KINDS = {"bumps": "sigmoids", "knots": "ReLUs"}
PLACES = [k / 8 for k in range(9)]  # of the values of a drawn target
BEYOND = 0.2  # what is shown on both sides of [0, 1]
TALL = 1.4  # and above and below 0
FINE = 256  # in about so many pieces [0, 1] is drawn, an edge of a bump at the end of some
FEW = 8  # so many bumps are drawn one by one
NOTHING = 1e-12  # a smaller error is rounding
LEAST = 1e-4  # the error at the low end of the picture
SENTENCES = {
    "ask": "When K doubles, about by what is the largest error divided? Drag the ring at the right, then "
    "double.",
    "none": "There is no error to divide.",
    "now": "{K:0} {kind}, {units:0} {unit}: off by at most {error:~3}, at x = {at:3}.",
    "exact": "{K:0} {kind}, {units:0} {unit}: exact, up to rounding.",
    "end": " Half a bump is missing there, however many there are.",
    "jump": " It jumps there: no continuous function comes nearer than 1/2.",
    "rate": " From K = 4 to 64, a doubling divides that by {factor:2}.",
}


def rate(start, last):
    """By what a doubling has divided the error on the way; None where there is none."""
    return (start / last) ** (1 / DOUBLINGS) if min(start, last) > NOTHING else None


def lines(state, kernels):
    """The lines of the upper picture: target, network, ticks where it takes a value, single bumps."""
    K, kind, n = state["K"], state["kind"], state["K"] * math.ceil(FINE / state["K"])
    out, (at, high) = math.ceil(BEYOND * n), ([k / K for k in range(K + 1)], heights(state, K))
    x = [k / n for k in range(-out, n + out + 1)]
    found, aims, single = answers(kind, K, weights(kind, K, state), x, kernels), [], []
    if state["target"] == "jumps":
        for a, b in zip([0, *JUMPS], [*JUMPS, 1], strict=True):
            aims.append([[a, jumps((a + b) / 2)], [b, jumps((a + b) / 2)]])
    else:
        aims.append([[k / 96, aim(state, k / 96)] for k in range(97)])
    if kind == "bumps":
        at = [(k + 0.5) / K for k in range(K)]
        for k in range(K if K <= FEW else 0):
            near = [j for j in range(len(x)) if k - 1 <= K * x[j] and K * x[j] <= k + 2]
            single.append([[x[j], high[k] * (found[j]["h"][k] - found[j]["h"][k + 1])] for j in near])
    taken = [[[one, -TALL], [one, -TALL + 0.15]] for one in at]
    network = [[one, answer["y"][0]] for one, answer in zip(x, found, strict=True)]
    return {"aims": aims, "network": network, "taken": taken, "single": single}


def whereabouts(kind, worst):
    """What is special about the place of the largest error."""
    if worst["x"] in JUMPS:
        return SENTENCES["jump"]
    at_end = kind == "bumps" and (worst["x"] == 0 or worst["x"] == 1)
    # there the outermost unit is at 1/2; where the target is 0 at its ends, the last bump gets low as well
    return SENTENCES["end"] if at_end and abs(worst["f"]) > NOTHING else ""


def measured(state, both, kernels):
    """The courses of both kinds as far as they are measured, the rate of this kind, the guess and its gap.

    both: what is found at the K that is shown
    """
    kind, seen, guess = state["kind"], state["seen"], state["guess"]
    v, sizes = {"done": seen == len(SIZES) - 1}, SIZES[0 : seen + 1]
    for name in KINDS:
        found = [both[name] if K == state["K"] else largest(name, K, state, kernels) for K in sizes]
        errors = [one["error"] for one in found]
        v[f"errors_{name}"] = errors
        v[f"course_{name}"] = [[K, e] for K, e in zip(sizes, errors, strict=True)]
    ends = [v[f"course_{name}"][-1] for name in KINDS]  # their names stand above and below them
    above = [3 if ends[0][1] >= ends[1][1] else 1 / 3, 3 if ends[0][1] < ends[1][1] else 1 / 3]
    v["names"] = [
        [max(3.2, K), max((6 if by > 1 else 2) * LEAST, min(1.5, by * e))]
        for (K, e), by in zip(ends, above, strict=True)
    ]
    mine, start = v[f"errors_{kind}"], largest(kind, SIZES[FIRST], state, kernels)["error"]
    v |= {"mine": v[f"course_{kind}"], "start": start, "end": start / guess**DOUBLINGS if guess else None}
    v |= {"last": mine[-1] if v["done"] else None, "factor": rate(start, mine[-1]) if v["done"] else None}
    return v


def values(state, past, setting):
    """What the pictures and the texts name."""
    kernels, kind, K = setting["kernels"], state["kind"], state["K"]
    both = {name: largest(name, K, state, kernels) for name in KINDS}
    v, worst = measured(state, both, kernels), both[kind]
    v |= lines(state, kernels) | {"units": 2 * K if kind == "bumps" else K}
    v |= {"error": worst["error"], "at": worst["x"], "now": [K, max(LEAST, worst["error"])]}
    v["worst"] = [[worst["x"], worst["f"]], [worst["x"], worst["y"]]]
    middle = (worst["f"] + worst["y"]) / 2
    off = max(-1.25, min(1.25, middle + (0.3 if middle >= 0 else -0.3)))  # the rings
    v["beside"] = [worst["x"] + 0.02, off] if worst["error"] > NOTHING else None
    v["own_now"] = {f"y{k}": aim(state, x) for k, x in enumerate(PLACES)}
    told = {**v, "K": K, "kind": kind[0:-1] if K == 1 else kind}
    told["unit"] = KINDS[kind][0:-1] if v["units"] == 1 else KINDS[kind]
    text = fill(SENTENCES["now" if v["error"] > NOTHING else "exact"], told)
    text = text + whereabouts(kind, worst) if v["error"] > NOTHING else text
    if v["factor"] is not None:
        text = text + fill(SENTENCES["rate"], told)
    none = v["done"] and v["factor"] is None
    said = compared(SENTENCES["ask"], state["guess"], v["factor"], 0, "Double K")
    texts = {"verdict": text, "compared": SENTENCES["none"] if none else said}
    for name, one in both.items():
        slope = slope_error(name, K, state, one["hidden"])
        texts[f"units.{name}"] = fill("{n:0}", {"n": 2 * K if name == "bumps" else K})
        texts[f"error.{name}"] = fill("{e:~4}", {"e": one["error"]})
        texts[f"slope.{name}"] = fill("{e:2}", {"e": slope})
        v |= {"slope_error": slope} if name == kind else {}
    return {**v, "texts": texts}
