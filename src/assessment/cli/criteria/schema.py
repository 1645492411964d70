"""`assessment criteria schema`: what editors need to complete and check criteria files."""

from pathlib import Path

import click

from assessment.catalogue.json_schema import schema_files
from assessment.cli.criteria.finding import folder_in_use

FOLDER = "schema"
"""The folder beside the schemes that the first line of each file names."""


@click.command("schema")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to (default: schema/ in the folder in use).",
)
def command(output: Path | None) -> None:
    """Write the JSON Schemas of criteria files.

    The first line of a file names its schema, so that editors explain, complete and check each key:

    \b
      # yaml-language-server: $schema=../schema/criteria.json
    """
    folder = output or folder_in_use() / FOLDER
    write_schemas(folder)
    click.echo(f"{len(schema_files())} schemas written to {folder}")


def write_schemas(folder: Path) -> None:
    """Writes the schema files, over those that are there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schema_files().items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
