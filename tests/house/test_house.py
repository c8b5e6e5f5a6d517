"""The house of the style guide: what stands where, who imports whom, how long a file may be."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "dlcourse"

TAUGHT = """backend expect operand op ops tensor counting stacked sweep autodiff forward_mode graphs gradcheck
    initializers layers losses regularization optimizers critical_points data preprocessing prediction
    divergence replay training checkpoint callbacks search_space search interop models experiments""".split()
ORDER = [*TAUGHT, "plotting", "widgets", "checks", "grading", "cli"]  # foundations first
REQUIRED = """README.md book dlcourse solutions exercises tests benchmarks _config.yml pyproject.toml Makefile
    nbgrader_config.py LICENSE CITATION.cff CHANGELOG.md CONTRIBUTING.md""".split()
ALSO = r"\..*|package(-lock)?\.json|requirements.*\.(txt|lock)|uv\.lock|pylock.*\.toml"
ONLY_IN = {
    "cupy": "backend",
    "llvmlite": "replay",
    "matplotlib": "plotting",
    "ipywidgets": "widgets",
    "nbgrader": "grading",
}
HEAVY = """matplotlib IPython nbgrader ipywidgets tqdm rich typer torch scipy cupy jupytext llvmlite onnx
    onnxruntime sklearn dask distributed""".split()
MIRRORED_ELSEWHERE = {  # module or package: the test files that hold it
    "ops": ["test_ops", "test_every_op_has_a_case"],  # one register for all
    "operand": ["test_tensor"],  # the class, below the ops; tensor.py is its door
    "models/linear": ["test_linear_model"],  # layers/linear has test_linear
}
PARTIAL = {"20_backends_precision_and_speed": "speed"}  # a part of the chapter stands: its module and test

MODULES = sorted(p for p in LIBRARY.rglob("*.py") if "__pycache__" not in p.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
NAMES = {path.stem for path in TESTS}
CHAPTERS = sorted((ROOT / "book").glob("[0-9][0-9]_*.md"))
every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def room(path):
    """The entry of ORDER a file belongs to: dlcourse/ops/linalg.py -> ops."""
    return path.relative_to(LIBRARY).with_suffix("").parts[0]


def imported(path):
    """Dotted names of all imports in a file, within functions too; `from a import b` counts as a and a.b."""
    names = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} line {node.lineno}: write imports in full, from dlcourse..."
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def files():
    """What git tracks or would track."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("the list of files needs a git checkout")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_the_top_level_is_that_of_the_style_guide():
    missing = [name for name in REQUIRED if not (ROOT / name).exists()]
    assert not missing, f"the house lacks {missing}"
    top = {path.relative_to(ROOT).parts[0] for path in files()}
    strangers = sorted(name for name in top - set(REQUIRED) if not re.fullmatch(ALSO, name))
    assert not strangers, f"{strangers} have no room in the house: style guide, section 1"


def test_every_room_of_the_library_is_in_the_order():
    rooms = {room(path) for path in MODULES} - {"__init__"}
    assert not rooms - set(ORDER), "give each new module its line in the style guide and in ORDER"


@every_module
def test_a_module_imports_only_from_lines_above_its_own(path):
    if path == LIBRARY / "__init__.py":
        return  # it re-exports all
    own = ORDER.index(room(path))
    names = {name.split(".")[1] for name in imported(path) if name.startswith("dlcourse.")}
    above = [name for name in names if name in ORDER and ORDER.index(name) > own]
    assert not above, f"{path.relative_to(ROOT)} imports {above}, which stand below it"


@every_module
def test_heavy_packages_are_imported_in_one_place_only(path):
    for package, home in ONLY_IN.items():
        uses = any(name.split(".")[0] == package for name in imported(path))
        assert not uses or room(path) == home, f"{path.relative_to(ROOT)} imports {package}: only {home} may"


