"""Advice: what a course's settings leave open, told when its first class is graded."""

from dlcourse.grading.classrun.place import OWN
from dlcourse.grading.settings import LINES, unprotected

TOLD = "settings-told"


def advise(place, console) -> None:
    """Say once in a course's life which of nbgrader's own commands are not safe there, and what to add."""
    found, mark = unprotected(place.config), place.root / OWN / TOLD
    if not found or mark.exists():
        return
    sentences = "; ".join(found)
    console.print(f"In this course {sentences}. Add to nbgrader_config.py:", style="bold", markup=False)
    for line in LINES.splitlines():
        console.print(f"    {line}", markup=False, highlight=False)
    console.print(
        "`dlcourse grade` and `dlcourse feedback` are safe without. This is said once.", markup=False
    )
    mark.write_text(sentences + "\n", encoding="utf-8")
