"""Saying: what a command tells the person who has typed it, and how it ends."""

import typer


def course_root():
    """The folder of the course that the current folder is in."""
    from dlcourse.grading.course import find_root

    return or_stop(find_root)


def or_stop(call, *arguments):
    """call(*arguments); a ValueError or RuntimeError becomes a message and exit status 1."""
    # These two speak to the user; any other error is a bug, whose traceback should be seen.
    try:
        return call(*arguments)
    except (ValueError, RuntimeError) as error:
        stop_at([error])


def stop_at(problems):
    """Print each problem and exit with status 1; return when there is none."""
    for problem in problems:
        say(problem, error=True)
    if problems:
        raise typer.Exit(1)


def say(message, error=False):
    """Print a message: to the standard output, or in red to the standard error."""
    # markup=False: an exercise's text may have [brackets]; soft_wrap: a path can be copied as one line.
    from rich.console import Console

    Console(stderr=error).print(
        str(message), markup=False, highlight=False, soft_wrap=True, style="red" if error else None
    )
