"""bubblewrap without a fork server: for systems that let bubblewrap make namespaces, and nothing in it.

So does the AppArmor profile `bwrap-userns-restrict` of Ubuntu: "bwrap is allowed access to user namespaces
and capabilities within the user namespace, but its children do not have capabilities". Each student's process
then has a bubblewrap of its own, and imports for itself: as safe, and slower by the time of the imports.
"""

import subprocess

from dlcourse.grading.sandbox import rooms
from dlcourse.grading.sandbox.bubblewrap import readable, wrapped
from dlcourse.grading.sandbox.pipes import PipedBox, Program


class ColdBubblewrap(PipedBox):
    """A bubblewrap for each student's process."""

    kind = "bubblewrap"

    def program(self, limits, serve) -> Program:
        """The program in bubblewrap, killed with it."""
        told = self.arguments(limits, serve, confined=True, folder=rooms.NOTEBOOK, readable=readable())
        return Program(wrapped(told, self.hidden, warm=False, size=limits.disk).start, subprocess.Popen.kill)
