"""Early: what takes a command long begins before its options are read, which takes typer a while, too."""

from typer.core import TyperCommand


class WithNursery(TyperCommand):
    """A command whose context's `obj` is a Nursery, open until the command has ended."""

    def make_context(self, info_name, args, parent=None, **more):
        from dlcourse.grading.classrun.nursery import Nursery

        nursery = Nursery()
        try:
            context = super().make_context(info_name, args, parent, **more)
        except BaseException:  # of --help, too
            nursery.close()
            raise
        context.obj = nursery
        context.call_on_close(nursery.close)
        return context
