"""What tests read from a page with a live control, and how they drag."""

from javascript import CONTROLS

from dlcourse.widgets.frame.wiring import SIZE

# the controls with steps to play: what they all share stands in the state as `step` and `lr`
STEPPED = [name for name, control in CONTROLS.items() if any(f.name == "step" for f in control.fields)]

TEXTS = """(part = document) => [...part.querySelectorAll(
    "[data-output], [data-marks] *, [data-ticks] text")].map((e) => [e.children.length ? "" : e.textContent,
        ...["d", "x", "y", "transform"].map((name) => e.getAttribute(name))].join("|"))"""
TEXTS_OF_EACH = (
    f"() => [...document.querySelectorAll('.dlcourse-control')].map((control) => ({TEXTS})(control))"
)
INPUTS = """() => [...document.querySelectorAll("[data-input]")].map((e) => String(e.type === "checkbox"
    ? e.checked : e.value))"""
SHADES = """() => [...document.querySelectorAll("image")].map((image) => image.getAttribute("href"))"""
STATE = f"() => [{TEXTS}, {SHADES}, {INPUTS}].flatMap((read) => read())"


def state(page):
    """All that a page shows: texts, marks, shades, and what its inputs hold."""
    return page.evaluate(STATE)


FIELD = {  # of controls without a learning rate
    "step-cost": "per_call",
    "step-size": "tolerance",
    "perceptron-stepper": "seed",
    "gate-composer": "preset",
    "activation-explorer": "mean",
    "graph-stepper": "a",
    "logit-slider": "z0",
    "order-of-visits": "share",
    "region-map": "seed",
    "shape-tracer": "m",
    "bump-builder": "K",
    "folding-paper": "a1",
    "puzzles": "at",
    "optimizer-race": "x",
    "depth-tower": "seed",
    "double-descent": "noise",
    "batch-slider": "beta",
    "mask-player": "seed",
    "penalty-sweep": "sigma",
}
VALUES = {  # what a test sets that field to
    "step-size": ("-3", "-5"),
    "perceptron-stepper": ("3", "5"),
    "gate-composer": ("XOR", "AND"),
    "activation-explorer": ("1", "2"),
    "logit-slider": ("1", "3"),
    "order-of-visits": ("3", "5"),
    "region-map": ("3", "5"),
    "shape-tracer": ("2", "4"),
    "bump-builder": ("20", "50"),
    "folding-paper": ("30", "60"),
    "depth-tower": ("3", "5"),
    "mask-player": ("3", "5"),
    "penalty-sweep": ("0.02", "0.04"),
}
HANDLES = {"step-size": 3, "activation-explorer": 3, "logit-slider": 4}  # at least
HANDLES |= {"bowl-racer": 3, "step-on-a-curve": 2}
HANDLES |= {"graph-stepper": 3, "shape-tracer": 4, "folding-paper": 4, "puzzles": 1, "surface-explorer": 1}
HANDLES |= {"optimizer-race": 1, "cliff-map": 2, "depth-tower": 2, "penalty-sweep": 3}
HANDLES |= {"double-descent": 2}
STEPS = {"perceptron-stepper": 23, "graph-stepper": 7, "order-of-visits": 4}  # a run has more
STEPS |= {"shape-tracer": 8, "surface-explorer": 50, "bowl-racer": 50, "optimizer-race": 40}
STEPS |= {"step-on-a-curve": 29, "cliff-map": 499, "depth-tower": 49, "batch-slider": 39}
STEPS |= {"mask-player": 15, "penalty-sweep": 36, "double-descent": 51}
NETS = ("ReLU", 2), ("tanh", 3), ("sigmoid", 2)
STILL = {  # states whose still picture is compared with the live one
    "xor-playground": [
        {"start": start, "unit": unit, "width": width} for start in ("hand", "run 2") for unit, width in NETS
    ],
    "neuron-calculator": [{}, {"w1": -2.0, "x2": 0.1}],
    "step-cost": [{}, {"m": 4, "n": 8, "depth": 2, "hide": True}, {"m": 256, "n": 1024}],
    "step-size": [{}, {"scheme": "forward", "dtype": "float32", "seen": -44}, {"k": -40}],
    "perceptron-stepper": [{}, {"data": "XOR", "step": 12}, {"data": "cloud", "guess": 9}],
    "gate-composer": [{"preset": "nands", "row": 1, "seen": 15}],
    "activation-explorer": [{"unit": "ELU", "seen": 500, "guess": 9}],
    "logit-slider": [{"z0": -6, "shown": True, "guess": 9}],
    "graph-stepper": [{"graph": "decay", "step": 9, "pick": 1}],
    "order-of-visits": [{"order": "breadth", "step": 5, "guess": "low"}],
    "bump-builder": [{}, {"kind": "knots", "seen": 5, "guess": 3}, {"target": "jumps", "K": 50}],
    "region-map": [{"net": "4-4", "start": "folds", "counted": 200, "guess": 9}],
    "shape-tracer": [{"step": 5, "about": 6, "left": "G", "right": "W2", "rows": "m"}],
    "folding-paper": [{"folded": 1, "guess": 4, "a1": 20, "d1": 0.3}, {"folds": 0}],
    "surface-explorer": [{}, {"surface": "hill", "step": 9, "about": "3"}, {"step": 60, "guess": "1"}],
    "step-on-a-curve": [{}, {"curve": "two", "w": 2.3, "step": 9}, {"lr": 3, "step": 30, "guess": "out"}],
    "bowl-racer": [{}, {"step": 60, "guess": "1", "curves": True}, {"tuned": "both", "step": 20}],
    "optimizer-race": [{}, {"surface": "cliff", "rates": "own", "own": [9] * 8, "step": 50, "guess": "3"}],
    "cliff-map": [{}, {"b": -2.75, "near": True, "step": 1, "aim_w": 5.3, "aim_b": -2.6}, {"step": 500}],
    "batch-slider": [{}, {"size": "64", "step": 40, "guess": 1}, {"size": "2", "mode": "test", "step": 9}],
    "mask-player": [{}, {"net": "both", "mask": 77, "step": 9, "guess": 0.7}, {"net": "ten", "step": 1024}],
    "penalty-sweep": [{}, {"kind": "L1", "step": 30, "look": 20}, {"sigma": 0.02, "step": 37, "guess": 3}],
    "double-descent": [{}, {"n": "10", "step": 52, "guess": 20, "penalty": 9}, {"step": 29}],
    "depth-tower": [{}, {"width": "50", "quantity": "weight", "step": 20, "guess": 3, "layer": 40}],
    "puzzles": [{}, {"puzzle": "shared", "shared": "h.T @ G", "at": 0.5}],
}
CHOICES = {  # what to press in a control without steps: each changes what it shows
    "step-cost": ["[data-input=hide]", "button[data-set]"],
    "step-size": [".dlc-tasks li:nth-child(1) a", ".dlc-tasks li:nth-child(2) a"],
    "activation-explorer": [".dlc-tasks li:nth-child(1) a", ".dlc-tasks li:nth-child(2) a"],
    "logit-slider": [".dlc-tasks li:nth-child(1) a", ".dlc-tasks li:nth-child(2) a"],
    "bump-builder": [".dlc-tasks li:nth-child(1) a", ".dlc-tasks li:nth-child(2) a"],
    "folding-paper": [".dlc-tasks li:nth-child(3) a", "[data-action=undo]"],
    "puzzles": [".dlc-tasks li:nth-child(1) a", ".dlc-tasks li:nth-child(2) a"],
    "region-map": [".dlc-tasks li:nth-child(1) a", ".dlc-tasks li:nth-child(2) a"],
    "gate-composer": ["tr:last-child [data-set]", ".dlc-tasks li:nth-child(2) a"],
}


