"""Live: what a person sees while a class is graded: a bar, and the latest submissions in a table."""

import time
from collections import Counter, deque

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from dlcourse.grading.classrun.result import FLAGGED, REJECTED, STATUSES
from dlcourse.grading.classrun.summary import submissions

STYLE = {"graded": "green", FLAGGED: "yellow", REJECTED: "red"}
LATEST = 8


class Watch:
    """Is told what happens in a run, and shows it: live in a terminal, else a line now and then.

    console: of rich.   total: how many submissions there are.
    """

    def __init__(self, total: int, console: Console | None = None):
        self.console = console or Console(stderr=True)
        self.total, self.n_done, self.n_unchanged = total, 0, 0
        self.counts, self.under_way = Counter(), {}
        self.latest = deque(maxlen=LATEST)
        self.begin = self.told = time.monotonic()
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self.console,
        )
        self.task = self.bar.add_task("grading", total=total)
        self.live = None

    def __enter__(self):
        if self.console.is_terminal:
            # drawn four times a second, whatever happens in between
            self.live = Live(get_renderable=self.view, console=self.console, refresh_per_second=4)
            self.live.__enter__()
        return self

    def __exit__(self, *error):
        if self.live:
            self.live.__exit__(*error)

    def started(self, students):
        """A worker has got these."""
        self.under_way.update(dict.fromkeys(students, time.monotonic()))

    def finished(self, summary):
        """A submission has its result."""
        self.under_way.pop(summary.student, None)
        self.counts[summary.status] += 1
        self.latest.append(summary)
        self.step()

    def unchanged(self, student):
        """Graded before, and the same since."""
        self.n_unchanged += 1
        self.step()

    def step(self):
        self.n_done += 1
        self.bar.update(self.task, completed=self.n_done)
        now = time.monotonic()
        if not self.live and (now - self.told > 10 or self.n_done == self.total):
            self.told = now
            self.console.print(self.line(), highlight=False)

    def line(self) -> str:
        """What has been done so far, in a line."""
        parts = [f"{self.counts[status]} {status}" for status in STATUSES if self.counts[status]]
        if self.n_unchanged:
            parts.append(f"{self.n_unchanged} unchanged")
        n_graded, seconds = self.n_done - self.n_unchanged, time.monotonic() - self.begin
        speed = f", {60 * n_graded / seconds:.0f} a minute" if n_graded and seconds else ""
        return f"{self.n_done} of {submissions(self.total)}{speed}: {', '.join(parts) or 'none'}"

    def view(self):
        """What is drawn: the latest, those under way, the bar."""
        table = Table(box=None, pad_edge=False, show_header=False)
        for one in self.latest:
            score = f"{one.score:g} of {one.max_score:g}"
            # Text: a student's id is no markup
            said = Text(one.reasons[0] if one.reasons else "", overflow="ellipsis", no_wrap=True)
            table.add_row(Text(one.student), Text(one.status, STYLE[one.status]), score, said)
        now = time.monotonic()
        for student, since in list(self.under_way.items())[:LATEST]:
            table.add_row(Text(student), Text("under way", "dim"), f"{now - since:.0f} s", "")
        return Group(table, Text(self.line(), "dim"), self.bar)
