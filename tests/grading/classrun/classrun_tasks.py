"""Tasks for tests of the workers: in a module, since they are called in another process."""

import os
import sys
import time


def echo(data):
    return data


def number_of_process():
    return str(os.getpid()).encode()


def die():
    os._exit(3)


def hang():
    time.sleep(600)


def fail():
    raise ValueError("expected a test")


def print_and_read():
    sys.stdout.write("forged\n")
    sys.stdout.flush()
    return os.read(0, 10)


def family():
    """The numbers of the parent, of this process, and of its children."""
    with open(f"/proc/{os.getpid()}/task/{os.getpid()}/children") as file:
        return f"{os.getppid()} {os.getpid()} {file.read()}".encode()


def surroundings(module):
    """The folder for temporary files; what is in a module; where the process works."""
    import tempfile

    return f"{tempfile.gettempdir()}\n{__import__(module).VALUE}\n{os.getcwd()}".encode()


def open_files():
    """What this process holds open, a line each."""
    links = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
    return "\n".join(os.readlink(link) for link in links if os.path.lexists(link)).encode()


def threads():
    """How many threads this process has, with NumPy imported and asked for a product of matrices."""
    import numpy as np

    _ = np.ones((300, 300)) @ np.ones((300, 300))
    return str(len(os.listdir("/proc/self/task"))).encode()
