"""The front page, what this service is, and the way to one's own work."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import TextsFile
from assessment.domain.policy import Action
from assessment.web.access import access, current_actor
from assessment.web.context import catalogue
from assessment.web.language import language
from assessment.web.public.blueprint import pages


@pages.get("/")
@access(Action.SEE_PUBLIC_PAGE)
def home() -> ResponseReturnValue:
    """What this is, for whoever comes by."""
    return render_template("public/home.html", editions=_editions())


@pages.get("/about")
@access(Action.SEE_PUBLIC_PAGE)
def about() -> ResponseReturnValue:
    """How a label is earned, and what the default scheme is and is not."""
    return render_template("public/about.html", editions=_editions())


@pages.get("/start")
@access(Action.USE_ACCOUNT)
def start() -> ResponseReturnValue:
    """The page where a person's own work is."""
    actor = current_actor()
    if actor.is_secretariat:
        return redirect(url_for("secretariat.applications"))
    if actor.is_reviewer:
        return redirect(url_for("review.index"))
    return redirect(url_for("manager.desk"))


def _editions() -> list[tuple[Edition, TextsFile]]:
    return [(edition, edition.texts.in_language(language())) for edition in catalogue()]
