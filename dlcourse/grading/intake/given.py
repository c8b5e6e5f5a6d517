"""Given: which of a source's other files the student's process has, and which the tests alone.

Those that students have got with the release are for both. All others stay with the judge. Where a course has
no release folder, a file is the tests' own that only hidden tests name: nbgrader gives out all others.
"""

import re
from pathlib import PurePosixPath

from dlcourse.grading.intake.marks import TEST


def is_given(path, sheets, given) -> bool:
    """Whether students have a file.   given: the paths of those in the release; None where there is none"""
    if given is not None:
        return path in given
    pattern = naming(path)
    cells = [cell for sheet in sheets for cell in sheet.cells]
    openly = [cell.released if cell.kind == TEST else cell.source for cell in cells]
    hidden = [line for cell in cells if cell.kind == TEST for line in lines_taken_out(cell)]
    return not any(map(pattern.search, hidden)) or any(map(pattern.search, openly))


def naming(path) -> re.Pattern:
    """What a line says that names a file: its name, a folder of it in a text, a module by its import.

    A word that is any name as well, as `data`, does not.
    """
    place = PurePosixPath(path)
    ways = [rf"(?<!\w){re.escape(place.name)}(?!\w)"]
    ways += [rf"['\"/]{re.escape(folder)}['\"/]" for folder in place.parts[:-1]]
    if place.suffix == ".py":
        ways.append(rf"\b(?:import|from)\s.*\b{re.escape(place.stem)}\b")
    return re.compile("|".join(ways))


def lines_taken_out(cell) -> list[str]:
    """The lines of a test that students do not get."""
    shown = {*cell.released.split("\n")}
    return [line for line in cell.source.split("\n") if line not in shown]
