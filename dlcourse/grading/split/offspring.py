"""Offspring: a process that was forked, held as `subprocess` holds those that it starts."""

import contextlib
import os
import select
import signal
import subprocess


class Offspring:
    """A process of this machine, by its number and a descriptor of it (Linux): no other can be taken for it.

    pid: its number.   pidfd: see pidfd_open(2).   stdin, stdout: this process's ends of its pipes.
    """

    def __init__(self, pid: int, pidfd: int, stdin=None, stdout=None):
        self.pid, self.pidfd, self.stdin, self.stdout = pid, pidfd, stdin, stdout
        self.returncode = None

    def poll(self):
        """None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0.0)
        return self.returncode

    def wait(self, timeout: float | None = None):
        """Wait for its end: its exit status, "unknown" where it is not this process's child.

        Raises subprocess.TimeoutExpired when it still runs after these seconds.
        """
        if self.returncode is None:
            if not select.select([self.pidfd], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            self.returncode = "unknown"
            with contextlib.suppress(ChildProcessError):
                self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            os.close(self.pidfd)
        return self.returncode

    def kill(self):
        """Kill it, if it runs."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)


def alone_with(*kept: int) -> None:
    """In a process that was just forked: close all descriptors but the first three and these."""
    low = 3
    for one in sorted(kept):
        os.closerange(low, one)
        low = one + 1
    os.closerange(low, os.sysconf("SC_OPEN_MAX"))
