"""`assessment criteria publish`: putting a version of a scheme into force."""

import getpass

import click

from assessment.catalogue.changes import NoWay
from assessment.catalogue.faults import CriteriaFault
from assessment.cli.criteria.finding import scheme_folder, stop_for
from assessment.cli.startup import explained_database, read_settings
from assessment.db.base import now
from assessment.db.session import make_engine, unit_of_work
from assessment.services.drafts import draft_in_folder
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
    try:
        draft = draft_in_folder(scheme_folder(scheme))
    except CriteriaFault as error:
        stop_for(error.located)
    found = draft.edition.scheme
    if not yes:
        click.confirm(f"Publish {found.id}, version {found.version}?", abort=True)
    engine = make_engine(read_settings().database)
    try:
        with explained_database(), unit_of_work(engine) as session:
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
    finally:
        engine.dispose()
    click.echo(f"{found.id}, version {found.version} is in force. SHA-256 {digest}")
