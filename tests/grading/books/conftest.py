"""A gradebook of either store, its tables made once, empty for each test."""

import shutil

import pytest
from nbgrader.api import Base, Gradebook
from postgres_cluster import cluster
from sqlalchemy import create_engine, text


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("gradebook") / "empty.db"
    Gradebook(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgres():
    with cluster() as address:
        Gradebook(address).close()
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request, tmp_path):
    """The address of an empty gradebook."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_file"), tmp_path / "gradebook.db")
        return f"sqlite:///{path}"
    address = request.getfixturevalue("postgres")
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(Base.metadata.tables)} CASCADE"))
    engine.dispose()
    return address
