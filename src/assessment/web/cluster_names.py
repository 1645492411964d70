"""Names of clusters to suggest, for the pages on which one is written."""

from flask import request
from flask.typing import ResponseReturnValue

from assessment.services.cluster_search import suggest_names
from assessment.web.forms.fields import one_line
from assessment.web.transactions import current_session


def suggested_names() -> ResponseReturnValue:
    """The first names that hold what was typed so far, as JSON."""
    return suggest_names(current_session(), str(one_line(request.args.get("q", ""))))
