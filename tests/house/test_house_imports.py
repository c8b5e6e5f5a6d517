"""Imports point to the foundations: no room knows those above it, no two modules know each other."""

import ast
import re
import subprocess
import sys

import pytest
from house import (
    GIVES,
    LIBRARY,
    MODULES,
    ORDER,
    ROOT,
    SCRIPTS,
    TAKES,
    circles,
    dotted,
    imported,
    imports_in,
    name_of,
    python_in,
    room,
    text_of,
)

ONLY_IN = {  # package: the only folder or file that imports it
    "cupy": "backend",
    "llvmlite": "replay/machine_code",
    "matplotlib": "plotting",
    "ipywidgets": "widgets",
    "anywidget": "widgets",
    "nbgrader": "grading",
}
HEAVY = """matplotlib IPython nbgrader ipywidgets anywidget tqdm rich typer torch scipy cupy jupytext llvmlite
    onnx onnxruntime sklearn dask distributed""".split()
# re-exports; packages of others, by the caller's name; experiments, by their folder; what an exercise
# refuses; what a plan asks to preload; parts of a package whose first file is to run late
BY_COMPUTED_NAME = {
    "__init__.py",
    "widgets/__init__.py",
    "grading/classrun/late.py",
    "grading/sandbox/entry.py",
    "grading/split/table.py",
    "interop/chain.py",
    "inventory/numbers.py",
    "checks/watching.py",
}
CIRCLES: list = []  # still to be broken
LIBRARY_MODULES = [path for path in MODULES if path != LIBRARY / "__init__.py"]  # which re-exports all


def test_every_room_of_the_library_is_in_the_order():
    rooms = {room(path) for path in MODULES} - {"__init__"}
    assert not rooms - set(ORDER), "give each new module its line in the style guide and in ORDER"


def test_the_order_of_the_contributing_guide_is_the_one_that_is_tested():
    guide = text_of(ROOT / "CONTRIBUTING.md")
    told = re.search(r"Imports point to the foundations:\*\*(.*?)\. A module", guide, re.S)[1]
    assert re.split(r",\s+", told.strip()) == ORDER


def test_a_module_imports_only_from_lines_above_its_own():
    wrong = []
    for path in LIBRARY_MODULES:
        own = ORDER.index(room(path))
        names = {name.split(".")[1] for name in imported(path) if name and name.startswith("dlcourse.")}
        strange = [name for name in sorted(names) if name not in ORDER or ORDER.index(name) > own]
        wrong += [f"{name_of(path)} imports {name}" for name in strange]
    assert not wrong, f"these stand below, or are names of another module: {wrong}"


def test_no_two_modules_need_each_other():
    names = {dotted(path) for path in LIBRARY_MODULES}
    graph = {}
    for path in LIBRARY_MODULES:
        found = {name for name in imported(path) if name in names}
        packages = {name for name in found if any(other.startswith(f"{name}.") for other in found)}
        graph[dotted(path)] = found - packages - {dotted(path)}  # `from a.b import c` needs a.b.c
    assert circles(graph) == CIRCLES


def test_circles_are_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a", "e"}, "e": set()}) == [("a", "b", "c")]


def test_an_import_is_seen_wherever_it_stands():
    code = """
import importlib
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from dlcourse.a import b
def late():
    import dlcourse.c
    return importlib.import_module("dlcourse.d"), __import__("dlcourse.e")
class Late:
    load = staticmethod(lambda name: importlib.import_module(name))
"""
    found = set(imports_in(ast.walk(ast.parse(code))))
    mine = {name for name in found if name is None or name.startswith("dlcourse")}
    assert mine == {"dlcourse.a", "dlcourse.a.b", "dlcourse.c", "dlcourse.d", "dlcourse.e", None}


def test_modules_are_imported_by_literal_names():
    computed = {path.relative_to(LIBRARY).as_posix() for path in MODULES if None in imported(path)}
    assert computed <= BY_COMPUTED_NAME, f"{computed - BY_COMPUTED_NAME}: the order cannot be read there"


@pytest.mark.parametrize("package", ONLY_IN)
def test_heavy_packages_are_imported_in_one_place_only(package):
    uses = [path for path in MODULES if package in {(name or "").split(".")[0] for name in imported(path)}]
    strange = [name_of(path) for path in uses if not in_place(path, ONLY_IN[package])]
    assert not strange, f"{strange} import {package}: only {ONLY_IN[package]} may"


def in_place(path, place):
    return f"{path.relative_to(LIBRARY).with_suffix('').as_posix()}/".startswith(f"{place}/")


def test_only_the_seam_knows_of_machine_code():
    knowing = {name_of(path) for path in MODULES if any("machine_code" in str(n) for n in imported(path))}
    folder = {name_of(path) for path in MODULES if path.parent.name == "machine_code"}
    assert knowing - folder == {"dlcourse/replay/fastest.py"}


def test_what_is_taught_knows_no_tools_and_the_library_nothing_outside_of_it():
    outside = {"tests", "benchmarks", "solutions", "exercises", "torch_", "conftest"}
    for path in MODULES:
        found = {(name or "").split(".")[0] for name in imported(path)}
        assert not found & outside, f"{name_of(path)} imports {found & outside}"


def test_what_grades_an_assignment_imports_from_below_the_tools_of_grading():
    allowed = {*ORDER[: ORDER.index("grading")]} - {"plotting", "widgets"}
    for path in python_in("solutions"):
        names = {name for name in imported(path)}
        assert None not in names, f"{name_of(path)} imports by a computed name"
        rooms = {name.split(".")[1] for name in names if name.startswith("dlcourse.")}
        assert rooms <= allowed, f"{name_of(path)} imports {rooms - allowed}"
        other = {name.split(".")[0] for name in names} - {"dlcourse", "numpy", *sys.stdlib_module_names}
        assert not other, f"{name_of(path)} imports {other}, which students need not have"


def test_a_script_takes_only_from_scripts_that_stand_before_it():
    from dlcourse import widgets

    seen = set()
    controls = [getattr(widgets, name).kind() for name in widgets.__all__ if name != "Control"]
    for control in controls:
        given = {
            "controls",
            "kernels",
            "programs",
            "shared",
        }  # the frame makes them, the last three by printing
        for path in [*control.files, LIBRARY / "widgets" / "frame" / "live.js"]:
            name, text = path.stem, text_of(path)
            own = set(GIVES.findall(text))
            missing = set(TAKES.findall(text)) - given - own
            assert not missing, f"{name}.js takes {missing}, which no script before it gives"
            assert not own & given, f"{name}.js gives {own & given} a second time"
            given |= own
            seen.add(path)
    assert seen == set(SCRIPTS), "a script that no control uses"


def test_a_script_puts_one_name_into_the_page():
    for path in SCRIPTS:
        names = re.findall(r"\b(?:window|globalThis)\.(\w+) =", text_of(path))
        assert set(names) <= {"dlcourse"}, f"{name_of(path)} puts {names} into the page"


def test_importing_the_library_loads_nothing_heavy():
    code = f"import sys, dlcourse; print(sorted({set(HEAVY)!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    loaded = done.stdout.strip()
    assert loaded == "[]", f"import dlcourse loads {loaded}: import them where they are used"
