"""Speech: whether a cell of a notebook that says it is in another language is Python all the same."""

import re

from dlcourse.grading.intake.binding import bindings

MOST = 20_000  # characters
FOREIGN = re.compile(
    r"<-|\bfunction\b|^\s*end\s*;?\s*$|\blibrary\(|\busing [A-Z]|\b(?:let|const|var) |;\s*$", re.M
)


def looks_like_python(source):
    """Whether a source reads as Python, and not as R, Julia, JavaScript or C.

    >>> looks_like_python("def f(x):\\n    return x"), looks_like_python("f <- 3")
    (True, False)
    """
    return bindings(source[:MOST]) is not None and not FOREIGN.search(source)
