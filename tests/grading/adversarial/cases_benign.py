"""Right work that looks odd: it keeps its points, and a person is told where something was put right."""

import json

from hostile_case import FULL, UNEARNED, Register
from weather_source import (
    NAME,
    RIGHT,
    blank,
    cell,
    find,
    handed_out,
    insert,
    right_but_first,
    solved,
)

BENIGN = Register("benign")
case = BENIGN.case


@case()
def as_asked():
    """All right."""
    return solved()


@case(scores={**UNEARNED, "why": 0.0})
def untouched():
    """The notebook as it was handed out."""
    return handed_out()


@case()
def byte_order_mark():
    """A byte-order mark before the JSON."""
    return b"\xef\xbb\xbf" + json.dumps(solved()).encode()


@case(status="flagged", says="not in UTF-8")
def latin_1():
    """Saved in Latin-1, with an umlaut in a comment."""
    book = solved(load="# für Größe\n" + RIGHT["load"])
    return json.dumps(book, ensure_ascii=False).encode("latin-1")


@case()
def utf_16():
    """Saved in UTF-16."""
    return json.dumps(solved()).encode("utf-16")


@case()
def format_3():
    """In nbformat 3, as old tools save it."""
    book = solved()
    for one in book["cells"]:
        if one["cell_type"] == "code":
            one |= {"input": one.pop("source"), "language": "python", "prompt_number": 1}
            one.pop("execution_count")
    return {
        f"{NAME}.ipynb": {
            "nbformat": 3,
            "nbformat_minor": 0,
            "metadata": {"name": ""},
            "worksheets": [{"cells": book["cells"]}],
        }
    }


@case()
def other_kernel_name():
    """A kernel of the student's own name."""
    book = solved()
    book["metadata"]["kernelspec"]["name"] = "conda-env-ml-py"
    return book


@case(status="flagged", says="metadata")
def metadata_stripped():
    """All of nbgrader's metadata are lost, as after Colab or VS Code."""
    book = solved()
    for one in book["cells"]:
        one["metadata"] = {}
    return book


@case(status="flagged", says="found under another name")
def renamed_file():
    """The file has another name."""
    return {f"{NAME} (1).ipynb": solved()}


@case(status="flagged", says="were moved")
def cells_reordered():
    """The answers stand below each other, then the tests."""
    book = solved()
    tests = [c for c in book["cells"] if c["metadata"].get("nbgrader", {}).get("locked")]
    book["cells"] = [c for c in book["cells"] if c not in tests[1:]] + tests[1:]
    return book


@case(status="flagged", says="more than once")
def answer_copied():
    """A cell was copied with its grade_id, and the copy is empty."""
    return insert(solved(), "test_clip", {**find(handed_out(), "clip"), "source": ""})


@case(status="flagged", says="type")
def answer_retyped():
    """An answer was turned into Markdown by one key."""
    book = solved()
    one = find(book, "anomaly")
    one["cell_type"] = "markdown"
    del one["outputs"], one["execution_count"]
    return book


@case()
def prints_on_stderr():
    """Warnings and text on stderr, which stock nbgrader takes all points for."""
    noise = "import sys, warnings\nprint('careful', file=sys.stderr)\nwarnings.warn('deprecated')"
    loud = RIGHT["anomaly"].replace("    return", "    print('x', file=sys.stderr)\n    return")
    return insert(solved(anomaly="import sys\n" + loud), "imports", cell(noise))


@case()
def scratch_cell_fails():
    """A cell of the student's own raises."""
    return insert(solved(), "test_load", cell("1 / 0"), cell("undefined_name"))


@case()
def magics():
    """Magics and a shell command of IPython."""
    return right_but_first("%matplotlib inline\n%load_ext autoreload\n%autoreload 2", "!ls", "%%time\n1 + 1")


@case()
def helper_module():
    """An answer imports a module that was handed in beside the notebook."""
    answer = "from my_helper import anomaly"
    helper = b"import numpy as np\n\ndef anomaly(x):\n    return (x - x.mean()) / x.std(ddof=1)\n"
    return {f"{NAME}.ipynb": solved(anomaly=answer), "my_helper.py": helper}


@case()
def writes_its_own_file():
    """An answer writes a file and reads it back."""
    extra = (
        "with open('mine.txt', 'w') as file:\n    file.write('2.5')\nassert open('mine.txt').read() == '2.5'"
    )
    return right_but_first(extra)


@case()
def subclasses_and_tricks():
    """Dataclass, generator and a lambda instead of a function: odd, and right."""
    station = """from dataclasses import dataclass, field
@dataclass
class Station:
    name: str
    values: list = field(default_factory=list)
    def add(self, value): self.values += [value]
    __len__ = lambda self: len(self.values)
    def mean(self):
        if not self: raise ValueError
        return float(np.mean(self.values))"""
    anomaly = "anomaly = lambda x: (x - x.mean()) / np.sqrt(x.var(ddof=1))"
    return solved(station=station, anomaly=anomaly)


@case()
def float32_and_views():
    """Returns a strided view of another array."""
    answer = "def anomaly(x):\n    wide = np.repeat((x - x.mean()) / x.std(ddof=1), 3)\n    return wide[::3]"
    return solved(anomaly=answer)


@case()
def imports_again():
    """Shadows a name of the tests in its own cells: np and math are numbers there."""
    answer = (
        "import math as m\nmath = 3\n\ndef find_root(f, low, high):\n"
        "    for _ in range(200):\n        middle = (low + high) / 2\n"
        "        if f(low) * f(middle) <= 0: high = middle\n        else: low = middle\n    return low"
    )
    return solved(root=answer)


@case(test_anomaly=0.0)
def one_syntax_error():
    """One answer does not compile: it costs its own test."""
    return solved(anomaly="def anomaly(x):\n    return (x - ")


@case(scores={**FULL, "why": 0.0})
def written_answer_left_out():
    """The written answer is as it was handed out: nothing to grade by hand."""
    return solved(why="YOUR ANSWER HERE")


@case(status="flagged", says="No cell for the answer 'why'")
def written_answer_deleted():
    """The cell of the written answer was deleted."""
    book = solved()
    book["cells"].remove(find(book, "why"))
    return book


@case(test_root=2.25)
def partial_credit():
    """A root finder that is right for three of the four functions."""
    weak = RIGHT["root"].replace("while high", "if low < -1000: return 0.0\n    while high")
    return solved(root=weak)


@case(scores={**UNEARNED, "test_load": 2.0})
def only_the_first():
    """Only the first task is done."""
    return blank(load=RIGHT["load"])
