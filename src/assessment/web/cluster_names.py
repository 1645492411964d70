"""Names of clusters, for the pages on which one is written: those to suggest, and why one is refused."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.domain.errors import DomainError
from assessment.services.cluster_search import suggest_names
from assessment.services.clusters import NameAlike
from assessment.web.forms.fields import one_line
from assessment.web.transactions import current_session


def suggested_names() -> ResponseReturnValue:
    """The first names that hold what was typed so far, as JSON."""
    return suggest_names(current_session(), str(one_line(request.args.get("q", ""))))


def name_refused(error: DomainError, *, knows_all: bool = False) -> str:
    """Why a name cannot be had. Whose it looks like is said where anybody knows, or who asks knows all."""
    if not isinstance(error, NameAlike):
        return str(_("Another cluster has this name."))
    if knows_all or error.other.is_public:
        told = _(
            "This looks like the name of another cluster, “%(name)s”. Write one that is told apart.",
            name=error.other.name,
        )
    else:
        told = _("A name that looks the same is in use. Write one that is told apart.")
    return str(told)
