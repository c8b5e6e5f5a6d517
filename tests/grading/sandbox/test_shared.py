"""A server that two lanes share: their students are as apart as those of two servers."""

import json
import os
import socket
import sys
import time
from dataclasses import asdict
from types import SimpleNamespace

import pytest
from in_sandbox import LIMITS, Inside
from test_afterwards import family

from dlcourse.grading.sandbox import Ended, NoSandbox, birth, open_sandbox, watch
from dlcourse.grading.sandbox.server import Server
from dlcourse.grading.sandbox.serving import Serving, can_be_shared

SHARED = sys.platform.startswith("linux") and can_be_shared()
pytestmark = pytest.mark.skipif(not SHARED, reason="lanes share a server as root on Linux")
FORKS = """
import os, time
said = 0
for _ in range(18):
    if os.fork() == 0:
        time.sleep(60)
    said += 1
"""


@pytest.fixture
def serving():
    with Serving(2) as serving:
        try:
            serving.start()
        except NoSandbox as reason:
            pytest.skip(str(reason))
        yield serving


@pytest.fixture
def boxes(serving):
    """The sandbox of each lane."""
    places = [serving.places.pop() for _ in range(2)]
    try:
        first, second = (
            open_sandbox("bubblewrap", LIMITS, lane=lane, place=place) for lane, place in enumerate(places)
        )
    except NoSandbox as reason:
        pytest.skip(str(reason))
    assert first.serving is None is second.serving  # no server of their own
    with first, second:
        yield first, second


def test_students_of_two_lanes_are_other_users_and_see_nothing_of_each_other(boxes):
    with Inside(boxes[0]) as one, Inside(boxes[1]) as other:
        assert one.says("import os; said = os.getuid()") != other.says("import os; said = os.getuid()")
        for inside in (one, other):
            inside.says("PLACES = ['/tmp', '/dev/shm']")
        one.says("for place in PLACES: open(place + '/left', 'w').write('x')")
        assert other.says("import os; said = [name for place in PLACES for name in os.listdir(place)]") == []
        assert one.says("import os; said = os.listdir('/proc')") == []


def test_the_processes_of_one_lane_do_not_count_for_the_other(boxes):
    # each may have 24: together they have more
    with Inside(boxes[0]) as one, Inside(boxes[1]) as other:
        assert one.says(FORKS) == other.says(FORKS) == 18


def test_the_processes_of_one_who_was_left_do_not_count_for_the_next(boxes):
    box, other = boxes
    for _ in range(5):
        left = Inside(box)
        assert left.says(FORKS) == 18
        left.student.leave()
        assert left.student.ended.kind == "judge"
        with (
            Inside(box) as after,
            Inside(other) as beside,
        ):  # together with the one before it would have too many
            assert after.says(FORKS) == 18 and beside.says("said = 1") == 1


def test_a_lane_is_not_heard_while_a_process_of_its_own_still_ends():
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with here, there:
        lane, here_other = there.fileno(), here.fileno()
        server = Server([there], {})
        ending = SimpleNamespace(lane=lane, verdict={"kind": "judge"})
        server.jobs = {1000: SimpleNamespace(lane=here_other, verdict={"kind": "judge"}), 1001: ending}
        here.send(b"an order")
        server.take(lane)
        assert server.held == {lane} and not server.poll.poll(0)
        assert there.recv(100) == b"an order"  # it is still there


MANY = """
import os, time
for _ in range(16):
    if os.fork() == 0:
        os.setsid()
        if os.getsid(0) == os.getpid(): os._exit(3)  # a session of its own has a share of its own
        time.sleep(60)
time.sleep(1)
said = [os.getpriority(os.PRIO_PROCESS, 0), os.waitpid(-1, os.WNOHANG)]
try: os.setpriority(os.PRIO_PROCESS, 0, 0)
except OSError as error: said.append(type(error).__name__)
"""


def test_many_processes_give_way_to_another_student_in_one_session(boxes):
    with Inside(boxes[0]) as many, Inside(boxes[1]) as one:
        # 17 threads have a weight of 17 / 1.25 ** 7 = 3.6 ordinary ones
        assert many.says(MANY) == [7, [0, 0], "PermissionError"]
        assert one.says("import os\nsaid = os.getpriority(os.PRIO_PROCESS, 0)") == 0


def test_what_ends_a_student_of_one_lane_leaves_that_of_the_other(boxes):
    with Inside(boxes[0]) as one, Inside(boxes[1]) as other:
        with pytest.raises(Ended):
            one.tell("import os\ntry:\n    os.kill(-1, 9)\nfinally:\n    os._exit(3)")
        assert other.says("said = 2") == 2


def test_a_lane_that_closes_leaves_the_other_and_the_last_one_ends_all(serving, boxes):
    first, second = boxes
    with Inside(first) as one:
        one.says("said = 1")
    first.close()
    with Inside(second) as other:
        assert other.says("said = 2") == 2
    server = serving.process
    second.close()
    server.wait(5)
    assert not family(server.pid)


def test_a_lane_that_is_gone_takes_its_students_along_and_no_others(serving, boxes):
    one, other = Inside(boxes[0]), Inside(boxes[1])
    other.says("said = 1"), one.says("said = 1")
    before = family(serving.process.pid)
    one.student.life.socket.close()  # as when its judge dies
    until = time.monotonic() + 5
    while len(family(serving.process.pid)) != len(before) - 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert len(family(serving.process.pid)) == len(before) - 2  # pid 1 of its namespace, and the student
    assert other.says("said = 2") == 2
    one.student.line.close(), other.student.end()


def test_both_lanes_hear_that_their_server_has_ended(serving, boxes):
    assert [box.lives() for box in boxes] == [True, True]
    serving.process.kill()
    serving.process.wait()
    until = time.monotonic() + 5
    while any(box.lives() for box in boxes) and time.monotonic() < until:
        time.sleep(0.02)
    assert [box.lives() for box in boxes] == [False, False]


def test_at_a_server_that_has_not_started_a_lane_opens_its_own():
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    there.close()
    try:
        box = open_sandbox("bubblewrap", LIMITS, place=here)
    except NoSandbox as reason:
        pytest.skip(str(reason))
    with box, Inside(box) as one:
        assert box.serving is not None and one.says("said = 3") == 3


def test_an_order_for_which_no_process_can_be_had_fails_alone(monkeypatch):
    def refuse(back):
        raise BlockingIOError(11, "no more processes")

    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    data, life = socket.socketpair(), socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server = Server([there], {})
    monkeypatch.setattr(birth, "fork_into_namespace", refuse)
    order = {"limits": asdict(LIMITS), "room": 0, "uid": None, "entry": "a:b"}
    before = len(os.listdir("/proc/self/fd"))
    with here, there, data[0], data[1], life[0], life[1]:
        socket.send_fds(here, [json.dumps(order).encode()], [data[1].fileno(), life[1].fileno()])
        server.take(there.fileno())
        assert "no more processes" in json.loads(life[0].recv(1000))["failed"]
        assert server.controls and not server.jobs
        assert len(os.listdir("/proc/self/fd")) == before


def test_a_look_at_the_processes_is_one_for_all_students(monkeypatch):
    looks, looked = [], []
    server = Server([], {})
    monkeypatch.setattr(watch, "processes", lambda: looks.append(1) or {})
    monkeypatch.setattr(server, "look_after", lambda job, processes: looked.append(job.pid))
    server.jobs = {fd: SimpleNamespace(pid=fd // 2) for fd in range(8)}  # each by two descriptors
    server.look()
    assert len(looks) == 1 and looked == [0, 1, 2, 3]
