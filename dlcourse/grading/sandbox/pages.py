"""Pages: the memory of a process that forks, in few large pages, where the kernel can (Linux 6.1).

A fork copies a table with a line for each page, and each end of a process clears one. A large page that the
child writes into is split: it copies the 4 KiB that it writes, no more than without. Source: madvise(2).
"""

import ctypes

from dlcourse.grading.sandbox import kernel

COLLAPSE = 25
SIZE = 2 << 20  # bytes of a large page


def enlarge() -> None:
    """Put this process's own memory into large pages. Where that cannot be, nothing happens."""
    for start, end in own_memory():
        for at in range(-(-start // SIZE) * SIZE, end // SIZE * SIZE, SIZE):
            kernel.library().madvise(ctypes.c_void_p(at), ctypes.c_size_t(SIZE), COLLAPSE)


def own_memory() -> list[tuple[int, int]]:
    """The first and the last address of each area that no file is behind."""
    found = []
    try:
        with open("/proc/self/maps") as file:
            lines = file.read().splitlines()
    except OSError:
        return found
    for line in lines:
        area, rights, _, _, inode, *name = line.split(None, 5)
        if rights == "rw-p" and inode == "0" and name in ([], ["[heap]"]):
            start, end = area.split("-")
            found.append((int(start, 16), int(end, 16)))
    return found
