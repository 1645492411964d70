"""`assessment criteria score`: what a file of answers scores, and why."""

import json
from pathlib import Path

import click

from assessment.catalogue.answers_file import Asked, read_sheet
from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import Edition
from assessment.cli.criteria.finding import edition_in, scheme_folder, stop_for
from assessment.cli.criteria.scorecard import readiness_lines, scorecard_lines
from assessment.domain.criteria import Label
from assessment.domain.readiness import readiness
from assessment.domain.record import readiness_data, scorecard_data
from assessment.domain.scoring import score


@click.command("score")
@click.argument("scheme")
@click.argument("label")
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As data, with exact fractions as texts.")
@click.option("--shortest-way", is_flag=True, help="Also the fewest raises that reach the label.")
def command(scheme: str, label: str, answers: Path, as_json: bool, shortest_way: bool) -> None:
    """Score ANSWERS for the LABEL of a SCHEME, every point and every condition explained.

    SCHEME is a folder, or the id of a scheme in the folder in use. ANSWERS is a YAML or JSON file
    with the keys of a worked example: on, held, profile, every, answers. An answer is supported
    unless it says otherwise. The exit status is 0 whenever the answers could be scored, and 1 when
    they have faults, each of which is named with its line.
    """
    edition = edition_in(scheme_folder(scheme))
    asked = Asked.anywhere(edition.scheme, _label(edition, label))
    try:
        sheet = read_sheet(answers, asked)
    except CriteriaFault as error:
        stop_for(error.located)
    card = score(asked.label, sheet)
    way = readiness(asked.label, sheet) if shortest_way else None
    if as_json:
        data = scorecard_data(card) | ({"shortest_way": readiness_data(way)} if way else {})
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    words = edition.texts.in_language(edition.texts.source)
    for line in scorecard_lines(card, words):
        click.echo(line)
    for line in readiness_lines(way, words) if way else ():
        click.echo(line)


def _label(edition: Edition, named: str) -> Label:
    try:
        return edition.scheme.label(named)
    except KeyError:
        known = ", ".join(label.id for label in edition.scheme)
        message = f"The scheme has no label '{named}'; it has {known}."
        raise click.ClickException(message) from None
