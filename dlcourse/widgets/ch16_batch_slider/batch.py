"""Chapter 16: a batch of numbers, standardized: by its own statistics, or by the running ones of training.

All that is drawn comes from N(6, 3^2), also the batches of the same size that the running averages have seen.
"""

import math

from dlcourse.widgets.frame import cells, compared, fill
from dlcourse.widgets.frame.bins import counted, quantile
from dlcourse.widgets.frame.random import generator, normals
from dlcourse.widgets.frame.text import number_text

NAMES, SIZES = "ABCDEFGH", (2, 4, 8, 64)  # of the samples that one can drag; how many are in a batch
MEAN, DEVIATION = 6.0, 3.0  # of all samples
LOW, HIGH, TOP = -6.0, 18.0, 4.0  # of x in the picture; of y, down to -TOP
MOST, BATCHES = 40, 500  # steps of B on its way; batches that are drawn
RHO = 0.9  # of the running averages, `momentum`
TRAINING, REST, APART = 999, 998, 1000  # seeds of what else is drawn, and of the batches of the next seed
WIDTH, BINS = 0.25, 32  # of the histogram, from -TOP to TOP
ROWS = (-4.5, -5.15, -5.8)  # where the samples lie in the picture, in turn
WHOSE = {"train": "by this batch", "test": "by the running statistics"}
SENTENCES = {
    "ask": "B goes from {b:1} to {to:1}: where does y of A go? Drag the ring at the right, then play.",
    "now": "A, {whose}: x̂ = ({x:1} − {mean}) / √({variance:2} + ε) = {x_hat:3}, y = {y:3}",
    "moved": "; before B moved it was {first:3}.",
    "stays": ", as before B moved.",
    "still": ".",
    "batch": "This batch: mean {mean:2}, variance {variance:2}. Running, after {trained:0} batches: "
    "{running_mean:2}, {running_variance:2}.",
    "before": "{n:0} batches, fellows of A drawn with seed {seed:0}: not run yet.",
    "train": "{tried:0} batches of {size}, fellows drawn anew: nine of ten answers of A lie from {low:2} to "
    "{high:2}. In test mode it is {test:2}, always.",
    "test": "{tried:0} batches of {size} in test mode: the answer of A is {test:2} each time.",
}


def statistics(x):
    """The mean of a batch, and its variance, divided by m."""
    mean = sum(x) / len(x)
    return [mean, sum([(one - mean) * (one - mean) for one in x]) / len(x)]


def standardized(x, mean, variance, state):
    """x_hat of one sample."""
    return (x - mean) / math.sqrt(variance + float(state["eps"]))


def answer(x, used, state):
    """y of one sample.   used: a mean and a variance"""
    return state["gamma"] * standardized(x, used[0], used[1], state) + state["beta"]


def drawn(rng, n):
    """The next n samples."""
    return [MEAN + DEVIATION * z for z in normals(rng, n)]


def setting(state, kernels):
    """Samples behind the eighth, and the running mean and variance after training."""
    m, mean, variance = int(state["size"]), 0.0, 1.0
    rng = generator(APART * state["seed"] + TRAINING)
    for _ in range(state["trained"]):
        found = statistics(drawn(rng, m))
        mean = RHO * mean + (1 - RHO) * found[0]
        variance = RHO * variance + (1 - RHO) * (found[1] * m / (m - 1))
    rest = drawn(generator(APART * state["seed"] + REST), max(0, m - len(NAMES)))
    return {"running": [mean, variance], "rest": rest}


def batch_at(step, state, run):
    """The batch when B has gone so many steps of its way."""
    x = [state[f"x{k + 1}"] for k in range(min(int(state["size"]), len(NAMES)))]
    x[1] = x[1] + (state["to"] - x[1]) * step / MOST
    return [*x, *run["rest"]]


def final(number, state, kernels, run):
    """The answer of A in batch `number`, its fellows drawn."""
    fellows = drawn(generator(APART * state["seed"] + number), int(state["size"]) - 1)
    used = run["running"] if state["mode"] == "test" else statistics([state["x1"], *fellows])
    return answer(state["x1"], used, state)


def bar_of(y):
    """The bar in which an answer counts."""
    return counted([y], -TOP, WIDTH, BINS).index(1)


