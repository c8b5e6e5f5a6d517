"""The run: with workers that fail, die and lie, a gradebook that breaks, and a kill between any two steps."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from dlcourse.grading.classrun.batches import Batches
from dlcourse.grading.classrun.failing import GraderFails
from dlcourse.grading.classrun.journal import Journal
from dlcourse.grading.classrun.parcels import head_of, parcel
from dlcourse.grading.classrun.result import Result, Summary
from dlcourse.grading.classrun.run import Run, Stopped
from dlcourse.grading.classrun.work import Work
from dlcourse.grading.classrun.workers import WorkerDied


class Class:
    """A class with a grader of its own: what is handed in, who kills a worker, who was graded how often."""

    def __init__(self, folder, n=30, chunk=1, executor=None):
        self.folder = folder
        self.handed_in = {f"s{i:03d}": f"work {i}" for i in range(n)}
        self.deadly, self.unreadable, self.deaths = set(), set(), 0
        self.graded, self.booked, self.seen = Counter(), {}, []
        self.largest, self.chunk = 0, chunk
        self.stop_after = None
        self.executor = executor

    def pack(self, student):
        if student in self.unreadable:
            raise WorkerDied("while reading")
        return parcel({"student": student, "fingerprint": self.handed_in[student]}, b"")

    def grade(self, packed):
        students = [head_of(one)["student"] for one in packed]
        self.largest = max(self.largest, len(students))
        if self.deadly & set(students):
            raise WorkerDied("killed")
        self.graded.update(students)
        return json.dumps(students).encode()

    def results(self, data):
        return [Result(Summary(name, self.handed_in[name], "graded")) for name in json.loads(data)]

    def failed(self, head, error):
        return Result(Summary(head["student"], "", "flagged", (str(error),)))

    def book(self, results):
        self.booked |= {one.summary.student: one.summary.status for one in results}
        return [one.summary for one in results]

    def stopping(self):
        return self.stop_after is not None and sum(self.graded.values()) >= self.stop_after

    def started(self, students):
        pass

    def finished(self, summary):
        self.seen.append(summary.student)

    def unchanged(self, student):
        self.seen.append(student)

    def run(self, book=None, force=False, **replaced):
        with ThreadPoolExecutor(2) as executor:
            parts = {
                "executor": self.executor or executor,
                "reader": executor,
                "read": lambda student: (self.pack, (student,)),
                "grade": lambda packed: (self.grade, (packed,)),
                "results": self.results,
                "failed": self.failed,
                "jobs": 2,
                "chunk": self.chunk,
            }
            journal = Journal(self.folder)
            try:
                run = Run(
                    Work(**parts), journal, book or self.book, self, stopping=self.stopping, force=force
                )
                run.grade(sorted(self.handed_in))
            finally:
                journal.close()


@pytest.mark.parametrize("chunk", [1, 7, 25])
def test_everybody_is_graded_once_and_seen_once(tmp_path, chunk):
    a_class = Class(tmp_path, 60, chunk)
    a_class.run()
    assert a_class.graded == Counter(a_class.handed_in.keys())
    assert a_class.booked == dict.fromkeys(a_class.handed_in, "graded")
    assert sorted(a_class.seen) == sorted(a_class.handed_in)
    assert a_class.largest == chunk


def test_few_results_wait_for_more_but_not_when_no_more_are_to_come(tmp_path):
    journal, a_class = Journal(tmp_path), Class(tmp_path, 1)
    with Batches(journal, a_class.book) as batches:
        for result in a_class.results(a_class.grade([a_class.pack("s000")])):
            batches.add(result)
        batches.look()
        assert batches.under_way is None
        batches.look(last=True)
        assert batches.under_way.result() and a_class.booked == {"s000": "graded"}
    journal.close()


def test_a_second_run_grades_what_has_changed_and_force_all(tmp_path):
    a_class = Class(tmp_path)
    a_class.run()
    a_class.handed_in["s007"] = "better work"
    a_class.handed_in["new"] = "late work"
    a_class.graded.clear()
    a_class.run()
    assert a_class.graded == Counter(["s007", "new"])
    a_class.graded.clear()
    a_class.run(force=True)
    assert a_class.graded == Counter(a_class.handed_in.keys())


@pytest.mark.parametrize("chunk", [1, 10])
def test_a_submission_that_kills_workers_is_flagged_and_costs_no_other(tmp_path, chunk):
    a_class = Class(tmp_path, chunk=chunk)
    a_class.deadly = {"s003", "s004", "s029"}
    a_class.unreadable = {"s010"}
    a_class.run()
    flagged = {"s003", "s004", "s010", "s029"}
    assert {name for name, status in a_class.booked.items() if status == "flagged"} == flagged
    assert a_class.graded == Counter(a_class.handed_in.keys() - flagged)


def test_a_grader_that_never_works_stops_the_run_and_blames_no_student(tmp_path):
    a_class = Class(tmp_path)
    a_class.deadly = set(a_class.handed_in)
    with pytest.raises(GraderFails, match="killed"):
        a_class.run()
    assert a_class.booked == {}
    a_class.deadly = set()
    a_class.run()
    assert len(a_class.booked) == 30


def test_a_gradebook_that_cannot_be_written_stops_the_run_and_loses_nothing(tmp_path):
    a_class = Class(tmp_path)

    def broken(results):
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        a_class.run(book=broken)
    before = Counter(a_class.graded)
    assert before
    a_class.run()
    assert a_class.booked == dict.fromkeys(a_class.handed_in, "graded")
    assert a_class.graded == Counter(a_class.handed_in.keys())  # what had come was not graded again


def test_a_run_that_is_asked_to_stop_books_what_it_has_and_the_next_goes_on(tmp_path):
    a_class = Class(tmp_path, 60)
    a_class.stop_after = 20
    with pytest.raises(Stopped):
        a_class.run()
    assert 20 <= len(a_class.booked) < 60
    a_class.stop_after = None
    a_class.run()
    assert a_class.booked == dict.fromkeys(a_class.handed_in, "graded")


def test_no_more_than_the_workers_need_is_read_ahead(tmp_path):
    a_class = Class(tmp_path, 100)
    ahead = []

    pack = a_class.pack

    def counted(student):
        ahead.append(len(a_class.seen))
        return pack(student)

    a_class.pack = counted
    a_class.run()
    assert max(i - seen for i, seen in enumerate(ahead)) < 20
