"""`assessment criteria publish`: putting a version of a scheme into force."""

import getpass

import click
from sqlalchemy.orm import Session

from assessment.catalogue.changes import NoWay
from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import frozen_edition
from assessment.cli.criteria.finding import scheme_folder, stop_for
from assessment.cli.startup import database_in_use, read_settings
from assessment.db.base import now
from assessment.db.queries import schemes as queries
from assessment.db.session import open_session, unit_of_work
from assessment.services.drafts import Draft, compare, draft_in_folder
from assessment.services.publishing import AlreadyInForce, LabelInUse, VersionTaken, publish


@click.command("publish")
@click.argument("scheme")
@click.option("--note", default="", help="What is new, in one sentence.")
@click.option("--author", default=getpass.getuser, help="Who publishes (default: this account).")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(scheme: str, note: str, author: str, yes: bool) -> None:
    """Put SCHEME into force: from now on every open draft follows it.

    SCHEME is a folder, or the id of a scheme in the folder in use. Records digest, day and author,
    and moves the drafts along by the changes files; what was submitted stays under its own rules.
    A running server picks it up by itself. Try `impact` first.
    """
    folder = scheme_folder(scheme)
    try:
        draft = draft_in_folder(folder)
    except CriteriaFault as error:
        stop_for(error.located)
    if faults := draft.broken_promises(str(folder)):
        stop_for(faults)
    found = draft.edition.scheme
    try:
        with database_in_use(read_settings()) as engine:
            with open_session(engine, writes=False) as session:
                _warn(session, draft)
            if not yes:
                click.confirm(f"Publish {found.id}, version {found.version}?", abort=True)
            with unit_of_work(engine) as session:
                publication = publish(
                    session,
                    draft.edition,
                    draft.changes,
                    author=author,
                    actor_id=None,
                    at=now(),
                    note=note,
                )
                digest = publication.scheme_digest
    except AlreadyInForce:
        raise click.ClickException("This version is in force already.") from None
    except VersionTaken as taken:
        raise click.ClickException(
            f"Version {taken} is published with another text: raise `version` in scheme.yaml."
        ) from None
    except LabelInUse as label:
        raise click.ClickException(
            f"The label '{label}' is gone and an assessment is open for it."
        ) from None
    except NoWay as gap:
        raise click.ClickException(
            f"No changes file leads the drafts along: {gap}. `assessment criteria diff --write` "
            "makes one to start from."
        ) from None
    click.echo(f"{found.id}, version {found.version} is in force. SHA-256 {digest}")


def _warn(session: Session, draft: Draft) -> None:
    """Says where the changes file says something else than what is found."""
    earlier = queries.publications(session, draft.edition.scheme.id)
    if earlier:
        in_force = frozen_edition(queries.edition(session, earlier[0].scheme_digest).files)
        for message in compare(in_force, draft).contradictions:
            click.echo(f"Warning: the changes file contradicts what is found: {message}", err=True)
