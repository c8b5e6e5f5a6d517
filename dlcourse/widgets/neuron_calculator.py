"""Chapter 5: backpropagation. The neuron calculator: forward, backward and update of one sigmoid neuron.

Python fills in the initial numbers; `neuron_calculator.js` has the same formulas for every change.
tests/widgets/test_neuron_calculator.py checks that both agree, and with the library's gradient.
"""

import math

from dlcourse.widgets import control
from dlcourse.widgets.control import Control, button, number_text, output, slider

START = {"x1": 0.5, "x2": 0.51, "w1": 0.35, "w2": 0.4, "y": 0.1, "eta": 1.0}  # Mirabello, practical example
SLIDERS = {  # label, spoken label, lowest and highest value
    "x1": ("x₁", "input x1", -2, 2),
    "x2": ("x₂", "input x2", -2, 2),
    "w1": ("w₁", "weight w1", -3, 3),
    "w2": ("w₂", "weight w2", -3, 3),
    "y": ("y", "target y", 0, 1),
    "eta": ("η", "step size eta", 0, 10),
}
FACTORS = ("x₁", "x₂ in place of x₁: the slip")
SLIP_NOTES = (
    "What the slip changes, marked from the first digit that differs",
    "With these digits the slip does not show",
)
STAGES = {  # the heading of each stage, then its rows: name, quantity, rule, rule with numbers
    "Forward": [
        ("Sigma", "Σ", "x₁w₁ + x₂w₂", "{x1} · {w1} + {x2} · {w2}"),
        ("y_hat", "ŷ", "σ(Σ)", "σ({Sigma})"),
    ],
    "Loss": [("J", "J", "½ (y − ŷ)²", "½ ({y} − {y_hat})²")],
    "Backward": [
        ("dJ_dy_hat", "∂J/∂ŷ", "ŷ − y", "{y_hat} − {y}"),
        ("dy_hat_dSigma", "∂ŷ/∂Σ", "ŷ (1 − ŷ)", "{y_hat} (1 − {y_hat})"),
        ("dSigma_dw1", "∂Σ/∂w₁", "x₁", "{dSigma_dw1}"),
        ("dSigma_dw2", "∂Σ/∂w₂", "x₂", "{dSigma_dw2}"),
        ("dJ_dw1", "∂J/∂w₁", "the product", "{dJ_dy_hat} · {dy_hat_dSigma} · {dSigma_dw1}"),
        ("dJ_dw2", "∂J/∂w₂", "the product", "{dJ_dy_hat} · {dy_hat_dSigma} · {dSigma_dw2}"),
    ],
    "Update": [
        ("new_w1", "w₁ new", "w₁ − η ∂J/∂w₁", "{w1} − {eta} · {dJ_dw1}"),
        ("new_w2", "w₂ new", "w₂ − η ∂J/∂w₂", "{w2} − {eta} · {dJ_dw2}"),
        ("new_Sigma", "Σ new", "x₁w₁ + x₂w₂", "{x1} · {new_w1} + {x2} · {new_w2}"),
        ("new_y_hat", "ŷ new", "σ(Σ)", "σ({new_Sigma})"),
        ("new_J", "J new", "½ (y − ŷ)²", "½ ({y} − {new_y_hat})²"),
    ],
}
# the drawing of the neuron, in units of its viewBox: x, y and text of each node
NODES = [(30, 45, "x₁"), (30, 200, "x₂"), (130, 122, "Σ"), (218, 122, "ŷ"), (306, 122, "J"), (306, 204, "y")]
ARROWS = [  # x and y of both ends, kind, and the stage from which on it is shown
    (45, 57, 113, 107, "forward", 1),
    (45, 187, 113, 137, "forward", 1),
    (149, 122, 199, 122, "forward", 1),
    (237, 122, 287, 122, "forward", 2),
    (306, 185, 306, 141, "forward", 2),
    (287, 133, 237, 133, "backward", 3),
    (199, 133, 149, 133, "backward", 3),
    (111, 118, 60, 81, "backward", 3),
    (111, 126, 60, 163, "backward", 3),
]
LABELS = [  # x, y, template, stage
    (98, 66, "w₁ {w1}", 1),
    (98, 190, "w₂ {w2}", 1),
    (30, 18, "{x1}", 1),
    (30, 239, "{x2}", 1),
    (130, 95, "{Sigma}", 1),
    (218, 95, "{y_hat}", 1),
    (306, 95, "{J}", 2),
    (306, 239, "{y}", 2),
    (262, 154, "∂J/∂ŷ", 3),
    (262, 170, "{dJ_dy_hat}", 3),
    (174, 154, "∂ŷ/∂Σ", 3),
    (174, 170, "{dy_hat_dSigma}", 3),
    (36, 112, "∂J/∂w₁ {dJ_dw1}", 3),
    (36, 140, "∂J/∂w₂ {dJ_dw2}", 3),
]


