"""`assessment db`: the shape of the database."""

import click

from assessment.cli.startup import explained_database, read_settings
from assessment.db.upgrade import upgrade_database


@click.group("db")
def command() -> None:
    """Look after the database."""


@command.command()
def upgrade() -> None:
    """Bring the database to the shape that this version needs; keeps all data."""
    settings = read_settings()
    with explained_database():
        upgrade_database(settings.database)
    click.echo("The database is up to date.")
