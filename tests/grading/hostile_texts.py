"""Texts that must not be released: an answer that gets out, or a notebook that does not do what it says.

name -> (text, a part of what is said). SECRETS and BROKEN_RELEASES are found in the text, RUN ones by a run.
"""

from lint_cases import small
from small_assignment import ANSWER, BEGIN, END, HIDDEN, SEEN, TASK, answer, code, graded

LEAK = "students see it"


def stub(*lines, before=(), name="double"):
    """A cell whose function has these lines between markers, after some lines that are visible."""
    lines = (f"def {name}(x):", *before, BEGIN, *lines, END)
    return answer("\n    ".join(lines), name)


HALF = stub("y = x * 0.5", "return y", name="half")
HALF_SEEN = graded("assert half(3) == 1.5", "half-seen")
LONG = stub("total = sum(", "    [x for _ in range(2)]", ")", "return total")


def tagged(source, tags):
    return code(source, f"tags: {tags}")


SECRETS = {
    "in a sentence": (small(task=f"{TASK} One may return x + x here."), LEAK),
    "as inline code": (small(task=f"{TASK} Try `return x+x`."), LEAK),
    "as an expression": (small(task=f"{TASK} Try `x + x`."), LEAK),
    "in an HTML comment": (small(task=f"{TASK}\n\n<!-- return x + x -->"), LEAK),
    "in a quotation": (small(task=f"{TASK}\n\n> return x + x"), LEAK),
    "in a list": (small(task=f"{TASK}\n\n- `def double(x): return x + x`"), LEAK),
    "in a block of code": (small(task=f"{TASK}\n\n    return x + x"), LEAK),
    "in a fence": (small(task=f"{TASK}\n\n~~~python\nreturn x + x\n~~~"), LEAK),
    "in a table": (small(task=f"{TASK}\n\n| a |\n| - |\n| return x + x |"), LEAK),
    "in an address": (small(task=f"{TASK} See [it](https://a.b/?q=return%20x%20+%20x)."), LEAK),
    "in a comment": (small(start=code("import warnings  # return x + x")), LEAK),
    "in a comment of the test": (small(seen=SEEN.replace("assert", "# return x + x\nassert")), LEAK),
    "in a comment of the hidden test": (
        small(hidden=HIDDEN.replace("# More numbers.", "# More numbers for return x + x")),
        LEAK,
    ),
    "in the docstring": (small(answer=ANSWER.replace('"""2 x"""', '"""2 x: return x + x"""')), LEAK),
    "in a comment of the stub": (small(answer=ANSWER.replace(END, f"{END}\n    # return x + x")), LEAK),
    "in a message": (small(seen=SEEN.replace("double(3) is 6;", "return x + x;")), LEAK),
    "in a variable": (small(start=code('solution = "return x + x"')), LEAK),
    "in brackets": (small(task=f"{TASK} Try `return (x + x)`."), LEAK),
    "in signs of HTML": (small(task=f"{TASK} Try return x &#43; x."), LEAK),
    "with a sign without width": (small(task=f"{TASK} Try return x +\u200b x."), LEAK),
    "with letters in bold": (small(task=f"{TASK} Try re**turn** x + x."), LEAK),
    "in tags": (small(start=tagged("import warnings", '["return x + x"]')), LEAK),
    "in tags, as a mapping": (
        small(start=tagged("import warnings", "{answer: x + x}")),
        "is not of type 'array'",
    ),
    "in tags of Markdown": (small(after=['+++ {"tags": ["return x + x"]}', "More."]), LEAK),
    "in another function": (small(after=[code("def twice(a):\n    return a + a")]), LEAK),
    "in a lambda": (small(after=[code("twice = lambda a: a + a")]), LEAK),
    "in other spacing": (
        small(answer=LONG, start=code("total = sum([x for _ in range(2)])")),
        LEAK,
    ),
    "one statement of several": (small(answer=HALF, seen=HALF_SEEN, task="Hint: y = x*0.5"), LEAK),
    "a written answer in another cell": (
        small(
            task="A line cannot bend at all.",
            after=[
                '+++ {"nbgrader": {"schema_version": 3, "grade_id": "why", "grade": true, "locked": false, '
                '"points": 1, "solution": true}}',
                f"{BEGIN}\nBecause a line cannot bend at all.\nA line cannot bend at all.\n{END}",
            ],
        ),
        LEAK,
    ),
    "a hidden test in a sentence": (
        small(
            hidden=HIDDEN.replace("### END", "assert double(-117) == -234, 'no'\n### END"),
            task=f"{TASK} It asks: assert double(-117) == -234, 'no'.",
        ),
        LEAK,
    ),
}

