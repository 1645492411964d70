"""What of a cluster is public: the owner's choice, and how the public page looks."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import people
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.domain.public_profile import plain_parts, read_parts
from assessment.services.public_profiles import page_of, save_public_parts
from assessment.web.access import access, current_user_id
from assessment.web.forms.cluster import PublicPartsForm
from assessment.web.forms.seen import seen_in
from assessment.web.manager.autosaving import together
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session


@pages.route("/clusters/<int:cluster_id>/profile/public", methods=["GET", "POST"])
@access(Action.OPEN_PROFILE, subject="cluster_id")
def public_parts(cluster_id: int) -> ResponseReturnValue:
    """Each part open or closed; what others changed since the page was opened stays as it is."""
    session = current_session()
    cluster = people.cluster(session, cluster_id)
    if cluster is None:
        abort(404)
    kept = plain_parts(read_parts(cluster.public_parts))
    form = PublicPartsForm.of(kept)
    if not form.validate_on_submit():
        page = render_template(
            "manager/public_parts.html", cluster=cluster, form=form, base={"parts": kept}
        )
        return page, 422 if form.errors else 200
    seen = seen_in(request.form, ["parts"]).get("parts")
    saved = save_public_parts(
        session,
        cluster_id=cluster_id,
        parts=read_parts(form.parts.data or ()),
        seen=read_parts(seen if isinstance(seen, list) else kept),
        actor_id=current_user_id(),
        at=now(),
    )
    if saved.has_others:
        flash(together(), "success")
    else:
        flash(_("Saved.") if saved.is_changed else _("Nothing has changed."), "success")
    return redirect(
        url_for("manager.cluster_profile", cluster_id=cluster_id, _anchor="public"), 303
    )


@pages.get("/clusters/<int:cluster_id>/profile/public/preview")
@access(Action.SEE_CLUSTER, subject="cluster_id")
def public_preview(cluster_id: int) -> ResponseReturnValue:
    """The public page for its own team, whether anybody else sees it yet or not."""
    session = current_session()
    cluster = people.cluster(session, cluster_id)
    if cluster is None:
        abort(404)
    page = page_of(session, cluster, day_of(now()))
    return render_template("manager/public_preview.html", cluster=cluster, page=page)
