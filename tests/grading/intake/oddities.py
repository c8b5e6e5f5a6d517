"""A register of odd submissions of right work, and what is done to a notebook to make one."""

from small_intake import position


class Register(dict):
    """name -> (function that makes the notebook, words of each reason that a person is told)."""

    def odd(self, *words):
        """Enter a function as a case, under its name in words."""

        def enter(make):
            self[make.__name__.replace("_", " ")] = (make, words)
            return make

        return enter


def strip(book, *names):
    """Take nbgrader's metadata off the cells with these grade_ids, or off all of them."""
    for one in book["cells"]:
        if not names or one["metadata"].get("nbgrader", {}).get("grade_id") in names:
            one["metadata"].pop("nbgrader", None)
    return book


def move(book, grade_id, to):
    """Move a cell to a position."""
    book["cells"].insert(to, book["cells"].pop(position(book, grade_id)))
    return book


def insert(book, before, *cells):
    """Put cells above the one with a grade_id."""
    at = position(book, before)
    book["cells"][at:at] = cells
    return book
