"""Plans: what is to be run for one notebook of one student, and what came of it, as plain data.

A plan goes to a judge, a verdict comes back, each as bytes (JSON), so that they cross processes and machines.
"""

import base64
import json
from dataclasses import dataclass, field

STUDENT, BOTH, TEST = "student", "both", "test"
HIDDEN = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")  # nbgrader's own words


@dataclass(frozen=True)
class Step:
    """A code cell that is run.

    name: of the cell, unique in the plan.
    role: "student": `source` runs in the student's process. "both": `source` runs there, `trusted` in the
    judge (a cell of the instructor's that is no test: locked cells alike, others as the student left them).
    "test": `trusted` runs in the judge, for `points`.
    """

    name: str
    role: str
    source: str = ""
    trusted: str = ""
    points: float = 0.0


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    cell_seconds: for a cell, on the clock. test_seconds: for a test with all that it calls, None: as a cell.
    seconds: for a whole notebook. cpu_seconds: of processor time, all processes together, None: as `seconds`.
    memory, disk: bytes for all its processes, and for all that they write. processes: threads included.
    file_size: bytes of one file, None: as `disk`.
    message: bytes of one value that crosses to the judge. output: characters that are kept of a cell's
    outputs. all_output: of those of a whole notebook.
    """

    cell_seconds: float = 30.0
    seconds: float = 300.0
    memory: int = 2 << 30
    disk: int = 64 << 20
    processes: int = 64
    message: int = 64 << 20
    output: int = 100_000
    test_seconds: float | None = None
    cpu_seconds: float | None = None
    file_size: int | None = None
    all_output: int = 1_500_000

    @property
    def for_a_test(self) -> float:
        """Seconds for a test."""
        return self.cell_seconds if self.test_seconds is None else self.test_seconds

    @property
    def of_processor(self) -> float:
        """Seconds of processor time."""
        return self.seconds if self.cpu_seconds is None else self.cpu_seconds

    @property
    def of_a_file(self) -> int:
        """Bytes of a file."""
        return self.disk if self.file_size is None else min(self.file_size, self.disk)


@dataclass(frozen=True)
class Plan:
    """One notebook of one student, ready to be run.

    names: those that the source's answers bind: in a test they are the student's.
    reads, binds: of these, the ones that functions of the answers look up, and that they bind anew. A test
    that has bound a name itself asks the student for it only if it is in `binds`, or holds a container and
    is in `reads`.
    imports: statements by which the source's answers bind modules: in a test those are the judge's own.
    preload: modules to import before a process is forked.
    files: by relative path, for the student's process: the source's, and the student's own.
    folder: where the judge finds the source's files, "" for none.   environment: for the judge alone.
    operators: whether a student's objects may work out `+`, `-` and so on with values of the tests.
    changes: what the reference solution's run has in `Verdict.changed`; None while nobody knows.
    questions: {test: what its Outcome of that run has in `asked`}; of others nobody knows.
    hidden: the words that begin and end hidden tests in this course; () hides nothing.
    reference: whether the answers are those of the source.
    """

    assignment: str
    notebook: str
    student: str
    steps: tuple[Step, ...]
    names: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    preload: tuple[str, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    folder: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    operators: bool = True
    changes: tuple[str, ...] | None = None
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: tuple[str, ...] = HIDDEN
    reference: bool = False
    limits: Limits = field(default_factory=Limits)

    def to_bytes(self) -> bytes:
        """The plan as JSON."""
        plain = {**vars(self), "steps": [vars(step) for step in self.steps], "limits": vars(self.limits)}
        plain["files"] = {path: base64.b64encode(data).decode() for path, data in self.files.items()}
        return json.dumps(plain).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Plan":
        """The plan that these bytes say."""
        plain = json.loads(data)
        plain["steps"] = tuple(Step(**step) for step in plain["steps"])
        plain["files"] = {path: base64.b64decode(text) for path, text in plain["files"].items()}
        plain["limits"] = Limits(**plain["limits"])
        for name in ("names", "reads", "binds", "imports", "preload", "hidden"):
            plain[name] = tuple(plain[name])
        plain["questions"] = {name: tuple(words) for name, words in plain["questions"].items()}
        if plain["changes"] is not None:
            plain["changes"] = tuple(plain["changes"])
        return cls(**plain)


# What came of a cell: it ran; it raised; it was not done in time; its process ended; it could not be run.
RAN, RAISED, LATE, CRASHED, SKIPPED = "ran", "raised", "late", "crashed", "skipped"


@dataclass(frozen=True)
class Outcome:
    """What came of a step.

    outputs: as nbformat has them, of a test without any that the student wrote.   score: of a test, from 0 to
    its points; None of other cells.   ended: one of the five words above.
    changed: functions that changed what a test gave to them, by the names that the test calls them by.
    asked: of the reference's answers, what the test asked of objects, see `Questions`.
    """

    name: str
    outputs: tuple[dict, ...] = ()
    score: float | None = None
    ended: str = RAN
    changed: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What came of a plan: an outcome a step, in their order, and sentences for a person to read.

    imported: of a plan whose answers are those of the source, installed modules that its judge had to import.
    """

    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...] = ()
    imported: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """Functions that changed what a test gave to them, in any cell."""
        return tuple(sorted({name for one in self.outcomes for name in one.changed}))

    def to_bytes(self) -> bytes:
        """The verdict as JSON."""
        return json.dumps({**vars(self), "outcomes": [vars(one) for one in self.outcomes]}).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Verdict":
        """The verdict that these bytes say."""
        plain = json.loads(data)
        for one in plain["outcomes"]:
            for name in ("outputs", "changed", "asked"):
                one[name] = tuple(one.get(name, ()))
        outcomes = tuple(Outcome(**one) for one in plain["outcomes"])
        return cls(outcomes, tuple(plain["notes"]), tuple(plain.get("imported", ())))
