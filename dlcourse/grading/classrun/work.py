"""Work: the tasks of a class run, for any executor."""

import json
from concurrent.futures import Executor
from dataclasses import dataclass

from dlcourse.grading.classrun.parcels import join
from dlcourse.grading.classrun.result import Result
from dlcourse.grading.classrun.source import assignment_of, fingerprint


class NothingGraded(RuntimeError):
    """Nothing can be graded, and why."""


@dataclass(frozen=True)
class Work:
    """How submissions are read and graded.

    executor: any of `concurrent.futures`.   reader: the one that reads students' folders, on this machine.
    read: (student) -> (function, arguments) that returns a parcel.   grade: (list of parcels) -> (function,
    arguments) that returns their results as bytes.   results: of these bytes, the list of Results.
    failed: (head of a parcel, why) -> a Result, where no worker survives.
    jobs: tasks that are done at the same time.   chunk: submissions a task.   begin: is called before each
    is sent.   release: is called when all are graded, and the gradebook is still written.
    """

    executor: Executor
    reader: Executor
    read: callable
    grade: callable
    results: callable
    failed: callable
    jobs: int
    chunk: int = 1
    begin: callable = lambda: None
    release: callable = lambda: None


def work_of(package: bytes, argument, students, kind: str | None, hidden, **where) -> Work:
    """The Work of an assignment.

    package: see source.read_source.   argument: by which a task gets it: itself, a file's path, or a future
    of the executor's.   students: {student: HandedIn}.   where: the other fields of Work.
    """
    # here, not above: tasks import what judges, which the host does not need
    from dlcourse.grading.classrun import tasks

    source, hidden = fingerprint(package), tuple(map(str, hidden))

    def read(student):
        one = students[student]
        return tasks.read, (one.root, one.parts, student, source, one.notebooks)

    def grade(packed):
        return tasks.grade, (argument, kind, hidden, join(packed))

    def failed(head, error):
        from dlcourse.grading.classrun.bench import given_up

        return given_up(assignment_of(json.loads(package)), head, error)

    return Work(read=read, grade=grade, results=results_of, failed=failed, **where)


def results_of(data: bytes) -> list[Result]:
    """The results that a task gave back. Raises NothingGraded where its machine has no sandbox."""
    plain = json.loads(data)
    if "no sandbox" in plain:
        raise NothingGraded(plain["no sandbox"])
    return [Result.from_plain(one) for one in plain["results"]]
