"""Rejected: what cannot be graded at all, with the reason that a student can act on."""


class Rejected(ValueError):
    """No usable notebook.   The text is a sentence or two, for the student: what is wrong, and what to do."""


def shown(name, limit=60):
    """A name that a student gave, for a sentence: quoted, of printable characters, and not too long.

    >>> shown("a\\nb")
    "'a?b'"
    """
    text = "".join(letter if letter.isprintable() else "?" for letter in str(name))
    return f"'{text if len(text) <= limit else text[: limit - 3] + '...'}'"
