"""Chapter 6: expressions of Python, printed as JavaScript; `script.py` tells what is printed."""

import ast
import inspect
import json
import math

BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.BitAnd: "&"}
BINARY |= {ast.RShift: ">>", ast.LShift: "<<"}
ORDER = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
CALLS = {"abs": "Math.abs", "int": "Math.trunc", "float": "Number", "str": "String", "len": "py.len"}
CALLS |= {name: f"py.{name}" for name in "bool range zip enumerate sum any all round sorted dict".split()}
METHODS = {"append": "push", "index": "indexOf", "split": "split", "replace": "replaceAll"}
METHODS |= {"startswith": "startsWith"}
DICTS = {"items": "Object.entries", "keys": "Object.keys", "values": "Object.values"}
YES_OR_NO = {"isinstance", "any", "all", "bool"}
LISTS = ast.List | ast.Tuple | ast.ListComp
GENERATED = {"range", "zip", "enumerate", "sorted"}


class Expressions:
    """One expression as JavaScript; each method prints what its name says. For a class with `globals`, the
    names around the function, `scopes`, the names within it, `script`, where other values are printed."""

    def __call__(self, node) -> str:
        method = getattr(self, type(node).__name__, None)
        if method is None:
            raise self.refused(node)
        return method(node)

    def refused(self, node) -> TypeError:
        return TypeError(
            f"Script: expected what can be printed as JavaScript, got {ast.unparse(node)!r}; write it with "
            "what the head of frame/script.py lists"
        )

    def each(self, nodes) -> str:
        return ", ".join(map(self, nodes))

    def Constant(self, node):
        return self.script.literal(node.value)

    def Name(self, node):
        name = node.id
        if any(name in scope for scope in self.scopes):
            return name
        if name in self.globals:
            return self.script.call(name, self.globals[name])
        if name in CALLS:
            return CALLS[name]
        raise self.refused(node)

    def Attribute(self, node):
        value = self.globals.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if value is math:
            return {"inf": "Infinity", "pi": "Math.PI"}.get(node.attr, f"Math.{node.attr}")
        if not inspect.ismodule(value):
            raise self.refused(node)
        return self.script.call(node.attr, getattr(value, node.attr))

    def Subscript(self, node):
        value, at = self(node.value), node.slice
        if isinstance(at, ast.Slice):
            if at.step:
                raise self.refused(node)
            ends = [self(at.lower) if at.lower else "0", *([self(at.upper)] if at.upper else [])]
            return f"{value}.slice({', '.join(ends)})"
        if isinstance(at, ast.Constant) and isinstance(at.value, str) and at.value.isidentifier():
            return f"{value}.{at.value}"
        negative = isinstance(at, ast.UnaryOp) and isinstance(at.op, ast.USub)
        return f"{value}.at({self(at)})" if negative else f"{value}[{self(at)}]"

    def Call(self, node):
        if isinstance(node.func, ast.Attribute) and not self.is_module(node.func.value):
            return self.method(node, node.func)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in self.globals and hasattr(self.globals[name], "cache_info") and not node.args:
            return self.script.call(name, self.globals[name]())
        if name in ("min", "max"):
            several = len(node.args) > 1 or isinstance(node.args[0], ast.Starred)
            given = self.each(node.args) if several else f"...{self.items(node.args[0])}"
            return f"Math.{name}({given})"
        if name == "isinstance":
            kind = ast.unparse(node.args[1]).replace(" ", "")
            return f"py.is({self(node.args[0])}, {json.dumps(kind)})"
        return f"{self(node.func)}({', '.join([*map(self, node.args), *self.keywords(node, name)])})"

    def keywords(self, node, name) -> list[str]:
        """The arguments given by name, in their places."""
        if not node.keywords or name == "zip":
            return []
        names = list(inspect.signature(self.globals[name]).parameters)[len(node.args) :]
        given = {word.arg: self(word.value) for word in node.keywords}
        if not set(given) <= set(names):
            raise self.refused(node)
        last = max(map(names.index, given))
        return [given.get(one, "undefined") for one in names[: last + 1]]

    def is_module(self, node) -> bool:
        return isinstance(node, ast.Name) and inspect.ismodule(self.globals.get(node.id))

    def method(self, node, func):
        value, given, name = self(func.value), self.each(node.args), func.attr
        if name in DICTS and not given:
            return f"{DICTS[name]}({value})"
        if name == "get":
            return f"py.get({value}, {given})"
        if name == "join":
            return f"{self.items(node.args[0])}.join({value})"
        if name == "extend":
            return f"{value}.push(...{given})"
        if name not in METHODS:
            raise self.refused(node)
        return f"{value}.{METHODS[name]}({given})"

    def BinOp(self, node):
        left, right = node.left, node.right
        if isinstance(node.op, ast.BitOr):
            return f"{{ ...{self(left)}, ...{self(right)} }}"
        if isinstance(node.op, ast.Mod):
            return f"py.mod({self(left)}, {self(right)})"
        if isinstance(node.op, ast.FloorDiv):
            return f"Math.floor({self(left)} / {self(right)})"
        if isinstance(node.op, ast.Mult) and isinstance(left, ast.List) and len(left.elts) == 1:
            return f"Array({self(right)}).fill({self(left.elts[0])})"
        if isinstance(left, LISTS) or isinstance(right, LISTS) or type(node.op) not in BINARY:
            raise self.refused(node)
        return f"({self(left)} {BINARY[type(node.op)]} {self(right)})"

    def UnaryOp(self, node):
        if isinstance(node.op, ast.Not):
            return f"!{self.test(node.operand)}"
        return f"(-{self(node.operand)})" if isinstance(node.op, ast.USub) else self(node.operand)

    def BoolOp(self, node):
        *first, last = node.values
        sign, text = "&&" if isinstance(node.op, ast.And) else "||", self(last)
        if all(map(self.is_boolean, first)):
            return f"({f' {sign} '.join(map(self, node.values))})"
        for value in reversed(first):
            text = f"py.{'and' if sign == '&&' else 'or'}({self(value)}, () => ({text}))"
        return text

    def is_boolean(self, node) -> bool:
        if isinstance(node, ast.BoolOp):
            return all(map(self.is_boolean, node.values))
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in YES_OR_NO
        negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        return called or negated or isinstance(node, ast.Compare)

    def test(self, node) -> str:
        """A condition: empty lists and dicts are false."""
        if isinstance(node, ast.BoolOp):
            sign = " && " if isinstance(node.op, ast.And) else " || "
            return f"({sign.join(map(self.test, node.values))})"
        return self(node) if self.is_boolean(node) else f"py.bool({self(node)})"

    def Compare(self, node):
        pairs = zip([node.left, *node.comparators], node.ops, node.comparators, strict=False)
        text = " && ".join(self.compared(*pair) for pair in pairs)
        return f"({text})"

    def compared(self, left, op, right) -> str:
        one, other = self(left), self(right)
        if type(op) in ORDER:
            return f"{one} {ORDER[type(op)]} {other}"
        no = "!" if isinstance(op, ast.NotEq | ast.NotIn | ast.IsNot) else ""
        if isinstance(op, ast.In | ast.NotIn):
            return f"{no}py.has({other}, {one})"
        if isinstance(right, ast.Constant) and right.value is None:
            return f"{one} {no or '='}= null"
        sure = isinstance(left, ast.Constant | ast.Compare) or isinstance(right, ast.Constant | ast.Compare)
        return f"{one} {no or '='}== {other}" if sure else f"{no}py.same({one}, {other})"

    def IfExp(self, node):
        return f"({self.test(node.test)} ? {self(node.body)} : {self(node.orelse)})"

    def List(self, node):
        return f"[{self.each(node.elts)}]"

    Tuple = List

    def Starred(self, node):
        return (
            f"...{self.items(node.value) if isinstance(node.value, ast.GeneratorExp) else self(node.value)}"
        )

    def Dict(self, node):
        pairs = zip(node.keys, node.values, strict=True)
        entries = [f"...{self(v)}" if k is None else f"[{self(k)}]: {self(v)}" for k, v in pairs]
        return f"{{ {', '.join(entries)} }}"

    def JoinedStr(self, node):
        parts = []
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(part.value.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${"))
                continue
            form = part.format_spec.values[0].value if part.format_spec else ""
            if form and not (form[0] == "." and form[-1] == "f"):
                raise self.refused(node)
            parts.append(f"${{{self(part.value)}{f'.toFixed({form[1:-1]})' if form else ''}}}")
        return f"`{''.join(parts)}`"

    def items(self, node) -> str:
        """What is gone through, as an array."""
        called = node.func if isinstance(node, ast.Call) else None
        known = isinstance(called, ast.Name) and called.id in GENERATED
        known = known or (isinstance(called, ast.Attribute) and called.attr in DICTS)
        if isinstance(node, ast.GeneratorExp | LISTS) or known:
            return self(node)
        return f"py.list({self(node)})"

    def ListComp(self, node):
        return self.generated(node.generators, node.elt)

    GeneratorExp = ListComp

    def DictComp(self, node):
        return f"Object.fromEntries({self.generated(node.generators, ast.Tuple([node.key, node.value]))})"

    def generated(self, generators, entry) -> str:
        first, *rest = generators
        text = self.items(first.iter)
        self.scopes.append(names_in(first.target))
        target = self(first.target)
        for condition in first.ifs:
            text += f".filter(({target}) => {self.test(condition)})"
        inside = self.generated(rest, entry) if rest else self(entry)
        self.scopes.pop()
        whole = isinstance(entry, ast.Name) and inside == target and not rest
        return text if whole else f"{text}.{'flatMap' if rest else 'map'}(({target}) => ({inside}))"


def names_in(target) -> set[str]:
    """The names that are assigned there."""
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
