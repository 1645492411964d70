"""A reviewer's own profile: languages, sectors, how many at once, absences, ties."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries.cluster_names import names
from assessment.domain.policy import Action
from assessment.services.reviewer_profiles import keep_own_profile, own_profile
from assessment.web.access import access, current_user_id
from assessment.web.cluster_names import suggested_names
from assessment.web.forms.reviewer import OwnProfileForm
from assessment.web.review.blueprint import pages
from assessment.web.transactions import current_session


@pages.route("/reviews/profile", methods=["GET", "POST"])
@access(Action.LIST_REVIEWS)
def profile() -> ResponseReturnValue:
    """What the secretariat sees when it looks for a panel; only the reviewer changes it."""
    session = current_session()
    known = own_profile(session, current_user_id())
    tied = {tie.cluster_id for tie in known.ties if tie.cluster_id}
    form = OwnProfileForm.of(known, names(session, tied) if tied else {})
    if form.is_submitted():
        form.find_clusters(session)
    if form.validate_on_submit():
        keep_own_profile(session, current_user_id(), form.told(), now())
        flash(_("Saved. The secretariat sees it when it looks for reviewers."), "success")
        return redirect(url_for("review.profile"), 303)
    page = render_template("review/profile.html", form=form)
    return page, 422 if form.errors else 200


@pages.get("/reviews/profile/clusters")
@access(Action.LIST_REVIEWS)
def cluster_names() -> ResponseReturnValue:
    """Names of clusters to suggest while one is written."""
    return suggested_names()
