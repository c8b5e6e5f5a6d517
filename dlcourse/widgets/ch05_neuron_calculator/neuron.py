"""Chapter 5: backpropagation. The calculator's formulas: one sigmoid neuron, its pass and its run."""

from dlcourse.graphs import symbolic_gradient
from dlcourse.losses import half_squared_error
from dlcourse.ops import sigmoid
from dlcourse.widgets.frame import Kernel, compared, fill, fitting, symbols

HEIGHTS = [(0, high) for high in (0.05, 0.15, 0.5, 2, 10, 100, 1e4)]  # of the curve of the error
WIDTHS = [(-high, high) for high in (0.1, 0.25, 1, 10, 100, 1e4)]  # of the picture of gradients
# what is hidden until both gradients are typed: the rows of the stages Backward and Update
SECRET = "dJ_dy_hat dy_hat_dz dz_dw1 dz_dw2 dJ_dw1 dJ_dw2 new_w1 new_w2 new_z new_y_hat new_J".split()
SENTENCES = {
    "first": "No update yet: the error is {J:~6}. Update, or play.",
    "falls": "Update {step:0} took the error from {before:~6} down to {J:~6}, by {percent:1} %.",
    "rises": "Update {step:0} took the error from {before:~6} up to {J:~6}: the step was too long.",
    "stays": "Update {step:0} left the error at {J:~6}.",
    "guess": "Type both, or drag, then compare.",
}


def neuron_pass() -> Kernel:
    """One pass and one update.   x1, x2, w1, w2, y, lr -> every number on the way, by name

    The factors are the library's gradients: of J with respect to y_hat, of y_hat with respect to z, ...
    """
    x1, x2, w1, w2, y, lr = inputs = symbols(x1=(), x2=(), w1=(), w2=(), y=(), lr=())
    z = x1 * w1 + x2 * w2
    y_hat = sigmoid(z)
    J = half_squared_error(y_hat, y)
    dJ_dy_hat, dJ_dw1, dJ_dw2 = symbolic_gradient(J, [y_hat, w1, w2])
    new_w1, new_w2 = w1 - lr * dJ_dw1, w2 - lr * dJ_dw2
    new_z = x1 * new_w1 + x2 * new_w2
    outputs = {"w1": w1, "w2": w2, "z": z, "y_hat": y_hat, "J": J, "dJ_dy_hat": dJ_dy_hat}
    outputs["dy_hat_dz"] = symbolic_gradient(y_hat, z)
    outputs["dz_dw1"], outputs["dz_dw2"] = symbolic_gradient(z, [w1, w2])
    outputs |= {"dJ_dw1": dJ_dw1, "dJ_dw2": dJ_dw2, "new_w1": new_w1, "new_w2": new_w2, "new_z": new_z}
    outputs["new_y_hat"] = sigmoid(new_z)
    outputs["new_J"] = half_squared_error(outputs["new_y_hat"], y)
    return Kernel(inputs, outputs)


def setting(state, kernels):
    """What a run depends on."""
    return {"pass": kernels["pass"], **{name: state[name] for name in ("x1", "x2", "w1", "w2", "y", "lr")}}


def passed(w1, w2, run):
    """The pass with these weights."""
    return run["pass"](run["x1"], run["x2"], w1, w2, run["y"], run["lr"])


def first(run):
    """No update yet."""
    return passed(run["w1"], run["w2"], run)


def following(place, run):
    """One update on."""
    return passed(place["new_w1"], place["new_w2"], run)


def is_over(place, run):
    """Whether nothing moves any more, or everything has run away."""
    still = place["new_w1"] == place["w1"] and place["new_w2"] == place["w2"]
    return still or not place["J"] < 1e6


def verdict(past):
    """What the last update did to the error."""
    J, step = past[-1]["J"], len(past) - 1
    if step == 0:
        return fill(SENTENCES["first"], {"J": J})
    before = past[step - 1]["J"]
    told = {"J": J, "step": step, "before": before}
    told["percent"] = 100 * abs(J - before) / before if before else 0
    return fill(SENTENCES["falls" if J < before else "rises" if J > before else "stays"], told)


def values(state, past, run):
    """What pictures, texts and the table name."""
    n, typed, losses = past[-1], [state["g1"], state["g2"]], [place["J"] for place in past]
    secret, found = state["hide"] and None in typed, [n["dJ_dw1"], n["dJ_dw2"]]
    is_told = state["hide"] and not secret
    sizes = [abs(g) for g in [*typed, *(found if is_told else [])] if g is not None]
    low, high = fitting(WIDTHS, 1.1 * max([0, *sizes]))
    n = {**n, "w1_now": n["w1"], "w2_now": n["w2"], "losses": losses, "low": low, "high": high}
    n |= {"top": fitting(HEIGHTS, 1.05 * max(losses))[1], "inputs": {"w1": n["w1"], "w2": n["w2"]}}
    n |= {f"stage{k}": k <= state["stage"] for k in (1, 2, 3, 4)}
    n["texts"] = {"verdict": verdict(past)}
    for k in range(2):
        n["texts"][f"g{k + 1}"] = compared(SENTENCES["guess"], typed[k], None if secret else found[k], 4)
        n[f"found{k + 1}"] = found[k] if is_told else None
    return {**n, **({name: "?" for name in SECRET} if secret else {})}
