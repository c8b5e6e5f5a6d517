"""Chapter 11: three methods on the bowl x^2 / kappa + y^2: rates, factors, and what is said of the race.

Their rules are those of `descents.py`. Here are the factors by which they shrink, as theory has them.
"""

import math

from dlcourse.widgets.frame import cells, descents, fill
from dlcourse.widgets.frame.guess import compared_choice
from dlcourse.widgets.frame.text import number_text

NAMES = {"descent": "descent", "ball": "momentum", "ahead": "Nesterov"}
RULES = {"descent": descents.momentum_rule, "ball": descents.momentum_rule, "ahead": descents.nesterov_rule}
MOST, STEEP = 60, 2.0  # steps; the curvature along y, that along x is STEEP / kappa
RATES = [k / 100 for k in range(1, 201)]  # what is tried where each has its best
HALVES, TOP = [0.75, 1.5, 2.25, 3], 1.7  # half axes of level lines along y; of the picture of factors
CIRCLE = [[math.cos(k * math.pi / 36), math.sin(k * math.pi / 36)] for k in range(73)]
TIE = 1e-9  # a cost that is as near to the least one is the least, too
WHO = {"1": "1 descent", "2": "2 momentum", "3": "3 Nesterov"}
TIES = {
    "0": "nobody, all are thrown out",
    "12": "1 and 2 alike",
    "13": "1 and 3 alike",
    "23": "2 and 3 alike",
}
TIES |= {"123": "all three alike"}
TINY = 1e-12  # a smaller one is not written as a number
ASK, ENDED = "Who will be lowest after {most:0} steps? Guess, then play.", "Lowest in the end: {found}"
SENTENCES = {
    "out": "Descent multiplies y by {across:2} in every step: it is thrown out.",
    "ever": "Descent multiplies y by −1 in every step: to and fro, for ever.",
    "zigzag": "Descent multiplies x by {along:~3} and y by {across:2} in every step: a zigzag.",
    "creeps": "Descent multiplies x by {along:~3} and y by {across:2} in every step: no zigzag.",
}


def bowl_of(theta, kappa):
    """x^2 / kappa + y^2: curvatures 2 / kappa and 2, condition number kappa."""
    x, y = theta[0], theta[1]
    return x * x / kappa + y * y


def factor(name, lr, momentum, h):
    """By what a method multiplies, in the long run, the distance along an axis of curvature h in a step."""
    # theta after a step is a theta - b times the theta before: the larger root of z^2 - a z + b
    shrunk = 1 - lr * h
    if name == "descent":
        return abs(shrunk)
    a = shrunk + momentum if name == "ball" else (1 + momentum) * shrunk
    b = momentum if name == "ball" else momentum * shrunk
    apart = a * a - 4 * b
    return math.sqrt(b) if apart < 0 else (abs(a) + math.sqrt(apart)) / 2


def slowest(name, lr, momentum, kappa):
    """The larger factor of both axes: that of the race."""
    return max(factor(name, lr, momentum, STEEP / kappa), factor(name, lr, momentum, STEEP))


def best_rate(name, momentum, kappa):
    """The rate of RATES with the least factor; of several, the smallest."""
    factors = [slowest(name, lr, momentum, kappa) for lr in RATES]
    return RATES[factors.index(min(factors))]


def best_of_both(name, kappa):
    """Rate and momentum with the least factor of all. Source: Polyak 1964; Lessard et al. 2016."""
    low, high, far = math.sqrt(STEEP / kappa), math.sqrt(STEEP), math.sqrt(3 * kappa + 1)
    if name == "descent":
        return [2 / (STEEP / kappa + STEEP), 0]
    if name == "ball":
        part = (high - low) / (high + low)
        return [4 / ((low + high) * (low + high)), part * part]
    return [4 / (STEEP / kappa + 3 * STEEP), (far - 2) / (far + 2)]


def rates_of(state):
    """Rate and momentum of each method: those of the state, or its own best."""
    found = {}
    for name in NAMES:
        lr, momentum = state["lr"], 0 if name == "descent" else state["momentum"]
        if state["tuned"] == "rate":
            lr = best_rate(name, momentum, state["kappa"])
        if state["tuned"] == "both":
            lr, momentum = best_of_both(name, state["kappa"])
        found[name] = {"lr": lr, "momentum": momentum}
    return found


def setting(state, kernels):
    """What a run depends on."""
    kappa = state["kappa"]
    return {
        "start": [state["x"], state["y"]],
        "kappa": kappa,
        "rates": rates_of(state),
        "rules": RULES,
        "slopes": lambda theta: kernels["bowl"](theta, kappa),
    }


def lowest(last):
    """Whose cost is least, as numbers from 1; "0" where all are lost."""
    costs = [math.inf if at["lost"] else at["J"] for at in last.values()]
    least = min(costs)
    there = [str(k + 1) for k, J in enumerate(costs) if J < math.inf and J <= least * (1 + TIE)]
    return "".join(there) if there else "0"


def compared(guess, found):
    """What is said of the guess, and of what came out (None: not yet); one of several alike is right."""
    said = found if found is not None and guess and guess in found else guess
    return compared_choice(
        fill(ASK, {"most": MOST}), said, found, {**WHO, **TIES}, "Lowest in the end: {found}"
    )


def bends(lr, kappa):
    """What descent with that rate does along both axes."""
    along, across = 1 - lr * STEEP / kappa, 1 - lr * STEEP
    key = "out" if across < -1 else "ever" if across == -1 else "zigzag" if across < 0 else "creeps"
    return fill(SENTENCES[key], {"along": along, "across": across})


def cost_text(J):
    """A cost in words; one that is too small for a number says so."""
    return "below 10⁻¹²" if 0 < J < TINY else number_text(J, 2, True)


def values(state, past, run):
    """What the pictures, the table and the texts name."""
    v, last, kappa, one = descents.courses(past), past[-1]["at"], state["kappa"], state["tuned"] == "none"
    over = len(past) > MOST or descents.is_over(past[-1], run)
    found, wide = lowest(last) if over else None, math.sqrt(kappa)
    v |= {"levels": [[[r * wide * c, r * s] for c, s in CIRCLE] for r in HALVES], "found": found, "one": one}
    v |= {"wide": [HALVES[0] * wide, 0], "kappa_of": [0, HALVES[0], 2]}
    v |= {"rate_at": [state["lr"], 0.15] if one else None, "costs": [at["J"] for at in last.values()]}
    v |= {"factors": [], "dots": [], "curves": [], "rates": []}
    table = {"rates": [], "cost": [], "factor": []}
    for name, rates in run["rates"].items():
        lr, momentum, at = rates["lr"], rates["momentum"], last[name]
        times = slowest(name, lr, momentum, kappa)
        v["factors"].append(times)
        v["rates"].append([lr, momentum])
        if over:
            v["dots"].append([lr, min(times, TOP)])
        if state["curves"]:
            v["curves"].append([[rate, slowest(name, rate, momentum, kappa)] for rate in RATES])
        both = "{lr:3}" if name == "descent" else "{lr:3}, {momentum:3}"
        table["rates"].append(fill(both, rates))
        table["cost"].append("thrown out" if at["lost"] else cost_text(at["J"]))
        table["factor"].append(number_text(times, 3) if over else "")
    texts = {"compared": compared(state["guess"], found), "bends": bends(v["rates"][0][0], kappa)}
    return {**v, "texts": texts | cells(table), "things": 3}
