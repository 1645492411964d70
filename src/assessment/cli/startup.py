"""What every command needs first; what is wrong is said in plain lines and ends with status 1."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, OperationalError

from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import Catalogue, load_catalogue
from assessment.config import ConfigurationError, Settings, load_settings


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this installation; makes its folder and secrets when they are missing."""
    try:
        return load_settings(environ)
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None


def read_criteria(path: Path) -> Catalogue:
    """Every scheme below the path; prints each fault as `path:line: message` and exits."""
    try:
        return load_catalogue(path)
    except CriteriaFault as error:
        for fault in error.faults:
            click.echo(_shortened(fault), err=True)
        click.echo(f"Error: The criteria files have faults ({len(error.faults)}).", err=True)
        sys.exit(1)


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


def _shortened(fault: str) -> str:
    """The fault with its path relative to the working folder, as an editor can open it."""
    return fault.removeprefix(f"{Path.cwd()}{os.sep}")
