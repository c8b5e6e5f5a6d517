"""Chapter 6: a graph of symbols, printed as a JavaScript function: a line per node, arrays flat.

A line is a loop over the entries of the result, whose length is known when it is printed. Equal lines are
printed once. Which ops can be printed, and how, stands in `javascript_rules.py`.
"""

import numpy as np

from dlcourse.graphs import Symbol
from dlcourse.graphs.structure import variables_among
from dlcourse.widgets.frame.javascript_rules import LOWERED, is_literal, number, printed


class Printer:
    """The lines printed so far, and what each variable is called in them: a name, or a literal.

    A literal is also the call of an array whose entries are all that number.
    """

    def __init__(self, inputs):
        self.lines, self.known = [], {}
        self.called = {x: x.name for x in inputs}

    def call(self, x) -> str:
        """What an input of an op is called: a variable, an array or a number."""
        if isinstance(x, Symbol) and x.value is None:
            if x not in self.called:
                self.called[x] = self.lowered(x) if type(x.op) in LOWERED else printed(self, x)
            return self.called[x]
        value = np.asarray(x.value if isinstance(x, Symbol) else x, float)
        if value.size and (value == value.flat[0]).all():
            return number(value.flat[0])
        return self.line(f"[{', '.join(map(number, value.ravel()))}]")

    def array(self, x) -> str:
        """As `call`, but an array of equal numbers is written out."""
        text, shape = self.call(x), np.shape(x)
        return self.line(f"Array({np.prod(shape)}).fill({text})") if shape and is_literal(text) else text

    def lowered(self, V) -> str:
        simpler = LOWERED[type(V.op)](V.op, *V.inputs)
        for x in unprinted(simpler, self.called):
            self.call(x)
        return self.call(simpler)

    def line(self, value: str, loop: str = "") -> str:
        """The name of a new constant of this value, which `loop` then fills; {t} stands for it in there."""
        if (value, loop) not in self.known:
            name = self.known[value, loop] = f"t{len(self.known) + 1}"
            self.lines.append(f"const {name} = {value};{loop and ' ' + loop.replace('{t}', name)}")
        return self.known[value, loop]


def function_text(inputs, outputs: dict) -> str:
    """The JavaScript function of the inputs that returns an object of the outputs.

    Raises TypeError for an op without a rule.
    """
    printer = Printer(inputs)
    for V in outputs.values():
        for x in unprinted(V, printer.called):  # inputs first, so that no call within goes deep
            printer.call(x)
    results = {name: printer.array(V) for name, V in outputs.items()}
    body = "".join(f"  {line}\n" for line in printer.lines)
    returned = ", ".join(name if name == text else f"{name}: {text}" for name, text in results.items())
    return f"function ({', '.join(x.name for x in inputs)}) {{\n{body}  return {{ {returned} }};\n}}"


def unprinted(V, called) -> list:
    """The variables, inputs first, from which V is computed and that have no name yet."""
    found, stack = {}, [V]
    while stack:
        x = stack.pop()
        if x not in found and x not in called and x.value is None:
            found[x] = True
            stack += variables_among(x.inputs)
    return sorted(found, key=lambda x: x.serial)
