"""Build the site into _build/html, when something that it shows has changed. Run at the root: `make book`.

Contents decide, not dates. Three traps are closed here. jupyter-cache keys on a chapter's code alone, so a
change of dlcourse/, of the lock or of the results that a chapter reads drops the outputs it keeps. Sphinx
warns only when it reads a page anew, so a failed build leaves nothing that the next could take for good. A
page that left _toc.yml leaves the site.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from light_pages import lighten

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "_build"
# What chapters read beside their own text.
READ = ["dlcourse", "requirements.lock", "benchmarks/goals.py", "benchmarks/results/latest.json"]
INPUTS = [*READ, "book", "exercises", "_config.yml", "CHANGELOG.md"]


def digest(names):
    """sha256 of all files at and below names, with their paths, and of the running Python's version."""
    total = hashlib.sha256(sys.version.encode())
    for name in names:
        top = ROOT / name
        paths = sorted(top.rglob("*")) if top.is_dir() else [top]
        for path in paths:
            relative = path.relative_to(ROOT)
            if path.is_file() and not {"__pycache__", ".ipynb_checkpoints", "vendor"} & set(relative.parts):
                total.update(f"{relative.as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    vendored = ROOT / "book/_assets/vendor/.done"
    total.update(vendored.read_bytes() if vendored.exists() else b"")
    return total.hexdigest()


def same(stamp, value):
    return stamp.exists() and stamp.read_text() == value


def remove(*names):
    for name in names:
        shutil.rmtree(BUILD / name, ignore_errors=True)


def alone():
    """Waits until no other build runs here; two at once would take each other's files."""
    BUILD.mkdir(exist_ok=True)
    lock = (BUILD / ".lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Waiting for another build to end", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock  # held as long as this object lives


def main():
    lock = alone()  # noqa: F841
    read, inputs = digest(READ), digest(INPUTS)
    if same(BUILD / "html/.inputs", inputs):
        print("The site is up to date: _build/html/index.html")
        return 0
    if not same(BUILD / ".read", read):
        remove(".jupyter_cache", ".doctrees")
    remove("html", "jupyter_execute")
    (BUILD / ".read").unlink(missing_ok=True)  # written again below: a build that is killed breaks the cache
    print("Running the chapters that changed and building the site", flush=True)
    command = [Path(sys.executable).with_name("jupyter-book"), *"build book -W --keep-going --quiet".split()]
    status = subprocess.run(command, cwd=ROOT, env=os.environ | {"NO_COLOR": "1"}).returncode
    (BUILD / ".read").write_text(read)
    if status == 0 and not (BUILD / "html/index.html").exists():
        print("make book: expected _build/html/index.html, got no page; read the log above", file=sys.stderr)
        status = 1
    if status:
        remove("html", ".doctrees")
        return status
    lighten(BUILD / "html")
    (BUILD / "html/.inputs").write_text(inputs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
