"""`assessment criteria`: checking criteria files before they are used."""

from pathlib import Path

import click

from assessment.cli.startup import read_criteria, read_settings


@click.group("criteria")
def command() -> None:
    """Work with criteria files."""


@command.command()
@click.argument(
    "path", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def check(path: Path | None) -> None:
    """Check every scheme below PATH (default: the folder in use)."""
    count = len(read_criteria(path or read_settings().criteria_path).editions)
    click.echo(f"{count} {'scheme' if count == 1 else 'schemes'}: no faults.")
