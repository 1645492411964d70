"""`assessment audit`: whether the record of what happened is whole."""

import json
import re
import sys

import click

from assessment.cli.startup import database_in_use, read_settings
from assessment.db.queries import events
from assessment.db.session import open_snapshot
from assessment.domain.chain import Break, BreakKind, Head
from assessment.domain.seals import Comparison, Mismatch, MismatchKind, Sealed
from assessment.services.auditing import Audit, audit_events


class HeadParameter(click.ParamType[Head]):
    """A head as `assessment audit head` prints it."""

    name = "NUMBER:DIGEST"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Head:
        found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", str(value))
        if found is None:
            self.fail("expected a number, a colon and 64 hexadecimal digits", param, ctx)
        return Head(int(found[1]), found[2])


@click.group("audit")
def command() -> None:
    """Find out whether any event, or what it stored, was altered, removed or inserted."""


@command.command()
@click.option("--head", "kept", type=HeadParameter(), help="A head that you kept elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print what is found as JSON.")
def verify(kept: Head | None, as_json: bool) -> None:
    """Read the whole chain of events; every break is printed, and the exit status is 1.

    The stored records of submissions, answers to panels, decisions and certificates are compared with
    what their events tell of them; every row that does not match is printed, too.

    A chain that somebody wrote anew, or cut, together with its end is whole in itself: compare it
    with a head that you kept elsewhere.
    """
    with database_in_use(read_settings()) as engine, open_snapshot(engine) as session:
        audit = audit_events(session, kept)
    if as_json:
        click.echo(json.dumps(_data(audit), indent=2))
    else:
        _tell(audit, kept)
    if not audit.is_whole:
        sys.exit(1)


@command.command()
def head() -> None:
    """Print number and digest of the last event, to be kept where nobody here can change it."""
    with database_in_use(read_settings()) as engine, open_snapshot(engine) as session:
        found = events.head(session)
    if found is None:
        raise click.ClickException("The end of the chain is not recorded any more: verify it.")
    click.echo(_shown(found))


def _tell(audit: Audit, kept: Head | None) -> None:
    counted = f"{audit.events} event{'' if audit.events == 1 else 's'}"
    for found in audit.breaks:
        click.echo(_words(found))
    if audit.breaks:
        click.echo(f"Error: The chain of {counted} is broken.", err=True)
    else:
        click.echo(f"The chain of {counted} is whole.")
    _tell_of_records(audit.records)
    if audit.head is not None:
        click.echo(f"Head: {_shown(audit.head)}")
    if kept is not None and not audit.breaks:
        click.echo(f"It goes on from the head that was kept: {_shown(kept)}")


def _tell_of_records(found: Comparison) -> None:
    """What was compared; nothing where there is nothing to compare."""
    for mismatch in found.mismatches:
        click.echo(_mismatch_words(mismatch))
    number = len(found.mismatches)
    if found.mismatches:
        noun = "record does" if number == 1 else "records do"
        click.echo(f"Error: {number} {noun} not match what the events tell.", err=True)
    elif found.compared:
        click.echo(f"{_counted(found.compared)} what the events tell.")
    if found.unsealed:
        click.echo(f"Stored before events had a digest, and not compared: {found.unsealed}.")


def _counted(number: int) -> str:
    return f"{number} stored record{' matches' if number == 1 else 's match'}"


_NAMES = {
    Sealed.SUBMISSION: "submission",
    Sealed.CLARIFICATION: "round of questions",
    Sealed.PROPOSAL: "proposed decision",
    Sealed.DECISION: "decision",
    Sealed.CERTIFICATE: "certificate",
    Sealed.PAPER: "paper of the certificate",
    Sealed.LABEL_LIFE: "state of the certificate",
    Sealed.CONDITION: "finding on condition",
    Sealed.APPEAL: "appeal",
    Sealed.COMPLAINT: "complaint",
}


def _mismatch_words(found: Mismatch) -> str:
    name = _NAMES[found.of]
    match found.kind:
        case MismatchKind.ALTERED:
            told = f"it does not give the digest that event {found.event} tells"
            if found.of in (Sealed.LABEL_LIFE, Sealed.CONDITION):
                told = f"event {found.event} tells another one"
            return f"The {name} {found.row} was altered: {told}."
        case MismatchKind.REMOVED:
            return f"The {name} of event {found.event} was removed."
        case MismatchKind.INSERTED:
            return f"The {name} {found.row} was inserted: no event tells of it."


def _data(audit: Audit) -> dict[str, object]:
    return {
        "events": audit.events,
        "head": audit.head and {"number": audit.head.number, "digest": audit.head.digest},
        "breaks": [
            {"kind": found.kind, "first": found.first, "last": found.last, "words": _words(found)}
            for found in audit.breaks
        ],
        "records": {
            "compared": audit.records.compared,
            "unsealed": audit.records.unsealed,
            "mismatches": [
                {
                    "kind": found.kind,
                    "of": found.of,
                    "row": found.row or None,
                    "event": found.event or None,
                    "words": _mismatch_words(found),
                }
                for found in audit.records.mismatches
            ],
        },
    }


def _shown(given: Head) -> str:
    return f"{given.number}:{given.digest}"


def _words(found: Break) -> str:
    number = found.first
    match found.kind:
        case BreakKind.ALTERED:
            return f"Event {number} was altered: what it says does not give its digest."
        case BreakKind.REMOVED if found.last > number:
            return f"Events {number} to {found.last} were removed."
        case BreakKind.REMOVED:
            return f"Event {number} was removed."
        case BreakKind.INSERTED:
            return f"Event {number} was inserted: the chain does not lead through it."
        case BreakKind.REPLACED:
            return f"Event {number} was replaced: the chain went on from another event {number}."
        case BreakKind.REWRITTEN:
            return (
                f"Event {number} is not the one whose digest was kept: the chain was written anew."
            )
        case BreakKind.HEADLESS:
            return (
                "The end of the chain is not recorded any more: what is missing there is unknown."
            )
