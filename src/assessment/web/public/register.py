"""The public register: who holds which label, to search, narrow and sort, and in figures."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.db.queries import holders
from assessment.db.queries.holders import WantedHolders
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.services.holders import Register, read_register, with_standing
from assessment.web.access import access
from assessment.web.listing import PAGE_SIZE, asked, page_of
from assessment.web.public.blueprint import pages
from assessment.web.public.register_figure import by_country
from assessment.web.public.register_filters import (
    FILTERS,
    VALIDITY_WORDS,
    Choice,
    countries_listed,
    filters_in_force,
    labels_listed,
    regions_listed,
    sectors_listed,
    wanted_holders,
)
from assessment.web.transactions import current_session


@pages.get("/register")
@access(Action.SEE_PUBLIC_PAGE)
def register() -> ResponseReturnValue:
    """The labels in force, or as the filters say, a page at a time."""
    session, today = current_session(), day_of(now())
    known = read_register(session, today)
    wanted = wanted_holders(known, today)
    counts = holders.counts(session, wanted) if wanted.is_narrowed else known.counts
    page = page_of(counts[wanted.validity])
    found = holders.page(session, wanted, first=page.first, limit=PAGE_SIZE)
    labels = labels_listed(known)
    return render_template(
        "public/register.html",
        rows=with_standing(session, found, today),
        page=page,
        wanted=wanted,
        asked={name: asked(name) for name in FILTERS if asked(name)},
        chips=filters_in_force(wanted, labels),
        counts=counts,
        validities=VALIDITY_WORDS,
        choices=_choices(known, wanted, labels),
        figure=by_country(known, labels),
        is_empty=not known.groups,
    )


def _choices(known: Register, wanted: WantedHolders, labels: list[Choice]) -> dict[str, Any]:
    return {
        "label": labels,
        "country": countries_listed(known),
        "region": regions_listed(known, wanted.country),
        "sector": sectors_listed(),
    }
