"""Chapters 4 and 7: how a line of a puzzle is passed word by word, and what is said where it cannot be read.

`s` is {"line", "tokens", "at", "error", "known"}: the line, its words, the place of the next one, the first
thing that cannot be read, and the names that are known.
"""

from dlcourse.widgets.frame import fill

UNREAD = {
    "missing": "{after} a name, a number or ( is missing.",
    "sign": "{after} a sign is missing before {sign}: for a product write *.",
    "strange": "{after} {sign} cannot be read. There are + - * / @ ** ( ) < > .",
    "^": "^ is no power in Python: write **.",
    "=": "Type what stands to the right of = alone.",
    "open": "{after} a closing bracket is missing.",
    ")": "{after} there is a closing bracket too many.",
    ",": "{after} there is a comma, where one line of numbers ends.",
    "chain": "{after} a second comparison: one at a time, two are joined by a product, (a > 0) * (a < 1).",
    "choice": "{after} no {sign} can stand: for a choice write where( , , ).",
    "&": "{after} & cannot be read: two comparisons are joined by a product.",
    "|": "{after} | cannot be read: for a size write abs( ).",
    "keeps": "keepdims is True or False, not {name}.",
    "name": "{name} is none of the names here: {known}.",
    "function": "{name} is no function here. There are {functions}.",
    "array": "{name} is no function: for a product write {name} * ( ).",
    "call": "{name} is a function: write {name}( ).",
    "method": "{after} there can be T, sum( ), mean( ), max( ), min( ), shape[0], size; "
    "{name} is none of them.",
    "arguments": "{name}( ) takes {n}, got {got}.",
    "axis": "{after} an axis is missing: 0, 1 or -1.",
    "larger": "max( ) is the largest entry of one array; for the larger of two write maximum( , ).",
    "smaller": "min( ) is the smallest entry of one array; for the smaller of two write minimum( , ).",
    "letter": "{name} is none of the names here: is {other} meant? There are {known}.",
    "keyword": "{name} cannot be set here: there are axis and keepdims.",
    "index": "{after} only [:, None], [None, :] and shape[0] are read here.",
}


def node(op, inputs, value, ends):
    """A node of the tree.   ends: where its text begins and ends in the line"""
    return {"op": op, "inputs": inputs, "value": value, "from": ends[0], "to": ends[1]}


def fail(s, key, given):
    """Says what cannot be read, the first thing only; nothing of the line is left after it."""
    kind, sign, start = s["tokens"][s["at"]]
    before = s["line"][:start]
    if not s["error"]:
        if kind == "strange":
            key = sign if sign in UNREAD else "strange"
        told = {"sign": sign, "after": "After “" + before + "”" if before else "At the beginning"}
        s["error"] = fill(UNREAD[key], told | given)
    s["at"] = len(s["tokens"]) - 1
    return node("number", [], 0, [start, start])


def next_is(s, signs):
    """Whether a sign of the list comes next."""
    kind, text, _ = s["tokens"][s["at"]]
    return kind == "sign" and text in signs


def taken(s):
    """The text of the next word, which is passed."""
    s["at"] += 1
    return s["tokens"][s["at"] - 1][1]


def end(s):
    """Where the word that was passed last ends."""
    _, text, start = s["tokens"][s["at"] - 1]
    return start + len(text)


def pair(s, op, left, right):
    """The node of an operation of two."""
    return node(op, [left, right], 0, [left["from"], right["to"]])


def words(s, n):
    """The next n words in one text, which are passed where there are so many."""
    last = min(s["at"] + n, len(s["tokens"]) - 1)
    text = "".join([token[1] for token in s["tokens"][s["at"] : last]])
    s["at"] = last
    return text
