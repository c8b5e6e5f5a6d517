"""Chapter 2: guess, run, compare: what is said of a number that was guessed, and how its gap is drawn."""

from dlcourse.widgets.frame.markup import fill, number_text

SAID = {
    "wait": "You said {guess}. Run, and compare.",
    "right": "You said {guess}: right.",
    "low": "You said {guess}; it is {found}: {gap} too low.",
    "high": "You said {guess}; it is {found}: {gap} too high.",
}


def compared(ask, guess, found, digits):
    """What to say of a guess (None: none yet, then `ask`) and of what came out (None: not yet).

    >>> compared("How many?", 3, 5, 0)
    'You said 3; it is 5: 2 too low.'
    """
    if guess is None:
        return ask
    said = number_text(guess, digits)
    if found is None:
        return fill(SAID["wait"], {"guess": said})
    gap = found - guess
    end = "right" if abs(gap) < 0.5 * 10**-digits else "low" if gap > 0 else "high"
    told = {"guess": said, "found": number_text(found, digits), "gap": number_text(abs(gap), digits)}
    return fill(SAID[end], told)


def guessed(guess, found, across, at) -> list[dict]:
    """The templates of a guessed height, a line across, and at one place of its gap to what came out."""
    low, high = across
    line = {"path": [[low, guess], [high, guess]], "kind": "guess"}
    return [line, {"path": [[at, guess], [at, found]], "kind": "gap"}]
