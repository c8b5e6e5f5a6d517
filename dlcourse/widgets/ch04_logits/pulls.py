"""Chapter 4: which loss still pulls? Softmax of three logits, two losses of it, and their pulls."""

from dlcourse import ops
from dlcourse.graphs import symbolic_gradient
from dlcourse.losses import half_squared_error
from dlcourse.widgets.frame import Kernel, compared, fill, symbols

NAMES = ("A", "B", "C")
LOSSES = ("entropy", "squares")
SENTENCES = {
    "ask": "Of cross-entropy's pull on the right class, how many % does squared error keep? Drag the ring "
    "below the pictures, then show.",
    "wrong": "{answer} is answered, {right} is right, with probability {p_right:~3}.",
    "good": "{right} is answered, and right, with probability {p_right:~3}.",
    "pulls": " Cross-entropy pulls {right} up with {pull_entropy:~3}, squared error with {pull_squares:~3}.",
}


def losses() -> Kernel:
    """Softmax, both losses and their gradients with respect to z.   z, t (1, 3); t: one-hot target"""
    z, t = symbols(z=(1, len(NAMES)), t=(1, len(NAMES)))
    p = ops.softmax(z)
    # log-sum-exp minus the right logit: no logarithm of a probability
    found = {"entropy": (ops.logsumexp(z, 1) - (t * z).sum(1)).sum(), "squares": half_squared_error(p, t)}
    slopes = {f"slope_{name}": symbolic_gradient(J, [z])[0] for name, J in found.items()}
    return Kernel([z, t], {"p": p, **found, **slopes})


def values(state, past, setting):
    """What the pictures and the texts name. A pull is minus the gradient: where descent goes."""
    z, right = [state["z0"], state["z1"], state["z2"]], int(state["right"])
    target = [1 if k == right else 0 for k in range(len(z))]
    found, shown = setting["kernels"]["losses"](z, target), state["shown"]
    p = found["p"]
    v = {"p": p, "p_right": p[right], "entropy": found["entropy"], "squares": found["squares"]}
    v |= {"done": shown, "hidden": not shown, "right_at": right + 0.5}
    answer = z.index(max(z))
    v["z_low"], v["z_high"] = [min(0, one) for one in z], [max(0, one) for one in z]
    for name in LOSSES:
        pull = [-slope for slope in found[f"slope_{name}"]]
        v[f"{name}_low"], v[f"{name}_high"] = [min(0, x) for x in pull], [max(0, x) for x in pull]
        v[f"gradient_{name}"], v[f"pull_{name}"] = found[f"slope_{name}"], pull[right]
    v["kept"] = 100 * v["pull_squares"] / v["pull_entropy"]
    v["kept_now"] = v["kept"] if shown else None
    for name in LOSSES:
        v[f"{name}_told"] = v[f"pull_{name}"] if shown else "?"
    told = {**v, "answer": NAMES[answer], "right": NAMES[right]}
    verdict = fill(SENTENCES["good" if answer == right else "wrong"], told)
    if shown:
        verdict = verdict + fill(SENTENCES["pulls"], told)
    said = compared(SENTENCES["ask"], state["guess"], v["kept_now"], 1, "Show the pulls")
    return {**v, "texts": {"compared": said, "verdict": verdict}}
