"""Own source: the notebook that this course's own assignments are graded with, made from their texts."""

from pathlib import Path


def own_assignments(place) -> list[str]:
    """The names of the assignments of this course that have a text."""
    return [
        path.stem for path in Path(place.root, "solutions").glob("*/*.md") if path.stem == path.parent.name
    ]


def make_source(place, assignment: str) -> None:
    """Write the source of an assignment of this course where it is missing, or older than its text.

    It is what `dlcourse release` writes there. Any other course has no such text, and nothing is done.
    """
    text = Path(place.root, "solutions", assignment, f"{assignment}.md")
    notebook = place.source_folder(assignment) / f"{assignment}.ipynb"
    if not text.is_file() or (notebook.is_file() and notebook.stat().st_mtime >= text.stat().st_mtime):
        return
    # here, not above: jupytext takes a second to import
    from dlcourse.grading.source import to_json, to_notebook

    notebook.parent.mkdir(parents=True, exist_ok=True)
    notebook.write_bytes(to_json(to_notebook(text.read_text(encoding="utf-8"))))
