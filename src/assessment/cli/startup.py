"""What every command needs first; what is wrong is said in plain lines and ends with status 1."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, OperationalError

from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.loader import Catalogue, scheme_folders
from assessment.config import ConfigurationError, Settings, load_settings
from assessment.db.base import now
from assessment.db.queries.schemes import publications_in_force
from assessment.db.session import make_engine, unit_of_work
from assessment.db.upgrade import upgrade_database
from assessment.services.drafts import Draft, draft_in_folder
from assessment.services.publishing import publish_first
from assessment.services.shelf import Shelf


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this installation; makes its folder and secrets when they are missing."""
    try:
        return load_settings(environ)
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None


def criteria_in_force(settings: Settings) -> Catalogue:
    """The schemes that everybody works with; what never was published is published now.

    Faults in the files end the start when nothing is published yet. Afterwards the files are
    drafts: their faults are printed, and what was published stays in force.
    """
    engine = make_engine(settings.database)
    try:
        with unit_of_work(engine) as session:
            is_first = not publications_in_force(session)
            drafts = _drafts(settings.criteria_path, must_be_whole=is_first)
            publish_first(session, drafts, author=settings.issuer, at=now())
            files = Catalogue({draft.edition.scheme.id: draft.edition for draft in drafts})
            return Shelf(files).in_force(session)
    finally:
        engine.dispose()


def _drafts(path: Path, *, must_be_whole: bool) -> list[Draft]:
    """What stands in the folder; prints each fault as `path:line: message`."""
    faults: list[Fault] = []
    drafts = []
    for folder in scheme_folders(path):
        try:
            drafts.append(draft_in_folder(folder))
        except CriteriaFault as error:
            faults.extend(error.located)
    if must_be_whole and not faults and not drafts:
        faults.append(Fault(str(path), 1, "no scheme found: expected */scheme.yaml"))
    found = CriteriaFault(faults).faults if faults else []
    for fault in found:
        click.echo(_shortened(fault), err=True)
    if found and must_be_whole:
        click.echo(f"Error: The criteria files have faults ({len(found)}).", err=True)
        sys.exit(1)
    if found:
        click.echo("Warning: these files are not used; what was published stays.", err=True)
    return drafts


@contextmanager
def explained_database() -> Iterator[None]:
    """A database that is not there, or newer than the code, is a message and not a traceback."""
    try:
        yield
    except OperationalError as error:
        raise click.ClickException(f"The database cannot be used: {error.orig}") from None
    except ArgumentError as error:
        raise click.ClickException(f"The database cannot be used: {error}") from None
    except CommandError as error:
        raise click.ClickException(f"The database cannot be upgraded: {error}") from None


@contextmanager
def database_in_use(settings: Settings) -> Iterator[Engine]:
    """The installation's database, upgraded where it has to be."""
    with explained_database():
        upgrade_database(settings.database)
        engine = make_engine(settings.database)
        try:
            yield engine
        finally:
            engine.dispose()


def _shortened(fault: str) -> str:
    """The fault with its path relative to the working folder, as an editor can open it."""
    return fault.removeprefix(f"{Path.cwd()}{os.sep}")
