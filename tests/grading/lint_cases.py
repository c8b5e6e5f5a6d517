"""Texts of broken assignments: name -> (text, the rule that refuses it, a part of its message)."""

from small_assignment import (
    ANSWER,
    BEGIN,
    END,
    FRONT,
    HIDDEN,
    IMPORT,
    SEEN,
    TASK,
    answer,
    code,
    graded,
    nbgrader,
    text,
)


def small(*, after=(), **parts):
    """SMALL with parts replaced, and more after it."""
    parts = {"task": TASK, "start": IMPORT, "answer": ANSWER, "seen": SEEN, "hidden": HIDDEN} | parts
    return text(FRONT, *parts.values(), *after)


HALF = f"def half(x):\n    {BEGIN}\n    return x / 2\n    {END}"
BROKEN = {
    "output metadata": (
        small(start=code("1", "execution: {}")),
        "metadata_keys",
        "got 'execution'; remove it",
    ),
    "an unknown key": (
        small(answer=ANSWER.replace("task:", "tusk:")),
        "metadata_keys",
        "nbgrader keys among",
    ),
    "a checksum": (
        small(seen=SEEN.replace("task:", f"checksum: {'0' * 32}, task:")),
        "metadata_keys",
        "'checksum'",
    ),
    "a missing key": (
        small(seen=SEEN.replace("solution: false, ", "")),
        "metadata_keys",
        "the nbgrader key 'solution'",
    ),
    "an old schema": (
        small(seen=SEEN.replace("version: 3", "version: 2")),
        "metadata_keys",
        "expected schema_version: 3",
    ),
    "a word for true": (
        small(seen=SEEN.replace("grade: true", "grade: 1")),
        "metadata_keys",
        "grade of type bool, got 1",
    ),
    "another cell type": (
        small(seen=SEEN.replace("task:", "cell_type: markdown, task:")),
        "metadata_keys",
        "expected cell_type: code, got 'markdown'",
    ),
    "no grade_id": (
        small(seen=SEEN.replace("grade_id: double-seen, ", "")),
        "grade_ids",
        "expected a grade_id, got ''",
    ),
    "a grade_id with blanks": (
        small(seen=graded("double(1)", "a b")),
        "grade_ids",
        "expected a grade_id, got 'a b'",
    ),
    "a grade_id like a position": (
        small(seen=graded("double(1)", "cell-2")),
        "grade_ids",
        "reserved for cells without",
    ),
    "a grade_id twice": (
        small(seen=graded("double(1)", "double")),
        "grade_ids",
        "'double' once, got it on line 20 too",
    ),
    "no points": (
        small(seen=SEEN.replace("points: 1, ", "")),
        "points",
        "points above 0 on a graded cell, got None",
    ),
    "zero points": (small(seen=SEEN.replace("points: 1", "points: 0")), "points", "points above 0"),
    "points on an answer": (
        small(answer=ANSWER.replace("task:", "points: 1, task:")),
        "points",
        "not graded, got 1",
    ),
    "an unlocked test": (
        small(seen=SEEN.replace("locked: true", "locked: false")),
        "roles",
        "expected a locked test",
    ),
    "a locked answer": (
        small(answer=ANSWER.replace("locked: false", "locked: true")),
        "roles",
        "students can change",
    ),
    "code graded by hand": (
        small(answer=ANSWER.replace("grade: false", "grade: true, points: 1")),
        "roles",
        "put the points on a test cell below",
    ),
    "a written answer without a grade": (
        small(
            after=[
                '+++ {"nbgrader": {"schema_version": 3, "grade_id": "why", "grade": false, "locked": false, '
                '"solution": true}}',
                f"{BEGIN}\n\nYes.\n\n{END}",
            ]
        ),
        "roles",
        "expected grade: true on a written answer",
    ),
    "a test in Markdown": (
        small(
            after=[
                '+++ {"nbgrader": {"schema_version": 3, "grade_id": "why", "grade": true, "points": 1, '
                '"locked": true, "solution": false}}',
                "Yes.",
            ]
        ),
        "roles",
        "expected a test of code",
    ),
    "a task in code": (
        small(after=[code("1", nbgrader("t", points=1).replace("task: false", "task: true"))]),
        "roles",
        "expected a task in Markdown",
    ),
    "a marker misspelled": (
        small(answer=ANSWER.replace(BEGIN, "# BEGIN SOLUTION")),
        "well_formed_markers",
        "alone on its",
    ),
    "a marker in lower case": (small(task="begin solution"), "well_formed_markers", "got 'begin solution'"),
    "no END": (
        small(answer=ANSWER.replace(END, "pass")),
        "well_formed_markers",
        "got BEGIN SOLUTION without its END",
    ),
    "no BEGIN": (
        small(answer=ANSWER.replace(BEGIN, "pass")),
        "well_formed_markers",
        "END SOLUTION without its BEGIN",
    ),
    "BEGIN twice": (
        small(answer=ANSWER.replace(BEGIN, f"{BEGIN}\n    {BEGIN}")),
        "well_formed_markers",
        "BEGIN SOLUTION inside SOLUTION",
    ),
    "a solution in a plain cell": (small(after=[code(HALF)]), "markers_in_place", "in a plain cell; move it"),
    "a solution in a test": (
        small(seen=graded(HALF)),
        "markers_in_place",
        "SOLUTION in a solution cell only, got it in a",
    ),
    "hidden tests in a plain cell": (
        small(after=[code("# a\n### BEGIN HIDDEN TESTS\ncheck(double)\n### END HIDDEN TESTS")]),
        "markers_in_place",
        "HIDDEN TESTS in a test cell only",
    ),
    "an answer without markers": (
        small(answer=answer("def double(x):\n    return x + x")),
        "markers_in_place",
        "expected a marked answer in a solution cell, got no markers",
    ),
    "a test that students see as empty": (
        small(hidden=HIDDEN.replace("# More numbers.\n", "")),
        "markers_in_place",
        "expected a line that students see in a test cell",
    ),
    "an empty answer": (
        small(answer=ANSWER.replace("    return x + x  # exact\n", "")),
        "no_empty_regions",
        "expected lines in SOLUTION, got none",
    ),
    "the answer a second time": (
        small(start=code("def twice(x):\n    return x + x  # exact")),
        "no_leaks",
        "got 'return x + x  # exact' of line",
    ),
    "a long line of the answer a second time": (
        small(
            answer=answer(
                f"def double(x):\n    {BEGIN}\n    y = sum([x for _ in range(2)])\n    return y\n    {END}"
            ),
            task="Hint:\n\n    y = sum([x for _ in range(2)])",
        ),
        "no_leaks",
        "students see it",
    ),
    "a hidden check in the open": (
        small(seen=graded('grade("01_double/double", abs)')),
        "graded_in_hidden_tests",
        "`grade` in hidden tests only",
    ),
    "a second def": (
        small(after=[code("def double(x):\n    return 0")]),
        "defined_once",
        "'double' defined in one",
    ),
    "a lambda": (
        small(seen=graded("double = abs\nassert double(0) == 0")),
        "defined_once",
        "'double' defined in one",
    ),
    "an import": (small(start=code("from a import b as double")), "defined_once", "(first on line"),
    "below a magic": (
        small(after=[code("%time 1\nclass double:\n    pass")]),
        "defined_once",
        "'double' defined in one",
    ),
    "an answer below the last test": (
        small(after=[answer(HALF, "half")]),
        "answers_are_tested",
        "a test cell below each",
    ),
    "an answer under other names": (
        small(after=[code("def twice(a):\n    return a + a")]),
        "no_twins",
        "got 'twice' here, which does the same",
    ),
    "a stub that is no Python": (
        small(answer=ANSWER.replace(f"    {BEGIN}", BEGIN).replace('    """2 x"""\n', "")),
        "python_when_released",
        "expected Python when it is released, got IndentationError",
    ),
    "a name of hidden lines": (
        small(hidden=HIDDEN.replace("# More numbers.", "more")),
        "names_students_have",
        "'more', which only hidden lines bind",
    ),
    "a hidden test in the open": (
        small(hidden=graded("assert double(7) == 14", "double-hidden", 2)),
        "hidden_tests_marked",
        "expected HIDDEN TESTS markers in a test named hidden",
    ),
    "nothing graded": (
        text(FRONT, TASK, IMPORT),
        "something_to_grade",
        "expected an assignment with graded cells",
    ),
    "left to write": (small(task="TO WRITE."), "nothing_to_write", "expected a text that is written, got"),
}
