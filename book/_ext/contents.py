"""The contents of the course's files: they, not dates, decide what has to be made again."""

import hashlib
import json
import sys

# What pages are made from. A chapter that reads another file fails the build (chapter_runs.py).
INPUTS = "book dlcourse exercises solutions benchmarks _config.yml CHANGELOG.md requirements.lock".split()
PASSED_OVER = {"__pycache__", ".ipynb_checkpoints", "vendor"}
VENDORED = "book/_assets/vendor/.done"  # says which packages lie in vendor


def hashes(root):
    """{path from the root: sha256} of all files that pages are made from."""
    found = {}
    for name in [*INPUTS, VENDORED]:
        top = root / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            relative = path.relative_to(root)
            if path.is_file() and (name == VENDORED or not PASSED_OVER & set(relative.parts)):
                found[relative.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def digest(value):
    """One hash of a value that JSON can write, and of the running Python's version."""
    text = json.dumps([sys.version, value], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
