"""Likeness: how much of a secret stands in a text that students get.

A course's given code and its answers share lines such as `total = 0`. So of an answer counts what computes
something, and it is a leak when half of that stands there, or what it returns. Of hidden tests and mark
schemes one line is a leak.
"""

import ast
import functools
import re
import textwrap

from dlcourse.grading.handing_out.secrets import ANSWER
from dlcourse.grading.leaks import EXPRESSION, LONG, STATEMENT, is_computed, same_functions, searched, words
from dlcourse.grading.release_rules import python

RESULT = 8  # words and signs of a `return` that says it all
SENTENCE = 6  # words and signs from which on a line of prose is recognized
LARGE = 200_000  # characters from which on a text is compared without its blanks, and not word by word
PART = 0.5  # of an answer
PLAIN = (ast.Constant, ast.Name)
TESTS = re.compile(r"assert|check|test", re.I)


def found(secret, content, allowed=()) -> list[str]:
    """What of a Secret stands in a Content, [] where that is too little to tell anything.

    allowed: texts that students may have.
    """
    parts = [part for part in parts_of(secret) if not is_allowed(part, allowed)]
    there = [part for part in parts if any(stands(form, content.text) for form in part)]
    if secret.kind != ANSWER or any(map(gives_away, there)):
        return [part[0] for part in there]
    if sum(map(weight, there)) >= PART * sum(map(weight, parts)) > 0:
        return [part[0] for part in there]
    return twins(secret, content, allowed) if secret.code and content.code else []


def twins(secret, content, allowed) -> list[str]:
    """Functions in code that do what one of an answer does, under other names."""
    answer = python(secret.cell)
    if len(content.text) > LARGE or any(same_functions(answer, text) for text in allowed):
        return []
    return [f"{name}, which does the same" for name in same_functions(answer, python(content.text))]


def weight(part) -> int:
    """How much a part says: its words and signs."""
    return len(words(part[0]))


def gives_away(part) -> bool:
    """Whether a part of an answer is the answer by itself: what it computes and returns."""
    return part[0].startswith("return ") and len(part) > 1 and weight(part) >= RESULT


def is_allowed(part, allowed) -> bool:
    """Whether one of the allowed texts holds a part."""
    return any(stands(form, text) for form in part for text in allowed)


def stands(form, text) -> bool:
    """Whether words stand in a text one after the other, whatever the blanks and quotes are."""
    if len(text) > LARGE:
        return squeezed(form) in squeezed(text)
    return f" {' '.join(words(form))} " in searched(text)[0]


@functools.lru_cache(64)
def squeezed(text) -> str:
    """A text without blanks, with one kind of quotes."""
    return re.sub(r"\s+", "", text.replace('"', "'"))


@functools.lru_cache(10_000)
def parts_of(secret) -> tuple:
    """The parts of a Secret that tell something, each a tuple of forms in which it may stand somewhere."""
    text = dedented(secret.text)
    body = body_of(text) if secret.code else None
    if body is None:
        lines = (re.sub(r"^\W+", "", line).strip() for line in text.split("\n"))
        return tuple((line,) for line in lines if len(words(line)) >= SENTENCE)
    inner = [one for top in body for one in ast.walk(top) if isinstance(one, ast.stmt)]
    statements = [one for one in inner if not hasattr(one, "body")]
    if secret.kind != ANSWER:
        return tuple((ast.unparse(one),) for one in statements if is_test(one))
    parts = tuple(forms(one) for one in statements if tells(one))
    # an answer such as `choice = "b"`
    whole = "" if any(map(is_call, statements)) else "\n".join(map(ast.unparse, body))
    return parts or (((whole,),) if len(words(whole)) >= STATEMENT else ())


def dedented(text) -> str:
    """A region of an indented body as code of its own."""
    return textwrap.dedent(text).strip("\n")


def body_of(code):
    """The statements of code, without IPython's magics; None where it is no Python, or a piece of it."""
    code = python(code)
    try:
        return ast.parse(code).body
    except (SyntaxError, ValueError):
        pass
    try:  # a `return` stands in a function
        return ast.parse(f"def _():\n{textwrap.indent(code, '    ')}").body[0].body
    except (SyntaxError, ValueError):
        return None


def forms(statement) -> tuple:
    """A statement, and the expressions in it that give it away."""
    value = getattr(statement, "value", None)
    inner = [part for part in getattr(value, "elts", [value]) if part is not None and is_computed(part)]
    texts = [ast.unparse(part) for part in inner]
    return ast.unparse(statement), *(text for text in texts if len(words(text)) >= EXPRESSION)


def tells(statement) -> bool:
    """Whether a statement of an answer is more than what any program has."""
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass | ast.Raise | ast.Global | ast.Nonlocal):
        return False
    text, value = ast.unparse(statement), getattr(statement, "value", None)
    if value is not None and is_plain(value) and not isinstance(statement, ast.AugAssign):
        return False
    return len(words(text)) >= STATEMENT and not (is_call(statement) and len(text) < LONG)


def is_plain(value) -> bool:
    """Whether an expression is a name, a number, a text, something empty."""
    if isinstance(value, ast.UnaryOp):
        return is_plain(value.operand)
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and not (value.args or value.keywords)
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        return not value.elts
    return isinstance(value, PLAIN) or (isinstance(value, ast.Dict) and not value.keys)


def is_call(statement) -> bool:
    """Whether a statement is a call alone, such as `plt.show()`."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)


def is_test(statement) -> bool:
    """Whether a statement of a hidden test says what is tested, at a length that is no chance."""
    text = ast.unparse(statement)
    asks = is_call(statement) and TESTS.search(ast.unparse(statement.value.func))
    return len(text) >= LONG and (isinstance(statement, ast.Assert) or bool(asks))
