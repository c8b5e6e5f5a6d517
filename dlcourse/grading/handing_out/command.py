"""Command: `dlcourse release` in any nbgrader course: looked through first, then nbgrader's own release."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dlcourse.grading.classrun.limits import limits_of
from dlcourse.grading.classrun.place import assignments
from dlcourse.grading.classrun.source import files_in, read_source, remember
from dlcourse.grading.handing_out.answers import bench_of, paid_for_nothing, unsolved
from dlcourse.grading.handing_out.looked_through import problems_in, remarks
from dlcourse.grading.handing_out.trial import generate, tried
from dlcourse.grading.intake.words import words_of
from dlcourse.grading.problem import AssignmentError
from dlcourse.grading.whole import file_of, kept


@dataclass(frozen=True)
class Released:
    """What came of a release.   folders: those that were written.   remarks: sentences for the instructor."""

    folders: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()


def release(place, names=None, check=False) -> Released:
    """Release assignments of a Place, all that have a source by default, as nbgrader does; or refuse.

    check: only look. Raises AssignmentError with all problems of all of them, before the course is touched,
    ValueError for an unknown name or a source that cannot be graded, RuntimeError with nbgrader's own log.
    """
    names = chosen(place, names)
    problems, said, packages = [], [], {}
    for name in names:
        packages[name], found, told = looked_at(place, name)
        problems += found
        said += [f"{name}: {one}" for one in told]
    if problems:
        raise AssignmentError(problems)
    if check:
        return Released((), tuple(said))
    for name, package in packages.items():
        if any(place.release_folder(name).glob("*.ipynb")):
            remember(place, name, package)  # what is now replaced: students may go on with it
    with kept(file_of(place.db_url)), folders_kept([place.release_folder(name) for name in names]):
        return Released(tuple(generate(place, name) for name in names), tuple(said))


def chosen(place, names):
    """The assignments that are asked for."""
    known = assignments(place)
    for name in names or ():
        if name not in known:
            raise ValueError(
                f"release: expected an assignment of {place.root / place.source} (it has "
                f"{', '.join(known) or 'none'}), got {name!r}; correct the name"
            )
    if not known:
        raise ValueError(f"release: expected assignments in {place.root / place.source}, got none")
    return list(names) if names else known


def looked_at(place, name):
    """(the package of an assignment, its Problems, remarks on it)"""
    allowed = place.config.get("Release", {}).get("allowed", ())
    with tried(place, name) as (folder, there):
        package = read_source(there, name, limits_of(place.config), folder)
        with bench_of(package, place.root) as bench:
            found = [*unsolved(bench), *paid_for_nothing(bench, files_in(folder))]
            found += problems_in(folder, bench.assignment, words_of(place.config), tuple(allowed))
        return package, found, list(remarks(folder))


@contextmanager
def folders_kept(folders):
    """A `with` block that leaves these folders as they were when it fails: nbgrader removes them first."""
    with TemporaryDirectory() as beside:
        copies = {path: Path(beside, str(i)) for i, path in enumerate(folders) if path.is_dir()}
        for path, copy in copies.items():
            shutil.copytree(path, copy, symlinks=True)
        try:
            yield
        except BaseException:
            for path in folders:
                shutil.rmtree(path, ignore_errors=True)
                if path in copies:
                    shutil.copytree(copies[path], path, symlinks=True)
            raise
