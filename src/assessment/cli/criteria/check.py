"""`assessment criteria check`: everything that is wrong, in one run."""

from pathlib import Path

import click

from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.inspection import Inspection, inspect
from assessment.cli.criteria.finding import folder_in_use, print_located, stop_for


@click.command("check")
@click.argument(
    "path", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--strict", is_flag=True, help="Warnings are faults.")
def command(path: Path | None, strict: bool) -> None:
    """Check a scheme, or every scheme below PATH (default: the folder in use).

    Reads the rules and the wording, scores the worked examples, and looks at changes and
    translations. Every fault is named with its file and line; with any, the exit status is 1.
    Warnings tell of texts that a translation lacks or translates in an earlier form, and of bounds
    on which worked examples are missing.
    """
    folder = path or folder_in_use()
    try:
        found = inspect(folder)
    except CriteriaFault as error:
        stop_for(error.located)
    warnings = [warning for each in found for warning in each.warnings]
    if not strict:
        print_located(CriteriaFault(warnings).located, "warning: ")
    faults = [fault for each in found for fault in each.faults]
    if faults or (strict and warnings):
        stop_for([*faults, *(warnings if strict else ())])
    for each in found:
        click.echo(_summary(each))


def _summary(found: Inspection) -> str:
    """One line about a scheme without faults."""
    edition, examples = found.edition, found.examples
    assert edition is not None  # noqa: S101  # it has no faults
    assert examples is not None  # noqa: S101
    criteria = len(edition.parts.entries)
    parts = [
        _counted(len(edition.scheme.labels), "label"),
        f"{criteria} {'criterion' if criteria == 1 else 'criteria'}",
        _counted(len(edition.scheme.languages), "language"),
        f"{_counted(examples.passed, 'example')} passed",
    ]
    if found.warnings:
        parts.append(_counted(len(found.warnings), "warning"))
    return f"{edition.scheme.id} {edition.scheme.version}: {', '.join(parts)}"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
