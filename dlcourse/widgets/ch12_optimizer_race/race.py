"""Chapter 12: the race: where it is run, which rates each method has, who is first, and what is said of it.

First is the least mean cost of the last tenth of the steps, as in the battery of `ch12_adaptive.py`.
"""

from dlcourse.widgets.ch12_optimizer_race.methods import CHAPTER, DEFAULTS, DIGITS, NAMES, RULES, with_lr
from dlcourse.widgets.ch12_optimizer_race.places import FACTS
from dlcourse.widgets.frame import cells, descents, draws, fill
from dlcourse.widgets.frame.plane import level_lines
from dlcourse.widgets.frame.text import number_text

MOST, LAST, STARTS = 50, 5, 100  # steps; how many of them count; starts of many races
TRIALS = [m * 10**k / 1000 for k in range(5) for m in (1, 2, 5)] + [100.0]  # the same 16 for each
SAME = 0.1  # one rate for all
ARRIVED = 1e-12  # of the cost at the start; less is as good: rounding leaves as much
EQUAL = 1e-9  # results that differ by no larger part are the same
TRIED = len(NAMES)  # the place among the counts of how many starts were tried; before it, who was first
LOST = 9e99  # the result of a method that was thrown out
WHO = {str(k): f"{k} {name}" for k, name in enumerate(NAMES, 1)}
SENTENCES = {
    "ask": "Who will be first after {most:0} steps? Guess, then race.",
    "wait": "You said {said}. Race, and compare.",
    "late": "First: {found}. Next time, guess first.",
    "right": "First: {found}. You were right.",
    "wrong": "First: {found}. You said {said}, which came in as number {place:0}.",
    "thrown": "First: {found}. You said {said}, which was thrown out.",
    "many": "From {tried:0} starts, drawn in the picture, first most often, alone or with others: "
    "{best}, in {n:0}.",
    "yours": " You said {said}: {m:0}.",
    "chapter": "Rates that the chapter chose by hand, for the bowl.",
    "same": "One rate for all, 0.1. Is that fair?",
    "default": "The rates that the library has where one gives none.",
    "tuned": "Tuned fairly: for each method the best of the same 16 rates, tried from the square.",
    "own": "Your own rates.",
}
THROWN = "nobody, all were thrown out"


def start_of(state):
    """The start: the state's, else that of the surface; within the picture."""
    fact = FACTS[state["surface"]]
    x, y = [fact["start"][k] if v is None else v for k, v in enumerate([state["x"], state["y"]])]
    a, b, c, d = fact["box"]
    return [min(max(x, a), b), min(max(y, c), d)]


def run_from(start, state, kernels, rates):
    """What a race from there depends on.   rates: name -> its numbers; a name is that of a rule, or begins
    with it and a blank"""
    floor = FACTS[state["surface"]]["floor"]
    over = kernels[state["surface"] + " J"](start)["J"] - floor
    return {
        "start": start,
        "slopes": kernels[state["surface"]],
        "rates": rates,
        "rules": {name: RULES[name.split(" ")[0]] for name in rates},
        "floor": floor,
        "unit": over if over > 0 else 1,
    }


def cost(at, run):
    """The cost of a method, as part of the cost at the start."""
    return (at["J"] - run["floor"]) / run["unit"]


def results(past, run):
    """The mean cost of each method over the last steps."""
    found, last = {}, past[len(past) - LAST :]
    for name, at in past[-1]["at"].items():
        mean = sum([cost(place["at"][name], run) for place in last]) / LAST
        found[name] = LOST if at["lost"] else max(mean, ARRIVED)
    return found


def raced(run):
    """The results of a whole race."""
    past = [descents.first(run)]
    for k in range(MOST):
        past.append(descents.following(past[k], run))
    return results(past, run)


def tuned_rate(name, start, state, kernels):
    """The rate of TRIALS with the best result from that start; of several, the smallest."""
    trials = {f"{name} {lr}": with_lr(name, state, lr) for lr in TRIALS}
    found = [*raced(run_from(start, state, kernels, trials)).values()]
    best = min(found)
    return TRIALS[[one <= best * (1 + EQUAL) for one in found].index(True)]


def rates_of(state, kernels):
    """lr of each method."""
    if state["rates"] == "own":
        return [round(DIGITS * lr) / DIGITS for lr in state["own"]]
    if state["rates"] == "same":
        return [SAME for name in NAMES]
    if state["rates"] == "tuned":
        start = start_of(state)
        return [tuned_rate(name, start, state, kernels) for name in NAMES]
    return CHAPTER if state["rates"] == "chapter" else DEFAULTS


def race_of(start, lrs, state, kernels):
    """The race of all methods with these rates, from that start."""
    rates = {name: with_lr(name, state, lrs[k]) for k, name in enumerate(NAMES)}
    return {**run_from(start, state, kernels, rates), "lrs": lrs}


