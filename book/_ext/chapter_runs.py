"""Run the chapters before their pages are read: those whose run is not kept, side by side.

The numbers that pages show are made beside them (numbers_ahead.py).
What a run depends on is found by kept_runs.py. A chapter whose front matter says `alone: true` measures
times, and runs when no other does. MyST-NB then finds all outputs, and runs nothing.
"""

import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path

import myst_nb.sphinx_
from kept_runs import Runs
from myst_nb.core.execute import NotebookClientBase
from myst_nb.core.read import create_nb_reader
from numbers_ahead import Maker, topics_to_make
from pages_by_contents import now
from run_notebook import Runner
from sphinx.errors import SphinxError
from sphinx.util import logging

log = logging.getLogger(__name__)


class ChapterError(SphinxError):
    category = "A chapter does not run"


def notebook_of(app, page):
    """The page as a notebook, read once in a build; None when it is none."""
    if not hasattr(app, "notebooks"):
        app.notebooks = {}
    if page not in app.notebooks:
        path = app.env.doc2path(page)
        text = Path(path).read_text(encoding="utf-8")
        reader = create_nb_reader(path, app.env.myst_config, app.env.mystnb_config, text)
        app.notebooks[page] = reader.read(text) if reader else None
    return app.notebooks[page]


def runs_of(app) -> Runs:
    if not hasattr(app, "chapter_runs"):
        app.chapter_runs = Runs(Path(app.outdir).parent / "runs", Path(app.srcdir).parent, now(app))
    return app.chapter_runs


def stale(app, pages):
    """{page: notebook} of those whose run is not kept."""
    notebooks = {page: notebook_of(app, page) for page in sorted(pages)}
    runs = runs_of(app)
    return {
        page: notebook
        for page, notebook in notebooks.items()
        if notebook and not runs.is_kept(page, notebook)
    }


def outdated(app, env, added, changed, removed):
    """Pages to be read again, beside those whose text has changed."""
    return [] if env.mystnb_config.execution_mode != "cache" else list(stale(app, env.found_docs - added))


def run(app, env, docnames):
    """Runs what is to be run. Tells of all that fails, then ends the build."""
    if env.mystnb_config.execution_mode != "cache":
        return
    runs, waiting = runs_of(app), stale(app, docnames)
    longest_first = sorted(waiting, key=lambda page: -runs.load(page).get("seconds", float("inf")))
    runner, maker = Runner(runs.root, env.srcdir, env.mystnb_config.execution_timeout), Maker()
    tasks = {page: partial(runner, waiting[page]) for page in longest_first}
    quiet = pages_alone(app, env.found_docs)
    together = {page: task for page, task in tasks.items() if page not in quiet}
    together |= {f"numbers of {topic}": partial(maker, topic) for topic in topics_to_make(env, quiet)}
    alone = {page: task for page, task in tasks.items() if page in quiet}
    failed = []
    for some, workers in ((together, cores()), (alone, 1)):
        for page, done in side_by_side(some, workers, (runner, maker)):
            if page in waiting and not ended_well(runs, page, waiting[page], done):
                failed.append(page)
    maker.close()
    if failed:
        raise ChapterError(f"{', '.join(failed)}: what is wrong stands above")


def pages_alone(app, pages):
    """Those that measure times."""
    notebooks = {page: notebook_of(app, page) for page in pages}
    return {page for page, notebook in notebooks.items() if notebook and notebook.metadata.get("alone")}


def cores() -> int:
    """Those that this process may use, where the system tells."""
    told = getattr(os, "sched_getaffinity", None)
    return len(told(0)) if told else os.cpu_count() or 1


def side_by_side(tasks, workers, stoppable):
    """(name, what its task gave), as they end. A build that is interrupted waits for none of them."""
    with ThreadPoolExecutor(workers) as pool:
        names = {pool.submit(task): name for name, task in tasks.items()}
        try:
            for task in as_completed(names):
                yield names[task], task.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for one in stoppable:
                one.stop()
            raise


def ended_well(runs, page, notebook, run) -> bool:
    """Keeps a run, or says in which cell it failed."""
    if run.error:
        line = notebook.metadata["source_map"][run.cell] + 1
        log.warning("the cell in line %s failed:\n%s", line, run.error, location=(page, line))
        return False
    files = runs.needed(notebook, run)
    strange = [name for name, contents in files.items() if contents is None]
    if strange:
        log.warning("opens %s: add them to INPUTS in book/_ext/contents.py", strange, location=page)
        return False
    runs.keep(page, notebook, run, files)
    log.info("ran %s in %.0f s", page, run.seconds)
    return True


class KeptRun(NotebookClientBase):
    """Where MyST-NB takes outputs from: no kernel, the run that is kept."""

    def start_client(self):
        page = self.path.relative_to(self.app.srcdir).with_suffix("").as_posix()
        if not runs_of(self.app).put_into(self.notebook, page):
            self.logger.warning("its code is not that which was run: is there a role in it?", subtype="exec")


create_client = myst_nb.sphinx_.create_client


def hand_over(app):
    """MyST-NB asks `create_client` of this module's name who runs a page."""

    def client(notebook, source, nb_config, logger, read_fmt=None):
        if nb_config.execution_mode != "cache":
            return create_client(notebook, source, nb_config, logger, read_fmt)
        found = KeptRun(notebook, Path(source), nb_config, logger)
        found.app = app
        return found

    myst_nb.sphinx_.create_client = client


def setup(app):
    app.connect("builder-inited", hand_over)
    app.connect("env-get-outdated", outdated)
    app.connect("env-before-read-docs", run)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
