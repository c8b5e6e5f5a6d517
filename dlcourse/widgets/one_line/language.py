"""Chapters 4 and 7: a line of a puzzle, read: a small part of NumPy's expressions, as a tree.

Numbers, names, + - * / @ **, comparisons, calls, .T, .sum(axis), .shape[0], [:, None]. A node of the tree is
{"op", "inputs", "value", "from", "to"}: its text is line[from:to]. This is printed as JavaScript; nothing of
what a reader types is ever run as code.
"""

from dlcourse.widgets.one_line.reading import end, fail, next_is, node, pair, taken, words
from dlcourse.widgets.one_line.words import LETTERS, tokens_of

ORDERS = ["<", ">", "<=", ">=", "==", "!="]
FUNCTIONS = {"exp": 1, "log": 1, "sqrt": 1, "abs": 1, "sign": 1, "tanh": 1, "sigmoid": 1, "relu": 1}
FUNCTIONS |= {"square": 1, "ones_like": 1, "zeros_like": 1, "len": 1, "maximum": 2, "minimum": 2, "where": 3}
FUNCTIONS |= {"clip": 3, "dot": 2, "matmul": 2, "transpose": 1}
ALONG = ["sum", "mean", "max", "min", "softmax"]  # functions with an axis
CALLED = (
    "exp, log, sqrt, abs, sign, tanh, sigmoid, softmax, maximum, minimum, where, clip, sum, mean, max, min"
)
CHOICES = ["if", "else", "and", "or"]  # of Python, for single numbers


def read(line, known):
    """The tree of a line as {"tree"}, or {"error"}, a sentence that says where.   known: the names"""
    s = {"line": line, "tokens": tokens_of(line), "at": 0, "error": "", "known": known}
    tree = comparison(s)
    if s["tokens"][s["at"]][0] != "end":
        fail(s, stranger_at(s), {})
    return {"error": s["error"], "tree": tree}


def stranger_at(s):
    """What is wrong with a word where the line, or what is in brackets, should have ended."""
    text = s["tokens"][s["at"]][1]
    if text in ("=", ")", ","):
        return text
    return "chain" if text in ORDERS else "choice" if text in CHOICES else "sign"


def comparison(s):
    """One sum, or two that are compared."""
    left = added(s)
    return pair(s, taken(s), left, added(s)) if next_is(s, ORDERS) else left


def added(s):
    """Products, added and subtracted from left to right."""
    left = multiplied(s)
    while next_is(s, ["+", "-"]):
        left = pair(s, taken(s), left, multiplied(s))
    return left


def multiplied(s):
    """What has a sign or none, multiplied and divided from left to right."""
    left = signed(s)
    while next_is(s, ["*", "/", "@"]):
        left = pair(s, taken(s), left, signed(s))
    return left


def signed(s):
    """A power with its signs in front: -a ** 2 is -(a ** 2)."""
    start = s["tokens"][s["at"]][2]
    if next_is(s, ["+", "-"]):
        sign, x = taken(s), signed(s)
        return node("negative", [x], 0, [start, x["to"]]) if sign == "-" else x
    base = with_endings(s, atom(s))
    if next_is(s, ["**"]):
        taken(s)
        return pair(s, "**", base, signed(s))
    return base


def atom(s):
    """A number, a name, a call, or something in brackets."""
    kind, text, start = s["tokens"][s["at"]]
    if kind == "number":
        taken(s)
        return node("number", [], float(text), [start, end(s)])
    if kind == "name":
        taken(s)
        return named(s, text, start)
    if not next_is(s, ["("]):
        return fail(s, "missing", {})
    taken(s)
    x = comparison(s)
    closed(s)
    return x | {"from": start, "to": end(s)}


def closed(s):
    """Passes a ), which must come next."""
    if next_is(s, [")"]):
        taken(s)
    else:
        fail(s, "open" if s["tokens"][s["at"]][0] == "end" else stranger_at(s), {})


