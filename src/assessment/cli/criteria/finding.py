"""Where commands find their schemes, and how they print what is wrong with them."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Never

import click

from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.loader import Edition, read_edition


def folder_in_use() -> Path:
    """The folder of the schemes that this installation uses."""
    # here, so that commands on files alone do not wait for the database's packages
    from assessment.cli.startup import read_settings

    return read_settings().criteria_path


def scheme_folder(named: str) -> Path:
    """The folder of a scheme that is given as a folder, or by its id in the folder in use."""
    folder = Path(named)
    if (folder / "scheme.yaml").is_file():
        return folder
    in_use = folder_in_use() / named
    if (in_use / "scheme.yaml").is_file():
        return in_use
    raise click.ClickException(
        f"There is no scheme '{named}': expected a folder with scheme.yaml in it, "
        f"or the id of a scheme in {in_use.parent}"
    )


def edition_in(folder: Path) -> Edition:
    """The edition in the folder; prints every fault and exits with status 1 where there are any."""
    try:
        return read_edition(folder)
    except CriteriaFault as error:
        stop_for(error.located)


def stop_for(faults: Iterable[Fault]) -> Never:
    """Prints each fault as `path:line: message` and exits with status 1."""
    located = CriteriaFault(faults).located
    print_located(located)
    count = sum(fault.unlisted or 1 for fault in located)
    click.echo(f"Error: {count} {'fault' if count == 1 else 'faults'}.", err=True)
    sys.exit(1)


def print_located(located: Iterable[Fault], mark: str = "") -> None:
    """Prints each with its path from the working folder, as an editor can open it."""
    for fault in located:
        line = str(fault).removeprefix(f"{Path.cwd()}{os.sep}")
        place, _, message = line.partition(": ")
        click.echo(f"{place}: {mark}{message}", err=True)
