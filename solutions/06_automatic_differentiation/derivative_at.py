"""Chapter 6, exercise 6.7a: a derivative that is an expression."""

from dlcourse import ops
from dlcourse.checks import GRADIENTS, Right, edits
from dlcourse.graphs import Symbol, evaluate, symbolic_gradient

READ, ROWS = "06c_forward_and_symbols#symbols-before-numbers", "S146 S147 S148 S149 S119"
HINT = "For each of the five kinds of expression write down its derivative with a pencil, as a list."
REFUSED = *GRADIENTS, "dlcourse.op", "dlcourse.ops", "dlcourse.graphs", "dlcourse.experiments"
CUBE, NESTED = ["*", "w", ["*", "w", "w"]], ["exp", ["tanh", ["exp", "w"]]]
MIXED = ["*", ["+", "x", ["*", 3.0, "y"]], ["tanh", ["*", "x", "y"]]]
CASES = (["+", "w", 2.0], "w"), (CUBE, "w"), (CUBE, "w w"), (MIXED, "x y"), (NESTED, "w w")
VISIBLE = [{"expression": e, "names": n.split(), "at": {"w": 0.7, "x": 1.3, "y": -0.4}} for e, n in CASES]
FURTHER = (["+", ["exp", 0.5], "x"], "x"), (MIXED, "y y"), (["*", CUBE, MIXED], "w x"), (MIXED, "")


def draw(rng):
    for e, names in (*FURTHER, (MIXED, "x x y"), (["exp", ["exp", ["exp", "w"]]], "w w w")):
        yield {"expression": e, "names": names.split(), "at": {name: rng.uniform(0.3, 0.9) for name in "wxy"}}


def judge(expression, names, at):
    do = {"+": ops.add, "*": ops.multiply, "exp": ops.exp, "tanh": ops.tanh}
    symbols = {name: Symbol(name) for name in at}

    def of(part):
        return do[part[0]](*map(of, part[1:])) if isinstance(part, list) else symbols.get(part, part)

    z = of(expression)
    for name in names:
        z = symbolic_gradient(z, symbols[name])
    return Right(derivative=float(evaluate(z, {symbols[name]: number for name, number in at.items()})))


WRONG = edits(r"""
slopes[0], parts[1]], -> *slopes], 0.0 and OR ["*", parts[0], slopes[1]] -> 0.0 | A product has two terms.
, slopes[0]]\n\n -> , 1.0]\n\n OR , slopes[0]]\n\n -> , slopes[0] if op == "exp" else 1.0]\n\n
    | The chain rule: behind exp and tanh comes the derivative of what is in them.
A if op == "exp" else -> ["exp", slopes[0]] if op == "exp" else | exp is its own derivative, of A as it was.
["*", A, A]]] -> ["*", *parts * 2]]] OR ["*", A, A]]] -> A]] | The slope of tanh is 1 minus its own square.
name else 0.0 -> name else A OR A == name -> isinstance(A, str) | Numbers and other names are constants.
in names: -> in names[:1]: OR in names: -> in {*names}: | Each entry of names has its turn, one by one.
d(expression, name)\n -> evaluate(d(expression, name), at)\n | Numbers come in too early: they are constants.
""")
RIGHT = edits("for name in names: -> for name in reversed(names): | in any order")
