"""`assessment criteria score`: what a file of answers scores, and why."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from assessment.catalogue.answers_file import Asked, read_sheet
from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import Edition
from assessment.cli.criteria.finding import edition_in, scheme_folder, stop_for
from assessment.cli.criteria.scorecard import readiness_lines, scorecard_lines
from assessment.domain.criteria import Label
from assessment.domain.readiness import readiness, what_if
from assessment.domain.record import readiness_data, scorecard_data


@click.command("score")
@click.argument("scheme")
@click.argument("label")
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As data, with exact fractions as texts.")
@click.option("--shortest-way", is_flag=True, help="Also the fewest raises that reach the label.")
@click.option(
    "--raise",
    "raises",
    metavar="CRITERION=LEVEL",
    multiple=True,
    help="What if a reviewer had attested this level? May be given for several criteria.",
)
def command(
    scheme: str,
    label: str,
    answers: Path,
    as_json: bool,
    shortest_way: bool,
    raises: tuple[str, ...],
) -> None:
    """Score ANSWERS for the LABEL of a SCHEME, every point and every condition explained.

    SCHEME is a folder, or the id of a scheme in the folder in use. ANSWERS is a YAML or JSON file
    with the keys of a worked example: on, held, profile, every, answers. An answer is supported
    unless it says otherwise. The exit status is 0 whenever the answers could be scored, and 1 when
    they have faults, each of which is named with its line, or a raise cannot be made.
    """
    edition = edition_in(scheme_folder(scheme))
    asked = Asked.anywhere(edition.scheme, _label(edition, label))
    levels = _levels(asked.label, raises)
    try:
        sheet = read_sheet(answers, asked)
    except CriteriaFault as error:
        stop_for(error.located)
    card = what_if(asked.label, sheet, levels)
    way = readiness(asked.label, sheet.attested(levels)) if shortest_way else None
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


def _levels(label: Label, raises: Sequence[str]) -> dict[str, int]:
    """The levels that stand by criterion in `CRITERION=LEVEL`; ends with every fault of them."""
    wrong = [f"--raise {each}: {what}" for each in raises for what in _raise_faults(label, each)]
    pairs = [each.partition("=") for each in raises]
    named = [key for key, _, _ in pairs]
    wrong += [f"--raise {key}: named twice" for key in dict.fromkeys(named) if named.count(key) > 1]
    if wrong:
        raise click.ClickException("\n".join(wrong))
    return {key: int(level) for key, _, level in pairs}


def _raise_faults(label: Label, text: str) -> Iterator[str]:
    """What is wrong with one `CRITERION=LEVEL`."""
    key, _, level = text.partition("=")
    known = {criterion.id: criterion.scale.levels for criterion in label.criteria}
    if not level:
        yield "expected a criterion and its level, as in strategy=2"
    elif key not in known:
        yield f"the criterion '{key}' is not asked"
    elif not known[key]:
        yield f"'{key}' is not rated"
    elif level not in map(str, known[key]):
        yield f"level {level}: the scale of '{key}' lacks it"
