"""Chapters 4 and 7: what a puzzle is: a function as a few lines, the input of interest, one right line."""

UPSTREAM = "(G * {}).sum()"  # to first order, whatever J is: G is its gradient


def puzzle(
    title, of, shapes, steps, J, answer, *, hint, reason, wrong, given="", draws=None, kinks=(), apart=()
):  # fmt: skip
    """A puzzle as data.   of: the name whose gradient is asked for; shapes: name -> names of its sizes

    steps: pairs of a name and its line, whose values a reader may use, too; J: the line of the result, or the
    name of the step whose upstream gradient G is given. wrong: line -> what is to be said of it. given: what
    is known of the arrays. draws: name -> how its numbers are drawn, see `cases.py`; kinks: lines whose
    values stay away from 0; apart: lines that must not give the gradient by chance
    """
    is_step = J in dict(steps)
    shown = [*steps, ("G", f"∂J/∂{J}") if is_step else ("J", J)]
    return {
        "title": title,
        "of": of,
        "shapes": {name: letters.split() for name, letters in shapes.items()},
        "steps": [list(step) for step in steps],
        "J": UPSTREAM.format(J) if is_step else J,
        "shown": [f"{name} = {line}" for name, line in shown],
        "answer": answer,
        "hint": hint,
        "reason": reason,
        "wrong": [[line, cause] for line, cause in wrong.items()],
        "given": given,
        "draws": draws or {},
        "kinks": list(kinks),
        "apart": list(apart),
    }
