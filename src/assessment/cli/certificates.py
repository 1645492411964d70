"""`assessment certificates`: whether a file is a certificate from here, also without a network."""

import sys
from datetime import UTC
from pathlib import Path
from textwrap import wrap

import click

from assessment.cli.startup import read_settings
from assessment.domain.credentials import CREDENTIAL_NAME
from assessment.domain.proof import SealFault
from assessment.reports.credential import UnverifiedCredential, read_credential
from assessment.reports.issuer_keys import PublicKeys, keys_in
from assessment.reports.public_keys import public_keys
from assessment.reports.seal_reader import read_apart
from assessment.reports.sealing import enclosed_file

_FAULTS = {
    SealFault.UNREADABLE: "This is no PDF that can be read.",
    SealFault.UNSEALED: "This PDF has no seal: it is not as the issuer sealed it.",
    SealFault.OTHER_SEAL: "This PDF has another's seal, not the issuer's.",
    SealFault.CHANGED: "The issuer's seal does not fit this PDF: it was changed or put together.",
}


@click.group("certificates")
def command() -> None:
    """Check certificates, and the reports beside them."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--issuer",
    "keys",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The issuer's public keys, as /issuer.pem has them. Without it: those of this installation.",
)
def verify(file: Path, keys: Path | None) -> None:
    """Tell whether FILE is as the issuer sealed it; the exit status is 1 when it is not.

    Nothing is asked of anybody: whether a label was suspended or revoked since is told by the page
    that is printed at the end.
    """
    text = keys.read_bytes() if keys else public_keys(read_settings().keys_path)
    try:
        issuer = keys_in(text)
    except ValueError as error:
        raise click.ClickException(f"{keys}: {error}") from None
    if not issuer.seals:
        raise click.ClickException("There are no keys: have those of the issuer, its /issuer.pem.")
    content = file.read_bytes()
    seal = read_apart(content, text)
    if seal.fault is not None:
        click.echo(f"Error: {_FAULTS[seal.fault]}", err=True)
        if seal.by:
            click.echo(f'The seal says of itself, as anybody can: "{seal.by}".')
        if seal.fingerprint and seal.fault is SealFault.OTHER_SEAL:
            pairs = wrap(seal.fingerprint.upper(), 2)
            click.echo(f"SHA-256 of its certificate, to ask its owner for: {':'.join(pairs)}")
        sys.exit(1)
    stamped = ", with a timestamp of another's clock" if seal.is_timestamped else ""
    at = f"{seal.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if seal.at else "an unknown day"
    click.echo(f"Genuine: sealed by {seal.by} on {at}{stamped}, and unchanged since.")
    _tell_credential(enclosed_file(content, CREDENTIAL_NAME), issuer)


def _tell_credential(token: bytes | None, issuer: PublicKeys) -> None:
    """What travels inside a certificate for software, and where to ask how the label stands today."""
    if token is None:
        click.echo("It encloses no credential: it is no certificate.")
        return
    if issuer.credentials is None:
        return
    try:
        stated = read_credential(token.decode("ascii"), issuer.credentials)
    except (UnverifiedCredential, UnicodeDecodeError) as fault:
        click.echo(f"Its credential: {fault}.")
        return
    click.echo(f"Its credential: {stated.name}, {stated.valid_from} to {stated.valid_until}.")
    click.echo(f"Whether it was suspended, revoked or corrected since: {stated.address}")
