"""Run a notebook in a kernel of its own, and say which files of the course it has opened."""

import asyncio
import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal
from traitlets.config import Config

HERE = Path(__file__).parent
START = 300  # seconds for a kernel to begin, where others are at work
COLORS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Run:
    """What a run has given.

    opened: files below the root, as paths from it. error: the traceback of the cell that ended the run, and
    cell its place among the notebook's cells.
    """

    seconds: float = 0.0
    opened: list[str] = field(default_factory=list)
    error: str = ""
    cell: int = 0


class Runner:
    """Runs notebooks, from several threads at once if need be.

    root: of the course. folder: where the kernels run. timeout: seconds for a cell.
    """

    def __init__(self, root, folder, timeout):
        self.root, self.folder, self.timeout = root, folder, timeout
        self.clients = set()

    def __call__(self, notebook) -> Run:
        """Puts the outputs into the notebook, up to a cell that fails."""
        place = Path(tempfile.mkdtemp(prefix="kernel-"))
        run, start = Run(), perf_counter()
        client = self.client(notebook, place, run)
        try:
            self.clients.add(client)
            asyncio.run(client.async_execute(env=self.environment(place), cwd=str(self.folder)))
        except (
            CellControlSignal,
            RuntimeError,
        ) as error:  # the latter: of a kernel that dies or never starts
            run.error = COLORS.sub("", str(error)).strip()
        finally:
            self.clients.discard(client)
            run.seconds = perf_counter() - start
            if (place / "opened").exists():
                run.opened = json.loads((place / "opened").read_text(encoding="utf-8"))
            shutil.rmtree(place, ignore_errors=True)
        return run

    def client(self, notebook, place, run):
        """A kernel is reached by files, not by ports, of which two kernels may choose the same."""
        files = {"transport": "ipc", "connection_file": str(place / "kernel.json")}

        def begins(cell, cell_index):
            run.cell = cell_index

        return NotebookClient(
            notebook,
            timeout=self.timeout,
            startup_timeout=START,
            config=Config(KernelManager=files),
            extra_arguments=["--IPKernelApp.extra_extensions=opened_files"],
            on_cell_start=begins,
        )

    def environment(self, place):
        search = [os.environ.get("PYTHONPATH", ""), str(HERE)]
        one_thread = {"OMP_NUM_THREADS": "1"}  # as make says: chapters run side by side, and some take times
        return (
            one_thread
            | os.environ
            | {
                "OPENED": str(place / "opened"),
                "OPENED_BELOW": str(self.root),
                "PYTHONPATH": os.pathsep.join(filter(None, search)),
            }
        )

    def stop(self):
        """Ends all runs that are under way: their kernels die."""
        for client in list(self.clients):
            provisioner = getattr(client.km, "provisioner", None)
            if provisioner and provisioner.process:
                provisioner.process.kill()
