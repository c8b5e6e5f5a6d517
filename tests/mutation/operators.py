"""What is done to one node of a syntax tree: a flipped sign, a dropped factor, a swapped axis."""

import ast

SWAPPED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
RULES = ("bprop", "bprop_all")


def replacements(node, parent=None, rule=False) -> list[ast.AST]:
    """The wrong nodes to put in place of a node. `rule`: within a bprop, where a result is negated, too."""
    for kind, change in CHANGES.items():
        if isinstance(node, kind):
            return [ast.copy_location(new, node) for new in change(node, parent, rule)]
    return []


def other(op):
    """The operator that is mistaken for this one, or None."""
    kind = SWAPPED.get(type(op))
    return kind() if kind else None


def binary(node, parent, rule):
    """a + b as a - b; a * b as a / b, a and b; a ** b as a ** (b + 1); a @ b as b @ a."""
    a, op, b = node.left, node.op, node.right
    if any(isinstance(x, ast.JoinedStr) or is_text(x) for x in (a, b)):
        return  # words
    if other(op):
        yield ast.BinOp(a, other(op), b)
    if isinstance(op, ast.Mult | ast.Div):
        yield a
    if isinstance(op, ast.Mult):
        yield b
    if isinstance(op, ast.MatMult) and not is_dot_product(node, parent):
        yield ast.BinOp(b, op, a)
    if isinstance(op, ast.Pow) and not isinstance(b, ast.Constant) and not is_negative_number(b):
        yield ast.BinOp(a, op, ast.BinOp(b, ast.Add(), ast.Constant(1)))


def unary(node, parent, rule):
    """-a as a, not a as a; the number -1 as 1 and as 0."""
    if isinstance(node.op, ast.USub | ast.Not):
        yield node.operand
    if is_negative_number(node):
        yield ast.Constant(1 - node.operand.value)


def constant(node, parent, rule):
    """True as False; k as k + 1, but axis=1 as axis=0. Not the `strict` of zip, which only asserts."""
    if is_negative_number(parent) or (isinstance(parent, ast.keyword) and parent.arg == "strict"):
        return  # `unary` has the negative ones
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        axis = isinstance(parent, ast.keyword) and parent.arg == "axis"
        yield ast.Constant(0 if axis and node.value == 1 else node.value + 1)


def compare(node, parent, rule):
    """a < b as a <= b; a == b as a != b; one of a chain at a time."""
    for i, op in enumerate(node.ops):
        if other(op):
            yield ast.Compare(node.left, [*node.ops[:i], other(op), *node.ops[i + 1 :]], node.comparators)


def boolean(node, parent, rule):
    """a and b as a or b."""
    yield ast.BoolOp(other(node.op), node.values)


def attribute(node, parent, rule):
    """A.T as A."""
    if node.attr == "T":
        yield node.value


def augmented(node, parent, rule):
    """a += b as a -= b, and not at all."""
    if other(node.op):
        yield ast.AugAssign(node.target, other(node.op), node.value)
    yield ast.Pass()


def expression(node, parent, rule):
    """A call whose result nobody takes, left out."""
    if isinstance(node.value, ast.Call):
        yield ast.Pass()


def assignment(node, parent, rule):
    """a[i] = b left out: it writes in place."""
    if all(isinstance(target, ast.Subscript) for target in node.targets):
        yield ast.Pass()


def result(node, parent, rule):
    """return a as return -a, in a rule; of a list, each in turn."""
    if not rule or node.value is None:
        return
    if isinstance(node.value, ast.List | ast.Tuple):
        for i, item in enumerate(node.value.elts):
            items = [*node.value.elts[:i], negated(item), *node.value.elts[i + 1 :]]
            yield ast.Return(ast.List(items, ast.Load()))
    else:
        yield ast.Return(negated(node.value))


def negated(node):
    return ast.UnaryOp(ast.USub(), node)


def is_negative_number(node):
    return (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
    )


def is_dot_product(node, parent):
    """Of vectors, which commute: a @ a, or a product that is made a number at once, as in float(a @ b)."""
    number = isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "float"
    return number or ast.dump(node.left) == ast.dump(node.right)


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


CHANGES = {
    ast.BinOp: binary,
    ast.UnaryOp: unary,
    ast.Constant: constant,
    ast.Compare: compare,
    ast.BoolOp: boolean,
    ast.Attribute: attribute,
    ast.AugAssign: augmented,
    ast.Expr: expression,
    ast.Assign: assignment,
    ast.Return: result,
}
