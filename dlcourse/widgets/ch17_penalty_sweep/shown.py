"""Chapter 17: what the sweep of a penalty shows of its fits, what many samples say, what is told."""

import math

from dlcourse.experiments.ch02_intervals import wilson
from dlcourse.experiments.ch17_regularization import M
from dlcourse.widgets.ch17_penalty_sweep.fits import ALPHAS, GRID, MOST, X, fitted, problem_of
from dlcourse.widgets.frame import cells, fill
from dlcourse.widgets.frame.bins import counted, quantile
from dlcourse.widgets.frame.text import number_text

SETS = 100  # of samples
RATES = [[100 * end for end in wilson(k, SETS)] for k in range(SETS + 1)]  # 99 % intervals, in %
TOP = 0.4  # of errors in their picture
SMALL = 0.02  # weights below are drawn in proportion, larger ones by their logarithm
HALF = 0.3 / (M - 1)  # of the width of a bar
SHOWN, FOOT, TALL = (13, 14, 15), -0.5, 0.3  # the bells that are drawn, where they stand, how high
BINS, WIDE = 32, 0.125  # of the histogram, in doublings of the ratio, from 1/4 to 4
PLACES = [*(3 * i for i in range(len(GRID) // 3 + 1)), len(GRID) - 1]  # of the grid, as the curve is drawn
NEAR = 1.05  # so many times the least test error still counts as right
SENTENCES = {
    "ask": "At which α of {kind} will the test error be least? Drag the upper ring there, then play.",
    "wait": "You said α = {said}. Play, and compare.",
    "late": "The test error is least at α = {best}: {least:3}. Next time, guess first.",
    "near": "You said α = {said}: right. The test error is {mine:3}; at α = {best} it is least, {least:3}.",
    "far": "You said α = {said}, where the test error is {mine:3}. It is least at α = {best}: {least:3}.",
    "now": "{kind}, α = {alpha}: training error {training:3}, test error {test:3}. {zeros:0} of {M:0} "
    "weights are 0, the largest is {largest}.",
    "free": "No penalty: training error {training:3}, test error {test:3}. The largest weight is {largest}.",
    "nothing": "Raise α first: then {SETS:0} sets of samples say whether it helps.",
    "before": "α = {alpha} on {SETS:0} sets of samples, seeds {from:0} to {to:0}: not run yet.",
    "many": "{kind} with α = {alpha} lowers the test error in {better:0} of {tried:0} sets: {rate:1} % (99 % "
    "interval {low:1} to {high:1} %). In the median set the error is {middle:2} times that without.",
}


def place_shown(state):
    """The place of the alpha that is looked at, within what has been swept."""
    return state["step"] if state["look"] is None else min(state["look"], state["step"])


def final(number, state, kernels, run):
    """The test error with the penalty, divided by that without, for the samples of that number."""
    k, problem = place_shown(state), problem_of(run, SETS * state["seed"] + number)
    return fitted(problem, k, [0.0] * M)["test"] / fitted(problem, 0, [])["test"]


def bar_of(ratio):
    """The bar in which a ratio counts, and behind the bars: those that are lower, and those that are not."""
    doublings = math.log(ratio) / math.log(2)
    return [counted([doublings], -2.0, WIDE, BINS).index(1), BINS + (0 if ratio < 1 else 1)]


def height(w):
    """How high a weight is drawn, with its sign."""
    high = math.log(1 + abs(w) / SMALL) / math.log(10)
    return high if w > 0 else -high


def bars_of(w):
    """The bars of the weights; none for one that is 0, and its place instead."""
    ends = [[min(0.0, height(v)), max(0.0, height(v))] for v in w]
    bars = [[X[j] - HALF, X[j] + HALF, *ends[j]] if v != 0 else None for j, v in enumerate(w)]
    return {"bars": bars, "zeros": [[X[j], 0.0] if v == 0 else None for j, v in enumerate(w)]}


def bells_of(sigma):
    """Three neighbors among the bells, at the foot of the picture, and the flank of the middle one."""
    lines = []
    for j in SHOWN:
        x = [X[j] + sigma * (k - 30) / 10 for k in range(61)]
        lines.append([[one, FOOT + TALL * math.exp(-(((k - 30) / 10) ** 2) / 2)] for k, one in enumerate(x)])
    flank = [X[SHOWN[1]] + sigma, FOOT + TALL * math.exp(-0.5)]
    return {"beside": [lines[0], lines[2]], "bell": lines[1], "flank": flank}


def zeros_in(w):
    """How many weights are 0."""
    return len([v for v in w if v == 0])


def largest(w):
    """The size of the largest weight."""
    return max([abs(v) for v in w])


def size_text(value):
    """A size, of small ones more decimals."""
    return number_text(value, 3 if value < 10 else 0)


def row(place):
    """What the table says of a fit."""
    texts = [number_text(place[name], 3) for name in ("training", "test")]
    return [
        number_text(ALPHAS[place["k"]]),
        *texts,
        size_text(largest(place["w"])),
        str(zeros_in(place["w"])),
    ]


def guessed(state, past, best):
    """What is said of the guess, before the whole sweep and after it."""
    k, done = state["guess"], len(past) > MOST
    if k is None:
        key = "late" if done else "ask"
        told = {"kind": state["kind"]}  # without a penalty nothing else tells L1 from L2
    else:
        told = {"said": number_text(ALPHAS[k])}
        key = "wait"
    told |= {"best": number_text(ALPHAS[best]), "least": past[best]["test"]}
    if done and k is not None:
        told["mine"] = past[k]["test"]
        key = "near" if told["mine"] < NEAR * told["least"] else "far"
    return fill(SENTENCES[key], told)


def many_told(state, seen, alpha):
    """What is said of many samples."""
    counts, found = seen["counts"], seen["found"]
    tried, better = len(found), counts[BINS]
    told = {"kind": state["kind"], "alpha": alpha, "SETS": SETS, "tried": tried, "better": better}
    told |= {"from": SETS * state["seed"], "to": SETS * state["seed"] + SETS - 1}
    if place_shown(state) == 0:
        return fill(SENTENCES["nothing"], told)
    if not tried:
        return fill(SENTENCES["before"], told)
    low, high = RATES[better] if tried == SETS else [0, 100]
    told |= {"low": low, "high": high, "rate": 100 * better / tried, "middle": quantile(found, 0.5)}
    return fill(SENTENCES["many"], told)


def values(state, past, run, seen=None):
    """What the pictures, the table and the texts name."""
    k, tests = place_shown(state), [place["test"] for place in past]
    at, best, done = past[k], tests.index(min(tests)), len(past) > MOST
    seen = seen if seen else {"found": [], "counts": [0] * (BINS + 2)}
    v = {
        "k": k,
        "alpha": ALPHAS[k],
        "w": at["w"],
        "b": at["b"],
        "training": at["training"],
        "test": at["test"],
    }
    v |= {"tests": tests, "trainings": [place["training"] for place in past], "best": best if done else None}
    for name in ("tests", "trainings"):
        v[f"{name}_line"] = [[j, min(TOP, error)] for j, error in enumerate(v[name])]
    v |= {"now": v["tests_line"][k], "training_now": v["trainings_line"][k], "zeros_n": zeros_in(at["w"])}
    v |= {"samples": [[x, at["problem"]["y"][j]] for j, x in enumerate(X)]}
    v["curve"] = [[GRID[i], at["curve"][i]] for i in PLACES]
    v |= {**bars_of(at["w"]), **bells_of(state["sigma"]), "least_at": [best, tests[best]] if done else None}
    v["guess_text"] = None if state["guess"] is None else f"α = {number_text(ALPHAS[state['guess']])}"
    high = max([1, *seen["counts"][0:BINS]])
    edges = [-2 + WIDE * j for j in range(BINS)]
    counts = [n / high for n in seen["counts"][0:BINS]]
    v["many_bars"] = [[edges[j], edges[j] + WIDE, 0, n] if n else None for j, n in enumerate(counts)]
    told = {
        **v,
        "kind": state["kind"],
        "M": M,
        "zeros": zeros_in(at["w"]),
        "largest": size_text(largest(at["w"])),
    }
    told["alpha"] = number_text(ALPHAS[k])
    texts = {"compared": guessed(state, past, best), "now": fill(SENTENCES["now" if k else "free"], told)}
    texts["many"] = many_told(state, seen, told["alpha"])
    rows = [row(past[0]), row(at), row(past[best])]
    for j, name in enumerate(("alpha", "training", "test", "largest", "zeros")):
        texts |= cells({f"row_{name}": [one[j] for one in rows]})
    return {**v, "texts": texts}
