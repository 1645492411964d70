"""`assessment criteria new`: a small commented scheme to start from."""

import re
from pathlib import Path

import click

from assessment.catalogue.starter import RESERVED, starter_files
from assessment.cli.criteria.finding import folder_in_use
from assessment.cli.criteria.schema import FOLDER, write_schemas

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")


@click.command("new")
@click.argument("name")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the scheme's folder is made (default: the folder in use).",
)
def command(name: str, folder: Path | None) -> None:
    """Make a new scheme of the NAME: small, commented, and without faults.

    NAME is the id of the scheme and of its folder: small letters, digits and hyphens.
    """
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise click.ClickException(
            f"'{name}' cannot be the name of a scheme: expected small letters, digits and hyphens, "
            "a letter first, such as regional-excellence"
        )
    parent = folder or folder_in_use()
    made = parent / name
    if made.exists():
        raise click.ClickException(f"{made} is there already, and nothing was changed.")
    try:
        for file, text in starter_files(name).items():
            path = made / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    if not (parent / FOLDER).exists():
        write_schemas(parent / FOLDER)
    click.echo(_next_steps(made))


def _next_steps(made: Path) -> str:
    return f"""\
A new scheme is in {made}. Next:
  1. Read scheme.yaml, criteria.yaml and first-label.yaml: the comments say what each part does.
     docs/criteria.md teaches the whole language.
  2. Make it yours: labels, criteria, points, and every sentence in texts/en.yaml.
  3. Check it, now and after every change:
       assessment criteria check {made}
  4. Try answers out:
       assessment criteria score {made} first-label ANSWERS.yaml"""
