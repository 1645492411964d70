"""`assessment criteria translated`: saying that translations are up to date."""

from pathlib import Path

import click

from assessment.catalogue.loader import Edition
from assessment.catalogue.translations import UnknownText, record
from assessment.cli.criteria.finding import edition_in, scheme_folder


@click.command("translated")
@click.argument("scheme")
@click.argument("language")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
def command(scheme: str, language: str, keys: tuple[str, ...]) -> None:
    """Record that the translations into LANGUAGE translate today's source texts.

    SCHEME is a folder, or the id of a scheme in the folder in use. A KEY names one text, such as
    criteria.team.title, or all below it: criteria.team. Without any, all translations are meant.
    When a source text changes later, `assessment criteria check` lists its translation.
    """
    folder = scheme_folder(scheme)
    edition = edition_in(folder)
    _check_language(edition, language)
    try:
        text, count = record(edition, language, keys)
    except UnknownText as error:
        message = f"texts/{language}.yaml has no text '{error}' that the source has too."
        raise click.ClickException(message) from None
    path = folder / "translated" / f"{language}.yaml"
    _write(path, text)
    what = "translation" if count == 1 else "translations"
    click.echo(f"{count} {what} recorded in {path}")


def _check_language(edition: Edition, language: str) -> None:
    if language == edition.texts.source:
        raise click.ClickException(f"'{language}' is the source language: it translates no other.")
    if language not in edition.scheme.languages:
        known = ", ".join(edition.scheme.languages[1:]) or "no other"
        raise click.ClickException(f"The scheme has no texts in '{language}'; it has {known}.")


def _write(path: Path, text: str) -> None:
    """Writes the file whole or not at all."""
    draft = path.with_suffix(".draft")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
