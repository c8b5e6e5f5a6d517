"""Checks: kinds of slips that every formula knows. The model answer is changed in one place after the other.

A term of the wrong sign, another unit, a factor too many, a product the other way round, one name for
another: each change is a wrong answer, and has a sentence. An answer that gives the same numbers has made
that slip, or one that comes to the same. No exercise has to list them; what is particular to it, it lists
as WRONG.
"""

import ast
import re
import warnings
from collections.abc import Iterator
from types import CodeType

from dlcourse.checks import kinds_of_terms, kinds_of_units
from dlcourse.checks.kinds_of_units import expression, of

WORD = re.compile("[a-z]{4,}")  # a name that a task may have as a word alone: "both sides"
TURN = "_turn"  # a function that is called in each turn of a while loop
LONGEST = 24  # characters of a part of a formula that is named in a sentence
POWERS = {
    -1.0: "-1",
    1 / 4: "1/4",
    1 / 3: "1/3",
    0.5: "1/2",
    2 / 3: "2/3",
    1.0: "1",
    2.0: "2",
    3.0: "3",
    4.0: "4",
}
BASES = {"2": "2.0 ** A", "10": "10.0 ** A"}
Change = Iterator[tuple[ast.expr, str]]  # what stands there instead, and its sentence


class Formula:
    """A model answer: its tree, and the names that students know, since the task has them.

    A part is named in a sentence only if all of its names are such.
    """

    def __init__(self, source: str, results):
        (self.function,) = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
        for loop in ast.walk(self.function):
            if isinstance(loop, ast.While):
                loop.body[:0] = ast.parse(f"{TURN}()").body
        self.results = list(results)
        self.arguments = [argument.arg for argument in self.function.args.args]
        words = set(re.findall(r"\w+", ast.get_docstring(self.function) or ""))
        self.task = _plain(ast.get_docstring(self.function) or "")
        stored = {
            node.id
            for node in ast.walk(self.function)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        own = {name for name in stored & words if name in self.results or not WORD.fullmatch(name)}
        self.known = [*self.arguments, *sorted(own - set(self.arguments))]

    def text(self, node) -> str | None:
        """A part of the formula that the task shows, or of one name that it has; None for another."""
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        strange = any(isinstance(part, (ast.Call, ast.Subscript)) for part in ast.walk(node))
        text = ast.unparse(node)
        shown = len(names) == 1 or (len(text) <= LONGEST and _plain(text) in self.task)
        return text if names and names <= {*self.known} and not strange and shown else None

    def values(self) -> Iterator[tuple[ast.AST, str, int | None, str]]:
        """(where the value of a statement stands, what it is called or "")."""
        for node in ast.walk(self.function):
            value = getattr(node, "value", None)
            if isinstance(node, ast.Return) and isinstance(value, ast.Tuple):
                called = self.results if len(self.results) == len(value.elts) else [""] * len(value.elts)
                yield from ((value, "elts", i, name) for i, name in enumerate(called))
            elif isinstance(node, ast.Return) and value is not None:
                yield node, "value", None, self.results[0] if len(self.results) == 1 else ""
            elif isinstance(node, (ast.Assign, ast.AugAssign)):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                name = target.id if isinstance(target, ast.Name) and target.id in self.known else ""
                yield node, "value", None, name


def _plain(text: str) -> str:
    """A formula without what NumPy and the task write differently."""
    return re.sub(r"[\s@*.]", "", text)


def unchanged(source: str) -> CodeType:
    """The code of the model answer, which counts the turns of its while loops as the changed ones do."""
    return _compiled(ast.fix_missing_locations(ast.Module([Formula(source, ()).function], [])))


def changes(source: str, results) -> Iterator[tuple[CodeType, str]]:
    """(code, sentence) of each changed model answer.   results: the names of what it returns"""
    formula = Formula(source, results)
    module = ast.fix_missing_locations(ast.Module([formula.function], []))
    for parent, field, index, called in formula.values():
        for place in _within(parent, field, index):
            node = _at(*place)
            for new, told in _changed(node, formula, called):
                _put(*place, ast.fix_missing_locations(new))
                yield _compiled(module), told
            _put(*place, node)
    for told in kinds_of_units.everywhere(formula.function, formula.known):
        yield _compiled(ast.fix_missing_locations(module)), told


def _compiled(module) -> CodeType:
    with warnings.catch_warnings():  # of an index of a number: that change just fails
        warnings.simplefilter("ignore")
        return compile(module, "<changed>", "exec")


def _within(parent, field: str, index) -> list:
    """The places of a value and of all expressions in it; not those that count, as an index or an axis."""
    places, node = [(parent, field, index)], _at(parent, field, index)
    if isinstance(node, ast.Call) and ast.unparse(node.func) in (
        "range",
        "len",
        "np.eye",
        "np.zeros",
        "np.ones",
    ):
        return places[:0]
    for name, part in ast.iter_fields(node):
        if name in ("func", "slice", "keywords") and not _is_method(node, name):
            continue
        if name == "right" and isinstance(node.op, ast.Pow):
            continue
        for i, one in enumerate(part) if isinstance(part, list) else ((None, part),):
            if isinstance(one, ast.expr):
                places += _within(node, name, i)
    return places


def _is_method(node, name) -> bool:
    """Whether a call's function is a method of a part of the formula, as in (G * phi).sum()."""
    return (
        name == "func" and isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name)
    )


