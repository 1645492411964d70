"""`assessment demonstration`: people and clusters to try the product with."""

from collections.abc import Callable

import click

from assessment.catalogue.loader import Catalogue
from assessment.cli.startup import criteria_in_force, explained_database, read_settings
from assessment.config import Settings
from assessment.db.session import Session, make_engine, open_session, unit_of_work
from assessment.db.upgrade import upgrade_database
from assessment.services.demonstration import (
    DEMONSTRATION_ACCOUNTS,
    DEMONSTRATION_PASSWORD,
    is_empty,
    is_loaded,
    load_demonstration,
    other_owners,
)


@click.group("demonstration")
def command() -> None:
    """Invented clusters and accounts to try the product with."""


@command.command()
def load() -> None:
    """Load the demonstration into an empty database; one with data is left alone."""
    settings = read_settings()
    with explained_database():
        upgrade_database(settings.database)
        catalogue = criteria_in_force(settings)
        was_empty = load_into_empty(settings, catalogue)
    if not was_empty:
        raise click.ClickException("The database has data already; nothing was loaded.")
    click.echo(accounts_table())
    click.echo("The worker makes the certificate and the report within a minute.")


def load_into_empty(settings: Settings, catalogue: Catalogue) -> bool:
    """Loads the demonstration when the database is empty; whether it did."""
    engine = make_engine(settings.database)
    try:
        with unit_of_work(engine) as session:
            if not is_empty(session):
                return False
            click.echo("Loading the demonstration ...")
            load_demonstration(session, settings, catalogue)
            return True
    finally:
        engine.dispose()


def is_empty_database(settings: Settings) -> bool:
    """Whether nobody has an account yet."""
    return _ask(settings, is_empty)


def has_demonstration(settings: Settings) -> bool:
    """Whether the demonstration's accounts are in the database."""
    return _ask(settings, is_loaded)


def _ask(settings: Settings, question: Callable[[Session], bool]) -> bool:
    engine = make_engine(settings.database)
    try:
        with open_session(engine, writes=False) as session:
            return question(session)
    finally:
        engine.dispose()


def accounts_table() -> str:
    """The demonstration's accounts with their password, as aligned lines."""
    rows = [(a.role_text, a.name, a.email) for a in DEMONSTRATION_ACCOUNTS]
    widths = [max(len(str(row[i])) for row in rows) for i in range(3)]
    lines = ["  ".join(str(v).ljust(w) for v, w in zip(row, widths, strict=True)) for row in rows]
    lines.append(f"Owners of the other clusters: {', '.join(other_owners())}")
    lines.append(f"Password of all: {DEMONSTRATION_PASSWORD}")
    return "\n".join(f"  {line.rstrip()}" for line in lines)
