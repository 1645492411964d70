"""`assessment people`: the first account, and people who have lost their second factor."""

import click
from email_validator import EmailNotValidError

from assessment.cli.startup import database_in_use, read_settings
from assessment.db.base import now
from assessment.db.queries.people import user_by_email
from assessment.db.session import unit_of_work
from assessment.services.first_account import AddressTaken, add_secretariat
from assessment.services.mail import Mailing
from assessment.services.second_factor import reset_second_factor
from assessment.web.language import LANGUAGES


@click.group("people")
def command() -> None:
    """Make the account that invites all others; let people in who lost their second factor."""


@command.command("add-secretariat")
@click.argument("email")
@click.option("--name", required=True, help="As others see it.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
def add(email: str, name: str, language: str) -> None:
    """Make an account of the secretariat; its password is asked for twice and does not show."""
    settings = read_settings()
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        with database_in_use(settings) as engine, unit_of_work(engine) as session:
            user = add_secretariat(
                session, email=email, name=name, password=password, language=language, at=now()
            )
    except AddressTaken:
        raise click.ClickException(f"{email} has an account already.") from None
    except EmailNotValidError as error:
        raise click.ClickException(f"{email}: {error}") from None
    except ValueError as error:
        raise click.ClickException(f"The password cannot be taken: {error}.") from None
    click.echo(f"{user.email} can sign in and invite others.")


@command.command("reset-second-factor")
@click.argument("email")
def reset(email: str) -> None:
    """Let somebody who lost the authenticator app sign in with the password alone.

    Every session of theirs ends and a mail tells them. Be sure that it is they who ask.
    """
    settings = read_settings()
    with database_in_use(settings) as engine, unit_of_work(engine) as session:
        person = user_by_email(session, email)
        if person is None or not person.active:
            raise click.ClickException(f"{email} has no account.")
        if person.totp_secret is None:
            raise click.ClickException(f"{person.email} has no second factor.")
        reset_second_factor(session, person, Mailing(settings.base_url, settings.secret_key))
    click.echo(f"{person.email} signs in with the password alone, until the app is set up anew.")
