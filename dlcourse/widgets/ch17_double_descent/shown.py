"""Chapter 17: what the control of double descent shows and says of its fits."""

from dlcourse.widgets.ch17_double_descent.fits import COUNTS, MOST
from dlcourse.widgets.frame import cells, compared, fill
from dlcourse.widgets.frame.text import number_text

SETS = 50  # data sets, of the seeds from 0 on: the chapter's
LOW, HIGH = 0.01, 100.0  # of errors in the picture; what lies beyond is drawn at its edge
SHORT, LONG = 0.1, 100.0  # the same of norms
NOTHING = 1e-12  # training errors that rounding leaves
KINDS = ("least", "penalty")
SENTENCES = {
    "ask": "{n:0} samples, ever more weights: with how many is the test error largest? Drag the ring, "
    "then play.",
    "late": "The test error is largest with {p:0} weights: {test:2}. Next time, guess first.",
    "few": "{who} for {n:0} samples: a training error of {training:3} is left. Norm: {norm:2}.",
    "same": "{who} for {n:0} samples: one fit passes through all. Its norm: {norm:2}.",
    "more": "{who} for {n:0} samples: many fits pass through all; the shortest has norm {norm:2}.",
    "before": "{sets:0} data sets, seeds 0 to {last:0}: not run yet.",
    "many": "{sets:0} data sets, medians of the test error: {least:2} with {best:0} weights, {test:2} with "
    "{p:0}, {end:2} with {all:0}. In {near:0} sets it is largest within 2 weights of {n:0}.",
    "many_penalty": " With α = {alpha}: {held:2} with {p:0}.",
}


def limited(v, low, high):
    """The number nearest to v from low to high."""
    return max(low, min(high, v))


def line(past, kind, name, low, high):
    """The points of a quantity of one kind of fits, by the number of weights."""
    return [[COUNTS[k], limited(at["fits"][kind][name], low, high)] for k, at in enumerate(past)]


def largest(errors):
    """The step at which an error is largest."""
    return errors.index(max(errors))


def quantile(numbers, part):
    """The number below which that part of them lies, between two of them in proportion."""
    order, at = sorted(numbers), part * (len(numbers) - 1)
    k = int(at)
    return order[k] + (at - k) * (order[min(k + 1, len(order) - 1)] - order[k])


def over_sets(found, kind, part):
    """A quantile of the test errors over all data sets, for each number of weights."""
    return [quantile([one[kind][k] for one in found], part) for k in range(MOST + 1)]


def drawn(errors):
    """The points of test errors."""
    return [[COUNTS[k], limited(error, LOW, HIGH)] for k, error in enumerate(errors)]


def many_of(found, counts, run):
    """The lines of many data sets, and what is said of them."""
    told = {"sets": max(len(found), SETS), "last": SETS - 1, "n": run["n"], "all": COUNTS[MOST]}
    if len(found) == 0:
        lines = {"medians": None, "quarters": None, "penalties": None}
        return {**lines, "middle": None, "text": fill(SENTENCES["before"], told)}
    middle, n = over_sets(found, "least", 0.5), run["n"]
    k, before = largest(middle), middle[0 : n - 1]
    told |= {"sets": len(found), "least": min(before), "best": COUNTS[before.index(min(before))]}
    told |= {"test": middle[k], "p": COUNTS[k], "end": middle[MOST]}
    told["near"] = sum([count for j, count in enumerate(counts) if abs(COUNTS[j] - n) <= 2])
    text, penalties = fill(SENTENCES["many"], told), None
    if "penalty" in found[0]:
        held = over_sets(found, "penalty", 0.5)
        penalties = drawn(held)
        told |= {"held": held[k], "alpha": number_text(run["alpha"])}
        text = text + fill(SENTENCES["many_penalty"], told)
    quarters = [drawn(over_sets(found, "least", part)) for part in (0.25, 0.75)]
    return {
        "medians": drawn(middle),
        "quarters": quarters,
        "penalties": penalties,
        "middle": middle,
        "text": text,
    }


def table_of(fits):
    """The texts of the table of both fits."""
    found = {"training": [], "test": [], "norm": []}
    for kind in KINDS:
        for name in ("training", "test", "norm"):
            found[name].append(number_text(fits[kind][name], 3, True) if kind in fits else "–")
    return cells(found)


def values(state, past, run, seen=None):
    """What the pictures, the table and the texts name."""
    fits, p, n = past[-1]["fits"], COUNTS[past[-1]["k"]], run["n"]
    least, has = fits["least"], run["alpha"] > 0
    errors = [at["fits"]["least"]["test"] for at in past]
    over, top = past[-1]["k"] == MOST, largest(errors)
    v = {"p": p, "alpha": run["alpha"], "found": COUNTS[top] if over else None}
    v |= {"tests": line(past, "least", "test", LOW, HIGH), "norms": line(past, "least", "norm", SHORT, LONG)}
    v |= {
        "trainings": line(past, "least", "training", LOW, HIGH),
        "penalty_tests": None,
        "penalty_norms": None,
    }
    if has:
        v |= {"penalty_tests": line(past, "penalty", "test", LOW, HIGH)}
        v |= {"penalty_norms": line(past, "penalty", "norm", SHORT, LONG)}
    v |= {"now_at": v["tests"][-1], "norm_at": v["norms"][-1]}
    v |= {"mark": [[n, LOW], [n, HIGH]] if over else None, "mark_at": [1.05 * n, 60.0] if over else None}
    for name in ("training", "test", "norm"):
        v[name] = [fits[kind][name] for kind in KINDS if kind in fits]
    many = many_of(seen["found"] if seen else [], seen["counts"] if seen else [], run)
    v |= {"medians": many["medians"], "quarters": many["quarters"], "penalties": many["penalties"]}
    v |= {"middle": many["middle"], "many_mark": [[n, LOW], [n, HIGH]] if many["medians"] else None}
    told = {"who": "1 weight" if p == 1 else f"{p} weights", "n": n, **least}
    key = "few" if least["training"] > NOTHING else "same" if p == n else "more"
    asked = (
        fill(SENTENCES["late"], {"p": COUNTS[top], "test": errors[top]})
        if over
        else fill(SENTENCES["ask"], told)
    )
    texts = {"compared": compared(asked, state["guess"], v["found"], 0, "Play")}
    texts |= {"now": fill(SENTENCES[key], told), "many": many["text"]}
    v["alpha_said"] = f"α = {number_text(run['alpha'])}" if has else "none"
    return {**v, "texts": texts | table_of(fits), "things": len(KINDS)}