def sigmoid(z):
    """1 / (1 + exp(-z)), for z of any size."""
    # exp of a negative number only, as in the script: math.exp(710) raises OverflowError
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def calculate(x1, x2, w1, w2, y, eta, rounded=False, slip=False):
    """name -> number, for every number of one pass and one update.

    rounded: round each number to two decimals before its next use, as on the slides. slip: x2 where the
    gradient of w1 needs x1.
    """

    def r(value):
        return control.rounded(value, 2) if rounded else value

    def forward(w1, w2):
        Sigma = r(x1 * w1 + x2 * w2)
        y_hat = r(sigmoid(Sigma))
        return Sigma, y_hat, r((y - y_hat) ** 2 / 2)

    x1, x2, w1, w2, y, eta = (r(value) for value in (x1, x2, w1, w2, y, eta))
    n = {"x1": x1, "x2": x2, "w1": w1, "w2": w2, "y": y, "eta": eta}
    n["Sigma"], n["y_hat"], n["J"] = forward(w1, w2)
    n["dJ_dy_hat"], n["dy_hat_dSigma"] = r(n["y_hat"] - y), r(n["y_hat"] * (1 - n["y_hat"]))
    n["dSigma_dw1"], n["dSigma_dw2"] = x2 if slip else x1, x2
    for name, w in (("w1", w1), ("w2", w2)):
        # one product of three factors, rounded once, as the slide multiplies
        n[f"dJ_d{name}"] = r(n["dJ_dy_hat"] * n["dy_hat_dSigma"] * n[f"dSigma_d{name}"])
        n[f"new_{name}"] = r(w - eta * n[f"dJ_d{name}"])
    n["new_Sigma"], n["new_y_hat"], n["new_J"] = forward(n["new_w1"], n["new_w2"])
    return n


def verdict(n, rounded):
    """A sentence that says what the update does to the error."""
    before, after = (number_text(n[name], 2 if rounded else 6) for name in ("J", "new_J"))
    if n["new_J"] == n["J"]:
        return f"The error stays {before}" + (": with two digits the step does not show." if rounded else ".")
    # in percent of the error before; an error of 0 has none
    part = f" (by {number_text(100 * abs(n['new_J'] - n['J']) / n['J'], 1)} %)" if n["J"] > 0 else ""
    return f"The error {'falls' if n['new_J'] < n['J'] else 'rises'} from {before} to {after}{part}."


def arrow(x1, y1, x2, y2, kind, stage):
    """An arrow from (x1, y1) to (x2, y2)."""
    # the head is two strokes: an SVG marker would need an id, and two controls on a page the same one
    long = math.hypot(x2 - x1, y2 - y1)
    ux, uy = (x2 - x1) / long * 7, (y2 - y1) / long * 7
    head = "".join(f"M{x2} {y2}l{-ux + s * uy * 0.6:.1f} {-uy - s * ux * 0.6:.1f}" for s in (1, -1))
    return (
        f'<g class="dlc-{kind}" data-stage="{stage}"><path d="M{x1} {y1}L{x2} {y2}"/>'
        f'<path class="dlc-tip" d="{head}"/></g>'
    )


def graph(n, digits):
    """The neuron as a graph, with the values of the forward pass above and the backward factors below."""

    def text(x, y, template, stage, k):
        place = f'x="{x}" y="{y}" text-anchor="middle" data-stage="{stage}"'
        return output(f"graph-{k}", template, n, tag="text", digits=digits, attributes=place)

    def node(x, y, name):
        return (
            f'<circle cx="{x}" cy="{y}" r="19"/><text x="{x}" y="{y + 5}" text-anchor="middle">{name}</text>'
        )

    spoken = (
        "Graph of the neuron: x1 and x2, weighted, to the sum, to the prediction, to the loss with the target"
    )
    return (
        f'<svg class="dlc-graph" viewBox="-14 0 348 246" role="img" aria-label="{spoken}">'
        + "".join(arrow(*ends) for ends in ARROWS)
        + "".join(node(*place) for place in NODES)
        + "".join(text(*label, k) for k, label in enumerate(LABELS))
        + "</svg>"
    )


