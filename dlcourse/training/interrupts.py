"""Chapter 7: Ctrl-C. An interrupted training ends between two steps, so model and history agree."""

import signal
import threading


class Interrupts:
    """A `with` block in which Ctrl-C is held back until `check` is called; pressed twice, it is not.

    It does so where Ctrl-C would raise KeyboardInterrupt: in the main thread, with Python's own handler.
    """

    def __init__(self):
        self.is_pending, self.before, self.outer = False, None, None

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():  # in others signal.signal raises
            handler = signal.getsignal(signal.SIGINT)
            if handler is signal.default_int_handler:  # never over a handler that somebody else has set
                self.before = signal.signal(signal.SIGINT, self.note)
            elif isinstance(getattr(handler, "__self__", None), Interrupts):
                self.outer = handler.__self__  # a training within a training, as in a callback
        return self

    def __exit__(self, kind, error, traceback):
        if self.before is not None:
            signal.signal(signal.SIGINT, self.before)
        if error is None:  # else KeyboardInterrupt would hide the error that ended the block
            self.check()

    def note(self, number, frame) -> None:
        """Python calls this handler when Ctrl-C is pressed."""
        if self.is_pending:  # the second time: the user will not wait for the end of the step
            raise KeyboardInterrupt
        self.is_pending = True

    def check(self) -> None:
        """Raise KeyboardInterrupt when Ctrl-C was pressed."""
        pressed = self.outer or self  # an inner training has no handler of its own
        if pressed.is_pending:
            pressed.is_pending = False
            raise KeyboardInterrupt
