"""Where a student's process lives: its folder, /tmp and /dev/shm, one small file system in memory."""

import os
import stat

from dlcourse.grading.sandbox import kernel

SCRATCH = "/run/scratch"  # where the file system is mounted before it is bound to where it is used
HOME, WORK = "/student", "notebook"
NOTEBOOK = f"{HOME}/{WORK}"  # the working directory, with the submission's files
PLACES = {"tmp": "/tmp", "home": HOME, "shm": "/dev/shm"}
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
MOST_FILES = 20_000  # inodes are memory, too: empty files have no size to be limited


def furnish(size: int):
    """Mounts it, `size` bytes in all; needs CAP_SYS_ADMIN and a mount namespace of its own.

    /proc becomes an empty folder: it tells of the machine, and is the door to memory and descriptors.
    """
    kernel.mount("none", "/", "none", kernel.REC | kernel.PRIVATE)
    options = f"size={size},nr_inodes={MOST_FILES},mode=755"
    kernel.mount("scratch", SCRATCH, "tmpfs", kernel.NOSUID | kernel.NODEV, options)
    for name in PLACES:
        os.mkdir(f"{SCRATCH}/{name}")
        os.chmod(f"{SCRATCH}/{name}", 0o1777)  # no umask; the student's uid is not ours yet
    os.mkdir(f"{SCRATCH}/home/{WORK}")
    os.chmod(f"{SCRATCH}/home/{WORK}", 0o777)
    for name, place in PLACES.items():
        kernel.bind(f"{SCRATCH}/{name}", place)
    only_read = kernel.RDONLY | kernel.NOSUID | kernel.NODEV | kernel.NOEXEC
    kernel.mount("none", "/proc", "tmpfs", only_read, "size=4k,nr_inodes=2")
    # the same empty folder covers the whole: the kernel takes milliseconds to unmount, and nobody here may
    kernel.bind("/proc", SCRATCH)


def settle(files, data):
    """Writes files, [(relative path, size)] and their bytes one after another, into the working directory."""
    start = 0
    for path, size in files:
        if os.path.isabs(path) or ".." in path.split("/"):
            raise ValueError(f"files: expected paths below the notebook's folder, got {path!r}")
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "xb") as file:
            file.write(data[start : start + size])
        os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)
        start += size
