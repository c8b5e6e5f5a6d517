"""Chapter 12: the rules of adaptive methods in a control, as the classes of `dlcourse.optimizers` have them.

A rule is a function (at, rates, slopes), see `descents.py`. Its constants stand among `rates` beside lr.
"""

import inspect
import math

from dlcourse.experiments.ch12_adaptive import BOWL_RATES
from dlcourse.optimizers import SGD, Adadelta, AdaGrad, Adam, Adamax, Momentum, Nesterov, RMSprop
from dlcourse.widgets.frame import descents

METHODS = {  # in the order of the deck
    "SGD": SGD,
    "momentum": Momentum,
    "Nesterov": Nesterov,
    "AdaGrad": AdaGrad,
    "RMSprop": RMSprop,
    "Adadelta": Adadelta,
    "Adam": Adam,
    "Adamax": Adamax,
}
NAMES = [*METHODS]
CHAPTER = [BOWL_RATES[method] for method in METHODS.values()]  # lr of each, as the chapter has it
DEFAULTS = [inspect.signature(method).parameters["lr"].default for method in METHODS.values()]
DIGITS = 10000  # a rate counts to four decimals, as it is shown


def averages(at, name, rho, fresh):
    """rho times the average of that name, which starts at 0, + (1 - rho) times the fresh values."""
    old = at.get(name, [0.0] * len(fresh))
    return [rho * old[k] + (1 - rho) * fresh[k] for k in range(len(fresh))]


def squares(g):
    """g g, entry by entry."""
    return [slope * slope for slope in g]


def scaled(at, lr, above, below):
    """theta - lr above / below, entry by entry."""
    return [theta - lr * above[k] / below[k] for k, theta in enumerate(at["theta"])]


def roots(eps, r):
    """eps + sqrt(r): eps stands outside the root."""
    return [eps + math.sqrt(one) for one in r]


def adagrad_rule(at, rates, slopes):
    """r = r + g g, theta = theta - lr g / (eps + sqrt(r))."""
    r, g = at.get("r", [0.0] * len(at["g"])), at["g"]
    r = [r[k] + g[k] * g[k] for k in range(len(g))]
    return {"theta": scaled(at, rates["lr"], g, roots(rates["eps"], r)), "r": r}


def rmsprop_rule(at, rates, slopes):
    """r = rho r + (1 - rho) g g, theta = theta - lr g / (eps + sqrt(r))."""
    r = averages(at, "r", rates["rho"], squares(at["g"]))
    return {"theta": scaled(at, rates["lr"], at["g"], roots(rates["eps"], r)), "r": r}


def adadelta_rule(at, rates, slopes):
    """r as in RMSprop; step = sqrt(d + eps) / sqrt(r + eps) g, d = rho d + (1 - rho) step step."""
    g, eps, rho = at["g"], rates["eps"], rates["rho"]
    r, d = averages(at, "r", rho, squares(g)), at.get("d", [0.0] * len(g))
    step = [math.sqrt(d[k] + eps) / math.sqrt(r[k] + eps) * g[k] for k in range(len(g))]
    theta = [at["theta"][k] - rates["lr"] * step[k] for k in range(len(g))]
    return {"theta": theta, "r": r, "d": averages(at, "d", rho, squares(step))}


def adam_rule(at, rates, slopes):
    """s, r: averages of g and of g g, corrected for their start; theta = theta - lr s / (eps + sqrt(r))."""
    t, g = at.get("t", 0) + 1, at["g"]
    s, r = averages(at, "s", rates["beta1"], g), averages(at, "r", rates["beta2"], squares(g))
    root = roots(rates["eps"], [one / (1 - rates["beta2"] ** t) for one in r])
    return {"theta": scaled(at, rates["lr"] / (1 - rates["beta1"] ** t), s, root), "s": s, "r": r, "t": t}


def adamax_rule(at, rates, slopes):
    """s as in Adam, u = max(beta2 u, |g|), theta = theta - lr s / (eps + u)."""
    t, g = at.get("t", 0) + 1, at["g"]
    s, u = averages(at, "s", rates["beta1"], g), at.get("u", [0.0] * len(g))
    u = [max(rates["beta2"] * u[k], abs(g[k])) for k in range(len(g))]
    below = [rates["eps"] + one for one in u]
    return {"theta": scaled(at, rates["lr"] / (1 - rates["beta1"] ** t), s, below), "s": s, "u": u, "t": t}


RULES = {"SGD": descents.momentum_rule, "momentum": descents.momentum_rule}
RULES |= {"Nesterov": descents.nesterov_rule, "AdaGrad": adagrad_rule, "RMSprop": rmsprop_rule}
RULES |= {"Adadelta": adadelta_rule, "Adam": adam_rule, "Adamax": adamax_rule}


def constants_of(state):
    """What each method has besides lr, by the names of the library's arguments."""
    eps, betas = 10.0 ** state["eps"], {"beta1": state["beta1"], "beta2": state["beta2"]}
    return {
        "SGD": {},
        "momentum": {"momentum": state["momentum"]},
        "Nesterov": {"momentum": state["momentum"]},
        "AdaGrad": {"eps": eps},
        "RMSprop": {"rho": state["rho"], "eps": eps},
        "Adadelta": {"rho": state["rho_d"], "eps": 10.0 ** state["eps_d"]},
        "Adam": {**betas, "eps": eps},
        "Adamax": {**betas, "eps": eps},
    }


def with_lr(name, state, lr):
    """All numbers of a method."""
    return {**constants_of(state)[name], "lr": lr}
