"""Commands of `dlcourse`. Each command imports what it needs when it runs, so that `--help` is fast."""

from typing import Annotated

import typer

from dlcourse.cli.early import Group, WithNursery
from dlcourse.cli.new import new
from dlcourse.cli.saying import course_root, or_stop, say, stop_at

app = typer.Typer(
    cls=Group,
    # Completion would add two options to every help text.
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a bug is told in a page of Python's, not in ten
    help="Check, release and grade assignments, and show what the course covers.",
)

app.add_typer(new, name="new")

# typer reads the help text of an argument from its annotation.
Names = Annotated[
    list[str] | None, typer.Argument(help="Assignments, such as 02_xor; all of them by default.")
]

Course = Annotated[str, typer.Option(help="An nbgrader course's folder; this one by default.")]


@app.callback()
def main():
    """Check, release and grade assignments, and show what the course covers."""


@app.command()
def lint(names: Names = None):
    """Check the texts of assignments for what cannot be converted, would break, or would show an answer."""
    from dlcourse.grading.course import chosen_names, text_path
    from dlcourse.grading.lint import lint as problems_of

    root = course_root()
    names = or_stop(chosen_names, names, root)
    # All assignments, so that one run reports everything.
    problems = [problem for name in names for problem in problems_of(text_path(name, root), root)]
    stop_at(problems)
    say(f"{len(names)} assignments without problems")


@app.command()
def release(
    names: Names = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when it would refuse, or is out of date.")
    ] = False,
    course: Course = ".",
):
    """Write what students get, or refuse: answers that fail, points for nothing, a secret that would get out.

    In this course exercises/ from solutions/; in any other course what nbgrader's `generate_assignment`
    makes of the source, once that has been looked through.
    """
    from dlcourse.grading.course import own_root

    root = own_root(course)
    if root is None:
        hand_out(names, check, course)
        return
    from dlcourse.grading import release as releasing  # the command itself is named release

    if check:
        stop_at(or_stop(releasing.check, names, root))
        say("exercises/ is up to date with solutions/")
        return
    for path in or_stop(releasing.release, names, root):
        say(f"wrote {path.relative_to(root)}")


def hand_out(names, check, course):
    """Release assignments of a course that is not this one."""
    from dlcourse.grading.classrun.place import find_place
    from dlcourse.grading.handing_out import command

    place = or_stop(find_place, course)
    done = or_stop(command.release, place, names, check)
    for remark in done.remarks:
        say(remark)
    for folder in done.folders:
        say(f"wrote {folder}: it can be handed out, and graded by `dlcourse grade {folder.name}`")
    if check:
        say("nothing was found that keeps this from being handed out; nothing was written")


@app.command()
def work():
    """Copy the exercises into my_work/, where they are the student's own: what is there stays as it is."""
    from dlcourse.grading.own_copies import copy_for_student

    for sentence in or_stop(copy_for_student, course_root()):
        say(sentence)


@app.command()
def rows(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Rows, such as S020, or a chapter's, such as 02; all by default."),
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Only rows that a page, an exercise or a test is still to hold.")
    ] = False,
):
    """Show where each row of the decks' inventory is taught, exercised and tested."""
    from dlcourse.inventory import all_claims, problems, read_rows
    from dlcourse.inventory.report import chosen_rows, lines_of

    root = course_root()
    found = or_stop(read_rows, root)
    claims = all_claims(root)
    for line in lines_of(found, claims, or_stop(chosen_rows, found, claims, ids, missing)):
        say(line)
    stop_at(problems(found, claims))


Assignment = Annotated[str, typer.Argument(help="Such as ps1, a folder of the course's source.")]
Only = Annotated[list[str] | None, typer.Option(help="A student; may be given several times.")]
Limit = Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="Such as memory=4GiB.")]


def file_option(of, ends):
    """An option that names a file to write."""
    return Annotated[str | None, typer.Option(metavar=f"FILE.{ends}", help=f"Write {of} there.")]


@app.command(cls=WithNursery)
def grade(
    context: typer.Context,
    assignment: Assignment,
    course: Course = ".",
    records: Annotated[
        str | None, typer.Option(metavar="FILE.json", help="Write what came of every student there.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Submissions at the same time; as many as there are cores.")
    ] = None,
    only: Only = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what has not changed, too.")] = False,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Grade on a Dask cluster, such as tcp://host:8786.")
    ] = None,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Run students' code without a sandbox; the records say so.")
    ] = False,
    limit: Limit = None,
):
    """Grade what a class has handed in: each in a sandbox, in parallel, into nbgrader's gradebook.

    After a crash or Ctrl-C the same command goes on. What has not changed is not graded again, and points
    that a person gave stay. Then: `dlcourse feedback` and `dlcourse report`.
    """
    from rich.console import Console

    from dlcourse.grading.classrun.command import Wanted
    from dlcourse.grading.classrun.command import grade as grade_class

    more = force, scheduler, unsafe, tuple(limit or ())
    wanted = Wanted(assignment, course, records, jobs, tuple(only or ()), *more)
    raise typer.Exit(or_stop(grade_class, wanted, Console(stderr=True), context.obj))


@app.command()
def report(
    assignment: Assignment,
    course: Course = ".",
    csv: file_option("grades with a column for each question", "csv") = None,
    json: file_option("the same as JSON", "json") = None,
    canvas: file_option("a file that Canvas's gradebook imports", "csv") = None,
    moodle: file_option("a file that Moodle's grader report imports", "csv") = None,
    title: Annotated[
        str | None, typer.Option(help="Its title in Canvas or Moodle, such as 'Squares (123)'.")
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Write both tables as Markdown and as figures there.")
    ] = None,
):
    """Show which questions a class found hard and what its tests said most often; write the grades.

    Points and comments that a person gave in formgrader count.
    """
    from rich.console import Console

    from dlcourse.grading.classrun import report as reporting  # the command itself is named report

    files = reporting.Files(csv, json, canvas, moodle, to, title)
    for path in or_stop(reporting.report, assignment, course, files, Console()):
        say(f"wrote {path}")


@app.command()
def feedback(assignment: Assignment, course: Course = ".", only: Only = None):
    """Write a feedback page for each student: no hidden test in it, and nothing that runs."""
    from dlcourse.grading.classrun import report as reporting

    pages = or_stop(reporting.feedback, assignment, course, only)
    if pages:
        say(f"wrote {len(pages)} page{'s' * (len(pages) > 1)}, such as {pages[0]}")
    else:
        say("no page: none of these is graded yet; run `dlcourse grade`")
