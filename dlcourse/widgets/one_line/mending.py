"""Chapters 4 and 7: what would make a wrong line right. Printed as JavaScript.

A sum, a mean, a transpose; a factor; a part of the line that is too much, or one of the model answer that is
missing (`slips.py`); else the entry that is most wrong.
"""

from dlcourse.widgets.frame.wiring import and_joined
from dlcourse.widgets.one_line.arrays import along, evaluated, transposed
from dlcourse.widgets.one_line.compared import agree, multiple, names_of, same
from dlcourse.widgets.one_line.language import read
from dlcourse.widgets.one_line.slips import exchanged, names_in_tree, variants
from dlcourse.widgets.one_line.verdicts import place_text, said

FACTORS = ["-1", "2", "-2", "1/2", "-1/2", "m", "1/m", "-m", "-1/m", "2 * m", "2 / m", "1 / (2 * m)", "k"]
FACTORS += ["1/k", "n", "1/n", "-1/k", "-1/n", "m * k", "1 / (m * k)", "m * n", "1 / (m * n)", "4", "1/4"]
FACTORS += ["m * m", "1 / (m * m)", "m / k", "k / m"]


def mended(one, line, tree, results, envs, told):
    """Which change would make the results right."""
    wanted = [draw["gradient"] for draw in one["cases"]]
    for a, b in (("*", "@"), ("@", "*")):
        if agree([evaluated(exchanged(tree, a, b), env) for env in envs], wanted):
            return said("exchanged", told | {"has": a, "needs": b}, {})
    if results[0]["shape"] != wanted[0]["shape"]:
        return summed(results, wanted, told)
    ratios = [multiple(x, g) for x, g in zip(results, wanted, strict=True)]
    if ratios[0] is not None and ratios[1] is not None:
        for text in FACTORS:
            if is_factor(text, ratios, one, envs):
                return said("minus" if text == "-1" else "multiple", told | {"factor": text}, {})
    for other, kind, part in variants(tree):
        if agree([evaluated(other, env) for env in envs], wanted):
            return said("extra " + kind, told | {"part": line[part["from"] : part["to"]]}, {})
    for other, kind, part in variants(read(one["answer"], names_of(one))["tree"]):
        if agree(results, [evaluated(other, env) for env in envs]):
            names = names_in_tree(part)
            if kind == "brackets" and len(names) == 1:
                names = ["a number", *names]
            return said(kind, told | {"names": and_joined(names) if names else "a number"}, {})
    if ratios[0] is not None and len(wanted[0]["data"]) > 1:  # of one number every other is a multiple
        return said("multiple", told | {"factor": ratios[0]}, {})
    gaps = [abs(v - wanted[0]["data"][k]) for k, v in enumerate(results[0]["data"])]
    k = gaps.index(max(gaps))
    told["place"] = place_text(one, k)
    told |= {"said": results[0]["data"][k], "found": wanted[0]["data"][k]}
    return said("entry", told, {})


def summed(results, wanted, told):
    """Which sum, mean or transpose would make the results right; else the shapes alone."""
    if all([same(transposed(x), g) for x, g in zip(results, wanted, strict=True)]):
        return said("transposed", told, {})
    if all(
        [
            len(x["data"]) == len(g["data"]) and same(x | {"shape": g["shape"]}, g)
            for x, g in zip(results, wanted, strict=True)
        ]
    ):
        return said("kept", told, {})
    for op in ("sum", "mean"):
        for axis in (0, 1, None):
            tried = [along(op, x, axis, False) for x in results]
            if agree(tried, wanted):
                kind = "total" if axis is None and op == "sum" else op
                return said(kind, told | {"axis": "0" if axis == 0 else "1"}, {})
    return said("shape", told, {})


def is_factor(text, ratios, one, envs):
    """Whether the ratios of all cases are that factor."""
    found = read(text, names_of(one))
    if found["error"]:
        return False
    factors = [evaluated(found["tree"], env) for env in envs]
    return all([abs(r / c["data"][0] - 1) < 1e-6 for r, c in zip(ratios, factors, strict=True)])
