"""Outputs: what a cell printed and showed, as nbformat has it, with nothing that a browser would run."""

import re
import sys
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_output

from dlcourse.grading.books.clean.html import clean_html
from dlcourse.grading.books.clean.markdown import RASTER, clean_markdown, clean_picture
from dlcourse.grading.books.clean.svg import clean_svg
from dlcourse.grading.books.clean.text import clean_tex, plain

PLACES = sorted({sys.prefix, sys.base_prefix, str(Path.home())} - {"/"}, key=len, reverse=True)
CLEANERS = {
    "text/html": clean_html,
    "text/markdown": clean_markdown,
    "text/latex": clean_tex,
    "image/svg+xml": clean_svg,
}


def clean_outputs(outputs) -> list[NotebookNode]:
    """The outputs (dicts, whoever made them) as far as they can be shown, in their order."""
    cleaned = (clean_output(output) for output in outputs if isinstance(output, dict))
    return [output for output in cleaned if output is not None]


def clean_output(output):
    """One output; None where it is of a kind that nbformat does not know."""
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return new_output("stream", name=name, text=plain(output.get("text", "")))
    if kind == "error":
        lines = output.get("traceback")
        traceback = [without_places(line) for line in lines] if isinstance(lines, list) else []
        ename, evalue = plain(output.get("ename", "")), without_places(output.get("evalue", ""))
        return new_output("error", ename=ename, evalue=evalue, traceback=traceback or [f"{ename}: {evalue}"])
    if kind in ("execute_result", "display_data"):
        return new_output(kind, clean_data(output.get("data")))  # no metadata: sizes go unquoted into pages
    return None


def clean_data(data):
    """What is known how to show of {type: content}; always with a text, which nbgrader reads in tests."""
    data = data if isinstance(data, dict) else {}
    kept = {}
    for kind, content in data.items():
        if kind in RASTER:
            shown = clean_picture(kind, content)
        elif kind in CLEANERS:
            shown = CLEANERS[kind](plain(content))
        else:
            continue
        if shown:
            kept[kind] = shown
    left = ", ".join(sorted(re.sub(r"[^\w/+.-]", "?", plain(kind)) for kind in {*data} - {*kept}))
    text = plain(data.get("text/plain", ""))
    return {**kept, "text/plain": text or ("" if kept else f"({left or 'nothing'}: not shown)") or " "}


def without_places(text):
    """A line of a traceback without the folders of this machine."""
    text = plain(text)
    for place in PLACES:
        text = text.replace(place, "...")
    return text
