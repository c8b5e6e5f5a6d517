"""Journal: what a class run has done, on disk before anybody is told: a kill at any moment loses nothing."""

import json
import os
import zlib
from dataclasses import asdict
from pathlib import Path

from dlcourse.grading.classrun.result import Result, summary_of, to_bytes

JOURNAL, ARRIVED = "journal.jsonl", ("arrived.0.jsonl", "arrived.1.jsonl")


class Lines:
    """A file to which lines of JSON are appended, each with a checksum: a torn one is as if never written."""

    def __init__(self, path):
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = not self.path.exists()
        self.file = open(self.path, "ab")
        if new:
            sync_folder(self.path.parent)
        elif not self.ends_well():
            self.file.write(b"\n")  # what was torn must not swallow the next line

    def ends_well(self):
        with open(self.path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
            return not size or file.read(1) == b"\n"

    def append(self, plains):
        """Write some lines; they are on the disk when this returns. Returns the offset of each."""
        offsets, at = [], self.file.seek(0, os.SEEK_END)
        for plain in plains:
            text = to_bytes(plain)
            offsets.append(at)
            at += self.file.write(b"%08x %s\n" % (zlib.crc32(text), text))
        self.file.flush()
        os.fsync(self.file.fileno())
        return offsets

    def read(self):
        """(offset, what it says) of each whole line."""
        with open(self.path, "rb") as file:
            at = 0
            for line in file:
                plain = parsed(line)
                if plain is not None:
                    yield at, plain
                at += len(line)

    def at(self, offset):
        """What the line at an offset says."""
        with open(self.path, "rb") as file:
            file.seek(offset)
            return parsed(file.readline())

    def empty(self):
        """Forget all lines."""
        self.file.truncate(0)
        os.fsync(self.file.fileno())

    def close(self):
        """Close the file."""
        self.file.close()


def parsed(line):
    """What a line says, None when it is torn."""
    checksum, _, text = line.rstrip(b"\n").partition(b" ")
    if checksum != b"%08x" % zlib.crc32(text):
        return None
    return json.loads(text)


def sync_folder(folder):
    """Make the names in a folder last."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Journal:
    """The summaries of an assignment's submissions, and the results that the gradebook does not hold yet.

    Memory holds a fingerprint and an offset a student, the rest stays on the disk.
    """

    def __init__(self, folder):
        self.done = Lines(Path(folder, JOURNAL))
        self.arrived, self.before = (Lines(Path(folder, name)) for name in ARRIVED)
        self.arrived.append([plain for _, plain in self.before.read()])  # of a run that was killed
        self.before.empty()
        self.known = {}  # student: (fingerprint, offset)
        n_lines = 0
        for offset, plain in self.done.read():
            n_lines += 1
            self.known[plain["student"]] = plain["fingerprint"], offset
        if n_lines > 2 * len(self.known) + 100:  # most lines are of older rounds
            self.compact()

    def fingerprint(self, student):
        """Of the submission that was graded last, None before."""
        return self.known.get(student, (None,))[0]

    def forget(self, students):
        """Have these graded again, though nothing has changed: their results are not where they were put."""
        for student in students:
            self.known[student] = None, self.known[student][1]

    def summary(self, student):
        """What was said of the student last."""
        return summary_of(self.done.at(self.known[student][1]))

    def arrive(self, result):
        """A result has come from a worker: from now on it lasts."""
        self.arrived.append([result.to_plain()])

    def unbooked(self):
        """The results that came, but may not be in the gradebook: the last one of each student."""
        results = (Result.from_plain(plain) for _, plain in self.arrived.read())
        return list({one.summary.student: one for one in results}.values())

    def turn(self):
        """What has arrived so far is what `booked` will tell of; what comes now is for the turn after it."""
        self.arrived, self.before = self.before, self.arrived

    def booked(self, summaries):
        """The gradebook holds all that had arrived before the last turn."""
        offsets = self.done.append([asdict(one) for one in summaries])
        for one, offset in zip(summaries, offsets, strict=True):
            self.known[one.student] = one.fingerprint, offset
        self.before.empty()

    def compact(self):
        """Keep the last line of each student."""
        new = Lines(self.done.path.with_suffix(".new"))
        new.empty()
        students = list(self.known)
        offsets = new.append([self.done.at(self.known[student][1]) for student in students])
        for student, offset in zip(students, offsets, strict=True):
            self.known[student] = self.known[student][0], offset
        new.close()
        self.done.close()
        os.replace(new.path, self.done.path)
        sync_folder(self.done.path.parent)
        self.done = Lines(self.done.path)

    def close(self):
        """Close the files."""
        for file in (self.done, self.arrived, self.before):
            file.close()
