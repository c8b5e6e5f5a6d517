"""Code that runs in the sandbox's processes, and the judge's end of it."""

import json

from dlcourse.grading.plans import Limits

INSIDE = b'''
import json

def serve(connection):
    """Runs what is sent, and answers with what it puts into `said`, or with the error."""
    names = {"connection": connection}
    while True:
        names["said"] = None
        try:
            exec(connection.receive().decode(), names)
            answer = {"said": names["said"]}
        except EOFError:
            return
        except BaseException as error:
            answer = {"error": type(error).__name__, "text": str(error)}
        connection.send(json.dumps(answer, default=str).encode())

def echo(connection):
    while True:
        connection.send(connection.receive())
'''
LIMITS = Limits(cell_seconds=10, seconds=20, memory=600 << 20, disk=8 << 20, processes=24, message=32 << 20)


class Inside:
    """A process in the sandbox that runs what it is told; the answer is what the code puts into `said`."""

    def __init__(self, box, files=None, limits=None):
        self.student = box.student({"inside.py": INSIDE, **(files or {})}, limits, serve="inside:serve")

    def tell(self, code, seconds=10):
        self.student.send(code.encode())
        return json.loads(self.student.receive(seconds))

    def says(self, code, seconds=10):
        answer = self.tell(code, seconds)
        assert "error" not in answer, answer
        return answer["said"]

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.student.end()
