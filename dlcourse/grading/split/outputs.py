"""Outputs: what a student's process says that a cell has shown, in nbformat's form or left out.

Whatever is in it is text of the student's: it is shown to people after it has been sanitised, and never
read as a result.
"""

import json
import re

KINDS = {
    "stream": {"name", "text"},
    "error": {"ename", "evalue", "traceback"},
    "execute_result": {"data", "metadata", "execution_count"},
    "display_data": {"data", "metadata"},
}
MIME = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}")
MOST = 1000  # outputs of a cell
LINES, LETTERS, FORMS = 200, 1000, 20  # of a traceback; of an error's name; of a value, in which it is shown
ROUND_ABOUT = 200  # bytes of an output around its texts, in a notebook's file
LINE = 16  # and around each line of a text
FULL = {"output_type": "stream", "name": "stdout", "text": "... and more, which is not kept\n"}


class Room:
    """What is left for the outputs of a notebook's cells: thousands of small cells are large, too."""

    def __init__(self, most: int):
        self.left = most

    def checked(self, found, most: int) -> tuple[dict, ...]:
        """The outputs that have nbformat's form.   most: characters of a cell; four times that is kept"""
        kept, left = [], min(4 * most, self.left)
        for one in found[:MOST] if type(found) is list else ():
            plain = _checked(one)
            if plain is None:
                continue
            size = weight(plain)
            if size > left:
                if self.left > 0:  # said where it ends, not in each cell that follows
                    kept.append(dict(FULL))
                    self.left -= ROUND_ABOUT
                break
            kept.append(plain)
            left, self.left = left - size, self.left - size
        return tuple(kept)


def weight(output: dict) -> int:
    """Bytes of an output in a notebook's file, at most: there each line stands on a line of its own."""
    texts = [*_texts(output)]
    lines = sum(text.count("\n") + text.count("\r") + 1 for text in texts)
    return ROUND_ABOUT + len(json.dumps(texts)) + LINE * lines


def _checked(one) -> dict | None:
    if type(one) is not dict or one.get("output_type") not in KINDS:
        return None
    kind = one["output_type"]
    if {*one} != KINDS[kind] | {"output_type"}:
        return None
    if kind == "stream":
        fits = one["name"] in ("stdout", "stderr") and type(one["text"]) is str
        return dict(one) if fits else None
    if kind == "error":
        fits = type(one["traceback"]) is list and all(type(line) is str for line in one["traceback"])
        if not fits or not type(one["ename"]) is type(one["evalue"]) is str:
            return None
        return {**one, "ename": one["ename"][:LETTERS], "traceback": one["traceback"][:LINES]}
    data = one["data"]
    if type(data) is not dict or not all(type(key) is str and MIME.fullmatch(key) for key in data):
        return None
    data = {key: value for key, value in [*data.items()][:FORMS] if type(value) is str}
    plain = {"output_type": kind, "data": data, "metadata": {}}
    return plain | ({"execution_count": None} if kind == "execute_result" else {})


def _texts(one):
    yield from (one.get(key, "") for key in ("text", "ename", "evalue"))
    yield from one.get("traceback", ())
    yield from one.get("data", {}).values()
