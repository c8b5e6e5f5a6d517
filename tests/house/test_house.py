"""The house of the style guide: what stands where, and how long a file and a function may be."""

import ast
import functools
import re
import subprocess
import tomllib

import pytest
from house import (
    LIBRARY,
    MODULES,
    ROOT,
    SCRIPTS,
    TESTS,
    name_of,
    python_in,
    room,
    statements_in,
    text_of,
    topic_of,
)

REQUIRED = """README.md book dlcourse solutions exercises tests benchmarks _config.yml pyproject.toml Makefile
    nbgrader_config.py LICENSE CITATION.cff CHANGELOG.md CONTRIBUTING.md""".split()
ALSO = r"\..*|package(-lock)?\.json|requirements.*\.(txt|lock)|uv\.lock|pylock.*\.toml"
MIRRORED_ELSEWHERE = {  # module or package: the test files that hold it
    "ops": ["test_ops", "test_every_op_has_a_case"],  # one register for all
    "operand": ["test_tensor"],  # the class, below the ops; tensor.py is its door
    "models/linear": ["test_linear_model"],  # layers/linear has test_linear
}
NAMES = {path.stem for path in TESTS}

MOST_LINES, MOST_LINES_OF_A_FUNCTION, MOST_WITH_DOCSTRING = 250, 40, 60
LONGER = {  # what was longer when the rule came; a number here may only become smaller
    "dlcourse/sweep.py backpropagate": 43,
}
# JavaScript: the first line of a function or method of several lines
FUNCTION = re.compile(
    r"^( *)(?!.*\b(?:if|for|while|switch|catch)\b \()(.*\bfunction\b.*|.*=> |\w+\(.*\) )\{$"
)


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


@functools.cache
def lengths():
    """{what: lines} of all files, and of all functions but their docstrings."""
    found = {name_of(path): len(text_of(path).splitlines()) for path in counted_files()}
    for path in counted_files():
        functions = functions_of_python(path) if path.suffix == ".py" else functions_of_script(path)
        for name, n in functions:  # of several with one name the longest
            what = f"{name_of(path)} {name}"
            found[what] = max(n, found.get(what, 0))
    return found


def counted_files():
    python = python_in("dlcourse", "tests", "solutions", "benchmarks", "book")
    styles = sorted(LIBRARY.rglob("*.css"))
    return [*python, *SCRIPTS, *styles, *sorted((ROOT / "solutions").rglob("*.md"))]


def functions_of_python(path):
    for node in statements_in(ast.parse(text_of(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            n_lines = node.end_lineno - node.lineno + 1
            assert n_lines <= MOST_WITH_DOCSTRING, f"{name_of(path)}: {node.name} has {n_lines} lines"
            first = node.body[0]
            docstring = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) else 0
            yield node.name, n_lines - docstring


def functions_of_script(path):
    """Each function by its first line; the lines of a function within it are not its own."""
    if path.suffix != ".js":
        return
    lines, open_ones = text_of(path).splitlines(), []
    for line in lines:
        for one in open_ones[-1:]:
            one[2] += 1
            if line.startswith(f"{one[1]}}}"):
                yield one[0].strip(), one[2]
                open_ones.pop()
        if match := FUNCTION.match(line):
            open_ones.append([line, match[1], 1])


def test_a_file_holds_one_idea_and_a_function_fits_on_half_a_screen():
    found = lengths()
    long = [f"{what}: {n} lines" for what, n in found.items() if n > LONGER.get(what, most_lines(what))]
    assert not long, f"which two files, or functions, is it? {long}"


def test_what_has_become_shorter_stays_so():
    found = lengths()
    short = [what for what in LONGER if found.get(what, 0) <= most_lines(what)]
    assert not short, f"take these out of LONGER: {short}"
    shorter = {what: found[what] for what, n in LONGER.items() if found[what] < n}
    assert not shorter, f"write these numbers into LONGER: {shorter}"


def most_lines(what):
    if what.endswith(".md"):  # an assignment: its head, and the task and three cells of each exercise
        return 50 + 40 * text_of(ROOT / what).count("_check, grade: true")
    return MOST_LINES_OF_A_FUNCTION if " " in what else MOST_LINES


def test_functions_of_scripts_are_found():
    script = LIBRARY / "widgets" / "frame" / "drag.js"
    lengths = {first.split("(")[0]: n for first, n in functions_of_script(script)}
    assert {"function draw", "function putStop", "dlcourse.handles = function "} <= lengths.keys()
    text = text_of(script)
    stop = text[text.index("  function putStop(") :]
    assert lengths["function putStop"] == stop[: stop.index("\n  }\n")].count("\n") + 2


def test_a_module_has_its_test():
    missing = []
    for path in MODULES:
        name = path.relative_to(LIBRARY).with_suffix("").as_posix()
        homes = (
            MIRRORED_ELSEWHERE.get(name) or MIRRORED_ELSEWHERE.get(room(path)) or [f"test_{topic_of(path)}"]
        )
        if path.parent != LIBRARY:
            homes = [*homes, f"test_{room(path)}"]
        if path.stem != "__init__" and not set(homes) & NAMES:
            missing.append(f"tests/{path.relative_to(LIBRARY).parent}/{homes[0]}.py")
    assert not missing, f"write {missing}"


def test_every_exception_to_the_mirror_is_still_needed():
    for name, homes in MIRRORED_ELSEWHERE.items():
        assert (LIBRARY / name).is_dir() or (LIBRARY / f"{name}.py").exists(), f"{name} is gone"
        assert set(homes) <= NAMES


def test_every_test_lies_in_a_folder_under_a_name_of_its_own():
    stems = [path.stem for path in TESTS if path.stem not in ("__init__", "__main__", "conftest")]
    assert sorted(stems) == sorted(set(stems)), {stem for stem in stems if stems.count(stem) > 1}
    flat = [path.name for path in TESTS if path.parent == ROOT / "tests" and path.name.startswith("test_")]
    assert not flat, f"{flat}: put them into a folder that mirrors the library"


def test_no_file_names_a_machine_or_a_registry():
    # each begins with a letter of its own, for which the text is searched fast: as one pattern they take long
    patterns = [
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            r"/(?<![\w.~-]/)(?:work|tmp|home|root|Users|mnt|opt)/\w",
            r":(?<=[\w.-]:)\d+/simple",
            r"files\.pythonhosted\.org",
            r"pypi\.org/simple",
            r"registry\.npmjs\.org",
            r"artifact[o]ry",
        )
    ]
    found = []
    for path in files():
        text = path.read_bytes()
        if b"\0" in text:
            continue
        whole = text.decode("utf-8", "replace")
        for match in (match for pattern in patterns for match in pattern.finditer(whole)):
            found.append(f"{name_of(path)}:{whole.count(chr(10), 0, match.start()) + 1}: {match.group()}")
    assert not found, "machine paths or registry hosts:\n" + "\n".join(found[:20])


def test_what_the_makefile_takes_for_brought_is_what_the_extra_brings():
    """pip is not asked again for an extra that `test` has brought."""
    extras = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["optional-dependencies"]
    within = re.compile(r"dlcourse\[(.*)\]").fullmatch
    brought = [name for need in extras["test"] if (match := within(need)) for name in match[1].split(",")]
    told = re.search(r"^BROUGHT_test := (.*)$", text_of(ROOT / "Makefile"), re.M)[1].split()
    assert sorted(told) == sorted(brought)
