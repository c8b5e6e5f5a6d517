"""Shell: cells run as a notebook runs them, by IPython, with what they write and show kept as outputs."""

import contextlib
import io
import sys
import tokenize

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from dlcourse.grading.split.compiling import Compiler
from dlcourse.grading.split.magics import Transformers

OFTEN = 8 * ("pass",)  # Python makes code fast that has run so often
TRUNCATED = "\n... and more, which is not kept\n"


class Outputs:
    """The outputs of a cell, as nbformat has them, up to a number of characters."""

    def __init__(self, most: int):
        self.most, self.left, self.list = most, most, []

    def text(self, name: str, text: str) -> None:
        """More on stdout or stderr."""
        if not text or self.left <= 0:
            return
        self.left -= len(text)
        if self.left <= 0:
            text = text[: len(text) + self.left] + TRUNCATED
        last = self.list[-1] if self.list else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"].append(text)
        else:
            self.list.append({"output_type": "stream", "name": name, "text": [text]})

    def show(self, kind: str, data: dict, metadata: dict, **more) -> None:
        """A picture, a table, the value of the last line."""
        size = sum(len(value) if isinstance(value, str | bytes) else 1000 for value in data.values())
        if self.left <= 0:
            return
        self.left -= size
        if self.left <= 0:
            self.text("stdout", "")
            data = {"text/plain": str(data.get("text/plain", ""))[:1000] + TRUNCATED}
        self.list.append({"output_type": kind, "data": dict(data), "metadata": dict(metadata or {}), **more})

    def error(self, name: str, text: str, traceback: list[str]) -> None:
        """What a cell ended with."""
        most = max(self.most // 4, 1000)
        lines = [line[:most] for line in traceback[:20]]
        shown = {"output_type": "error", "ename": name[:200], "evalue": text[:most], "traceback": lines}
        self.list.append(shown)

    def done(self) -> list[dict]:
        """The outputs, each text in one piece."""
        for one in self.list:
            if one["output_type"] == "stream":
                one["text"] = "".join(one["text"])
        return self.list


class Stream(io.TextIOBase):
    """stdout or stderr: what is written goes to the outputs of the cell that runs."""

    encoding = "utf-8"

    def __init__(self, name: str, shell):
        self.name, self.shell = name, shell

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.shell.outputs.text(self.name, text)
        return len(text)

    def writable(self):
        return True


class Hook(DisplayHook):
    """The value of a cell's last line."""

    def write_output_prompt(self):
        pass

    def quiet(self):
        """Whether the cell ends in a semicolon: IPython looks into its history, and a judge has none."""
        try:
            return self.semicolon_at_end_of_expression(self.shell.source)
        except (tokenize.TokenError, SyntaxError):  # of a cell with magics
            return False

    def write_format_data(self, format_dict, md_dict=None):
        data = {k: v for k, v in format_dict.items()}
        self.shell.outputs.show("execute_result", data, md_dict, execution_count=None)

    def finish_displayhook(self):
        self._is_active = False


class Publisher(DisplayPublisher):
    """What `display` shows."""

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs):
        self.shell.outputs.show("display_data", data, metadata)

    def clear_output(self, wait=False):
        self.shell.outputs.list.clear()


class Shell(InteractiveShell):
    """IPython without a terminal, a history or a user's settings."""

    displayhook_class = Hook
    display_pub_class = Publisher
    compiler_class = Compiler
    history = True  # whether cells are numbered, and kept under `In` and `_i`

    def __init__(self, **kwargs):
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.xmode = "Context"
        self.outputs, self.source = Outputs(0), ""
        super().__init__(config=config, input_transformer_manager=Transformers(), **kwargs)
        self.compile.trees = self.input_transformer_manager.trees

    def init_virtualenv(self):
        pass  # it would look for one in the environment's names

    def init_sys_modules(self):
        sys.modules["__main__"] = self.user_module
        self._main_mod_cache[self.user_module.__name__] = self.user_module

    def should_run_async(self, raw_cell, *, transformed_cell=None, **more):
        if transformed_cell and "await" not in transformed_cell and "async" not in transformed_cell:
            return False  # IPython compiles the cell to see as much
        return super().should_run_async(raw_cell, transformed_cell=transformed_cell, **more)

    def ask_exit(self):
        raise SystemExit  # of `exit()`, `quit()`: an error of the cell, which ends nothing else

    def enable_gui(self, gui=None):
        pass

    def _showtraceback(self, etype, evalue, stb):
        if etype is SystemExit:  # IPython's own words are for somebody who sits before it
            stb = ["SystemExit: exit() or quit() ended this cell, and nothing below it in the cell was run."]
        self.outputs.error(getattr(etype, "__name__", "Error"), text_of(evalue), [*map(str, stb)])

    def _format_exception_for_storage(self, exception, *args, **kwargs):
        return {}  # the same traceback again, for `%notebook`, took a third of the time of a test

    def showindentationerror(self):
        self.showsyntaxerror()

    def warm_up(self):
        """Run a cell that ends well, and one that does not: what IPython does first takes long."""
        for source in ("1", "raise ValueError", *OFTEN):
            with redirected(Stream("stdout", self), Stream("stderr", self)):
                self.run_cell(source, silent=True)
        _ = self.logger  # which IPython makes when the first cell asks for it

    def outputs_of(self, most: int) -> Outputs:
        """Where the outputs of a cell go."""
        return Outputs(most)

    def run(self, source: str, most: int):
        """(the result of IPython, the outputs) of a cell.   most: characters that are kept"""
        self.outputs, self.source = self.outputs_of(most), source
        outputs = self.outputs
        with redirected(Stream("stdout", self), Stream("stderr", self)):
            result = self.run_cell(source, store_history=self.history, silent=False)
        self.outputs = Outputs(0)
        return result, outputs.done()


@contextlib.contextmanager
def redirected(out, err):
    """A `with` block in which these are stdout and stderr, and after which they are what they were."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def text_of(error, most: int = 10_000) -> str:
    """The text of an exception, of which `str` may itself raise, or give no end of letters."""
    try:
        text = str(error)
    except BaseException:
        return "an error whose text cannot be had"
    return str.__getitem__(text, slice(most)) if isinstance(text, str) else ""
