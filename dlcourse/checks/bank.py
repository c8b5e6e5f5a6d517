"""Checks: the exercises of an assignment: each one's file, and its model answer in the assignment's text.

solutions/NN_topic/<function>.py gives, by name:

VISIBLE   the inputs of the visible check, a list of dicts
draw      rng -> the inputs of the hidden check, one after the other, small ones first
judge     inputs -> a judgement (see `right`; for answers that are networks, `networks`)
READ      the anchor of the section to reread; in another chapter NN_topic#anchor
WRONG     wrong answers as edits of the model answer, by name; RIGHT other right ones
and where needed REFUSED (functions or modules that answer it), AT_MOST (calls of functions), SECONDS, SLOW,
VARIANTS (False where float32 is too coarse for what is asked),
CONTROL (the address of a control within the site), HINT (what is told on request).
"""

import functools
import importlib.util
import linecache
import os
import re
from dataclasses import dataclass, replace
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from dlcourse.answers import cells_of
from dlcourse.checks.calls import call
from dlcourse.checks.examine import Case, Task
from dlcourse.checks.inputs import as_float64, variants
from dlcourse.checks.kinds_tried import functions, tried
from dlcourse.checks.limits import SLOW, TIME_LIMIT, Limits, dotted
from dlcourse.checks.right import Free, Right
from dlcourse.checks.slips import Slip

SOLUTIONS = (
    "DLCOURSE_SOLUTIONS"  # the environment variable with the folder of the exercises, set where one grades
)


class Unkept(SourceFileLoader):
    """Loads a file and keeps no compiled copy: a check writes nothing into an instructor's folder."""

    def set_data(self, path, data, *, _mode=0o666):
        pass


