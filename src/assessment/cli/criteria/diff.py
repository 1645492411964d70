"""`assessment criteria diff`: what differs between two versions, and whether that is said."""

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from assessment.catalogue.changes import (
    Difference,
    ReadChanges,
    Subject,
    contradictions,
    differences,
    read_changes,
    written,
)
from assessment.catalogue.changes.files import PATTERN
from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.folder import read_files
from assessment.cli.criteria.finding import edition_in, print_located, scheme_folder, stop_for

PROCEDURE = "procedure"
"""The class of what bears on how a label is assessed and on no score."""


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option("--write", is_flag=True, help="Write NEW's changes file, for you to review.")
def command(old: str, new: str, write: bool) -> None:
    """Name every change from the OLD version of a scheme to the NEW one, each with its class.

    OLD and NEW are folders of schemes, or ids of schemes in the folder in use. Changed wording is
    editorial unless NEW's changes file calls it clarified; what bears on a score is rescored; what
    was split or merged is told by the changes file. Where that says something else than what is
    found, the exit status is 1.
    """
    folder = scheme_folder(new)
    editions = edition_in(scheme_folder(old)), edition_in(folder)
    versions = editions[0].scheme.version, editions[1].scheme.version
    read = _changes(folder)
    named = read.leading_to(versions[1])
    stated = named[1] if named else None
    found = differences(*editions, stated)
    click.echo(f"{editions[1].scheme.id}: from version {versions[0]} to {versions[1]}")
    for line in _lines(found):
        click.echo(line)
    if versions[0] == versions[1] and found:
        click.echo(
            f"Both versions are called {versions[0]}: raise `version` in NEW's scheme.yaml.",
            err=True,
        )
        sys.exit(1)
    if write:
        _write(folder / "changes" / f"{versions[1]}.yaml", written(found, versions, stated))
    elif named is not None:
        source = read.sources[named[0]]
        against = [
            source.fault(place, message)
            for place, message in contradictions(found, named[1], versions)
        ]
        _report(against)
    elif found:
        click.echo(f"There is no changes/{versions[1]}.yaml; --write makes one.", err=True)


def _changes(folder: Path) -> ReadChanges:
    try:
        files, faults = read_files(folder, (PATTERN,))
    except CriteriaFault as error:
        stop_for(error.located)
    read, more = read_changes(files, str(folder))
    if faults or more:
        stop_for([*faults, *more])
    return read


def _lines(found: Sequence[Difference]) -> Iterator[str]:
    """The differences below the scheme, the label or the criterion that they are about."""
    if not found:
        yield "  no differences"
    for (subject, key), of_it in groupby(found, key=lambda d: (d.subject, d.id)):
        yield f"{subject} {key}".rstrip()
        for difference in of_it:
            kind = PROCEDURE if difference.kind is None else difference.kind.value
            is_whole = difference.message.startswith(kind) and subject is not Subject.SCHEME
            yield f"  {difference.message}" if is_whole else f"  {kind:<10} {difference.message}"


def _report(against: Sequence[Fault]) -> None:
    if against:
        print_located(against)
        count = len(against)
        what = "contradiction" if count == 1 else "contradictions"
        click.echo(f"Error: {count} {what} to the changes file.", err=True)
        sys.exit(1)


def _write(path: Path, text: str) -> None:
    if path.exists():
        raise click.ClickException(f"{path} is there already, and nothing was changed.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    click.echo(f"Written: {path}. Review the classes that were found.")