def rate_of(name):
    """The field of that control that a test may set to `values_of(name)`: its rate, price or choice."""
    return FIELD.get(name, "lr")


def values_of(name):
    """Two values of the field that `rate_of` names, as texts."""
    return VALUES.get(name, ("0.25", "0.5"))


def saved(page):
    """The fragment of the address, once it has been written."""
    page.wait_for_timeout(400)
    return page.evaluate("location.hash")


def centre(page, name):
    """The place of a handle on the screen."""
    box = page.locator(f"[data-handle='{name}'] circle").last.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def on_screen(page, x, y, picture="graph", size=SIZE):
    """Where a point of a picture without margins lies on the screen."""
    box, (width, height) = page.locator(f"[data-picture={picture}]").bounding_box(), size
    unit = box["width"] / (width + 4)
    return box["x"] + (x + 2) * unit, box["y"] + (height + 2 - y) * unit


def drag(page, name, right, up):
    """Drags the handle of that name by so many pixels, with the mouse."""
    page.locator(f"[data-handle='{name}']").scroll_into_view_if_needed()
    x, y = centre(page, name)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y - up / 2)
    page.mouse.move(x + right, y - up)
    page.mouse.up()


def swipe(page, name, right, up):
    """Drags the handle of that name by so many pixels, with a finger."""
    x, y = centre(page, name)
    client = page.context.new_cdp_session(page)
    for part in (0, 0.5, 1):
        points = [{"x": x + part * right, "y": y - part * up}]
        kind = "touchMove" if part else "touchStart"
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
