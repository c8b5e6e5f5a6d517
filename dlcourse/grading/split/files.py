"""Files: what one half writes into its folder the other finds in its own, while a test deals with files.

`save("out.csv", rows)` writes in the student's process, and the test reads `out.csv` in the judge's; a test
writes `in.txt`, and the student's function reads it. The bytes cross as data. The source's own files stay as
they are in the judge, whatever the student's process has under their names; nothing crosses that Python could
import; and where a test of the notebook has a word by which data could run, as pickle has, nothing crosses.
"""

import contextlib
import importlib.machinery
import io
import os
import re
import shutil
import sys
import tempfile

from dlcourse.grading.split import remote
from dlcourse.grading.split.faults import StudentEnded

MOST_FILES, MOST_PARTS, MOST_BYTES, LOOKED_INTO = 300, 8, 16 << 20, 1 << 16
MOST_TAKEN, taken = 5000, [0, 0]  # files that a judge takes of one student; how many it has, and their bytes
RUNNING = frozenset("call enter exit next apply attribute await".split()) | {"set attribute"}
DEALING = re.compile(
    r"""\b(?:open|Path|path|tempfile|glob|os|shutil|loadtxt|savetxt|genfromtxt|tofile|fromfile)\b
    |\b(?:read|to|write)_\w+|\b(?:save|load)\b|['"][^'"\n]*\.[A-Za-z]\w{1,4}['"]""",
    re.X,
)
TEMPORARY = ".tmp"
ABSOLUTE = re.compile(r"\b(?:tempfile|getcwd|cwd|abspath|realpath|resolve|absolute)\b")
EXECUTING = re.compile(
    r"""\b(?:exec|eval|compile|subprocess|popen|system|runpy|importlib|__import__|fileConfig|allow_pickle|yaml
    |marshal|shelve|joblib|torch|tarfile|unpack_archive|extractall|h5py|read_hdf
    |ctypes|cffi|spawn\w*|exec[lv]\w*|dlopen|multiprocessing)\b|pickle|\bdill\b
    |^\s*[%!]""",
    re.X | re.M,
)
IMPORTED = (*importlib.machinery.all_suffixes(), ".pth", ".zip", ".egg", ".whl", ".so", ".pyd", ".dll")
REFUSED = frozenset({"pickle.find_class", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"})


NONE = (os.devnull, (), (), ("exec",))  # where nothing is in common


class Files:
    """The files that the judge and the process of a session have in common.

    folder: the judge's.   base: paths in it that are the source's, see `below`.   given: paths of files that
    the student's process began with.   sources: of all cells that run in the judge.
    """

    def __init__(self, session, folder: str, base, given, sources):
        self.session, self.folder, self.base = session, folder, frozenset(base)
        self.given = [path for path in given if path in self.base]
        self.may = not any(map(EXECUTING.search, sources))
        self.known, self.own = {}, set()  # what both halves have; of that, what tests have written
        self.on, self.home = False, ""

    def begin(self, source: str) -> None:
        """A cell begins in the judge."""
        self.on = self.may and DEALING.search(source) is not None
        if self.on:
            self.home = self.folder if ABSOLUTE.search(source) else ""
            if self.home:
                put(self.folder, f"{TEMPORARY}/", b"")
                tempfile.tempdir = f"{self.folder}/{TEMPORARY}"  # where the student's half finds it, too
            with contextlib.suppress(StudentEnded):  # the test hears of it as soon as it asks
                self.exchange("")

    def around(self, operation: str, parts):
        """What the student's half answers: its code finds what the test has written, and the other way."""
        self.on = False
        try:
            if listed(self.folder, self.base) != self.known:
                self.exchange("")
            try:
                return self.session.ask(operation, *parts)
            finally:
                if not self.session.ended:
                    self.exchange(remote.label_of(parts[0]))
        finally:
            self.on = True

    def exchange(self, label: str) -> None:
        """Tell what is new here, and hear what is new there.   label: of the function that has run"""
        now = listed(self.folder, self.base)
        new = [path for path, mark in now.items() if self.known.get(path) != mark]
        gone = [path for path in self.known if path not in now]
        self.own.update(new)
        self.own.difference_update(gone)
        self.known = now
        contents = [[path, read(self.folder, path)] for path in new]
        said = self.session.ask("files", self.given, self.home, contents, gone)
        self.heard(said, label)

    def heard(self, said, label: str) -> None:
        """Write what the student's half has said."""
        if not is_said(said) or not self.fits(said[0]):
            raise self.session.end("crashed", "Its process sent files that are none, or too many.")
        new, gone = said
        for path, data in (*((path, None) for path in gone if path in self.known), *new):
            watch()
            if path in self.base:
                continue
            if path in self.own:
                self.session.changed.add(label)
                if self.session.withholding:
                    continue
            put(self.folder, path, data)
        self.known = listed(self.folder, self.base)

    def fits(self, new) -> bool:
        """Whether the judge takes some more files; it counts what it has taken of this student."""
        taken[0] += len(new)
        taken[1] += sum(len(data) for _, data in new)
        return taken[0] <= MOST_TAKEN and taken[1] <= 4 * MOST_BYTES

    @contextlib.contextmanager
    def aside(self):
        """A `with` block in which the judge's folder has the source's files alone."""
        kept = {path: read(self.folder, path) for path in listed(self.folder, self.base)}
        self.clear(kept)
        try:
            yield
        finally:
            self.clear(listed(self.folder, self.base))
            for path, data in kept.items():
                put(self.folder, path, data)

    def clear(self, paths) -> None:
        for path in sorted(paths, reverse=True):  # what lies in a folder before the folder
            put(self.folder, path, None)


def is_said(said) -> bool:
    """Whether the student's half may say this of its files."""
    if type(said) is not list or len(said) != 2 or not all(type(one) is list for one in said):
        return False
    new, gone = said
    pairs = all(type(one) is list and len(one) == 2 and type(one[1]) is bytes for one in new)
    return pairs and all(map(is_plain, (*(path for path, _ in new), *gone)))


def exchange(student, given, home, new, gone) -> list:
    """In the student's process: take what is new there; [path, bytes] of what is new here, what is gone."""
    folder = student.folder
    if home and not os.path.lexists(home):
        with suppressed():
            os.makedirs(os.path.dirname(home), exist_ok=True)
            os.symlink(folder, home)
    before = student.files
    now = listed(folder, given)
    told = [path for path, mark in now.items() if before.get(path) != mark]
    lost = [path for path in before if path not in now]
    contents = [[path, read(folder, path)] for path in told]
    for path, data in (*((path, None) for path in gone), *new):
        put(folder, path, data)
    student.files = listed(folder, given)
    return [contents, lost]


def listed(folder: str, left_out) -> dict:
    """{path: what differs when its contents do} of what lies below a folder; a folder's ends with /."""
    found, waiting, most = {}, [""], MOST_BYTES
    while waiting:
        where = waiting.pop()
        with suppressed():
            for one in sorted(os.scandir(f"{folder}/{where}"), key=lambda one: one.name):
                path = where + one.name
                if len(found) >= MOST_FILES or path in left_out or not is_plain(path):
                    continue
                if one.is_dir(follow_symlinks=False):
                    if path + "/" not in left_out:
                        found[path + "/"] = b""
                    waiting.append(path + "/")
                elif one.is_file(follow_symlinks=False) and (size := one.stat().st_size) <= most:
                    most -= size
                    small = size <= LOOKED_INTO
                    found[path] = read(folder, path) if small else (one.stat().st_mtime_ns, size)
    return found


def below(folder: str) -> frozenset[str]:
    """Every path below a folder, of folders with a / at their ends."""
    found = set()
    for where, folders, files in os.walk(folder):
        place = os.path.relpath(where, folder)
        start = "" if place == "." else f"{place}/"
        found |= {start + one for one in files} | {f"{start}{one}/" for one in folders}
    return frozenset(found)


def is_plain(path) -> bool:
    """Whether a path leads to a place below its folder, and to nothing that Python imports."""
    if type(path) is not str or not path or len(path) > 500 or "\0" in path or "\\" in path:
        return False
    parts = path.removesuffix("/").split("/")
    return len(parts) <= MOST_PARTS and not any(
        part in ("", ".", "..", "__pycache__") or part.lower().endswith(IMPORTED) for part in parts
    )


def read(folder: str, path: str) -> bytes:
    """The bytes of a file; none of a folder, and of a file that cannot be read."""
    if not path.endswith("/"):
        with suppressed(), io.open(f"{folder}/{path}", "rb") as file:  # noqa: UP020  a test may mock `open`
            return file.read(MOST_BYTES)
    return b""


def put(folder: str, path: str, data) -> None:
    """Write a file, make a folder, or remove either where data is None."""
    place = f"{folder}/{path.removesuffix('/')}"
    with suppressed():
        if data is None:
            shutil.rmtree(place) if path.endswith("/") else os.remove(place)
            return
        os.makedirs(place if path.endswith("/") else os.path.dirname(place), exist_ok=True)
        if not path.endswith("/"):
            with io.open(place, "wb") as file:  # noqa: UP020
                file.write(data)


def suppressed():
    """A `with` block that passes over what the file system refuses."""
    return contextlib.suppress(OSError, ValueError)


watching = [False]


def watch() -> None:
    """In a judge that has files of a student's: refuse from now on what could run them, whoever asks."""
    if not watching[0]:
        watching[0] = True
        sys.addaudithook(refuse)


def refuse(event: str, args) -> None:
    """Raise for an event of REFUSED."""
    if event in REFUSED:
        raise RuntimeError("files of a student's are not run, and not unpickled")