@dataclass(frozen=True)
class Exercise:
    """An exercise.   folder: of its assignment.   name: of its function"""

    folder: Path
    name: str

    @property
    def path(self) -> Path:
        return self.folder / f"{self.name}.py"

    @functools.cached_property
    def module(self) -> ModuleType:
        """Its file, loaded by path: the names of functions are no names of modules."""
        loader = Unkept(f"exercise_{self.folder.name}_{self.name}", str(self.path))
        spec = importlib.util.spec_from_loader(loader.name, loader)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    @functools.cached_property
    def cells(self) -> dict[str, tuple[str, str]]:
        """The code cells of the assignment's text by grade_id: metadata and source."""
        return cells_of(self.text)

    @functools.cached_property
    def setup(self) -> dict:
        """The names of the assignment's setup cell."""
        names: dict = {"__name__": "__main__"}
        exec(self.cells["setup"][1], names)
        return names

    @property
    def answer(self) -> str:
        """The model answer."""
        return self.cells[self.name][1]

    def points(self, cell: str) -> float:
        """The points of its cell "check" or "hidden"."""
        return float(re.search(r"points: ([\d.]+)", self.cells[f"{self.name}_{cell}"][0])[1])

    def function(self, source: str):
        """The function that an answer defines, in the names of the assignment's setup cell."""
        names = dict(self.setup)
        file = f"<{self.name}>"
        linecache.cache[file] = (len(source), None, source.splitlines(True), file)  # for messages with a line
        exec(compiled(source, file), names)
        return names[self.name]

    def get(self, name: str, default):
        """What its file says about `name`, or the default."""
        return getattr(self.module, name, default)

    def task(self, quiet: bool) -> Task:
        """What the checks say and allow."""
        refused = (*map(dotted, self.get("REFUSED", ())),)
        at_most = {dotted(function): n for function, n in self.get("AT_MOST", {}).items()}
        limits = Limits(self.get("SECONDS", TIME_LIMIT), self.get("SLOW", SLOW), refused, at_most, quiet)
        return Task(self.name, self.reread, self.control, self.get("HINT", ""), limits)

    @functools.cached_property
    def text(self) -> str:
        """The text of its assignment."""
        return (self.folder / f"{self.folder.name}.md").read_text(encoding="utf-8")

    @property
    def control(self) -> str:
        """The address of its control, on the site that the text links to; "" without one."""
        site = re.search(rf"\((\S+/){self.folder.name}\.html", self.text)
        return site[1] + self.get("CONTROL", "") if site and self.get("CONTROL", "") else ""

    @property
    def reread(self) -> str:
        """The section to reread, in words: its title in quotes, since it may be a question."""
        chapter, section = self.section
        title = re.search(rf"\[([^]]+)\]\([^)]*/{chapter}\.html#{section}\)", self.text)
        return f'"{title[1]}" in chapter {int(chapter[:2])}' if title else ""

    @property
    def section(self) -> tuple[str, str]:
        """The chapter and the anchor of the section to reread."""
        chapter, _, section = self.get("READ", "").rpartition("#")
        return chapter or self.folder.name, section

    def case(self, inputs: dict) -> Case:
        """The case of these inputs. It is judged in float64: rounding the inputs to float32 is no error."""
        return Case(inputs, functools.cache(functools.partial(self.judged, as_float64(inputs))))

    def visible(self) -> list[Case]:
        """The cases that students see."""
        return [self.case(inputs) for inputs in self.module.VISIBLE]

    def hidden(self, rng) -> list[Case]:
        """The cases drawn for one student, each in the three variants of `inputs.variants`."""
        return [
            replace(self.case(variant), repeats=i > 0)
            for inputs in self.module.draw(rng)
            for i, variant in enumerate(variants(inputs) if self.get("VARIANTS", True) else [inputs])
        ]

    def judged(self, inputs: dict):
        """The judgement of these inputs. What wrong answers give there is worked out when it is asked for."""
        right = self.module.judge(**as_float64(inputs))
        if not isinstance(right, Free):
            right.slips.later(lambda: self._slips(right, inputs))
        if isinstance(right, Right):
            right.kinds = functools.cache(lambda sentences: self._kinds(right, inputs, sentences))
        return right

    def _slips(self, right, inputs: dict):
        for function, says in self.slips:
            results = self._results(function, right, inputs)
            if results:
                yield Slip(says, results)

    @functools.cached_property
    def slips(self) -> list:
        """The wrong answers that have a sentence: (function, sentence)."""
        wrong = [one for one in self.get("WRONG", {}).values() if one.says]
        return [(self.function(one.of(self.answer)), one.says) for one in wrong]

    @functools.cache  # noqa: B019  an exercise lives as long as the process
    def changed(self, *results) -> list:
        """The model answer with a slip that any formula knows: (function, sentence).   results: names"""
        return functions(self.answer, results, self.setup)

    def _kinds(self, right: Right, inputs: dict, sentences) -> list:
        changed = self.changed(*right.returned)
        asked = [one for one in changed if one[1] in sentences] if sentences is not None else changed
        read = functools.partial(right.read, function=self.name) if right.network else None
        return list(tried(asked, right.results, lambda: as_float64(inputs), read))

    def _results(self, function, right, inputs: dict) -> dict | None:
        outcome = call(function, as_float64(inputs), Limits(self.get("SECONDS", TIME_LIMIT), quiet=True))
        if outcome.problem:  # a slip may not fit the shapes
            return None
        results, problem = right.read(outcome.result, self.name)
        return None if problem else results


@functools.cache  # a wrong answer is compiled as an answer, and as a slip
def compiled(source: str, file: str) -> CodeType:
    """The code of an answer."""
    return compile(source, file, "exec")


def exercises(folder) -> list[Exercise]:
    """The exercises of an assignment, in the order of its text: graded functions with a file of that name."""
    folder = Path(folder)
    text = (folder / f"{folder.name}.md").read_text(encoding="utf-8")
    names = re.findall(r"grade_id: (\w+)_check\b", text)
    return [Exercise(folder, name) for name in dict.fromkeys(names) if (folder / f"{name}.py").is_file()]


def exercise(name: str) -> Exercise:
    """The exercise "NN_topic/function" in the folder of the environment variable."""
    root = os.environ.get(SOLUTIONS)
    if not root:
        raise ValueError(
            f"grade: expected the folder of the exercises in {SOLUTIONS}, got none; grade with nbgrader"
        )
    assignment, function = name.split("/")
    return Exercise(Path(root) / assignment, function)
