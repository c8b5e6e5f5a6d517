"""Chapter 6: plain Python functions, printed as JavaScript: what a control computes is written once.

Printed are functions of numbers, texts, lists and dicts: assignments, conditions, loops, comprehensions,
inner functions, builtins (CALLS), methods (METHODS), `math`. What they name is printed with them: other
functions, constants, the result of a cached function without arguments. A kernel is called with its inputs in
their order. Lists are joined as [*a, *b]; `|` joins dicts, and an index that is no literal is not negative.
"""

import ast
import inspect
import json
import textwrap

from dlcourse.widgets.frame.script_expressions import BINARY, LISTS, Expressions, names_in


class Script:
    """The functions that are asked for, with what they need, in a scope of their own.

    known: function -> how the page calls it already.
    """

    def __init__(self, known):
        self.known, self.lines, self.values = known, [], {}
        self.printed = set()

    def returning(self, *functions) -> str:
        """An expression: the object of these functions, by name."""
        names = ", ".join(f"{f.__name__}: {self.call(f.__name__, f)}" for f in functions)
        return (
            f"(function () {{\nconst {{ py }} = dlcourse;\n{''.join(self.lines)}return {{ {names} }};\n}})()"
        )

    def call(self, name: str, value) -> str:
        """What a global value is called in the script; it is printed when it is called first."""
        if inspect.isfunction(value) and value in self.known:
            return self.known[value]
        if self.values.setdefault(name, value) is not value:
            raise TypeError(f"Script: expected one value named {name}, got two; rename one of them")
        if name not in self.printed:
            self.printed.add(name)
            text = Printer(self, value).text if inspect.isfunction(value) else self.literal(value)
            self.lines.append(f"const {name} = {text};\n")
        return name

    def literal(self, value) -> str:
        """A constant; functions may be entries of a dict."""
        if inspect.isfunction(value):
            return self.call(value.__name__, value)
        if hasattr(value, "tolist"):
            value = value.tolist()
        if isinstance(value, dict):
            return "{" + ", ".join(f"{json.dumps(str(k))}: {self.literal(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list | tuple | range):
            return f"[{', '.join(map(self.literal, value))}]"
        if isinstance(value, float) and value.is_integer():
            return f"{value:.0f}"
        return json.dumps(value, ensure_ascii=False)


class Printer(Expressions):
    """One function as JavaScript, in `text`; each method prints what its name says."""

    def __init__(self, script: Script, function):
        self.script, self.scopes = script, []
        self.globals = function.__globals__
        self.text = self.function(ast.parse(textwrap.dedent(inspect.getsource(function))).body[0])

    def function(self, node) -> str:
        given = node.args
        plain = [arg.arg for arg in given.args]
        defaults = [None] * (len(plain) - len(given.defaults)) + given.defaults
        names = [n if d is None else f"{n} = {self(d)}" for n, d in zip(plain, defaults, strict=True)]
        names += [f"...{given.vararg.arg}"] if given.vararg else []
        bound = {*plain, *([given.vararg.arg] if given.vararg else [])}
        if isinstance(node, ast.Lambda):
            return self.arrow(bound, ", ".join(names), node.body)
        own = {name for name in stored(node.body) if name not in bound}
        self.scopes.append(bound | own | inner(node.body))
        head = f"let {', '.join(sorted(own))};\n" if own else ""
        text = f"function ({', '.join(names)}) {{\n{head}{self.block(node.body)}}}"
        self.scopes.pop()
        return text

    def arrow(self, bound, names: str, body) -> str:
        self.scopes.append(set(bound))
        text = f"({names}) => ({self(body)})"
        self.scopes.pop()
        return text

    def block(self, body) -> str:
        return "".join(map(self, body))

    def FunctionDef(self, node):
        return f"const {node.name} = {self.function(node)};\n"

    def Lambda(self, node):
        return self.function(node)

    def Return(self, node):
        return f"return {self(node.value) if node.value else 'null'};\n"

    def Expr(self, node):
        return "" if isinstance(node.value, ast.Constant) else f"{self(node.value)};\n"

    def Assign(self, node):
        return "".join(f"{self(target)} = " for target in node.targets) + f"{self(node.value)};\n"

    def AugAssign(self, node):
        if isinstance(node.op, ast.BitOr):
            return f"Object.assign({self(node.target)}, {self(node.value)});\n"
        if isinstance(node.value, LISTS):
            raise self.refused(node)
        return f"{self(node.target)} {BINARY[type(node.op)]}= {self(node.value)};\n"

    def If(self, node):
        other = f"else {{\n{self.block(node.orelse)}}}\n" if node.orelse else ""
        return f"if ({self.test(node.test)}) {{\n{self.block(node.body)}}}\n{other}"

    def While(self, node):
        return f"while ({self.test(node.test)}) {{\n{self.block(node.body)}}}\n"

    def For(self, node):
        if isinstance(node.iter, ast.Call) and ast.unparse(node.iter.func) == "range":
            return self.counted(node)
        self.scopes.append(names_in(node.target))
        text = f"for (const {self(node.target)} of {self.items(node.iter)}) {{\n{self.block(node.body)}}}\n"
        self.scopes.pop()
        return text

    def counted(self, node):
        """A loop over a range, without a list."""
        self.scopes.append(names_in(node.target))
        i, (first, end) = node.target.id, [self(x) for x in [ast.Constant(0), *node.iter.args][-2:]]
        text = f"for (let {i} = {first}; {i} < {end}; {i}++) {{\n{self.block(node.body)}}}\n"
        self.scopes.pop()
        return text

    def Break(self, node):
        return "break;\n"

    def Continue(self, node):
        return "continue;\n"


def inner(body) -> set[str]:
    """The names of the functions that are defined within."""
    return {node.name for part in body for node in ast.walk(part) if isinstance(node, ast.FunctionDef)}


def stored(body) -> set[str]:
    """The names that a function assigns, not those of functions within it."""
    found, stack = set(), list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else []
        found |= {
            one.id
            for target in targets
            for one in ast.walk(target)
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
        }
        stack += ast.iter_child_nodes(node)
    return found