def steps_table(n, digits, slip):
    """A table of the stages, with a row per number: its rule, the rule with numbers, the value."""
    body = ""
    for k, (stage, rows) in enumerate(STAGES.items(), 1):
        body += f'<tbody data-stage="{k}"><tr><th colspan="3" scope="rowgroup">{k} {stage}</th></tr>'
        for name, quantity, rule, template in rows:
            inserted = output(f"{name}-rule", template, n, digits=digits, attributes='class="dlc-numbers"')
            value = output(name, f"{{{name}:6}}", n, tag="td", digits=digits)  # six decimals unless rounded
            if name == "dSigma_dw1":  # the one rule that the slip changes
                rule = f'<span data-output="factor">{FACTORS[slip]}</span>'
            body += f'<tr><th scope="row">{quantity}</th><td>{rule}{inserted}</td>{value}</tr>'
        body += "</tbody>"
    return f'<table class="dlc-steps"><caption>Every number of the pass</caption>{body}</table>'


def slip_table(n, rounded, slip):
    """A table of the numbers that the slip changes, right and wrong."""
    names = {name: quantity for rows in STAGES.values() for name, quantity, *_ in rows}
    inputs, digits = {name: n[name] for name in START}, 2 if rounded else 6
    # computed with and without the slip, whatever is shown: the table is there, hidden, from the start
    right, wrong = (calculate(**inputs, rounded=rounded, slip=kind) for kind in (False, True))
    note = SLIP_NOTES[right["dJ_dw1"] == wrong["dJ_dw1"]]
    rows = "".join(
        f'<tr><th scope="row">{names[name]}</th>'
        f'<td data-output="right-{name}">{number_text(right[name], digits)}</td>'
        f'<td data-output="slip-{name}">{number_text(wrong[name], digits)}</td></tr>'
        for name in ("dJ_dw1", "new_w1", "new_Sigma", "new_y_hat", "new_J")
    )
    return (
        f'<table class="dlc-slip" data-output="slip-table"{"" if slip else " hidden"}>'
        f'<caption data-output="slip-note">{note}</caption>'
        '<thead><tr><td></td><th scope="col">with x₁</th><th scope="col">with x₂ (slip)</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def inputs(values, rounded, slip):
    """The sliders and the two checkboxes."""
    rows = "".join(
        slider(name, *SLIDERS[name][:2], values[name], *SLIDERS[name][2:], 0.01) for name in SLIDERS
    )
    switches = (
        ("rounded", rounded, "Round every number to two digits, as on the slides"),
        ("slip", slip, "Make the slide’s slip: x₂ in place of x₁ in the gradient of w₁"),
    )
    boxes = "".join(
        f'<label class="dlc-switch"><input type="checkbox" data-input="{name}"{" checked" if on else ""} '
        f'autocomplete="off"> {text}</label>'
        for name, on, text in switches
    )
    return f'<div class="dlc-live">{rows}{boxes}</div>'


def neuron_calculator(rounded: bool = False, slip: bool = False) -> Control:
    """The neuron calculator for the worked example: x = (0.50, 0.51), w = (0.35, 0.40), y = 0.10.

    rounded: start with every number rounded to two decimals. slip: start with the slide's slip.
    """
    n, digits = calculate(**START, rounded=rounded, slip=slip), 2 if rounded else None
    stages = "".join(
        button("stage", f"{k} {stage}", str(k), pressed=k == len(STAGES)) for k, stage in enumerate(STAGES, 1)
    )
    body = f"""<div class="dlc-bar dlc-live" role="group" aria-label="Show up to this stage">{stages}</div>
<div class="dlc-pair"><div><figure>{graph(n, digits)}
<figcaption>Solid: forward, with the values. Dashed: backward, with the factors.</figcaption></figure>
<p class="dlc-result" data-stage="4"><b data-output="verdict">{verdict(n, rounded)}</b></p>
<div class="dlc-bar dlc-live" role="group" aria-label="Update the weights">{button("update", "Update", "1")}
{button("update", "× 10", "10")}{button("update", "× 100", "100")}
<span>updates so far: <span data-output="updates">0</span></span></div>
{inputs(START, rounded, slip)}{slip_table(n, rounded, slip)}</div>
{steps_table(n, digits, slip)}</div>"""
    state = {**START, "rounded": rounded, "slip": slip, "stage": len(STAGES), "updates": 0}
    return Control("neuron-calculator", "Neuron calculator", state, body)
