"""Chapter 2: guess, run, compare: what is said of a number that was guessed, and how its gap is drawn."""

from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.picture import Picture
from dlcourse.widgets.frame.text import fill, number_text

SAID = {
    "wait": "You said {guess}. {run}, and compare.",
    "right": "You said {guess}: right.",
    "low": "You said {guess}; it is {found}: {gap} too low.",
    "high": "You said {guess}; it is {found}: {gap} too high.",
    "ends": "You said never; it ended after {found}.",
    "endless": "You said {guess}; but it never ends.",
}

CHOSEN = {
    "wait": "You said {said}. {run}, and compare.",
    "late": "{ended}. Next time, guess first.",
    "right": "{ended}. You were right.",
    "wrong": "{ended}, not {said}.",
}


def compared(ask, guess, found, digits, run="Run", never=None):
    """What to say of a guess (None: none yet, then `ask`) and of what came out (None: not yet).

    run: what one does to know; never: the number that stands for what never ends

    >>> compared("How many?", 3, 5, 0), compared("How many?", 900, 900, 0, never=900)
    ('You said 3; it is 5: 2 too low.', 'You said never: right.')
    """
    if guess is None:
        return ask
    said = "never" if guess == never else number_text(guess, digits)
    if found is None:
        return fill(SAID["wait"], {"guess": said, "run": run})
    gap = found - guess
    end = "right" if abs(gap) < 0.5 * 10**-digits else "low" if gap > 0 else "high"
    if end != "right" and never in (guess, found):
        end = "ends" if guess == never else "endless"
    told = {"guess": said, "found": number_text(found, digits), "gap": number_text(abs(gap), digits)}
    return fill(SAID[end], told)


def compared_choice(ask, guess, found, names, ended, run="Play"):
    """The same of an outcome that was chosen ("": none yet).   names: of outcomes; ended: text with {found}

    >>> compared_choice("Who?", "1", "2", {"1": "one", "2": "two"}, "Ahead: {found}")
    'Ahead: two, not one.'
    """
    told = {"said": names[guess] if guess else "", "run": run}
    if found is None:
        return fill(CHOSEN["wait"], told) if guess else ask
    told |= {"ended": fill(ended, {"found": names[found]})}
    return fill(CHOSEN["late" if not guess else "right" if guess == found else "wrong"], told)


def guessed(field, found, ends, at, *, axis="y", drawn="", **held) -> list[dict]:
    """The templates of a guess of a number on an axis: a line across, and at one place of it the gap to what
    came out.   found: the name of that value, as "@value"; drawn: that of what is drawn, else the field

    held: `across`, where on the line its handle is, else `at`; what `declared.js` takes besides
    """
    (low, high), shown = ends, drawn or f"@{field}"
    line, gap = [[low, shown], [high, shown]], [[at, shown], [at, found]]
    if axis == "x":
        line, gap = [[[y, x] for x, y in points] for points in (line, gap)]
    handle = {"field": field, "along": "xy".index(axis), "across": at} | held
    return [{"path": line, "kind": "guess", "held": handle}, {"path": gap, "kind": "gap"}]


def guessed_course(values, most, top, field, found, **held) -> list[dict]:
    """The templates of a course of at most so many steps, with a guess of its end, and the gap there."""
    return [{"course": values, "top": top}, *guessed(field, found, (1, most + 1), most + 1, **held)]


def guessed_bar(field, found, y=0.5, half=0.5, **held) -> list[dict]:
    """The templates of a bar from 0 to what came out, with the guess of its end, and the gap."""
    bar = {"path": [[0, y], [found, y]], "kind": "value"}
    return [bar, *guessed(field, found, (y - half, y + half), y, axis="x", **held)]


def guessed_percentage(name, field, found, spoken, label) -> Picture:
    """The picture of a percentage that is guessed.   label: of its axis"""
    marks = guessed_bar(field, found, unit=" %", step=1)
    return Picture(name, spoken, Axis(0, 100, label), Axis(0, 1, marks=()), marks, (320, 24))
