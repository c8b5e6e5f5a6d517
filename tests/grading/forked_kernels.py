"""Kernels, each forked from a process that has imported what all of them begin with, and run nothing.

By itself each imports IPython, NumPy and the checks: two thirds of what a notebook of an assignment takes.
"""

import gc
import json
import os
import socket
import subprocess
import sys

ORDER = 1 << 20  # bytes of the longest order
MODULE = "ipykernel_launcher"  # which a kernel's command runs


class ForkedKernels:
    """A process that forks kernels. Use it in a `with` statement; its kernels end with it."""

    def __enter__(self):
        self.control, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with there:
            command = [sys.executable, __file__, str(there.fileno())]
            self.process = subprocess.Popen(command, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL)
        return self

    def __exit__(self, *error):
        self.control.close()
        self.process.wait()

    def launch_kernel(self, command, cwd=None, env=None, **_):
        """What stands in the place of `jupyter_client.launcher.launch_kernel`."""
        from dlcourse.grading.split.offspring import Offspring

        arguments = command[command.index(MODULE) + 1 :]
        order = {"arguments": arguments, "folder": cwd, "environment": dict(env)}
        self.control.send(json.dumps(order).encode())
        pid, pidfds, *_ = socket.recv_fds(self.control, ORDER, 1)
        kernel = Offspring(int(pid), *pidfds)
        kernel.stderr = None
        return kernel


def main(fd):
    """Import, and fork a kernel for each order, until whoever orders is gone."""
    import ipykernel.kernelapp  # noqa: F401
    import ipykernel.zmqshell  # noqa: F401
    import numpy  # noqa: F401

    from dlcourse.checks import grade  # noqa: F401

    gc.freeze()
    control = socket.socket(fileno=fd)
    while message := control.recv(ORDER):
        pid = os.fork()
        if pid == 0:
            control.close()
            become_kernel(**json.loads(message))
        os.setpgid(pid, pid)  # before its number is told: Jupyter ends the whole group
        pidfd = os.pidfd_open(pid)
        socket.send_fds(control, [str(pid).encode()], [pidfd])
        os.close(pidfd)


def become_kernel(arguments, folder, environment):
    """Never returns."""
    from ipykernel.kernelapp import IPKernelApp

    try:
        os.environ.clear()
        os.environ.update(environment, JPY_PARENT_PID=str(os.getppid()))  # with which it ends
        os.chdir(folder or ".")
        IPKernelApp.launch_instance(arguments)
    finally:
        os._exit(0)


if __name__ == "__main__":
    del sys.path[0]  # a kernel does not find the tests
    main(int(sys.argv[1]))
