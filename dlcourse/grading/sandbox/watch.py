"""What the processes of one student use together: the kernel's limits are for each of them alone."""

import math
import os
from dataclasses import dataclass

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
AS_ONE = 4  # threads of a student's that need not give way: numeric packages start some
LEAST = 19  # the lowest priority
# fields of /proc/PID/stat after the name, see proc_pid_stat(5)
PARENT, THREADS, RESIDENT = 1, 17, 21
TIMES = slice(11, 15)  # its own in user and kernel mode, and those of its children that have ended


@dataclass(frozen=True)
class Process:
    """A line of /proc: the pid of the parent, threads, pages in memory, ticks of processor time.

    Its ticks hold those of its children that have ended.
    """

    parent: int
    threads: int
    resident: int
    ticks: int


def processes() -> dict[int, Process]:
    """{pid: process} of all that /proc shows."""
    found = {}
    if not os.path.isdir("/proc/self"):  # on macOS and Windows nobody can be asked
        return found
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    fields = file.read().rpartition(b")")[2].split()  # the name may hold anything
            except OSError:  # it has ended
                continue
            ticks = sum(map(int, fields[TIMES]))
            found[int(name)] = Process(*(int(fields[i]) for i in (PARENT, THREADS, RESIDENT)), ticks)
    return found


def below(root: int, all_of_them: dict[int, Process]) -> dict[int, Process]:
    """Those that descend from a process, and itself: pid 1 of a namespace adopts the orphans in it."""
    inside = {root}
    grown = True
    while grown:
        grown = {pid for pid, one in all_of_them.items() if one.parent in inside} - inside
        inside |= grown
    return {pid: all_of_them[pid] for pid in inside if pid in all_of_them}


def resident(family: dict[int, Process]) -> int:
    """Bytes at most: pages that several share count for each."""
    return sum(one.resident for one in family.values()) * PAGE


def processor_seconds(family: dict[int, Process]) -> float:
    """Processor time that they have used, with that of those among them that have ended."""
    return sum(one.ticks for one in family.values()) / TICKS


def proportional(family) -> int:
    """Bytes, shared pages divided among those who share them. Costs a millisecond a process."""
    total = 0
    for pid in family:
        try:
            with open(f"/proc/{pid}/smaps_rollup") as file:
                lines = dict(line.split(":", 1) for line in file.read().splitlines()[1:])
        except OSError:
            continue
        total += int(lines["Pss"].split()[0]) << 10
    return total


def give_way(family: dict[int, Process]) -> None:
    """Has many threads take no more of a busy processor than AS_ONE would, by a priority that is as low.

    Each step of niceness is worth a fifth less than the one before, see sched(7). Threads that were born
    meanwhile have their turn at the next look.
    """
    n = sum(one.threads for one in family.values())
    if n <= AS_ONE:
        return
    nice = min(math.ceil(math.log(n / AS_ONE, 1.25)), LEAST)
    for pid in family:
        try:
            for thread in map(int, os.listdir(f"/proc/{pid}/task")):
                if os.getpriority(os.PRIO_PROCESS, thread) < nice:
                    os.setpriority(os.PRIO_PROCESS, thread, nice)
        except OSError:  # it has ended, or we are root without the right to
            continue


def sockets(pid) -> int:
    """Sockets in the network namespace of a process: what lies in them is memory that counts for nobody.

    0 where the kernel does not tell.
    """
    try:
        with open(f"/proc/{pid}/net/sockstat") as file:
            first = file.readline().split()
    except OSError:
        return 0
    return int(first[2]) if first[:2] == ["sockets:", "used"] else 0


def own() -> int:
    """Bytes of resident memory of this process: what its forks share with it is not theirs."""
    return resident(below(os.getpid(), processes()))
