"""The glossary: what the words of this house mean."""

from flask import render_template
from flask.typing import ResponseReturnValue

from assessment.domain.policy import Action
from assessment.web.access import access
from assessment.web.glossary import alphabetical
from assessment.web.public.blueprint import pages


@pages.get("/glossary")
@access(Action.SEE_PUBLIC_PAGE)
def glossary() -> ResponseReturnValue:
    """Every term in plain words, in the order of the reader's language."""
    return render_template("public/glossary.html", terms=alphabetical())
