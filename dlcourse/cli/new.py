"""New: `dlcourse new`, which begins a chapter, an experiment or an exercise."""

from typing import Annotated

import typer

from dlcourse.cli.saying import course_root, or_stop, say

new = typer.Typer(no_args_is_help=True, help="Begin a chapter, an experiment or an exercise.")

Chapter = Annotated[str, typer.Argument(help="Such as 07_momentum.")]
Title = Annotated[str, typer.Argument(help="In words, without a number.")]


@new.command()
def chapter(name: Chapter, title: Title):
    """Write a chapter's page, its experiment and its test, and enter it in the table of contents."""
    from dlcourse.skeletons import new_chapter

    begin(new_chapter, name, title)


@new.command()
def experiment(
    name: Annotated[str, typer.Argument(help="A chapter, such as 07_momentum, or its number.")],
    topic: Annotated[str, typer.Argument(help="Such as momentum_filter.")],
):
    """Write a module of a chapter's experiments, and its test."""
    from dlcourse.skeletons import new_experiment

    begin(new_experiment, name, topic)


@new.command()
def exercise(
    name: Chapter,
    function: Annotated[str, typer.Argument(help="The function to write, such as one_step.")],
    title: Title,
):
    """Write an exercise, and the assignment when it is the first of its chapter."""
    from dlcourse.skeletons import new_exercise

    begin(new_exercise, name, function, title)


def begin(write, *arguments):
    """Write files, and say which, and what they are waiting for."""
    root = course_root()
    for path in or_stop(write, root, *arguments):
        say(f"wrote {path.relative_to(root)}")
    say("Now write what stands there as TO WRITE.")
