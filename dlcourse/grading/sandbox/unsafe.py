"""No sandbox: students' code runs with all rights of the user who grades. Only if asked in full."""

import functools
import os
import shutil
import subprocess
import sys
import tempfile

from dlcourse.grading.sandbox.bubblewrap import environment
from dlcourse.grading.sandbox.pipes import PipedBox, Program
from dlcourse.grading.sandbox.visible import PACKAGE


class Unsafe(PipedBox):
    """Processes with a folder of their own and nothing else. What they start is ended if it is found."""

    kind = "unsafe"

    def program(self, limits, serve) -> Program:
        """A plain Python, with the environment of the sandbox."""
        folder = tempfile.mkdtemp(prefix="dlcourse-")
        variables = {
            **environment([str(PACKAGE.parent)], os.path.dirname(sys.executable)),
            "HOME": folder,
            "TMPDIR": folder,
            "TEMP": folder,
        }
        if sys.platform == "win32":  # where Python does not start without
            variables["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", "")
        line = [sys.executable, *self.arguments(limits, serve, confined=False, folder=folder)]
        start = functools.partial(subprocess.Popen, line, env=variables, cwd=folder)
        clean = functools.partial(shutil.rmtree, folder, ignore_errors=True)
        return Program(start, subprocess.Popen.terminate, clean)