def many_told(state, found, ends, test):
    """What is said of many batches.   ends: between which nine of ten answers lie"""
    told = {"n": BATCHES, "seed": state["seed"], "size": state["size"], "tried": len(found), "test": test}
    told |= {"low": ends[0], "high": ends[1]} if found else {}
    return fill(SENTENCES[state["mode"] if found else "before"], told)


def behind_minus(value):
    """A number as text, in parentheses when it is below 0."""
    text = number_text(value, 2)
    return "(" + text + ")" if value < -0.005 else text


def beside(x, width):
    """Where the text begins that names what lies at x: to the right, and at the edge to the left."""
    return x + 0.5 if x + 0.5 + width < HIGH else x - 0.5 - width


def now_told(state, x, used, y, start):
    """What is said of A.   start: its answer before B moved"""
    told = {"x": x, "mean": behind_minus(used[0]), "variance": used[1], "y": y, "first": start}
    told |= {"x_hat": standardized(x, used[0], used[1], state), "whose": WHOSE[state["mode"]]}
    end = "still" if state["step"] == 0 else "moved" if abs(y - start) > 5e-4 else "stays"
    return fill(SENTENCES["now"] + SENTENCES[end], told)


def values(state, past, run, seen=None):
    """What the pictures, the table and the texts name."""
    test, x, before = state["mode"] == "test", batch_at(state["step"], state, run), batch_at(0, state, run)
    batch, running, shown = statistics(x), run["running"], min(len(x), len(NAMES))
    used, start = running if test else batch, answer(x[0], running if test else statistics(before), state)
    y = [answer(one, used, state) for one in x]
    v = {"x": x, "x_hat": [standardized(one, used[0], used[1], state) for one in x], "y": y}
    v |= {"mean": batch[0], "variance": batch[1], "running_mean": running[0], "running_variance": running[1]}
    for name, by in (("line", used), ("other", batch if test else running)):
        v[name] = [[end, answer(end, by, state)] for end in (LOW, HIGH)]
    v["at"] = [[x[k], ROWS[k % len(ROWS)]] for k in range(shown)]
    v["named"] = [[beside(place[0], 0.9), place[1]] for place in v["at"]]
    v["out"] = [[x[k], y[k]] for k in range(shown)]
    v["drops"] = [[v["at"][k], v["out"][k]] for k in range(shown)]
    v["others"] = [[[one, ROWS[0] + 0.3], [one, ROWS[0] + 0.6]] for one in x[shown : len(x)]]
    v |= {"to_at": [state["to"], ROWS[1]], "trail": [[x[0], start], [x[0], y[0]]]}
    v["way"] = [v["at"][1], v["to_at"]] if abs(state["to"] - x[1]) > 1 else None
    v["goal_at"] = [beside(state["to"], 2.3), ROWS[1]] if v["way"] else None
    v |= {
        "mean_line": [[used[0], -TOP], [used[0], TOP]],
        "mean_at": [max(LOW + 1.5, min(used[0], HIGH - 1.5)), TOP - (0.6 if used[0] > 0 else 1.7)],
    }
    v |= {"gap_at": x[0] + 0.3, "found": y[0] if state["step"] == MOST else None}
    found, counts = [seen["found"], seen["counts"]] if seen else [[], [0] * BINS]
    high, edges = max([1, *counts]), [-TOP + WIDTH * k for k in range(BINS)]
    always, ends = answer(x[0], running, state), [quantile(found, part) for part in (0.05, 0.95) if found]
    v["bars"] = [[edges[k], edges[k] + WIDTH, 0, n / high] if n else None for k, n in enumerate(counts)]
    v |= {"ends": ends, "range": [[end, 1.1] for end in ends] if found else None}
    v |= {"always": [[always, 0], [always, 1.1]], "always_at": [always, 1.25]}
    asked = fill(SENTENCES["ask"], {"b": before[1], "to": state["to"]})
    texts = {"compared": compared(asked, state["guess"], v["found"], 2, "Play")}
    texts |= {"now": now_told(state, x[0], used, y[0], start), "many": many_told(state, found, ends, always)}
    texts |= {"batch": fill(SENTENCES["batch"], {**v, "trained": state["trained"]})}
    for name in ("x", "x_hat", "y"):
        texts |= cells({name: [number_text(one, 2) for one in v[name][0:shown]]})
    return {**v, "texts": texts, "things": shown}
