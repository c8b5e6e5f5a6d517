"""Rehearsal: what is done for the first time takes long, and each fork does all for the first time.

So before they are forked, a judge, and the half of the split that answers it, go a few times through what
they will do: Python makes code fast that has run. It is done on functions of ours, and leaves no trace.
"""

from collections import deque
from types import SimpleNamespace

import numpy as np

from dlcourse.grading.plans import STUDENT, TEST, Plan, Step
from dlcourse.grading.split import student
from dlcourse.grading.split.kinds import Encoder
from dlcourse.grading.split.shell import Outputs
from dlcourse.grading.split.wire import pack

ANSWER = """
import numpy as np
def share(x): return x / x.sum(axis=1, keepdims=True)
def mean(x): return float(np.mean(x))
"""
TESTS = (
    """
import numpy as np
p = share(np.array([[1.0, 3.0], [2.0, 2.0]]))
assert np.allclose(p.sum(axis=1), 1)
np.testing.assert_allclose(p, [[0.25, 0.75], [0.5, 0.5]])
""",
    """
assert mean([1.0, 3.0]) == 2
""",
    """
assert not mean([1.0, 3.0]) == 2
""",
)
TIMES = 4  # each takes milliseconds, and saves less than the one before
STEPS = [
    Step("answer", STUDENT, ANSWER),
    *(Step(f"test {n}", TEST, "", one, 1.0) for n, one in enumerate(TESTS)),
]
PLAN = Plan("", "", "", tuple(STEPS), names=("share", "mean"), imports=("import numpy as np",))


def stage() -> SimpleNamespace:
    """In the place of a student's shell."""
    names = {}

    def run(source, most):
        exec(source, names)
        return SimpleNamespace(success=True), []

    return SimpleNamespace(user_ns=names, outputs=Outputs(0), run=run)


class Answering:
    """In the place of a student's process: the half of the split that answers, in this one."""

    def __init__(self):
        self.answers = deque()
        self.half = student.Student(SimpleNamespace(send=self.answers.append), stage())

    def send(self, message):
        self.half.answer(message)

    def receive(self, seconds):
        return self.answers.popleft()

    def leave(self):
        pass


def of_judge() -> list:
    """For a process that is to fork judges. Returns the verdicts."""
    from dlcourse.grading.split import judging, trial

    names = judging.shell().user_ns
    before = {**names}
    box = SimpleNamespace(student=lambda files, limits: Answering())
    verdicts = [trial.Trial(PLAN, box).run() for _ in range(TIMES)]
    names.reset(lambda: None)
    for name in {*names} - {*before}:
        del names[name]
    return verdicts


def of_student() -> list:
    """For a process that is to fork those of students. Returns the answers."""
    here, share = Answering(), object()
    for operation, *parts in TIMES * (
        ("cell", ANSWER, 1000),
        ("name", "share"),
        ("call", share, (np.ones((2, 2)),), {}),
        ("call", share, (np.ones(2),), {}),  # raises
    ):
        encoder = Encoder(lambda *_: ["h", 1])
        said = encoder.value([operation, {}, *parts])
        here.send(pack({"n": 1, "k": "ask", "v": said, "a": encoder.places(), "gone": []}, encoder.buffers))
    return [*here.answers]