def named(s, text, start):
    """A name, or the call of a function."""
    is_function = text in FUNCTIONS or text in ALONG
    if next_is(s, ["("]):
        if is_function:
            taken(s)
            return called(s, text, [], start)
        told = {"name": text, "functions": CALLED}
        return fail(s, "array" if text in s["known"] else "function", told)
    if text in s["known"]:
        return node("name", [], text, [start, end(s)])
    other = LETTERS[(LETTERS.index(text) + 26) % 52] if len(text) == 1 and text != "_" else ""
    told = {"name": text, "known": ", ".join(s["known"]), "other": other}
    return fail(s, "call" if is_function else "letter" if other in s["known"] else "name", told)


def called(s, text, inputs, start):
    """The call of a function or, with an array in front, of a method; its ( has been passed."""
    given, axis, keeps = [*inputs], None, False
    while not s["error"] and not next_is(s, [")"]):
        kind, word, _ = s["tokens"][s["at"]]
        if kind == "name" and s["tokens"][s["at"] + 1][1] == "=":
            s["at"] += 2
            if word == "keepdims":
                value = s["tokens"][s["at"]][1]
                keeps = value in ("True", "1")
                if value in ("True", "1", "False", "0"):
                    taken(s)
                else:
                    fail(s, "keeps", {"name": value or "nothing"})
            elif word == "axis":
                axis = constant(s, signed(s), "axis")
            else:
                fail(s, "keyword", {"name": word})
        elif len(given) == 1 and text in ALONG:
            told = "larger" if text == "max" else "smaller" if text == "min" else "axis"
            axis = constant(s, comparison(s), told)
        else:
            given.append(comparison(s))
        if next_is(s, [","]):
            taken(s)
        elif not next_is(s, [")"]):
            break
    closed(s)
    n = FUNCTIONS[text] if text in FUNCTIONS else 1
    if len(given) != n and not s["error"]:
        told = {"name": text, "n": "one array" if n == 1 else f"{n} arrays", "got": str(len(given))}
        return fail(s, "arguments", told)
    return node(text, given, {"axis": axis, "keeps": keeps}, [start, end(s)])


def constant(s, x, key):
    """The number that an axis is."""
    if x["op"] == "number":
        return x["value"]
    if x["op"] == "negative" and x["inputs"][0]["op"] == "number":
        return -x["inputs"][0]["value"]
    fail(s, key, {})
    return None


def with_endings(s, x):
    """What stands behind an array: .T, methods, shape, a new axis."""
    while not s["error"] and next_is(s, [".", "["]):
        start = x["from"]
        if taken(s) == "[":
            x = new_axis(s, x)
            continue
        kind, text, _ = s["tokens"][s["at"]]
        if kind != "name" or text not in ("T", "size", "shape", "dot", *ALONG):
            return fail(s, "method", {"name": text or "nothing"})
        taken(s)
        if text in ("T", "size"):
            x = node(text, [x], 0, [start, end(s)])
        elif text == "shape":
            x = size_along(s, x)
        elif not next_is(s, ["("]):
            return fail(s, "call", {"name": text})
        else:
            taken(s)
            x = dotted(s, x) if text == "dot" else called(s, text, [x], start)
    return x


def dotted(s, x):
    """The product by a method: x.dot(y)."""
    other = comparison(s)
    closed(s)
    return node("@", [x, other], 0, [x["from"], end(s)])


def size_along(s, x):
    """A shape's entry."""
    text = words(s, 3)
    if text not in ("[0]", "[1]"):
        return fail(s, "index", {})
    return node("shape", [x], int(text[1]), [x["from"], end(s)])


def new_axis(s, x):
    """A column or a row made of an array with one axis."""
    text = words(s, 4).replace("newaxis", "None")
    if text not in (":,None]", "None,:]"):
        return fail(s, "index", {})
    return node("column" if text[0] == ":" else "row", [x], 0, [x["from"], end(s)])
