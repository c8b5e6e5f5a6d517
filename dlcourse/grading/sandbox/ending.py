"""How a student's process ended, in words."""

import os
import signal

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox.channel import Ended


def ending(verdict: dict, limits: Limits) -> Ended:
    """Ended, from what the fork server tells: who killed the process and why, or its wait status."""
    if "failed" in verdict:
        return Ended("sandbox", f"The sandbox could not be set up: {verdict['failed']}.")
    kind = verdict.get("kind")
    if kind == "memory":
        return Ended(
            kind, f"Its processes used more than the {gigabytes(limits.memory)} of memory they may use."
        )
    if kind == "processes":
        return Ended(kind, f"It started more than the {limits.processes} processes and threads it may start.")
    if kind == "sockets":
        return Ended(kind, "It opened more sockets than it may.")
    if kind == "time":
        return Ended(kind, f"It ran for longer than the {limits.seconds:g} seconds it may run.")
    if kind == "cpu":
        return Ended("time", used_up(limits))
    if kind == "judge":
        return Ended(kind, "It was ended by the judge.")
    status = verdict.get("status")
    if status is None:
        return Ended("sandbox", "The sandbox ended it, or ended itself, without a word.")
    if os.WIFSIGNALED(status):
        return by_signal(os.WTERMSIG(status), verdict, limits)
    return Ended("exit", f"Its process exited with status {os.WEXITSTATUS(status)}.")


def by_signal(number: int, verdict: dict, limits: Limits) -> Ended:
    """A process that a signal ended: the kernel's own limits say SIGKILL, as does a program's own hand."""
    if number == signal.SIGKILL and verdict["cpu"] >= limits.of_processor:
        return Ended("time", used_up(limits))
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"signal {number}"
    return Ended("signal", f"Its process crashed: {name}.")


def used_up(limits: Limits) -> str:
    """What is said of a family of processes that has had its processor time."""
    return f"It used more than the {limits.of_processor:g} seconds of processor time it may use."


def gigabytes(size: int) -> str:
    """2147483648 -> "2 GiB", 209715200 -> "200 MiB"."""
    return f"{size / (1 << 30):g} GiB" if size >= 1 << 30 else f"{size / (1 << 20):g} MiB"
