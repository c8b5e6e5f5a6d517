"""Run: what a class has handed in goes to workers, and what comes back to the journal and the gradebook."""

from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, wait

from dlcourse.grading.classrun.batches import Batches
from dlcourse.grading.classrun.failing import Failures
from dlcourse.grading.classrun.parcels import head_of
from dlcourse.grading.classrun.result import Result
from dlcourse.grading.classrun.work import NothingGraded

QUEUE = 3  # tasks for each worker, so that none waits while a result is put onto the disk


class Stopped(Exception):
    """Somebody has asked the run to stop."""


class Run:
    """One class run.

    work: a Work.   journal: a Journal.   book: see Batches.   watch: is told what happens (see live.Watch).
    stopping: () -> whether to stop.   force: grade what has not changed, too.
    """

    def __init__(self, work, journal, book, watch, *, stopping=lambda: False, force=False):
        self.work, self.journal, self.watch = work, journal, watch
        self.batches = Batches(journal, book)
        self.stopping, self.force = stopping, force
        self.reading: dict[Future, str] = {}
        self.grading: dict[Future, list[bytes]] = {}
        self.packed: list[bytes] = []  # read, and not sent yet
        self.again: deque[bytes] = deque()  # each goes alone: its worker died
        self.given_up: list[Result] = []  # by all workers, and whether that is the submission's fault is open
        self.failures = Failures()

    def grade(self, students):
        """Grade these, in this order, as far as they have changed. Raises Stopped, and what `book` raises."""
        self.students = deque(students)
        with self.batches:
            while self.students or self.reading or self.packed or self.again or self.grading:
                self.fill()
                self.take_in()
                self.batches.look(last=not (self.students or self.reading or self.packed or self.again))
            self.blame()
            self.work.release()

    def fill(self):
        """Keep reader and workers busy, and no more in memory than that needs."""
        if self.stopping():
            raise Stopped
        work = self.work
        ahead = 2 * work.jobs * work.chunk
        while self.students and len(self.reading) + len(self.packed) < ahead:
            student = self.students.popleft()
            function, arguments = work.read(student)
            self.reading[work.reader.submit(function, *arguments)] = student
        all_read = not self.students and not self.reading
        while len(self.grading) < QUEUE * work.jobs:
            if self.again:
                self.send([self.again.popleft()])
            elif self.packed and (all_read or len(self.packed) >= work.chunk):
                self.send(self.packed[: work.chunk])
                del self.packed[: work.chunk]
            else:
                break

    def send(self, packed):
        self.work.begin()
        function, arguments = self.work.grade(packed)
        self.grading[self.work.executor.submit(function, *arguments)] = packed
        self.watch.started([head_of(one)["student"] for one in packed])

    def take_in(self):
        """What has come, a quarter of a second later at the latest: somebody may want to stop."""
        done, _ = wait([*self.reading, *self.grading], timeout=0.25, return_when=FIRST_COMPLETED)
        for future in done:
            if future in self.reading:
                self.was_read(self.reading.pop(future), future)
            else:
                self.was_graded(self.grading.pop(future), future)

    def was_read(self, student, future):
        try:
            packed = future.result()
        except Exception as error:
            if self.failures.once_more(student):
                self.students.append(student)
            else:
                self.failures.count(error)
                self.given_up.append(self.work.failed({"student": student}, error))
            return
        if not self.force and self.journal.fingerprint(student) == head_of(packed)["fingerprint"]:
            self.watch.unchanged(student)
        else:
            self.packed.append(packed)

    def was_graded(self, packed, future):
        try:
            results = self.work.results(future.result())
        except NothingGraded:
            raise
        except Exception as error:
            again, given_up = self.failures.sort(self.work, packed, error)
            self.again.extend(again)
            self.given_up += given_up
            return
        self.failures.success()
        for result in results:
            self.arrived(result)
        self.blame()

    def blame(self):
        """Workers can grade: what they have given up is the fault of the submissions."""
        for result in self.given_up:
            self.arrived(result)
        self.given_up = []

    def arrived(self, result):
        self.batches.add(result)
        self.watch.finished(result.summary)
