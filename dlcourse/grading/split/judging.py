"""Judging: a test cell, run in the judge's shell: its score, and what a student may read of it."""

import functools
import math
import warnings

from dlcourse.grading.plans import BOTH, CRASHED, LATE, RAISED, RAN, TEST, Limits, Outcome, Plan, Step
from dlcourse.grading.split import seeds, telling
from dlcourse.grading.split.names import Main, Names
from dlcourse.grading.split.scoring import score_of
from dlcourse.grading.split.setting_up import without_calls
from dlcourse.grading.split.shell import Hook, Outputs, Shell

ENDED_SAYS = {
    LATE: "Your code was not done in time, and was stopped.",
    CRASHED: "Your code ended its whole process, by a crash, an exit, or a limit on what it may use.",
}

MOST_READY = 1000  # cells


class JudgeHook(Hook):
    """The value of a test's last line; none where a semicolon ends it."""

    def quiet(self):
        # IPython looks at the last cell of its history, and the judge keeps none
        return self.semicolon_at_end_of_expression(self.shell.cell)


class JudgeShell(Shell):
    """A shell that shows no tracebacks: they would have lines of tests.   first: see `first_hidden`"""

    displayhook_class = JudgeHook
    first = math.inf
    history = False  # no test reads it
    cell = ""  # that runs

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.known: dict[str, str] = {}  # cells that were made ready, and what IPython makes of them
        self.usual = self.transformers()

    def transformers(self) -> tuple:
        """What may change a cell before it is compiled: a test may add to it."""
        manager = self.input_transformer_manager
        lists = manager.cleanup_transforms, manager.line_transforms, manager.token_transformers
        return tuple(map(tuple, (*lists, self.input_transformers_post, self.ast_transformers)))

    def make_ready(self, source: str) -> None:
        """Do once for all judges that are forked later what is done before a cell runs."""
        if source in self.known or len(self.known) >= MOST_READY:
            return
        try:
            cell = self.transform_cell(source)
            name = self.compile.get_code_name(source, cell, self.execution_count)
        except Exception:  # the judge says so, of the test
            return
        self.known[source] = cell
        self.compile.keep(cell, name)

    def transform_cell(self, raw_cell):
        if self.known and self.transformers() != self.usual:
            self.known = {}
            self.compile.forget()
        self.cell = self.known.get(raw_cell) or super().transform_cell(raw_cell)
        return self.cell

    def showtraceback(self, *args, **kwargs):
        pass

    def showsyntaxerror(self, *args, **kwargs):
        pass

    def outputs_of(self, most):
        return OpenOutputs(self.first, self.user_global_ns, most)


class OpenOutputs(Outputs):
    """The outputs of a test but for those of its hidden lines, and of what runs below them."""

    def __init__(self, first: float, names, most: int):
        super().__init__(most)
        self.place = first, names

    def text(self, name, text):
        if telling.is_open(*self.place):
            super().text(name, text)

    def show(self, kind, data, metadata, **more):
        if telling.is_open(*self.place):
            super().show(kind, data, metadata, **more)


@functools.cache
def shell() -> Shell:
    """The shell in which tests run. Made before a fork, it is there at once after it."""
    names = Names(lambda: None)
    made = JudgeShell.instance(user_module=Main(names))
    made.prefilter_manager.prefilter_lines = as_they_are
    made.warm_up()
    seeds.watch()
    names.pop("open", None)  # IPython's own: a name of the tests' means one that they have put there
    return made


def make_ready(plan: Plan) -> None:
    """Compile the tests of a plan, and the cells of the instructor's that run in both processes."""
    for step in plan.steps:
        if step.role == TEST:
            shell().make_ready(step.trusted)
        elif step.role == BOTH:
            shell().make_ready(without_calls(step.trusted, frozenset(plan.names)))


def as_they_are(lines: str, continue_prompt: bool = False) -> str:
    """The lines of a cell: IPython's filter would ask what its first word is, maybe a student's object."""
    return lines


def run(source: str, limits: Limits, words=()):
    """(IPython's result, the outputs) of a cell of the judge's; text that goes to stderr costs nothing.

    words: of a test, see Plan.hidden.
    """
    shell().first = telling.first_hidden(source, words)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a test that asks for warnings sets its own filter
        return shell().run(source, limits.output)


def failure(result):
    """The exception of a cell; None when it ran to its end."""
    return result.error_before_exec or result.error_in_exec


def outcome(step: Step, result, outputs, ended: str, ended_by: str, plan: Plan) -> Outcome:
    """What came of a test.   ended, ended_by: how the student's process ended, "" while it lives."""
    kept = telling.without_concealed(step.trusted, outputs, plan.hidden)
    error = failure(result)
    if ended:
        return Outcome(step.name, (*kept, stopped(ended, ended_by)), 0.0, ended)
    if error is not None:
        said = shown(*telling.told(step.trusted, error, plan.limits.output // 4, plan.hidden))
        if telling.speaks_to_students(error) and said["evalue"] == telling.text_of(error):
            said["traceback"] = [*map(str, error._render_traceback_())]  # the words that a notebook shows
        kept.append(said)
        return Outcome(step.name, tuple(kept), 0.0, RAISED)
    score = score_of(result.result, step.points, step.trusted)
    if score != step.points:
        value = {"text/plain": f"{score:g}"}
        kept.append({"output_type": "execute_result", "data": value, "metadata": {}, "execution_count": None})
    return Outcome(step.name, tuple(kept), score, RAN)


def stopped(ended: str, sentence: str) -> dict:
    """The output of a cell whose process ended, or was not done in time."""
    return shown("Stopped", f"{ENDED_SAYS[ended]} {sentence}".strip())


def shown(name: str, text: str, *more: str) -> dict:
    """An error as an output of a cell."""
    lines = [f"{name}: {text}".rstrip(": "), *more]
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": lines}
