"""Early: what takes a command long begins before its options are read, and reading them takes no time.

typer reads each value by pydantic, which takes as long to import as typer does three times. Text is what it
is, and a number of digits, without.
"""

from typer.core import TyperCommand, TyperGroup

from dlcourse.cli import ahead


class Plainly:
    """A command, or a group of them, whose plain values are read without pydantic."""

    def get_params(self, context):
        return [read_plainly(one) for one in super().get_params(context)]


class Group(Plainly, TyperGroup):
    """The command `dlcourse`, which hands on to others."""

    def main(self, *args, **options):
        try:
            return super().main(*args, **options)
        except SystemExit as end:
            ahead.leave(end.code)
            raise


class WithNursery(Plainly, TyperCommand):
    """A command whose context's `obj` is a Nursery, open until the command has ended."""

    def make_context(self, info_name, args, parent=None, **more):
        nursery = ahead.nursery()
        try:
            context = super().make_context(info_name, args, parent, **more)
        except BaseException:  # of --help, too
            nursery.close()
            raise
        context.obj = nursery
        context.call_on_close(nursery.close)
        return context


def read_plainly(parameter):
    """The parameter, which from now on reads so; one of a typer without pydantic stays as it is."""
    usual = getattr(parameter, "get_runtime_param", None)
    if usual and not isinstance(usual, Plain):
        parameter.get_runtime_param = Plain(usual)
    return parameter


class Plain:
    """How a parameter's value is read.   usual: () -> what reads it as typer does, and refuses it in words"""

    def __init__(self, usual):
        self.usual = usual

    def __call__(self):
        return self

    def coerce(self, value, param, ctx):
        """The value for the command."""
        of = param.type_descriptor
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if of.annotation is str and isinstance(value, str):
            return value
        if of.annotation == list[str] and isinstance(value, list | tuple):
            return list(value)
        if of.annotation is int and is_whole(value) and of.parameter_info.max is None:
            if int(value) >= (of.parameter_info.min or 0):
                return int(value)
        return self.usual().coerce(value, param=param, ctx=ctx)


def is_whole(value) -> bool:
    """Whether a text is a whole number of a few digits, and nothing else."""
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10
