"""Make the numbers that pages show while the chapters run, in as many processes as do so at a time.

They are kept on disk, where the pages find them (dlcourse/numbers/store.py). An experiment that fails here is
run again when a page asks for its number, and then tells what is wrong, and where.
"""

import os
import re
import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path

from chapters import pages_by_chapter

from dlcourse.inventory import numbers
from dlcourse.numbers.store import VARIABLE, are_kept

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"\{number\}`(\w+)\.|\\number\{(\w+)\.")
MAKE = """
import sys
from contextlib import suppress
from dlcourse.inventory.numbers import numbers_of
told, sys.stdout = sys.stdout, sys.stderr
for topic in sys.stdin:
    with suppress(Exception):
        numbers_of(topic.strip())
    print(file=told, flush=True)
"""


def topics_to_make(env, alone) -> list[str]:
    """The topics that pages show or must show, and whose numbers are not kept.

    alone: pages that measure times; the numbers of their chapters do so, too, and wait until all is quiet.
    """
    if not os.environ.get(VARIABLE):
        return []
    by_chapter = pages_by_chapter(env)
    quiet = {f"{chapter:02d}" for chapter, pages in by_chapter.items() if alone & set(pages)}
    chapters = {f"{chapter:02d}" for chapter in by_chapter} - quiet
    named = {name for page in env.found_docs for name in topics_in(Path(env.doc2path(page)))}
    return [
        topic
        for topic in numbers.modules()
        if (numbers.chapter_of(topic) in chapters or topic in named)
        and numbers.chapter_of(topic) not in quiet
        and not are_kept(numbers.module_of(topic))
    ]


def topics_in(path) -> set[str]:
    """The topics of the numbers that a page names, known or not.

    >>> sorted(topics_in(Path("book/09b_represent_or_learn.md")) & {"digits_depth", "xor"})
    ['digits_depth']
    """
    return {name for pair in NAMED.findall(path.read_text(encoding="utf-8")) for name in pair if name}


class Maker:
    """Makes the numbers of a topic, from several threads at once if need be. Close it in the end.

    A process that has loaded the library goes on with the next topic: no core waits for a long list.
    """

    def __init__(self):
        self.processes, self.idle = set(), deque()

    def __call__(self, topic):
        try:
            process = self.idle.pop()
        except IndexError:
            process = self.started()
        with suppress(BrokenPipeError):  # it has died, as its answer says
            process.stdin.write(f"{topic}\n")
            process.stdin.flush()
        if process.stdout.readline():
            self.idle.append(process)

    def started(self):
        process = subprocess.Popen(
            [sys.executable, "-c", MAKE],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.processes.add(process)
        return process

    def close(self):
        """End the processes, when no topic is being made."""
        for process in self.processes:
            process.communicate()  # closes its input, and with it its loop

    def stop(self):
        """End them now."""
        for process in list(self.processes):
            process.kill()