NO_MARKERS = "\n".join(line for line in HIDDEN.split("\n") if not line.startswith("###"))
BROKEN_RELEASES = {
    "a hidden test without its markers": (small(hidden=NO_MARKERS), "`grade` in hidden tests only"),
    "a hidden test by another name": (
        small(seen=graded("from dlcourse import checks as c\nmark = c.grade\nmark('a/b', double)")),
        "`grade` in hidden tests only",
    ),
    "a hidden test without markers or `grade`": (
        small(hidden=graded("assert double(7) == 14", "double-hidden", 2)),
        "HIDDEN TESTS markers in a test named hidden",
    ),
    "a promise without a hidden test": (
        small(hidden=graded("# When your work is graded, more.\nassert double(7) == 14", "more", 2)),
        "HIDDEN TESTS markers below a comment",
    ),
    "a marker of another kind": (
        small(
            hidden=HIDDEN.replace("### BEGIN HIDDEN TESTS", "### HIDDEN").replace(
                "### END HIDDEN TESTS", "###"
            )
        ),
        "markers alone on their line",
    ),
    "the marks of another course": (
        small(start=code("### SOLUTION START\nimport warnings\n### SOLUTION STOP")),
        "markers alone on their line",
    ),
    "an answer beside its markers": (
        small(
            answer=ANSWER.replace(
                f"    {BEGIN}\n    return x + x  # exact\n    {END}",
                f"    y = x + x\n    {BEGIN}\n    pass\n    {END}\n    return y",
            )
        ),
        "expected lines in SOLUTION",
    ),
    "a TabError in the stub": (
        small(answer=ANSWER.replace(f"    {BEGIN}", f"\t{BEGIN}")),
        "Python when it is released",
    ),
    "a function without a body": (
        small(answer=ANSWER.replace(f'    """2 x"""\n    {BEGIN}', BEGIN).replace(f"    {END}", END)),
        "Python when it is released",
    ),
    "a test without a body": (
        small(
            seen=graded(
                "for x in (1, 2):\n    ### BEGIN HIDDEN TESTS\n    double(x)\n    ### END HIDDEN TESTS",
                "double-hidden",
            )
        ),
        "Python when it is released",
    ),
    "a try without its except": (
        small(
            answer=ANSWER.replace(
                f"    {BEGIN}", f"    try:\n        pass\n    {BEGIN}\n    except ValueError:\n        pass"
            )
        ),
        "Python when it is released",
    ),
    "a visible line with a hidden import": (
        small(
            answer=ANSWER.replace("def double", f"{BEGIN}\nimport math\n{END}\n\n\ndef double"),
            seen=graded("assert double(math.pi) > 6"),
        ),
        "names that students have",
    ),
    "a visible line with a hidden name": (
        small(
            hidden=HIDDEN.replace(
                "### END HIDDEN TESTS", "secret = 5\n### END HIDDEN TESTS\nassert double(secret) == 10"
            )
        ),
        "names that students have",
    ),
    "a stub that calls a hidden helper": (
        small(answer=stub("from operator import add", "return add(x, x)", before=("plus(x, x)",))),
        "names that students have",
    ),
    "infinite points": (small(seen=SEEN.replace("points: 1", "points: .inf")), "points above 0"),
    "points that overflow": (small(seen=SEEN.replace("points: 1", "points: 1.0e+999")), "points above 0"),
    "points that are no number": (small(seen=SEEN.replace("points: 1", "points: .nan")), "points above 0"),
    "points that outweigh all": (small(seen=SEEN.replace("points: 1", "points: 1.0e+9")), "points above 0"),
}

RUN = {
    "a test that the blank passes": (
        small(after=[graded("assert callable(double)", "there")]),
        "expected the released notebook to earn nothing, got 1 point",
    ),
    "a test that catches everything": (
        small(seen=graded("try:\n    assert double(3) == 6\nexcept Exception:\n    pass")),
        "to earn nothing",
    ),
    "a test of a constant": (small(after=[graded("assert True", "always")]), "to earn nothing"),
    "a test that `pass` passes": (
        small(seen=graded("assert double(3) in (6, None)")),
        "an answer of `pass` to earn nothing",
    ),
    "an assert with a comma": (small(seen=graded("assert (double, 'double(3) is 6')")), "to earn nothing"),
    "a partial grade for nothing": (
        small(
            seen=graded(
                "try:\n    points = double(3) / 6\nexcept NotImplementedError:\n    points = 0.5\npoints"
            )
        ),
        "to earn nothing, got 0.5 points",
    ),
    "an answer above its stub": (
        small(answer=stub("return x + x", before=("if x == x:", "    return 2 * x"))),
        "to earn nothing",
    ),
    "a cell that needs what a hidden test made": (
        small(
            hidden=HIDDEN.replace("### END", "open('made', 'w').close()\n### END"),
            after=[code("open('made').close()")],
        ),
        "expected the released notebook to run, got FileNotFoundError",
    ),
    "a name that only a hidden test deletes": (
        small(
            start=code("import warnings\nseen = []"),
            hidden=HIDDEN.replace("### END", "seen.append(1)\n### END"),
            after=[code("seen[0]")],
        ),
        "expected the released notebook to run, got IndexError",
    ),
    "a cell that works by a later one": (
        small(
            start=code("import warnings\n'later' in globals() and later"),
            after=[code("later = 1\ndel later\nlater")],
        ),
        "expected the solution to pass, got NameError",
    ),
}