@pytest.mark.parametrize("path", MODULES + TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_holds_one_idea_and_a_function_fits_on_a_screen(path):
    n_lines = len(path.read_text(encoding="utf-8").splitlines())
    assert n_lines <= 250, f"{path.relative_to(ROOT)} has {n_lines} lines: which two files is it?"
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            length = node.end_lineno - node.lineno + 1
            assert length <= 60, (
                f"{path.relative_to(ROOT)}: {node.name} has {length} lines: what is its second half?"
            )


@every_module
def test_what_is_public_opens_with_a_line_that_says_what_it_is(path):
    tree = tree_of(path)
    nodes = [
        n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")
    ]
    for node in [tree, *nodes]:
        first = (ast.get_docstring(node) or "").strip().split("\n")[0]
        assert first, f"{path.relative_to(ROOT)}: {getattr(node, 'name', 'the module')} has no docstring"


@every_module
def test_a_module_has_its_test(path):
    name = str(path.relative_to(LIBRARY).with_suffix(""))
    if path.stem == "__init__":
        return
    homes = MIRRORED_ELSEWHERE.get(name) or MIRRORED_ELSEWHERE.get(room(path)) or [f"test_{path.stem}"]
    if path.parent != LIBRARY:
        homes = [*homes, f"test_{room(path)}"]
    assert set(homes) & NAMES, f"write tests/{path.relative_to(LIBRARY).parent}/{homes[0]}.py"


def test_every_exception_to_the_mirror_is_still_needed():
    for name, homes in MIRRORED_ELSEWHERE.items():
        assert (LIBRARY / name).is_dir() or (LIBRARY / f"{name}.py").exists(), f"{name} is gone"
        assert set(homes) <= NAMES


def test_every_test_lies_in_a_folder_under_a_name_of_its_own():
    stems = [path.stem for path in TESTS if path.stem not in ("__init__", "__main__")]
    assert sorted(stems) == sorted(set(stems)), {stem for stem in stems if stems.count(stem) > 1}
    flat = [path.name for path in TESTS if path.parent == ROOT / "tests" and path.name.startswith("test_")]
    assert not flat, f"{flat}: put them into a folder that mirrors the library"


def test_the_first_chapters_stand_and_the_table_of_contents_lists_every_chapter():
    assert {"02_xor", "05_backpropagation"} <= {chapter.stem for chapter in CHAPTERS}
    listed = re.findall(r"file:\s*(\d\d_\w+)", (ROOT / "book" / "_toc.yml").read_text(encoding="utf-8"))
    assert sorted(listed) == [chapter.stem for chapter in CHAPTERS]


@every_chapter
def test_a_chapter_has_its_assignment_its_module_and_its_test_under_one_name(chapter):
    name, number = chapter.stem, int(chapter.stem[:2])
    topic = PARTIAL.get(name, name[3:])
    assignment = [f"solutions/{name}/{name}.md", f"exercises/{name}/{name}.ipynb"]
    assert f"test_{topic}" in NAMES, f"chapter {name} has no test_{topic}.py"
    for path in [] if name in PARTIAL else assignment:
        assert (ROOT / path).is_file(), f"chapter {name} has no {path}"
    modules = [path for path in MODULES if path.stem == topic]
    assert modules, f"chapter {name} has no module {topic}.py in dlcourse"
    docstring = ast.get_docstring(tree_of(modules[0]))
    assert re.match(rf"Chapter {number}\b", docstring), (
        f"{modules[0].name} must open with 'Chapter {number}: ...'"
    )
    link = modules[0].relative_to(ROOT).as_posix()
    assert link in chapter.read_text(encoding="utf-8"), f"{chapter.name} must link its module, {link}"


def test_a_chapter_of_which_a_part_stands_has_no_assignment_yet():
    assert set(PARTIAL) <= {chapter.stem for chapter in CHAPTERS}
    complete = [name for name in PARTIAL if (ROOT / "solutions" / name).exists()]
    assert not complete, f"{complete} have an assignment now: take them out of PARTIAL"


def test_there_is_no_assignment_without_a_chapter():
    names = {chapter.stem for chapter in CHAPTERS}
    for folder in ("solutions", "exercises"):
        found = {path.name for path in (ROOT / folder).iterdir() if re.match(r"\d\d_", path.name)}
        assert found <= names, f"{folder} holds {found - names}, which no chapter names"


@every_module
def test_a_module_of_the_library_names_its_chapter_first(path):
    if room(path) not in TAUGHT or path.stem == "__init__":
        return  # a tool of the house, which no chapter teaches
    assert re.match(r"Chapters? \d+\b", ast.get_docstring(tree_of(path)) or ""), (
        "open with 'Chapter N: <topic>.'"
    )


def test_importing_the_library_loads_nothing_heavy():
    code = f"import sys, dlcourse; print(sorted({set(HEAVY)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]", (
        f"import dlcourse loads {done.stdout.strip()}: import them where they are used"
    )


def test_no_file_names_a_machine_or_a_registry():
    machine = r"(?<![\w.~-])/(?:work|tmp|home|root|Users|mnt|opt)/\w"
    registry = (
        r"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|artifact[o]ry|[\w.-]+:\d+/simple"
    )
    pattern = re.compile(f"{machine}|{registry}", re.IGNORECASE)
    found = []
    for path in files():
        text = path.read_bytes()
        if b"\0" in text:
            continue
        for i, line in enumerate(text.decode("utf-8", "replace").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{i}: {match.group()}")
    assert not found, "machine paths or registry hosts:\n" + "\n".join(found[:20])
