"""A fork into a new pid namespace, of which the child is pid 1."""

import os

from dlcourse.grading.sandbox import kernel


def way_back() -> int | None:
    """A descriptor of this process's pid namespace, where its next children may be born in it again.

    That takes a right in the user namespace that owns it. bubblewrap's `--disable-userns`, which shuts a
    second user namespace inside of the first, takes it away: None then.
    """
    own = os.open("/proc/self/ns/pid", os.O_RDONLY)
    try:
        kernel.setns(own, kernel.NEWPID)
    except PermissionError:
        os.close(own)
        return None
    return own


def fork_into_namespace(back: int | None) -> int:
    """The pid of the child, which is ours to wait for; in the child, 0.   back: of `way_back`."""
    if back is None:
        return by_an_orphan()
    kernel.unshare(kernel.NEWPID)  # says where the children of this process are born
    pid = None
    try:
        pid = os.fork()
    finally:
        if pid != 0:
            kernel.setns(back, kernel.NEWPID)
    return pid


def by_an_orphan() -> int:
    """The same without a way back: a child goes there, forks and exits; we inherit what it forked."""
    read, write = os.pipe()
    stage = os.fork()
    if stage == 0:
        pid = None
        try:
            os.close(read)
            kernel.unshare(kernel.NEWPID)
            pid = os.fork()
            if pid:
                os.write(write, str(pid).encode())
        finally:
            if pid != 0:  # an error must not let it live on as a second server
                os._exit(0)
        os.close(write)
        return 0
    os.close(write)
    with open(read) as told:
        pid = told.read()
    os.waitpid(stage, 0)
    if not pid:
        raise OSError(
            "sandbox: expected a process in a new pid namespace, got none; this user may start no more"
        )
    return int(pid)
