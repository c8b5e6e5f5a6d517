"""Choosing: which of the notebooks that were handed in is which of the assignment's."""

from dataclasses import dataclass

from dlcourse.grading.intake.archive import is_zip, unpacked
from dlcourse.grading.intake.folder import Room, is_notebook
from dlcourse.grading.intake.matching import Matched, filled, match, sure
from dlcourse.grading.intake.reading import Notebook, read_notebook
from dlcourse.grading.intake.reasons import listed
from dlcourse.grading.intake.rejected import Rejected, shown

MOST = 12  # notebooks that are looked at
NONE = (False, False, 0, 0, 0)  # the rank of a notebook that is another one


@dataclass(frozen=True)
class Chosen:
    """A notebook that was handed in for a Sheet: where it lay, its cells, which of the sheet's they are."""

    path: str
    notebook: Notebook
    found: Matched


def opened(files, room=None):
    """({path: bytes}, notes): the files, with those of a zip where no notebook stands beside it."""
    room = room or Room()
    if any(is_notebook(path) and not is_zip(data) for path, data in files.items()):
        return files, []
    inside, notes = {}, []
    for path, data in files.items():
        if is_zip(data):
            more, told = unpacked(path, data, room)
            inside.update(more)
            notes += told
    kept = {path: data for path, data in files.items() if not is_zip(data)}
    return {**kept, **inside} if inside else files, notes


def choose(sheets, files, faults):
    """({name of a sheet: Chosen}, {name of a sheet: why there is none}, notes on the choice)."""
    exact = {f"{sheet.name}.ipynb" for sheet in sheets}
    paths = [path for path in files if is_notebook(path)]
    paths.sort(key=lambda path: (base(path) not in exact, path.count("/"), len(path), path))
    notebooks, broken = {}, {}
    for path in paths[:MOST]:
        try:
            notebooks[path] = read_notebook(files[path])
        except Rejected as error:
            broken[path] = str(error)
    tried = {s.name: {path: match(s, one.cells) for path, one in notebooks.items()} for s in sheets}
    chosen, notes = {}, []
    for sheet in sheets:
        ranks = {path: rank(sheet, path, one, tried) for path, one in notebooks.items()}
        path = max(ranks, key=ranks.get, default=None)
        if path is not None and ranks[path] > NONE:
            chosen[sheet.name] = Chosen(path, notebooks[path], tried[sheet.name][path])
            notes += told(sheet, path, broken)
    spare = [path for path in notebooks if path not in {one.path for one in chosen.values()}]
    lacking = [sheet for sheet in sheets if sheet.name not in chosen]
    further = [path for path in spare if base(path) not in {f"{sheet.name}.ipynb" for sheet in lacking}]
    if chosen and further:
        notes.append(f"The submission has further notebooks, which were not graded: {listed(further)}.")
    left = {path: data for path, data in files.items() if path not in {one.path for one in chosen.values()}}
    several = len(sheets) > 1
    why = {s.name: why_none(s, left, spare, broken, faults, chosen, several) for s in lacking}
    return chosen, why, notes


def base(path):
    """The last part of a path."""
    return path.rsplit("/", 1)[-1]


def rank(sheet, path, notebook, tried):
    """Larger for a notebook that is rather this sheet's: with answers, by name, with more of its cells."""
    found = tried[sheet.name][path]
    fit = sure(sheet, found)
    others = [fits_name(tried, name, path, sheet) for name in tried if f"{name}.ipynb" == base(path)]
    if not fit or any(other >= fit for other in others):  # rather another sheet's
        return NONE
    cells = ((sheet.cells[source], notebook.cells[own]) for own, source in found.of.items())
    said = sum(cell.is_answer and filled(cell, own) for cell, own in cells)
    return (said > 0, base(path) == f"{sheet.name}.ipynb", fit, said, -path.count("/"))


def fits_name(tried, name, path, sheet):
    """How many cells of a notebook another sheet has, whose name it bears."""
    return 0 if name == sheet.name else len(tried[name][path].of)


def told(sheet, path, broken):
    """A note on a notebook that lies elsewhere, or under another name."""
    name = f"{sheet.name}.ipynb"
    if path in broken or path == name:
        return
    where = "in a folder of its own" if base(path) == name else "under another name"
    yield f"The notebook {shown(name)} was found {where}: {shown(path)} was graded."


def why_none(sheet, files, spare, broken, faults, chosen=(), several=False):
    """Why no notebook was found for a sheet: a sentence for the student.

    files: those that are no notebook of the assignment's.   spare: notebooks of no sheet.
    chosen: the sheets that have one.   several: whether the assignment has more than one.
    """
    name = f"{sheet.name}.ipynb"
    for path, why in faults.items():
        if base(path) == name:
            return f"The notebook {shown(name)} {why}."
    if broken:
        path = min(broken, key=lambda path: base(path) != name)
        return f"{shown(path)}: {broken[path]}" if several or base(path) != name else broken[path]
    others = [path for path in spare if base(path) == name] or spare
    if others:
        whose = "this assignment" if base(others[0]) == name else shown(name)
        return (
            f"None of the cells of {whose} is in {listed(others)}: is it the notebook of another "
            "assignment? Hand in the notebook of this one, with its test cells."
        )
    if files:
        return (
            f"There is no notebook {shown(name)}, only {listed(files)}: hand in the file that ends in .ipynb."
        )
    if chosen:
        return f"There is no notebook {shown(name)}: its questions earn 0."
    return f"There is no notebook {shown(name)}: the submission is empty."
