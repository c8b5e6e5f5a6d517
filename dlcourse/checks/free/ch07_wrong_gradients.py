"""Checks: exercise 7.5. Which gradients of a network a student's own check calls wrong."""

from functools import partial

from dlcourse.checks.nets import NETS
from dlcourse.checks.right import Free
from dlcourse.checks.wording import joined

WITH_OTHERS = (
    "Another one there is found: are all of theta looked at, and do differences of both signs count?"
)


def judge(forward, backward, theta) -> Free:
    """The judgement of `wrong_gradients(forward, backward, theta)`."""
    return Free({"wrong": None}, partial(problem, forward.__name__.split("_")[-1], len(theta)))


def problem(key: str, n: int, wrong) -> str | None:
    """A sentence on the first gradient that is called right and is wrong, or the reverse."""
    net, found = NETS[key], wrong.tolist()
    strange = next((k for k in found if k not in range(n)), None)
    if strange is not None:
        return f"{strange:g} is in the list, which is the number of no gradient: they are 0 to {n - 1}."
    missed = [f"theta[{k}]" for k in net.wrong if k not in found]
    refused = [f"theta[{k:g}]" for k in sorted({*found} - {*net.wrong})]
    who = f"forward_{key}, backward_{key}"
    if refused:
        return (
            f"{who}: the gradient of {joined(refused)} is right, and yours calls it wrong. {why(net, found)}"
        )
    if missed:
        more = WITH_OTHERS if {*found} & {*net.wrong} else net.told
        return f"{who}: the gradient of {joined(missed)} is wrong, and yours lets it pass. {more}"
    if len({*found}) < len(found):
        return f"{who}: a number is there twice: list each once, as when any entry of a gradient is wrong."
    return None


def why(net, found) -> str:
    """What may be wrong with a check that refuses right gradients."""
    if net.alpha and {0, 2} <= {*found} and 3 not in found:
        return "Those have a penalty: J is (G * y_hat).sum() + penalty."
    if net.wrong:
        return f"{net.told} Compare each gradient by itself."
    return net.told
