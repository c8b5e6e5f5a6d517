"""Chapter 1: the perceptron, sample by sample: what its pictures and its table show, for both languages.

Names after "@" are those of the values in `perceptron_stepper.py`.
"""

from dlcourse.widgets.ch01_perceptron.runs import HIGH, LOW, MOST, SAMPLES
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.state import number

SIZES = [(-s, s) for s in (2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500)]  # ends of the axes of the weights
WITHIN = {"within": [LOW, HIGH]}
PLANE = [
    {"line": ["@u.0", "@u.1", "@ub"], "kind": "zero-line", "along": 0.25, "name": "before", "if": "@moved"}
    | WITHIN,
    {"line": ["@w.0", "@w.1", "@b"], "kind": "half", "along": 0.7, "name": "1"} | WITHIN,
    {"path": ["@next", "@flag"], "kind": "zero-line"},
    {"text": "next", "at": "@flag_text"},
    {"dot": "@at", "r": 11, "kind": "outline"},
    {"dot": "@at", "r": 15, "kind": "outline", "if": "@wrong_one"},
    {"points": "@points", "targets": "@classes", "names": "@names"},
]
WEIGHTS = [
    {"cross": [0, 0], "kind": "thin"},
    {"arrow": [[0, 0], "@u"], "kind": "zero-line", "if": "@moved"},
    {"arrow": [[0, 0], "@w"], "kind": "half"},
    {"arrow": ["@u", "@w"], "kind": "added", "if": "@moved"},
]
COUNT = [
    {"course": "@counted", "top": MOST + 1},
    {"path": [[1, "@said"], [MOST + 1, "@said"]], "kind": "guess"},
    {"path": [[MOST + 1, "@said"], [MOST + 1, "@found"]], "kind": "gap"},
]
COUNTED = (0, 1, 10, 100)  # ticks of updates and of presentations


def ticks(last: str) -> tuple:
    """Ticks of an axis on which n lies at n + 1, for 0 has no place on a logarithmic one."""
    return (*((n + 1, str(n)) for n in COUNTED), (MOST + 1, last))


PICTURES = (  # name, what is spoken of it, axes, marks, size
    (
        "x",
        "The samples, the line before and after the last one, and an arrow to the side of answer 1",
        Axis(LOW, HIGH, "x₁, drag the samples"),
        Axis(LOW, HIGH, "x₂"),
        PLANE,
        {},
    ),
    (
        "w",
        "The weights as an arrow, before and after, and what the last sample has added to them",
        Axis(*SIZES[0], "w₁, the weights", holds="largest", fits=SIZES),
        Axis(*SIZES[0], "w₂", holds="largest", fits=SIZES),
        WEIGHTS,
        {},
    ),
    (
        "count",
        "The number of updates against the samples shown, and your guess",
        Axis(1, MOST + 1, "samples shown", True, ticks(str(MOST))),
        Axis(1, MOST + 1, "updates", True, ticks("never")),
        COUNT,
        {"size": (330, 120)},
    ),
)
LEGEND = markup.legend(
    markup.point_sign("zero", "class 0"),
    markup.point_sign("one", "class 1"),
    markup.line_sign("half", "now: the line, its side of answer 1, and w"),
    markup.line_sign("zero-line", "before"),
    markup.line_sign("added", "what the sample adds to w"),
)


def samples_table(n: dict, sentences: dict) -> str:
    """A row for each sample: its numbers as inputs, its answer, and a button that shows it next."""
    rows = ""
    for j in range(SAMPLES):
        there, k = j < n["m"], j + 1
        x = n["points"][j] if there else [0.0, 0.0]
        cells = "".join(
            f"<td>{markup.number_input(number(f'x{i}.{j}', 0, LOW, HIGH, spoken=label, step=0.05), v)}</td>"
            for i, v in enumerate(x, 1)
            for label in [f"coordinate {i} of sample {k}"]
        )
        on = " checked" if there and n["classes"][j] else ""
        cells += f'<td><label class="dlc-switch"><input type="checkbox" data-input="y.{j}"{on} aria-label='
        cells += f'"sample {k} is of class 1" autocomplete="off"></label></td>'
        answer = n["answers"][j] if there else n["answers"][0]
        key = "wrong" if answer["mistake"] else "right"
        cells += markup.said(f"answer.{j}", sentences[key], answer, tag="td")
        pick = markup.button("pick", "next", str(j), spoken=f"next: sample {k}")
        name = f'<span data-output="name.{j}">{n["names"][j] if there else ""}</span>'
        rows += f'<tr data-part-of="{j}"{"" if there else " hidden"}><th scope="row">{name}</th>{cells}'
        rows += f"<td>{pick}</td></tr>"
    head = "".join(
        f'<th scope="col">{text}</th>' for text in ("sample", "x₁", "x₂", "class 1", "z → answer", "show")
    )
    table = f'<table class="dlc-rows"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="dlc-scroll dlc-live">{table}</div>'
