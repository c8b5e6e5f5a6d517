"""Setting up: cells of the instructor's that are no tests run in both halves, each for its own names.

Where such a cell does no more with the student's work than call it (`squares(10)`, `account.deposit(5)`), it
has done so in the student's process: in the judge, it would happen a second time.
"""

import ast


def without_calls(source: str, students) -> str:
    """The cell with empty lines for those statements that only call what the student has bound.

    students: names.   What binds a name of the judge's own stays: `loss = mean(f(x))`.
    """
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):  # magics: the cell runs as it is
        return source
    lines = source.split("\n")
    taken = [line for node in body for line in range(node.lineno, node.end_lineno + 1)]
    for node in body:
        own = range(node.lineno, node.end_lineno + 1)
        alone = all(taken.count(line) == 1 for line in own)  # none after a semicolon
        if isinstance(node, ast.Expr) and alone and names_in(node) & students:
            for line in own:
                lines[line - 1] = ""
    return "\n".join(lines)


def names_in(node) -> set[str]:
    """Every name that a statement reads."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
