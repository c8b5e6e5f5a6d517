"""Malformed submissions: rejected in words that a student can act on, or graded as far as they go."""

import json
import os

from hostile_case import NOTHING, Register
from weather_source import NAME, RIGHT, cell, solved

MALFORMED = Register("malformed")
case = MALFORMED.case
FILE = f"{NAME}.ipynb"


def rejected(says):
    """Enter a case that is rejected with these words."""
    return case(scores=NOTHING, status="rejected", says=says)


@rejected("empty")
def no_bytes():
    """A file of 0 bytes."""
    return b""


@rejected("merge")
def merge_markers():
    """The marks of a merge that was not finished."""
    text = json.dumps(solved(), indent=1)
    half = text.index('"cells"')
    return f"{text[:half]}<<<<<<< HEAD\n{text[half:]}\n=======\n{text}\n>>>>>>> mine\n".encode()


@rejected("breaks off")
def cut_off():
    """An upload that broke off in the middle."""
    return json.dumps(solved()).encode()[:3000]


@rejected("nested too deep")
def nested_deep():
    """Brackets in brackets, 200,000 times."""
    return b'{"cells":' + b"[" * 200_000 + b"]" * 200_000 + b"}"


@rejected("")
def a_python_file():
    """Python code under the name of a notebook."""
    return "\n\n".join(RIGHT.values()).encode()


@rejected("not a notebook")
def json_of_another_kind():
    """JSON, but a list of numbers."""
    return b"[1, 2, 3]"


@rejected("")
def binary():
    """A picture under the name of a notebook."""
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@rejected("MB")
def huge():
    """A notebook of 60 MB."""
    book = solved()
    return json.dumps({**book, "cells": [*book["cells"], cell("#" * (60 << 20))]}).encode()


@rejected("cells")
def many_cells():
    """20,000 cells."""
    book = solved()
    return json.dumps({**book, "cells": [*book["cells"], *([cell("1")] * 20_000)]}).encode()


@rejected("")
def numbers_of_a_million_digits():
    """A number of a million digits in the metadata."""
    return json.dumps(solved()).replace('"nbformat": 4', '"nbformat": ' + "4" * 1_000_000, 1).encode()


@rejected("no cells")
def no_cells():
    """A notebook without cells."""
    return json.dumps({**solved(), "cells": []}).encode()


@rejected("")
def nothing_in_the_folder():
    """An empty folder."""
    return lambda folder: None


@rejected("")
def a_text_file_only():
    """A text file, and no notebook."""
    return {"answers.txt": b"It is all in my head."}


@rejected("")
def a_folder_in_its_place():
    """A folder named like the notebook."""
    return lambda folder: (folder / FILE).mkdir()


@rejected("")
def a_pipe_in_its_place():
    """A named pipe, which makes a reader wait for ever."""
    return lambda folder: os.mkfifo(folder / FILE)


@rejected("is a link")
def a_link_to_an_endless_file():
    """A link to /dev/zero."""
    return lambda folder: os.symlink("/dev/zero", folder / FILE)


@rejected("is a link")
def links_in_a_circle():
    """Links that lead to each other."""
    return lambda folder: (
        os.symlink("b.ipynb", folder / FILE),
        os.symlink(FILE, folder / "b.ipynb"),
    )


@case(status="flagged", says="left out")
def names_that_nobody_can_store():
    """Files with line ends, brackets and 255 letters in their names beside right work."""

    def place(folder):
        (folder / FILE).write_bytes(json.dumps(solved()).encode())
        for name in ("new\nline.txt", "<b>bold.txt", "x" * 250, "$(touch pwned)", "..."):
            (folder / name).write_bytes(b"1")

    return place


@case(status="flagged", says="left out")
def a_folder_of_thousands():
    """3,000 files beside right work."""
    return {FILE: solved(), **{f"data/{i:04d}.txt": b"1" for i in range(3000)}}


@case(status="flagged", says="no cells")
def cells_that_are_none():
    """Entries among the cells that are no cells, and cells without a type or a source."""
    book = solved()
    book["cells"][1:1] = [None, 7, "cell", [], {}, {"cell_type": 9, "source": {"a": 1}, "metadata": 5}]
    return json.dumps(book).encode()


@case()
def halves_of_characters():
    """Lone surrogates and control characters in a comment, a text and an output."""
    book = solved(load="# \ud800 \x07\x1b[31m\u202e\n" + RIGHT["load"])
    book["cells"].insert(1, cell("print('\ud83d', '\\x00', '\\x1b[2J')"))
    return json.dumps(book).encode()
