"""`assessment people`: accounts that nobody can be invited to from a page."""

import click
from email_validator import EmailNotValidError

from assessment.cli.startup import explained_database, read_settings
from assessment.db.base import now
from assessment.db.session import make_engine, unit_of_work
from assessment.db.upgrade import upgrade_database
from assessment.services.first_account import AddressTaken, add_secretariat
from assessment.web.language import LANGUAGES


@click.group("people")
def command() -> None:
    """Make the account that invites all others."""


@command.command("add-secretariat")
@click.argument("email")
@click.option("--name", required=True, help="As others see it.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
def add(email: str, name: str, language: str) -> None:
    """Make an account of the secretariat; its password is asked for twice and does not show."""
    settings = read_settings()
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with explained_database():
        upgrade_database(settings.database)
        engine = make_engine(settings.database)
        try:
            with unit_of_work(engine) as session:
                user = add_secretariat(
                    session, email=email, name=name, password=password, language=language, at=now()
                )
        except AddressTaken:
            raise click.ClickException(f"{email} has an account already.") from None
        except EmailNotValidError as error:
            raise click.ClickException(f"{email}: {error}") from None
        except ValueError as error:
            raise click.ClickException(f"The password cannot be taken: {error}.") from None
        finally:
            engine.dispose()
    click.echo(f"{user.email} can sign in and invite others.")
