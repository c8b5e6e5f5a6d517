"""Build the site into _build/html, when something that it shows has changed. Run at the root: `make book`.

Contents decide, not dates. Chapters run again only when what they depend on has changed (chapter_runs.py).
Sphinx warns only when it reads a page anew, so a build that failed or was killed leaves no page that the next
could take for good; all pages are written anew, so that one that left _toc.yml leaves the site.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from contents import digest, hashes
from light_pages import lighten

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "_build"
PAGES = [".doctrees", "jupyter_execute"]  # pages as read, and their pictures
UNFINISHED = BUILD / ".unfinished"


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
    inputs = digest(hashes(ROOT))
    if same(BUILD / "html/.inputs", inputs):
        print("The site is up to date: _build/html/index.html")
        return 0
    remove("html", *(PAGES if UNFINISHED.exists() else []))
    UNFINISHED.touch()
    print("Running the chapters that changed and building the site", flush=True)
    command = [Path(sys.executable).with_name("jupyter-book"), *"build book -W --keep-going --quiet".split()]
    status = subprocess.run(command, cwd=ROOT, env=os.environ | {"NO_COLOR": "1"}).returncode
    if status == 0 and not (BUILD / "html/index.html").exists():
        print("make book: expected _build/html/index.html, got no page; read the log above", file=sys.stderr)
        status = 1
    if status:
        remove("html", *PAGES)
        return status
    lighten(BUILD / "html")
    UNFINISHED.unlink()
    (BUILD / "html/.inputs").write_text(inputs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