def _at(parent, field, index):
    value = getattr(parent, field)
    return value if index is None else value[index]


def _put(parent, field, index, node):
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _changed(node, formula: Formula, called: str) -> Change:
    rules = {ast.BinOp: _binary, ast.UnaryOp: _minus, ast.Call: _called, ast.Compare: _compared}
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from _names(node, formula)
    elif type(node) in rules:
        yield from rules[type(node)](node, formula, called)


def _binary(node, formula: Formula, called: str) -> Change:
    a, b = node.left, node.right
    rule = kinds_of_terms.RULES
    if isinstance(node.op, ast.Pow):
        yield from _power(a, b, formula, called)
    elif type(node.op) in rule:
        part = f"a term of {called}" if called else "a term"
        words = [formula.text(a), formula.text(b)]
        if rule[type(node.op)] is kinds_of_terms.a_sum:
            words = [word or part for word in words]
        for template, told in rule[type(node.op)](node, a, b, *words):
            yield of(template, A=a, B=b), told


def _power(base, exponent, formula: Formula, called: str) -> Change:
    try:
        due = float(eval(ast.unparse(exponent), {"__builtins__": {}}))
    except NameError:  # the exponent is no number
        return
    text = formula.text(base)
    for power, words in POWERS.items():
        if abs(power - due) > 1e-9:
            told = f"{text or 'what is in brackets'} is taken to the power {words}: that is not its exponent."
            yield of(f"A ** {power!r}", A=base), told


def _minus(node, formula: Formula, called: str) -> Change:
    if isinstance(node.op, ast.USub):
        yield node.operand, f"a minus is missing before {formula.text(node.operand) or 'a term or a factor'}."


def _compared(node, formula: Formula, called: str) -> Change:
    if len(node.ops) == 1 and isinstance(node.ops[0], (ast.Gt, ast.Lt)):
        for op, told in ((ast.Lt(), "less"), (ast.Gt(), "more")):
            if type(op) is not type(node.ops[0]):
                yield (
                    ast.Compare(node.left, [op], node.comparators),
                    f"a comparison is the other way round: yours asks for {told}.",
                )


def _called(node, formula: Formula, called: str) -> Change:
    yield from kinds_of_units.swapped(node, called)
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if method in ("sum", "mean"):
        yield from _reduced(node, method)
    elif method == "outer":
        for template, i in (("np.outer(_u.ones(A), B)", 0), ("np.outer(A, _u.ones(B))", 1)):
            told = f"{formula.text(node.args[i]) or 'a factor'} is missing in a product."
            yield of(template, A=node.args[0], B=node.args[1]), told
    elif method in ("exp", "sqrt", "log") and len(node.args) == 1:
        yield node.args[0], f"{method} is forgotten{f' in {called}' if called else ''}."
        for base, template in BASES.items() if method == "exp" else ():
            yield of(template, A=node.args[0]), f"a power of {base} stands for that of e, which is exp."


def _reduced(node, method: str) -> Change:
    """A sum that is a mean, or the reverse; one that has a product's factors apart; one of a single entry."""
    other = {"sum": "mean", "mean": "sum"}[method]

    def reduced(part, by=method):
        on = [part] if node.args else []
        function = ast.Attribute(node.func.value if on else part, by, ast.Load())
        return ast.Call(function, on or [], node.keywords)

    inner = node.args[0] if node.args else node.func.value
    yield reduced(inner, other), f"a {other} is taken where a {method} belongs."
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mult):
        told = f"the {method} is taken first and multiplied then: in a {method} each term is weighed first."
        yield of("A * B", A=reduced(inner.left), B=reduced(inner.right)), told
    if ast.unparse(node.keywords) == "axis=0" if len(node.keywords) == 1 else False:
        for one, rest, which in (("A[-1]", "A[:-1]", "last"), ("A[0]", "A[1:]", "first")):
            yield of(one, A=inner), f"only the {which} term of a {method} counts: take all."
            yield reduced(of(rest, A=inner)), f"the {which} term of a {method} is left out."


def _names(node, formula: Formula) -> Change:
    """Another name of the task in the place of this one."""
    if node.id not in formula.known:
        return
    for other in formula.known:
        if other != node.id:
            yield expression(other), f"{other} stands where {node.id} belongs."
    yield of("_u.relu(A)", A=node), f"{node.id} is cut off at 0, as by a ReLU."
