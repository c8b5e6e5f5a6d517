"""Batches: results into the gradebook, batch after batch, in a thread of its own: no worker waits for it."""

import time
from concurrent.futures import ThreadPoolExecutor

# results that are enough for a transaction of the gradebook, which takes five milliseconds more than these;
# that a result waits, or less
ENOUGH, SECONDS = 10, 0.5


class Batches:
    """What has arrived goes into the journal at once, and into the gradebook batch after batch.

    journal: a Journal.   book: (list of Results) -> their summaries, once they are in the gradebook; always
    called in the same thread. Use it in a `with` statement: at its end everything is in the gradebook.
    """

    def __init__(self, journal, book):
        self.journal, self.book = journal, book
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="gradebook")
        self.waiting, self.under_way = journal.unbooked(), None  # of a run that was killed
        self.last = time.monotonic()

    def __enter__(self):
        self.finish()  # what was done is not graded again
        return self

    def __exit__(self, *error):
        try:
            self.finish()
        finally:
            self.thread.shutdown()

    def finish(self):
        """Wait until all that has come is in the gradebook."""
        while self.waiting or self.under_way:
            self.take_in()
            self.begin()

    def add(self, result):
        """A result has come from a worker: from now on it lasts."""
        self.journal.arrive(result)
        self.waiting.append(result)

    def look(self, last=False):
        """Begin the next batch when it is time. Raises what `book` raises.

        last: whether no more will be sent to workers: then the run ends when these are in the gradebook.
        """
        if self.under_way and self.under_way.done():
            self.take_in()
        if last or len(self.waiting) >= ENOUGH or time.monotonic() - self.last > SECONDS:
            self.begin()

    def take_in(self):
        """The batch that is under way, to its end. Gradebook first, then the journal: killed between the two,
        the next run books the same again."""
        batch, self.under_way = self.under_way, None
        if batch:
            self.journal.booked(batch.result())

    def begin(self):
        """Begin a batch with what waits, unless one is under way."""
        if self.waiting and not self.under_way:
            self.journal.turn()
            self.under_way = self.thread.submit(self.book, self.waiting)
            self.waiting, self.last = [], time.monotonic()
