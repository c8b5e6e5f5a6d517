"""Leaks: where an answer or a hidden test stands a second time: in code, a sentence, a comment, tags."""

import ast
import functools
import html
import re
import textwrap
from urllib.parse import unquote

NO_WIDTH = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # a reader does not see them
BOLD = re.compile(r"\*\*(?=\S)([^*\n]+)\*\*")
LONG = 24  # characters; a shorter line of a test may well stand in two places by chance
STATEMENT, EXPRESSION, QUOTED = 4, 5, 3  # words and signs from which on one is recognized
QUOTES = re.compile(r"`+([^`\n]+)`+|#+(.*)|\"([^\"\n]+)\"|'([^'\n]+)'")


def leaks(secret, shown, of_test=False):
    """What of the lines of `secret` stands in the texts of `shown`: its statements, as written in `secret`.

    of_test: of hidden tests only long statements count, since tests begin alike.

    >>> leaks(["y = x + 1", "return 3 * y"], ["Then, as always, return 3*y."])
    ['return 3 * y']
    >>> leaks(["y = x + 1", "return 3 * y"], ["Return three times y."])
    []
    """
    read = [searched(text) for text in shown]
    inside, exact = [whole for whole, _ in read], set().union(*(quoted for _, quoted in read))
    whole = textwrap.dedent("\n".join(secret)).strip()
    if len(words(whole)) >= STATEMENT and any(f" {' '.join(words(whole))} " in text for text in inside):
        return whole.split("\n")
    found = []
    for piece, least in pieces(whole):
        sought, size = " ".join(words(piece)), len(words(piece))
        if of_test and len(piece) < LONG:
            continue
        if size >= least and any(f" {sought} " in text for text in inside):
            found.append(piece)
        elif not of_test and size >= QUOTED and sought in exact:
            found.append(piece)
    return list(dict.fromkeys(found))


@functools.lru_cache(10_000)  # each answer is sought in all texts of an assignment
def searched(text):
    """The words of a text, and of each quotation in it, as they are searched."""
    text = plain(text)
    quoted = {part for found in QUOTES.findall(text) for part in found if part}
    exact = {" ".join(words(form)) for part in quoted for form in (part, unbracketed(part))}
    return f" {' '.join(words(text))} ", exact


def plain(text):
    """A text with and without what hides a line from a search.

    `#` and `>` before it, signs of addresses and of HTML, signs without width, letters in bold.
    """
    bare = html.unescape(unquote(NO_WIDTH.sub("", text)))
    return "\n".join((re.sub(r"^\s*[#>]+", "", bare, flags=re.M), BOLD.sub(r"\1", bare), text))


def unbracketed(code):
    """One line of code without brackets that change nothing; what is no Python stays as it is.

    >>> unbracketed("return (x + x)")
    'return x + x'
    """
    try:
        return ast.unparse(ast.parse(code.strip()))
    except (SyntaxError, ValueError):
        return code


def words(text):
    """The words, numbers and signs of a text, so that blanks and kinds of quotes do not count."""
    return re.findall(r"\d+\.\d+|\w+|[^\w\s]", text.replace('"', "'"))


def pieces(code):
    """(statement or expression, the number of words from which on it counts) of an answer.

    Imports stand in many places, and what is no Python is taken line by line.
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:
        for line in code.split("\n"):
            yield re.sub(r"\s#.*", "", line).strip(), STATEMENT + 1  # prose: four words are no sentence
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or hasattr(node, "body") or isinstance(node, IMPORTS):
            continue
        yield ast.unparse(node), STATEMENT
        value = getattr(node, "value", None)
        for part in getattr(value, "elts", [value]):
            # A call alone, as of a generator, may be part of the task.
            if part is not None and (isinstance(node, ast.Return) or is_computed(part)):
                yield ast.unparse(part), EXPRESSION


def is_computed(expression):
    """Whether an operator stands in an expression."""
    return any(isinstance(part, (ast.BinOp, ast.Compare, ast.BoolOp)) for part in ast.walk(expression))


IMPORTS = (ast.Import, ast.ImportFrom, ast.Pass)


def same_functions(answer, shown):
    """The names of functions in the code `shown` that do what one of the code `answer` does, by other names.

    >>> same_functions("def double(x):\\n    return x + x", "twice = lambda a: a + a")
    ['a lambda']
    """
    forms = {form for _, form in functions(answer)}
    return [name for name, form in functions(shown) if form in forms]


@functools.lru_cache(1000)
def functions(code):
    """(name, body with its own names numbered) of each function that computes something."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return []
    return list(_functions(tree))


def _functions(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda):
            name, body = "a lambda", [ast.Return(node.body)]
        elif isinstance(node, ast.FunctionDef):
            name = repr(node.name)
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        else:
            continue
        if not any(isinstance(part, (ast.BinOp, ast.Call)) for one in body for part in ast.walk(one)):
            continue
        own = {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}
        named = [part for one in body for part in ast.walk(one) if isinstance(part, ast.Name)]
        own |= {part.id for part in named if isinstance(part.ctx, ast.Store)}
        yield name, numbered(body, own)


def numbered(body, own):
    """The body as text, in which the names of `own` are numbered as they come."""
    text = " ; ".join(ast.unparse(ast.fix_missing_locations(one)) for one in body)
    order = {}
    return " ".join(order.setdefault(w, f"<{len(order)}>") if w in own else w for w in words(text))
