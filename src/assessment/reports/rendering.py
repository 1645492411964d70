"""Templates outside a web request: mail and PDF, in the language of whoever reads them."""

from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from assessment.reports import formats
from assessment.reports.words.messages import Messages
from assessment.resources import TEMPLATES, TRANSLATIONS


def render(template: str, language: str, **context: Any) -> str:
    """The template's text in the language; HTML and SVG are escaped, plain text is not."""
    return _environment(language).get_template(template).render(language=language, **context)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html", "svg"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translations: NullTranslations = Translations.load(str(TRANSLATIONS), [language])
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    messages = Messages(language)
    environment.filters["person"] = lambda person: messages.person(person.name)
    environment.filters["person_named"] = messages.person
    environment.filters["points"] = lambda value: formats.points(value, language)
    environment.filters["share"] = lambda value: formats.share(value, language)
    environment.filters["day"] = lambda value: formats.day(value, language)
    environment.filters["short_day"] = lambda value: formats.short_day(value, language)
    environment.filters["period"] = lambda value, until: formats.period(value, until, language)
    environment.filters["moment"] = lambda value: formats.moment(value, language)
    environment.filters["file_size"] = lambda value: formats.file_size(value, language)
    return environment
