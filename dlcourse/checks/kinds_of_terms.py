"""Checks: what goes wrong in a sum, a product, a quotient and a product of matrices, A and B.

Each rule yields what stands there instead, with A and B in it, and its sentence. The words for A and B are
None where a student does not know them.
"""

import ast
from collections.abc import Iterator

FIRST = "it is added up first and multiplied then: in a product each term is weighed first."
Rule = Iterator[tuple[str, str]]


def a_sum(node, a, b, left, right) -> Rule:
    """A + B, or A - B."""
    sign, other = ("+", "-") if isinstance(node.op, ast.Add) else ("-", "+")
    did, due = ("subtracted", "added") if sign == "+" else ("added", "subtracted")
    yield f"A {other} B", f"{right} is {did}, and should be {due}."
    if not (isinstance(a, ast.BinOp) and isinstance(a.op, (ast.Add, ast.Sub))):
        yield f"-A {sign} B", f"{left} is subtracted, and should be added."
        yield f"{sign}B", f"{left} is missing in a sum."
        yield f"2 * A {sign} B", f"{left} is twice too large in a sum."
    yield "A", f"{right} is missing in a sum."
    yield f"A {sign} 2 * B", f"{right} is twice too large in a sum."
    yield f"A {sign} B / 2", f"{right} is halved in a sum."
    yield "A * B", f"{right} is a factor, and should be {due}."
    if sign == "-":
        yield "abs(A - B)", "an absolute value is taken of a difference: its sign counts."
        yield "(A - B) ** 2", "a difference is squared that should stay as it is."
        yield "np.sign(A - B)", "the sign of a difference stands for the difference."


def product(node, a, b, left, right) -> Rule:
    """A * B."""
    yield "A / B", f"it is divided by {right or 'a factor'}, and should be multiplied."
    if left and not (isinstance(a, ast.BinOp) and isinstance(a.op, ast.Mult)):
        yield "B", f"the factor {left} is missing."
        yield "A * A * B", f"the factor {left} stands there twice."
    if right:
        yield "A", f"the factor {right} is missing."
        yield "A * B * B", f"the factor {right} stands there twice."
    yield "A + B", f"{right or 'a factor'} is added, and should be multiplied."


def quotient(node, a, b, top, bottom) -> Rule:
    """A / B."""
    yield "A * B", f"it is multiplied by {bottom or 'a divisor'}, and should be divided."
    yield "A", f"it is not divided by {bottom or 'all that it should be'}."
    yield "A / B / B", f"it is divided twice by {bottom or 'a number'}."
    yield "B / A", "a fraction is upside down."
    yield "A / B ** 0.5", f"it is divided by the root of {bottom or 'a number'} alone."
    yield "A / B ** 2", f"it is divided by the square of {bottom or 'a number'}."


def matrices(node, a, b, left, right) -> Rule:
    """A @ B."""
    yield "A @ B.T", f"{right or 'the second matrix'} is transposed in a product."
    yield "A.T @ B", f"{left or 'the first matrix'} is transposed in a product."
    yield "B @ A", f"{right or 'the second factor'} comes first in a product: it is the second factor."
    yield "_u.ones(A) @ B", f"{left or 'the first factor'} is missing in a product."
    yield "A @ _u.ones(B)", f"{right or 'the second factor'} is missing in a product."
    yield "A * B", "a product is taken entry by entry: `@` also adds up."
    yield "_u.summed_first(A, B)", FIRST
    yield "A[..., -1:] @ B[-1:]", "only the last term of a sum counts: take all."
    yield "A[..., :1] @ B[:1]", "only the first term of a sum counts: take all."
    yield "A[..., 1:] @ B[1:]", "the first term of a sum is left out."
    yield "A[..., :-1] @ B[:-1]", "the last term of a sum is left out."


RULES = {ast.Add: a_sum, ast.Sub: a_sum, ast.Mult: product, ast.Div: quotient, ast.MatMult: matrices}
