"""Chapter 2: training with momentum in a control, place by place; a place has J, and for a parameter W its
gradient dW and its velocity vW. `batch` is a kernel of the parameters, in the order of `names`."""

import math


def measured(place, names, batch):
    """The place with what the kernel finds there."""
    return {**place, **batch(*[place[name] for name in names])}


def at_rest(theta, names, batch):
    """The first place of a run."""
    return measured({**theta, **{f"v{name}": [0.0] * len(theta[name]) for name in names}}, names, batch)


def momentum_step(place, names, batch, lr, momentum):
    """The place one step on: v = momentum v - lr g, then p = p + v."""
    after = {}
    for name in names:
        p, v, g = place[name], place[f"v{name}"], place[f"d{name}"]
        moved = [momentum * v[k] - lr * g[k] for k in range(len(p))]
        after[f"v{name}"] = moved
        after[name] = [p[k] + moved[k] for k in range(len(p))]
    return measured(after, names, batch)


def is_still(place, names, slope):
    """Whether no step follows: it has diverged, or nothing moves any more.   slope: length of the gradient"""
    velocities = [abs(v) for name in names for v in place[f"v{name}"]]
    return not place["J"] < 1e6 or (slope < 1e-9 and max(velocities) < 1e-9)


def final_loss(place, n_steps, step):
    """The loss after so many steps, infinite when it diverges; 50 steps of one loss change nothing."""
    k, same = 0, 0
    while k < n_steps and same < 50 and not place["J"] > 1e6:
        before = place["J"]
        place = step(place)
        same = same + 1 if place["J"] == before else 0
        k += 1
    return place["J"] if place["J"] < 1e6 else math.inf
