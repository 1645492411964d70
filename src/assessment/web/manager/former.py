"""Old addresses of criteria that a new version of the scheme has renamed, split, merged or taken out."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.domain.errors import UnknownCriterion
from assessment.services.carrying import Former, former_criterion
from assessment.web.language import language
from assessment.web.manager.worktable import Worktable
from assessment.web.transactions import current_session


def where_it_went(table: Worktable, criterion_id: str) -> ResponseReturnValue:
    """Leads to what took the place of a criterion, or to the overview, and says what happened.

    A browser carries the end of the old address (`#comment-7`) along, as comments follow their
    criterion. Raises `UnknownCriterion` for one that the label never asked.
    """
    assessment = table.worksheet.assessment
    found = former_criterion(
        current_session(),
        assessment.sheet,
        table.label,
        table.worksheet.answers,
        criterion_id,
        language(),
    )
    if found is None:
        raise UnknownCriterion(criterion_id)
    flash(_words(table, found), "info")
    if not found.now:
        return redirect(url_for("manager.assessment", assessment_id=assessment.id))
    key = found.now[0].id
    return redirect(url_for("manager.criterion", assessment_id=assessment.id, criterion_id=key))


def _words(table: Worktable, found: Former) -> str:
    facts = {"title": found.title, "version": table.edition.scheme.version}
    if not found.now:
        gone = _(
            "In version %(version)s of the scheme this label does not ask “%(title)s”.", **facts
        )
        parked = _("Its answer stands under “Earlier answers”.")
        return f"{gone} {parked}" if found.is_parked else str(gone)
    titles = table.words.criteria
    now = ", ".join(f"{criterion.number} {titles[criterion.id].title}" for criterion in found.now)
    return str(
        _("In version %(version)s of the scheme “%(title)s” has become: %(now)s.", now=now, **facts)
    )