def setting(state, kernels):
    """What a run depends on, and the level lines."""
    a, b, c, d = FACTS[state["surface"]]["box"]
    grid = descents.heights(kernels[state["surface"] + " J"], [a, b], [c, d])
    lines = level_lines(grid, [a, b], [c, d], FACTS[state["surface"]]["levels"])
    return {**race_of(start_of(state), rates_of(state, kernels), state, kernels), "levels": lines}


def winners(found):
    """The numbers, from 1, of the methods with the best result.   found: a list; none where all are lost"""
    best = min(found)
    return [k + 1 for k, one in enumerate(found) if one <= best * (1 + EQUAL) and one < LOST]


def place_of(k, found):
    """The place of method k among these results, from 1."""
    return 1 + sum([one < found[k] / (1 + EQUAL) for one in found])


def final(seed, state, kernels, run):
    """The results with the rates of a run from a start that is drawn in the picture."""
    a, b, c, d = FACTS[state["surface"]]["box"]
    u, v = draws(seed, 2)
    start = [a + u * (b - a), c + v * (d - c)]
    return [*raced(race_of(start, run["lrs"], state, kernels)).values()]


def bar_of(found):
    """In which bars these results count."""
    return [*[k - 1 for k in winners(found)], TRIED]


def compared(state, found):
    """What is said of the guess, and of what came out (None: not yet)."""
    said = int(state["guess"]) if state["guess"] else 0
    told = {"most": MOST, "said": WHO[state["guess"]] if said else ""}
    if found is None:
        return fill(SENTENCES["wait" if said else "ask"], told)
    first = winners(found)
    told["found"] = ", ".join([WHO[str(k)] for k in first]) if first else THROWN
    if not said or said in first:
        return fill(SENTENCES["right" if said else "late"], told)
    told["place"] = place_of(said - 1, found)
    return fill(SENTENCES["wrong" if found[said - 1] < LOST else "thrown"], told)


def many_told(state, counts):
    """What is said of many starts."""
    tried, wins = counts[TRIED], counts[0:TRIED]
    if not tried:
        return ""
    most = max(wins)
    best = ", ".join([WHO[str(k + 1)] for k, n in enumerate(wins) if n == most]) if most else "nobody"
    told = fill(SENTENCES["many"], {"tried": tried, "best": best, "n": most})
    if not state["guess"]:
        return told
    m = counts[int(state["guess"]) - 1]
    return told + fill(SENTENCES["yours"], {"said": WHO[state["guess"]], "m": m})


def cost_text(at, run):
    """The cost of a method in the table."""
    part = cost(at, run)
    if at["lost"]:
        return "lost"
    return "< 10⁻¹²" if part < ARRIVED else number_text(part, 2, True)


def now(place, run):
    """The cost of each method at a place, as results."""
    return [LOST if at["lost"] else max(cost(at, run), ARRIVED) for at in place["at"].values()]


def values(state, past, run, seen=None):
    """What the pictures, the table and the texts name."""
    last, over = past[-1], len(past) > MOST or descents.is_over(past[-1], run)
    v, a = descents.courses(past), FACTS[state["surface"]]["box"]
    found = ([*results(past, run).values()] if len(past) > MOST else now(last, run)) if over else None
    v["losses"] = [
        [[k, max(cost(p["at"][name], run), ARRIVED)] for k, p in enumerate(past)] for name in run["rates"]
    ]
    v |= {"levels": run["levels"], "start": run["start"], "x_low": a[0], "x_high": a[1]}
    v |= {"y_low": a[2], "y_high": a[3], "lr": run["lrs"], "first": winners(found) if over else None}
    v["gap"] = gap(state, found) if over else None
    standing = found if over else now(last, run)
    places = [number_text(place_of(k, standing), 0) if len(past) > 1 else "" for k in range(len(NAMES))]
    table = {"cost": [cost_text(at, run) for at in last["at"].values()], "place": places}
    table["rate"] = [number_text(lr) for lr in run["lrs"]]
    counts = seen["counts"] if seen else [0] * (TRIED + 1)
    texts = {"compared": compared(state, found), "rates_told": SENTENCES[state["rates"]]}
    texts["many"] = many_told(state, counts)
    inputs = {"x": run["start"][0], "y": run["start"][1]}
    own = {f"lr.{k}": lr for k, lr in enumerate(run["lrs"])}
    v |= {"wins": counts[0:TRIED] if counts[TRIED] else None, "inputs": inputs | own, "own_now": own}
    return {**v, "texts": texts | cells(table), "things": len(NAMES)}


def gap(state, found):
    """The ends of the line from the result that was guessed to be the first to that of the first."""
    said = int(state["guess"]) if state["guess"] else 0
    if not said or said in winners(found):
        return None
    return [[MOST, min(found)], [MOST, min(found[said - 1], 1000)]]
