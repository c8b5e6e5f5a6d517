"""Execute: nbgrader's step that runs a notebook, on this Python, with the exercises' own files in reach."""

import copy
import os
import re
import tempfile
import uuid
from itertools import islice
from pathlib import Path

import nbformat
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbgrader.preprocessors import Execute
from traitlets import Unicode

from dlcourse.checks.bank import SOLUTIONS
from dlcourse.checks.draws import STUDENT
from dlcourse.checks.visible import FROZEN

HIDDEN_FRAME = re.compile(r"\bsolutions[/\\\\]\d\d_\w+[/\\\\]\w+\.py")


# IPython's own `exit` ends the kernel, and with it every test below.
EXIT_IS_AN_ERROR = "import sys; exit = quit = sys.exit; del sys"


class OwnKernel(KernelSpecManager):
    """The Python that runs nbgrader, whatever kernel a notebook names and whatever others are registered."""

    def get_kernel_spec(self, kernel_name):
        # ipykernel's own spec: argv begins with sys.executable
        return KernelSpec(**get_kernel_dict(extra_arguments=[f"--IPKernelApp.exec_lines={EXIT_IS_AN_ERROR}"]))


class CourseExecute(Execute):
    """Runs a notebook for grading. Only this kernel knows where the files of the hidden checks are.

    Text on stderr (a warning, a progress bar) costs no points: nbgrader would score 0 for it, so it is
    filed under stdout. Frames of an exercise's file are left out of tracebacks: students see those.
    """

    solutions = Unicode(help="The folder of the exercises' files").tag(config=True)
    frozen = Unicode(help="The folder of what the visible checks know").tag(config=True)

    def preprocess(self, nb, resources, *args, **kwargs):
        self._student = resources.get("nbgrader", {}).get("student", "")  # hidden tests draw for each student
        return super().preprocess(nb, resources, *args, **kwargs)

    def create_kernel_manager(self):
        manager = super().create_kernel_manager()
        manager.kernel_spec_manager = OwnKernel()
        if os.name == "posix":
            # Of kernels that start side by side two would now and then take the same port.
            manager.transport = "ipc"
            name = f"kernel-{uuid.uuid4().hex[:16]}.json"  # short: a socket's path has at most 104 characters
            manager.connection_file = os.path.join(tempfile.gettempdir(), name)
        return manager

    def start_new_kernel(self, **kwargs):
        env = os.environ | {
            "NBGRADER_EXECUTION": "autograde",
            SOLUTIONS: self.solutions,
            FROZEN: self.frozen,
            STUDENT: self._student,
        }
        return super().start_new_kernel(env=env, **kwargs)

    def preprocess_cell(self, cell, resources, index):
        cell, resources = super().preprocess_cell(cell, resources, index)
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                output.name = "stdout"  # before nbgrader looks for stderr
            elif output.output_type == "error":
                # A frame would print lines of the hidden test.
                output.traceback = [frame for frame in output.traceback if not HIDDEN_FRAME.search(frame)]
        return cell, resources


def run_in_turn(notebooks, config, folder, **settings):
    """The notebooks with their outputs, each run in a folder of its own below `folder`, in one kernel.

    A kernel takes half a second to start. Between two notebooks it forgets all names, but not which modules
    are loaded: the first notebook is the one that has to run.
    """
    joined = copy.deepcopy(notebooks[0])
    joined.cells, lengths = [], [1 + len(notebook.cells) for notebook in notebooks]
    for i, notebook in enumerate(notebooks):
        own = Path(folder, str(i))
        own.mkdir()
        joined.cells.append(nbformat.v4.new_code_cell(f"%reset -f\n%cd -q {own}\n{EXIT_IS_AN_ERROR}"))
        joined.cells += copy.deepcopy(notebook.cells)
    for i, cell in enumerate(joined.cells):
        cell.id = f"cell-{i}"  # of the same cell in two notebooks it is the same
    ran = iter(run(joined, config, folder, **settings).cells)
    found = [[*islice(ran, n)][1:] for n in lengths]
    for notebook, cells in zip(notebooks, found, strict=True):
        for cell, known in zip(cells, notebook.cells, strict=True):
            cell.id = known.id
    return found


def run(notebook, config, folder, **settings):
    """The notebook with its outputs, run in `folder` as autograding runs it.   settings: of CourseExecute"""
    config = copy.deepcopy(config)  # nbclient reads it a second time: what is set on the object would be lost
    config.CourseExecute.update(settings)
    execute = CourseExecute(config=config)
    return execute.preprocess(notebook, {"metadata": {"path": str(folder)}})[0]
