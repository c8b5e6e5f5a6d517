"""Chapters 4 and 7: slips that every line knows: a model answer with a term, a factor or a power left out."""

from dlcourse.widgets.one_line.reading import node


def variants(tree):
    """[tree, kind, part] for each slip: the tree with it, and the part that it is about."""
    op, inputs, found = tree["op"], tree["inputs"], []
    if op in ("+", "-"):
        left, right = inputs
        rest = right if op == "+" else node("negative", [right], 0, [0, 0])
        found.append([left, "term", right])
        found.append([rest, "term", left])
        found.append([right, "term", left])
        found.append([tree | {"op": "-" if op == "+" else "+"}, "sign", right])
    if op in ("*", "@"):
        left, right = inputs
        found.append([left, "factor", right])
        found.append([right, "factor", left])
    for k in range(len(inputs) if op in ("*", "/", "@") else 0):
        part = inputs[k]
        if part["op"] in ("+", "-") and (op != "/" or k == 0):
            first, last = part["inputs"]
            near = node(op, [last, inputs[1]] if k == 0 else [inputs[0], first], 0, [0, 0])
            found.append(
                [node(part["op"], [first, near] if k == 0 else [near, last], 0, [0, 0]), "brackets", part]
            )
    if op in ("/", "**"):
        found.append([inputs[0], "divisor" if op == "/" else "power", inputs[1 if op == "/" else 0]])
    if op == "negative":
        found.append([inputs[0], "sign", inputs[0]])
    for k, part in enumerate(inputs):
        for other, kind, about in variants(part):
            changed = [other if j == k else one for j, one in enumerate(inputs)]
            found.append([tree | {"inputs": changed}, kind, about])
    return found


def exchanged(tree, a, b):
    """The tree with another sign for each of one kind, but beside plain numbers."""
    inputs = [exchanged(one, a, b) for one in tree["inputs"]]
    is_so = tree["op"] == a and not any([one["op"] == "number" for one in inputs])
    return tree | {"inputs": inputs, "op": b if is_so else tree["op"]}


def has_number(tree):
    """Whether a number stands in a tree."""
    return tree["op"] == "number" or any([has_number(part) for part in tree["inputs"]])


def names_in_tree(tree):
    """The names that stand in a tree, each once."""
    found = [tree["value"]] if tree["op"] == "name" else []
    for part in tree["inputs"]:
        for name in names_in_tree(part):
            if name not in found:
                found.append(name)
    return found
