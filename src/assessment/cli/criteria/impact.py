"""`assessment criteria impact`: a draft, run over everything that was ever submitted."""

import json
import sys
from collections import Counter
from fractions import Fraction

import click
from click.termui import progressbar

from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.numerals import mixed
from assessment.cli.criteria.finding import scheme_folder, stop_for
from assessment.cli.startup import database_in_use, read_settings
from assessment.db.session import open_session
from assessment.services.drafts import draft_in_folder
from assessment.services.impact import Effect, Kind, effects, frozen_ids

_WORDS = {
    Kind.GAINS: "would gain",
    Kind.LOSES: "would lose",
    Kind.OPENS: "cannot be told for",
    Kind.GONE: "no longer has",
    Kind.STAYS: "stays as it is for",
}

_COUNTED = {
    Kind.GAINS: "would gain the label",
    Kind.LOSES: "would lose the label",
    Kind.OPENS: "cannot be told",
    Kind.GONE: "without their label, which is gone",
    Kind.STAYS: "as before",
}


@click.command("impact")
@click.argument("scheme")
@click.option("--json", "as_json", is_flag=True, help="Print every submission as data.")
def command(scheme: str, as_json: bool) -> None:
    """Run a draft of SCHEME over every frozen submission: who would gain or lose a label, and why.

    SCHEME is a folder, or the id of a scheme in the folder in use. Nothing is changed.
    """
    try:
        draft = draft_in_folder(scheme_folder(scheme))
    except CriteriaFault as error:
        stop_for(error.located)
    with database_in_use(read_settings()) as engine, open_session(engine, writes=False) as session:
        ids = frozen_ids(session, draft.edition.scheme.id)
        running = effects(session, draft.edition, draft.changes, ids)
        with progressbar(running, length=len(ids), file=sys.stderr) as bar:
            found = list(bar)
    if as_json:
        click.echo(json.dumps([effect.as_data() for effect in found], indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("Nothing was submitted under this scheme yet, so nobody is affected.")
        return
    _print(found)


def _print(found: list[Effect]) -> None:
    changed = [effect for effect in found if effect.kind is not Kind.STAYS]
    for effect in changed:
        basis = "by the panel" if effect.is_agreed else "by self-assessment"
        points = f"{_read(effect.points_before)} -> {_read(effect.points_after)} points"
        click.echo(f"{effect.cluster}, {effect.label_id} ({effect.version}, {basis}): {points}")
        click.echo(
            f"  {_WORDS[effect.kind]} the label: {effect.before} -> {effect.after or 'gone'}"
        )
        for turn in effect.conditions:
            figures = f" ({_read(turn.actual)} of {_read(turn.required)})" if turn.required else ""
            click.echo(f"  {turn.what}: {turn.before} -> {turn.after}{figures}")
        for turn in effect.criteria:
            click.echo(f"    {turn.what}: {_read(turn.before)} -> {_read(turn.after)} points")
    counts = Counter(effect.kind for effect in found)
    told = ", ".join(f"{counts[kind]} {_COUNTED[kind]}" for kind in Kind if counts[kind])
    click.echo(f"{len(found)} submission{'s' if len(found) > 1 else ''}: {told}")


def _read(points: str) -> str:
    """Points as people read them; an en dash where there are none."""
    return mixed(Fraction(points)) if points not in ("", "–") else "–"
