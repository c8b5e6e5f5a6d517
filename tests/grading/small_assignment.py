"""A small assignment as text, in parts, for the tests of its conversion, lint, release and grading."""


def nbgrader(grade_id, **changes):
    """nbgrader's metadata on one line of YAML, as the assignments write it."""
    data = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": False,
        "locked": False,
        "solution": False,
    } | changes
    pairs = (
        f"{key}: {str(value).lower() if isinstance(value, bool) else value}" for key, value in data.items()
    )
    return "nbgrader: {" + ", ".join(pairs) + ", task: false}"


def code(source, metadata=None):
    options = f"---\n{metadata}\n---\n" if metadata else ""
    return f"```{{code-cell}} ipython3\n{options}{source}\n```"


def answer(source, grade_id="double", **changes):
    return code(source, nbgrader(grade_id, solution=True, **changes))


def graded(source, grade_id="double-seen", points=1, **changes):
    return code(source, nbgrader(grade_id, grade=True, locked=True, points=points, **changes))


NAME = "01_double"
FRONT = "---\nkernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n---"
TASK = "# Doubling\n\nWrite `double`."
IMPORT = code("import warnings")
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
ANSWER = answer(f'def double(x):\n    """2 x"""\n    {BEGIN}\n    return x + x  # exact\n    {END}')
SEEN = graded('assert double(3) == 6, f"double(3) is 6; yours is {double(3)}."')
HIDDEN = graded(
    "# More numbers.\n### BEGIN HIDDEN TESTS\nfrom dlcourse.checks import grade\n\n"
    'grade("01_double/double", double)\n### END HIDDEN TESTS',
    grade_id="double-hidden",
    points=2,
)
EXERCISE = '''"""Chapter 1, exercise 1.1: doubling."""
from dlcourse.checks import Right

def draw(rng):
    for secret_number in (1234, -5):
        yield {"x": secret_number}

def judge(x):
    return Right(Y=x + x).hinting("Is a number fixed in yours?")
'''


def text(*parts):
    return "\n\n".join(parts) + "\n"


SMALL = text(FRONT, TASK, IMPORT, ANSWER, SEEN, HIDDEN)


def write_small(root, content=SMALL):
    """solutions/01_double/ below root; returns the folder."""
    folder = root / "solutions" / "01_double"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "01_double.md").write_text(content, encoding="utf-8")
    (folder / "double.py").write_text(EXERCISE, encoding="utf-8")
    return folder
