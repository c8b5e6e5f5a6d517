"""Command: `dlcourse grade`, from the course's folder to the records."""

import json
import os
import signal
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread

from dlcourse.grading.classrun.advice import advise
from dlcourse.grading.classrun.booked import students_in
from dlcourse.grading.classrun.booking import Booking, import_nbgrader
from dlcourse.grading.classrun.cluster import CHUNK, connected
from dlcourse.grading.classrun.journal import Journal
from dlcourse.grading.classrun.limits import limits_of
from dlcourse.grading.classrun.live import Watch
from dlcourse.grading.classrun.lock import locked
from dlcourse.grading.classrun.numbered import OWN_FOLDER, own_folder, scratch
from dlcourse.grading.classrun.own_source import make_source
from dlcourse.grading.classrun.place import OWN, find_place
from dlcourse.grading.classrun.records import write_records
from dlcourse.grading.classrun.releases import since
from dlcourse.grading.classrun.run import Run, Stopped
from dlcourse.grading.classrun.sharing import Shared
from dlcourse.grading.classrun.source import assignment_of, read_source, remember
from dlcourse.grading.classrun.students import handed_in
from dlcourse.grading.classrun.summary import Tally
from dlcourse.grading.classrun.work import work_of
from dlcourse.grading.classrun.workers import Workers

TURN = 0.0005  # seconds
INTERRUPTED = 130  # what a shell says of a command that Ctrl-C has ended


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for.

    only: students; none for all.   scheduler: the address of a Dask cluster, None for this machine.
    jobs: submissions at the same time, None for as many as there are cores.   limits: "name=value".
    """

    assignment: str
    course: str = "."
    records: str | None = None
    jobs: int | None = None
    only: tuple[str, ...] = ()
    force: bool = False
    scheduler: str | None = None
    unsafe: bool = False
    limits: tuple[str, ...] = ()

    @property
    def kind(self) -> str | None:
        """The kind of sandbox, None for the safest that can be had."""
        return "unsafe" if self.unsafe else None


def grade(wanted: Wanted, console, nursery=None) -> int:
    """Grade a class; the exit status: 0, or 130 after Ctrl-C. Raises ValueError or RuntimeError in words.

    nursery: forks the workers, see nursery.Nursery.
    """
    place = find_place(wanted.course)
    with ExitStack() as stack:
        stack.enter_context(locked(place.root / OWN / "lock"))
        make_source(place, wanted.assignment)
        package = read_source(place, wanted.assignment, limits_of(place.config, wanted.limits))
        remember(place, wanted.assignment, package)
        students = handed_in(place, wanted.assignment, wanted.only)
        journal = Journal(place.own_folder(wanted.assignment))
        stack.callback(journal.close)
        booked = students_in(place.db_url, wanted.assignment)
        journal.forget(set(journal.known) - booked if booked is not None else ())
        status = grade_students(wanted, place, package, students, journal, console, nursery)
        known = [student for student in students if student in journal.known]
        everybody = handed_in(place, wanted.assignment) if wanted.only else students
        if wanted.records:  # first: whoever reads the summary may stop in the middle, as `| head` does
            all_known = [student for student in everybody if student in journal.known]
            write_records(wanted.records, map(journal.summary, all_known))
        tell(wanted, place, package, journal, known, console)
    if status:
        n = f"{len(known)} of {len(students)}"
        console.print(f"stopped: {n} have a result; the same command goes on", style="bold")
    return status


def grade_students(wanted, place, package, students, journal, console, nursery):
    """Run the workers and the gradebook until all students have a result; the exit status."""
    with ExitStack() as stack:
        stopping = stack.enter_context(interrupts())
        folder = stack.enter_context(scratch())
        jobs = wanted.jobs or os.cpu_count() or 1
        shared = stack.enter_context(sandboxes(wanted, place, package, min(jobs, len(students))))
        if nursery:
            nursery.places += shared.places
            if wanted.force or {*students} - {*journal.known}:  # there is something to grade
                shared.start()
        environment = {"TMPDIR": str(folder), OWN_FOLDER: str(own_folder())}
        local = stack.enter_context(Workers(jobs, environment=environment, nursery=nursery))
        where = {"executor": local, "reader": local, "jobs": jobs, "chunk": 1}
        where |= {"begin": shared.start, "release": local.release}
        argument = str(folder / "package")
        Path(argument).write_bytes(package)
        if wanted.scheduler:
            executor, n_tasks, argument = stack.enter_context(connected(wanted.scheduler, package))
            where |= {"executor": executor, "jobs": n_tasks, "chunk": CHUNK}
        work = work_of(package, argument, students, wanted.kind, [place.root], **where)
        stack.enter_context(short_turns())
        booking = stack.enter_context(opened_meanwhile(place, wanted.assignment, package))
        watch = stack.enter_context(Watch(len(students), console))
        run = Run(work, journal, booking, watch, stopping=stopping.is_set, force=wanted.force)
        try:
            run.grade(students)
        except Stopped:
            local.stop()
            return INTERRUPTED
    return 0


def sandboxes(wanted, place, package, n_lanes) -> Shared:
    """Those that lanes share; none where they run on other machines, or without a sandbox."""
    if wanted.scheduler or wanted.unsafe:
        n_lanes = 0
    return Shared(n_lanes, assignment_of(json.loads(package)).preload, [str(place.root)])


@contextmanager
def opened_meanwhile(place, assignment, package):
    """A `with` block with the gradebook, which is opened when it is first written to.

    nbgrader takes a second or two to import: the workers grade meanwhile.
    """
    opened = []

    def book(results):
        if not opened:
            opened.append(Booking(place, assignment, package))
        return opened[0](results)

    Thread(target=import_nbgrader, daemon=True).start()
    try:
        yield book
    finally:
        for booking in opened:
            booking.close()


@contextmanager
def short_turns():
    """A `with` block in which no thread keeps Python for long: a worker must not wait for its next task while
    another thread imports, or writes the gradebook."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def interrupts():
    """A `with` block with an event that Ctrl-C sets; a second Ctrl-C is a KeyboardInterrupt, as ever."""
    stopping = Event()
    before = {}

    def stop(number, frame):
        stopping.set()
        signal.signal(number, before[number])

    if current_thread() is main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, stop)
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tell(wanted, place, package, journal, students, console):
    """Print the summary of these students, and what has changed since the release that they had."""
    tally = Tally()
    for student in students:
        tally.add(journal.summary(student))
    tally.show(console)
    if changes := since(assignment_of(json.loads(package))):
        console.print(changes, style="bold", markup=False, highlight=False)
    if wanted.records:
        console.print(f"records: {wanted.records}", markup=False, highlight=False)
    logs = place.own_folder(wanted.assignment) / "logs"
    console.print(f"a log for each submission: {logs}", markup=False, highlight=False)
    advise(place, console)
