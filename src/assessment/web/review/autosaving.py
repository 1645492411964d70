"""Saving a rating while it is typed: what can be saved is saved, and the rest is said."""

from typing import TYPE_CHECKING

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.domain.criteria import Criterion
from assessment.services.reviews import RatingConflict, RatingDraft, parts_of
from assessment.web.forms.autosaved import errors_told
from assessment.web.forms.review import RatingForm
from assessment.web.forms.seen import seen_as
from assessment.web.wording import time_of_day

if TYPE_CHECKING:
    from assessment.db.models import Rating

FIELDS = {"claim": "level", "checks": "checks", "comment": "comment", "notes": "notes"}
"""The parts of a rating, and the fields in which they stand."""
_TEXTS = frozenset({"comment", "notes"})


def told(
    asked: Criterion, form: RatingForm, draft: RatingDraft, saved: "Rating | RatingConflict"
) -> ResponseReturnValue:
    """What became of a save, as JSON for `autosave.js`.

    `state` is `saved` (with the new `version`, what is now `seen` in the fields, the parts that
    another window changed, `others`, and `errors` at fields that were left as they were) or `conflict`
    (with the contradicted `parts`, `texts` to be joined and `panel`, both versions side by side).
    """
    if isinstance(saved, RatingConflict):
        return _contradicted(asked, saved), 409
    stands = parts_of(saved)
    sent = {
        "claim": [draft.level, draft.is_not_applicable],
        "checks": [check for check in asked.checks if check in draft.checks],
        "comment": draft.comment,
        "notes": draft.notes,
    }
    refused = {part for part, name in FIELDS.items() if name in form.errors}
    others = [part for part in stands if stands[part] != sent[part] and part not in refused]
    left = refused | set(others)
    return {
        "state": "saved",
        "said": _("Saved, together with what you changed in another window.")
        if others
        else _("Saved %(time)s", time=time_of_day(saved.saved_at)),
        "version": saved.version,
        "seen": seen_as({part: value for part, value in stands.items() if part not in left}),
        "others": others,
        "errors": list(errors_told(form)),
    }


def _contradicted(asked: Criterion, conflict: RatingConflict) -> dict[str, object]:
    theirs = parts_of(conflict.saved)
    are_texts = _TEXTS.issuperset(conflict.contradicted)
    texts = {part: theirs[part] for part in conflict.contradicted if are_texts}
    return {
        "state": "conflict",
        "said": _("Not saved: there are two versions. Choose below."),
        "version": conflict.saved.version,
        "parts": conflict.contradicted,
        "texts": texts,
        "panel": render_template(
            "review/_contradiction.html",
            criterion=asked,
            conflict=conflict,
            theirs=theirs,
            texts=texts,
        ),
    }
