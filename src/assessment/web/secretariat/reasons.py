"""Pages that ask for a reason and then move an application: one form, one text, one button."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assessment.db.queries import reviews
from assessment.web.forms.process import ReasonForm
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Submission


def with_reason(
    submission_id: int,
    act: "Callable[[Submission, str], object]",
    *,
    title: str,
    text: str,
    said: str,
    leads_to: str,
    kind: str = "primary",
) -> ResponseReturnValue:
    """The page that says what happens, or `act` with the reason, which leads to another page.

    `title` stands above the form and on its button; `said` is what the page says that it leads to,
    the endpoint `leads_to`.
    """
    submission = reviews.submission(current_session(), submission_id)
    form = ReasonForm()
    if form.validate_on_submit():
        act(submission, form.reason.data or "")
        flash(said, "success")
        return redirect(url_for(leads_to, submission_id=submission_id), 303)
    page = render_template(
        "secretariat/reason.html",
        form=form,
        submission=submission,
        title=title,
        text=text,
        kind=kind,
    )
    return page, 422 if form.errors else 200
