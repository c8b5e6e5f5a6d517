"""Summary: how a class did, in one screen: counts, a histogram of scores, and who needs a person."""

from collections import Counter

from rich.table import Table
from rich.text import Text

from dlcourse.grading.classrun.result import FLAGGED, GRADED, REJECTED, STATUSES

N_BINS, WIDTH, MOST_NAMED = 10, 40, 40
MOST_REMARKS = 500  # different ones that are counted


class Tally:
    """What is counted of a class, one summary after the other: memory does not grow with the class."""

    def __init__(self):
        self.statuses, self.bins = Counter(), [0] * N_BINS
        self.n_by_hand = self.n_unsafe = 0
        self.total = self.so_far = self.max_score = 0.0
        self.remarks = Counter()
        self.named = []  # (student, status, reasons) of those to look at
        self.n_named = 0

    def add(self, one):
        """Count a summary."""
        self.statuses[one.status] += 1
        self.n_by_hand += one.waits
        self.n_unsafe += one.sandbox == "unsafe"
        self.total += one.score
        self.so_far += one.max_so_far
        self.max_score = max(self.max_score, one.max_score)
        share = one.score / one.max_so_far if one.max_so_far else 0.0
        self.bins[min(int(share * N_BINS), N_BINS - 1)] += 1
        for reason in one.reasons:
            if reason in self.remarks or len(self.remarks) < MOST_REMARKS:
                self.remarks[reason] += 1
        if one.status != GRADED:
            self.n_named += 1
            if len(self.named) < MOST_NAMED:
                self.named.append((one.student, one.status, one.reasons))

    @property
    def n(self) -> int:
        """How many there are."""
        return sum(self.statuses.values())

    def show(self, console):
        """Print the summary."""
        counts = ", ".join(f"{self.statuses[status]} {status}" for status in STATUSES)
        console.print(f"{submissions(self.n)}: {counts}", highlight=False)
        if not self.n:
            return
        if self.n_by_hand:
            console.print(
                f"{self.n_by_hand} with questions that a person grades, in nbgrader's formgrader; what is "
                "given there counts in `dlcourse report`, not here",
                highlight=False,
            )
        if self.n_unsafe:
            console.print(f"{self.n_unsafe} were graded without a sandbox (--unsafe)", style="bold red")
        mean, so_far = self.total / self.n, self.so_far / self.n
        rest = f" graded so far, {self.max_score:g} in all" if self.n_by_hand else ""
        console.print(f"mean {mean:.2f} of {so_far:.4g} points{rest}", highlight=False)
        console.print(histogram(self.bins))
        self.show_common(console)
        self.show_named(console)

    def show_common(self, console):
        """A remark that most of the class have in common: it is hardly the students."""
        for reason, n in self.remarks.most_common(1):
            if n > 3 and 2 * n > self.n:
                console.print(
                    f"{n} of {self.n} have the same remark, so look for one cause, such as an assignment "
                    f"changed after its release, or a platform that renames files: {reason}",
                    style="bold",
                    markup=False,
                    highlight=False,
                )

    def show_named(self, console):
        if not self.named:
            return
        table = Table("student", "status", "why", title="to look at", title_justify="left", box=None)
        for student, status, reasons in self.named:
            style = {FLAGGED: "yellow", REJECTED: "red"}[status]
            table.add_row(Text(student), Text(status, style), Text("\n".join(reasons)))
        console.print(table)
        if self.n_named > len(self.named):
            console.print(f"and {self.n_named - len(self.named)} more: see the records", highlight=False)


def submissions(n: int) -> str:
    """How many submissions, in words."""
    return f"{n} submission{'' if n == 1 else 's'}"


def histogram(counts):
    """Bars of the counts, a row for each tenth of the points."""
    table = Table("share of the points", "", "submissions", box=None, pad_edge=False)
    most = max(counts) or 1
    for i, n in enumerate(counts):
        low, high = 100 * i // N_BINS, 100 * (i + 1) // N_BINS
        table.add_row(f"{low:3d} to {high:3d} %", "█" * -(-n * WIDTH // most), str(n))
    return table
