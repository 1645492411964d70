"""`assessment criteria export`: the questionnaire of a label, to print or to fill in."""

from pathlib import Path

import click

from assessment.catalogue.loader import Edition
from assessment.cli.criteria.finding import edition_in, scheme_folder
from assessment.cli.startup import read_settings
from assessment.db.base import now
from assessment.domain.validity import HOME
from assessment.reports.asking import questionnaire_facts
from assessment.reports.filling import questionnaire_sheets
from assessment.reports.pdf import html_to_pdf
from assessment.reports.questionnaire import QuestionnaireFacts, questionnaire_html
from assessment.reports.workbook import workbook_bytes

FORMATS = ("pdf", "xlsx")


@click.command("export")
@click.argument("scheme")
@click.argument("label")
@click.option("--language", help="As in the scheme's texts/ (default: its source language).")
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), help="Default: what FILE ends in, else pdf."
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Default: SCHEME-LABEL-LANGUAGE.pdf or .xlsx, in the working folder.",
)
def export(
    scheme: str, label: str, language: str | None, kind: str | None, output: Path | None
) -> None:
    """Write the questionnaire of a LABEL: everything it asks, with blanks for the answers.

    SCHEME is a folder, or the id of a scheme in the folder in use. The PDF is to be printed, the
    XLSX to be filled in; a file that is there already is replaced.
    """
    edition = edition_in(scheme_folder(scheme))
    spoken = _language(edition, language)
    _check_label(edition, label)
    kind = kind or _kind(output)
    facts = questionnaire_facts(
        edition,
        label,
        spoken,
        issuer=read_settings().issuer,
        made_on=now().astimezone(HOME).date(),
    )
    path = output or Path(f"{edition.scheme.id}-{label}-{spoken}.{kind}")
    _write(path, _document(facts, kind))
    count = len(facts.criteria)
    what = "criterion" if count == 1 else "criteria"
    click.echo(f"{path}: {facts.label_title}, {count} {what}, in {spoken}")


command = export


def _language(edition: Edition, wanted: str | None) -> str:
    known = edition.scheme.languages
    if wanted is not None and wanted not in known:
        message = f"The scheme has no texts in '{wanted}'; it has {', '.join(known)}."
        raise click.ClickException(message)
    return wanted or edition.texts.source


def _check_label(edition: Edition, wanted: str) -> None:
    known = [label.id for label in edition.scheme]
    if wanted not in known:
        message = f"The scheme has no label '{wanted}'; it has {', '.join(known)}."
        raise click.ClickException(message)


def _kind(output: Path | None) -> str:
    ending = output.suffix.lower().lstrip(".") if output else ""
    return ending if ending in FORMATS else FORMATS[0]


def _document(facts: QuestionnaireFacts, kind: str) -> bytes:
    if kind == "xlsx":
        return workbook_bytes(questionnaire_sheets(facts))
    return html_to_pdf(questionnaire_html(facts))


def _write(path: Path, content: bytes) -> None:
    """Writes the file whole or not at all."""
    draft = path.with_name(f"{path.name}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
