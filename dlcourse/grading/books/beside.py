"""Beside: the other files of a submission, kept with its autograded notebook as nbgrader keeps them.

Formgrader's server hands out what lies there: a page or a drawing of a student's would run in the browser of
the person grading. Such files stay where they were handed in.
"""

import mimetypes

MOST = 1_900_000  # bytes of all that is kept of a submission, its notebooks included
ACTIVE = ("html", "xml", "svg", "script")  # parts of the names of types that a browser runs


def is_active(path: str) -> bool:
    """Whether a browser may run what is in a file of this name.

    >>> is_active("page.HTML"), is_active("helper.py"), is_active("data.csv")
    (True, False, False)
    """
    kind = mimetypes.guess_type(path.lower())[0] or ""
    return any(part in kind for part in ACTIVE)


def chosen(files: dict[str, bytes], n_bytes: int) -> tuple[dict[str, bytes], list[str]]:
    """({path: bytes} to be kept, the smallest first; the paths of the others).   n_bytes: that are taken"""
    kept, left, free = {}, [], MOST - n_bytes
    for path, data in sorted(files.items(), key=lambda one: (len(one[1]), one[0])):
        if is_active(path) or len(data) > free:
            left.append(path)
            continue
        kept[path] = data
        free -= len(data)
    return kept, left
