"""Joining: the source's files and the student's to those that lie beside the notebook when it is run."""

from pathlib import PurePosixPath

from dlcourse.grading.intake.folder import is_notebook


def joined(source, own, notebook):
    """{path: bytes} for the student's process: the student's files, and over them the source's.

    notebook: the path of the notebook that is run; what lies in its folder lies beside it here, too.
    """
    theirs = {path: data for path, data in own.items() if not is_notebook(path)}
    folder = f"{PurePosixPath(notebook).parent}/".removeprefix("./")
    beside = {path.removeprefix(folder): data for path, data in theirs.items() if path.startswith(folder)}
    files = {**theirs, **beside}
    taken = {*source, *(folder for path in source for folder in folders(path))}
    kept = {path: data for path, data in files.items() if path not in taken and fits(path, files, source)}
    return {**kept, **source}


def fits(path, files, source):
    """Whether no folder on a path is the name of a file."""
    return not any(folder in files or folder in source for folder in folders(path))


def folders(path):
    """The folders on a path.

    >>> folders("a/b/c.csv")
    ['a/b', 'a']
    """
    return [str(folder) for folder in PurePosixPath(path).parents][:-1]


def changed_files(source, own):
    """Paths of the source's files that the student has changed by more than line ends."""
    return [path for path in source if path in own and content(source[path]) != content(own[path])]


def content(data):
    """Bytes without a difference in line ends."""
    return data.replace(b"\r\n", b"\n").rstrip()
