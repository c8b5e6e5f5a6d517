"""Settings: what a course's nbgrader_config.py says, so that nbgrader's own commands are as safe as ours.

    from dlcourse.grading.settings import protect

    protect(c)

Autograded notebooks hold hidden tests and mark schemes, since who grades by hand needs them in formgrader. So
it is the pages for students that leave them out, and nbgrader has to be told which exporter makes those.
"""

JUDGE = "dlcourse.grading.judge.Judge"
PAGES = "dlcourse.grading.books.page.FeedbackExporter"
LINES = "from dlcourse.grading.settings import protect\nprotect(c)"


def protect(c) -> None:
    """Set nbgrader's steps: students' code runs in the sandbox, and feedback shows no hidden test.

    c: traitlets' Config, as `get_config()` gives it in nbgrader_config.py. It counts for the command line and
    for formgrader's buttons. Lines below it may change what it has set.
    """
    c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.ClearOutput"]
    c.Autograde.autograde_preprocessors = [
        JUDGE,
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
    ]
    c.GenerateFeedback.exporter_class = PAGES


def unprotected(config) -> list[str]:
    """A sentence for each of nbgrader's commands that these settings leave as nbgrader has it."""
    found = []
    steps = config.get("Autograde", {}).get("autograde_preprocessors", ())
    if JUDGE not in map(name_of, steps if isinstance(steps, list | tuple) else ()):
        found.append("`nbgrader autograde`, and formgrader's button, run students' code beside the tests")
    pages = config.get("GenerateFeedback", {}).get("exporter_class", "")
    if PAGES not in (name_of(one) for one in getattr(pages, "__mro__", [pages])):
        found.append("`nbgrader generate_feedback`, and formgrader's button, show hidden tests to students")
    return found


def name_of(one) -> str:
    """The dotted name of a class, which settings may give themselves or by name."""
    return f"{one.__module__}.{one.__qualname__}" if isinstance(one, type) else str(one)
