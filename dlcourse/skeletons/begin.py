"""Skeletons: writes the files of what is new. Nothing is written over, and nothing when a name is bad."""

import re
from pathlib import Path

from dlcourse.inventory import read_rows
from dlcourse.skeletons.names import anchor, free_test_name, page_name, python_name, title

TEXTS = Path(__file__).parent / "texts"
ENTRY = re.compile(r"^ *- file: (\d\d[a-z]?)_\w+\n(?: +title: .*\n)?", re.M)


def new_chapter(root, name: str, words: str) -> list[Path]:
    """A chapter's page, its entry in the table of contents, its experiment and its test; the paths written.

    07b_topic is a second page of chapter 7. The first page owes all rows of its chapter: move what another
    page will teach. Raises ValueError when the name or the title is no good, or when it is not the next page.
    """
    root, (number, letter, topic) = Path(root), page_name(name)
    words = title("new chapter", words)
    before = pages_before(root, number, letter, topic)
    module = f"ch{number:02d}_{topic}"
    rows = [row.id for row in read_rows(root).values() if f"{number:02d}" in row.chapters]
    given = {
        "title": words,
        "topic": topic,
        "figure": topic.replace("_", "-"),
        "module": module,
        "rows": f"\n  later: [{', '.join(rows)}]" if rows and not before else " {}",
        "needs": f"{{doc}}`{before[-1]}`, and " if before else "",
    }
    files = {f"book/{name}.md": filled("chapter", given)}
    if not (root / f"dlcourse/experiments/{module}.py").exists():
        files |= experiment(root, number, topic)
    paths = write(root, files)
    contents = root / "book/_toc.yml"
    contents.write_text(with_entry(contents.read_text(encoding="utf-8"), name), encoding="utf-8")
    return [*paths, contents]


def new_experiment(root, name: str, topic: str) -> list[Path]:
    """A module of a chapter's experiments and its test; the chapter may be its number alone, as 07."""
    number = int(name) if re.fullmatch(r"\d\d", name) else page_name(name)[0]
    return write(root, experiment(root, number, python_name("new experiment", topic)))


def new_exercise(root, name: str, function: str, words: str) -> list[Path]:
    """An exercise at the end of a chapter's assignment, which is made when it is the first.

    Raises ValueError when there is no such chapter, or an exercise of this name.
    """
    root, (number, letter, _) = Path(root), page_name(name)
    if letter:
        raise ValueError(
            f"new exercise: expected a chapter's first page, got {name}; a chapter has one assignment, "
            "under the name of its first page"
        )
    function, words = python_name("new exercise", function), title("new exercise", words)
    page, text = root / f"book/{name}.md", root / f"solutions/{name}/{name}.md"
    if not page.exists():
        raise ValueError(f"new exercise: expected a chapter, got {name}; `dlcourse new chapter` makes one")
    given = site(root) | {"name": name, "number": str(number), "function": function, "title": words}
    given["chapter"] = re.search(r"^# +(.*)$", page.read_text(encoding="utf-8"), re.M)[1]
    heading = re.search(r"^## +(.*)$", page.read_text(encoding="utf-8"), re.M)[1]
    before = text.read_text(encoding="utf-8") if text.exists() else filled("assignment", given)
    given |= {"heading": heading, "anchor": anchor(heading)}
    given["k"] = str(1 + len(re.findall(rf"^## {number}\.\d+ ", before, re.M)))
    paths = write(root, {f"solutions/{name}/{function}.py": filled("exercise", given)})
    text.write_text(f"{before.rstrip()}\n\n{filled('task', given)}", encoding="utf-8")
    return [*paths, text]


def pages_before(root, number, letter, topic) -> list[str]:
    """The pages that a chapter has so far. Raises ValueError when the new one is not the next."""
    found = sorted(path.stem for path in Path(root, "book").glob(f"{number:02d}*_*.md"))
    following = chr(ord("a") + len(found)) if found else ""
    if letter != following:
        there = f"there is {', '.join(found)}" if found else "a chapter begins with a page without a letter"
        raise ValueError(
            f"new chapter: expected {number:02d}{following}_{topic}, the next page of chapter {number}, got "
            f"{number:02d}{letter}_{topic}; {there}"
        )
    return found


def experiment(root, number, topic) -> dict[str, str]:
    """The texts of an experiment's module and of its test, by path."""
    test = free_test_name(root, topic)
    given = {"number": str(number), "module": f"ch{number:02d}_{topic}", "topic": topic.replace("_", " ")}
    return {
        f"dlcourse/experiments/{given['module']}.py": filled("experiment", given),
        f"tests/experiments/{test}.py": filled("test", given),
    }


def with_entry(contents: str, name: str) -> str:
    """The table of contents with a page after those before it, in their part."""
    before = [entry for entry in ENTRY.finditer(contents) if entry[1] < name.partition("_")[0]]
    place = before[-1].end() if before else contents.index("    chapters:\n") + len("    chapters:\n")
    return f"{contents[:place]}      - file: {name}\n{contents[place:]}"


def site(root) -> dict[str, str]:
    """The addresses of the site and of the repository, as _config.yml has them."""
    config = Path(root, "_config.yml").read_text(encoding="utf-8")
    found = {"site": r"^  baseurl: *(\S+?)/?$", "repository": r"^  url: *(\S+?)/?$"}
    return {key: re.search(pattern, config, re.M)[1] for key, pattern in found.items()}


def filled(name: str, given: dict[str, str]) -> str:
    """A text with what is given in the place of <<key>>."""
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    return re.sub(r"<<(\w+)>>", lambda match: given[match[1]], text)


def write(root, files: dict[str, str]) -> list[Path]:
    """Writes all files, or none when one of them is there. Raises ValueError then."""
    paths = {Path(root, name): text for name, text in files.items()}
    there = [path.relative_to(root).as_posix() for path in paths if path.exists()]
    if there:
        raise ValueError(f"new: expected files that do not exist, got {there}; choose another name")
    for path, text in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    return list(paths)
