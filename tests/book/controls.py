"""Moves every input of every live control on a page, as a reader would, and sees whether anything changes.

The contract is in dlcourse/widgets/frame/markup.py: inputs carry `data-input`, buttons `data-action`,
places whose content changes `data-output`; the action `reset` brings back the start, and the address keeps
the state.
"""

import time

CONTROLS = ".dlcourse-control"
RESET = '[data-action="reset"]'
SHOWN = """(control) => {
    const how = { visibilityProperty: true, opacityProperty: true };
    let hash = 7;
    for (const e of control.querySelectorAll("[data-output], svg, canvas")) {
        const text = e.checkVisibility(how) + (e.tagName === "CANVAS" ? e.toDataURL() : e.outerHTML);
        for (let k = 0; k < text.length; k++) hash = (Math.imul(hash, 31) + text.charCodeAt(k)) | 0;
    }
    return hash;
}"""
STATE = "(e) => e.matches('button') ? null : e.type === 'checkbox' ? String(e.checked) : e.value"
# All at once, as each question takes as long as an answer: can a reader use the part, what is it, and so on.
LOOK = f"""(control, part) => [
    part.checkVisibility({{ visibilityProperty: true }}) && part.getClientRects().length > 0
        && !part.matches(":disabled"),
    part.tagName === "INPUT" ? part.type : part.tagName.toLowerCase(), (part.options || []).length,
    ({STATE})(part), ({SHOWN})(control)]"""


def control_problems(visit):
    """Dead inputs and buttons, a reset that does not restore, a state that the address does not keep."""
    problems = []
    for control in visit.page.query_selector_all(CONTROLS):
        start, name = shown(control), control.get_attribute("data-control")
        dead = [part.evaluate("e => e.outerHTML")[:160] for part in dead_parts(control)]
        found = [f"this changes nothing: {part}" for part in dead] + reset_problems(control, start)
        problems += [f"control {name}: {problem}" for problem in found]
    for n in range(len(visit.page.query_selector_all(CONTROLS))):
        problems += address_problems(visit, n)
    return problems


def dead_parts(control):
    """The inputs that change nothing. A button may rest in the first state: all get a second chance, and one
    with each choice of a list, as some are there with that choice alone."""
    control.evaluate("control => control.querySelectorAll('details').forEach((part) => { part.open = true })")
    parts = control.query_selector_all(f"[data-input], [data-action]:not({RESET})")
    idle = [part for part in parts if not changes(control, part)]
    idle = [part for part in idle if not changes(control, part)]
    lists = control.query_selector_all("select") if idle else []
    for choose in (move for one in lists for move in moves(one, *look(control, one)[1:3])):
        if not idle:
            break
        choose()
        idle = [part for part in idle if not changes(control, part)]
    return idle


def reset_problems(control, start):
    button = control.query_selector(RESET)
    if not button:
        return ["it has no reset button"]
    button.press("Enter")
    return [] if wait(lambda: shown(control) == start) else ["reset does not bring back the start"]


def address_problems(visit, n):
    """Whether the n-th control's first input still holds what it was set to when the page is loaded again."""

    def control():
        return visit.page.query_selector_all(CONTROLS)[n]

    def first_input():
        return control().query_selector("[data-input]")

    visit.page.goto(visit.page.url.partition("#")[0])
    visit.page.reload()  # to go to the same address, less its fragment, does not load anything
    name, part = control().get_attribute("data-control"), first_input()
    if not part or not any(moved(part, move) for move in moves(part, *look(control(), part)[1:3])):
        return [f"control {name}: it has no input that moves"]
    value = state(part)
    wait(lambda: visit.page.evaluate("location.hash"), 1)
    visit.page.reload()
    return [] if state(first_input()) == value else [f"control {name}: the address does not keep its state"]


def changes(control, part):
    """Whether one of the moves that part allows changes what the control shows."""
    usable, kind, n_options, value, before = look(control, part)
    for move in moves(part, kind, n_options) if usable else []:
        move()
        *_, now, after = look(control, part)
        if value is None or now != value:  # an input must hold another value, a button need not
            if after != before or wait(lambda before=before: shown(control) != before, 0.3):
                if value is None:
                    settle(control, part)
                return True
        value, before = now, after
    return False


def look(control, part):
    """Whether a reader can use part, what it is, its number of options, its value; what the control shows."""
    return control.evaluate(LOOK, part)


def moves(part, kind, n_options):
    """What a reader can do with part, from the keyboard: functions of no argument."""
    if kind == "select":
        return [lambda n=n: part.select_option(index=n) for n in range(n_options)]
    if kind == "number":
        return [lambda key=key: part.press(key) for key in ("ArrowUp", "ArrowDown")] + [
            lambda: part.fill(str(float(part.input_value() or 0) + 1))
        ]
    if kind == "text":
        return [lambda: part.fill(part.input_value() + "1")]
    keys = {"range": ("ArrowRight", "ArrowLeft", "End", "Home"), "checkbox": (" ",), "radio": (" ",)}
    return [lambda key=key: part.press(key) for key in keys.get(kind, ("Enter",))]


def moved(part, move):
    """Makes the move; an input must then hold another value, a button need not."""
    before = state(part)
    move()
    return before is None or state(part) != before


def state(part):
    """The value of an input, None for a button."""
    return part.evaluate(STATE)


def settle(control, part):
    """Waits until the animation of a button ends; one that goes on is stopped with the same button."""

    def still():
        before = shown(control)
        time.sleep(0.1)
        return shown(control) == before

    if not wait(still, 5):
        part.press("Enter")
        wait(still)


def shown(control):
    """All that a control shows, as one number."""
    return control.evaluate(SHOWN)


def wait(condition, seconds=2):
    """Whether the condition comes true in that time; it is asked less and less often: that costs, too."""
    end, pause = time.monotonic() + seconds, 0.03
    while not condition():
        left = end - time.monotonic()
        if left < 0:
            return False
        time.sleep(min(pause, left + 0.001))
        pause *= 2
    return True
