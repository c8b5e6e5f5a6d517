"""Outputs: what a student's process says that a cell has shown, in nbformat's form or left out.

Whatever is in it is text of the student's: it is shown to people after it has been sanitised, and never
read as a result.
"""

import re

KINDS = {
    "stream": {"name", "text"},
    "error": {"ename", "evalue", "traceback"},
    "execute_result": {"data", "metadata", "execution_count"},
    "display_data": {"data", "metadata"},
}
MIME = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}")
MOST = 1000  # outputs of a cell


def checked(found, most: int) -> tuple[dict, ...]:
    """The outputs that have nbformat's form, up to a number of characters in all."""
    kept, left = [], 4 * most
    for one in found[:MOST] if type(found) is list else ():
        plain = _checked(one)
        if plain is None:
            continue
        left -= sum(map(len, _texts(plain)))
        if left < 0:
            kept.append(
                {"output_type": "stream", "name": "stdout", "text": "... and more, which is not kept\n"}
            )
            break
        kept.append(plain)
    return tuple(kept)


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
        return dict(one) if fits and type(one["ename"]) is type(one["evalue"]) is str else None
    data = one["data"]
    if type(data) is not dict or not all(type(key) is str and MIME.fullmatch(key) for key in data):
        return None
    data = {key: value for key, value in data.items() if type(value) is str}
    plain = {"output_type": kind, "data": data, "metadata": {}}
    return plain | ({"execution_count": None} if kind == "execute_result" else {})


def _texts(one):
    yield from (one.get(key, "") for key in ("text", "ename", "evalue"))
    yield from one.get("traceback", ())
    yield from one.get("data", {}).values()
