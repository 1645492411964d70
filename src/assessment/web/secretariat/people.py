"""People and invitations."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import people as queries
from assessment.domain.policy import Action, ClusterRole
from assessment.services.accounts import Office, invite_person, withdraw_invitation
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing, settings
from assessment.web.forms.fields import options
from assessment.web.forms.secretariat import InvitationForm
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/secretariat/people")
@access(Action.RUN_SECRETARIAT)
def people() -> ResponseReturnValue:
    """Everybody with an account, and the invitations that are still open."""
    session = current_session()
    return render_template(
        "secretariat/people.html",
        people=queries.users(session),
        cluster_roles=queries.cluster_roles(session),
        invitations=queries.open_invitations(session, now()),
    )


@pages.route("/secretariat/people/invite", methods=["GET", "POST"])
@access(Action.RUN_SECRETARIAT)
def people_invite() -> ResponseReturnValue:
    """Inviting somebody by mail."""
    form = _form()
    if form.validate_on_submit() and _is_whole(form):
        role = _role(form.role.data)
        invite_person(
            current_session(),
            email=form.email.data or "",
            name=form.name.data or "",
            role=role,
            cluster_id=form.cluster_id.data if isinstance(role, ClusterRole) else None,
            language=form.language.data,
            days=settings().invitation_days,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
        flash(_("The invitation to %(email)s is on its way.", email=form.email.data), "success")
        return redirect(url_for("secretariat.people"), 303)
    page = render_template("secretariat/invite.html", form=form)
    return page, 422 if form.errors else 200


@pages.post("/secretariat/people/invitations/<int:number>/withdraw")
@access(Action.RUN_SECRETARIAT)
def people_withdraw(number: int) -> ResponseReturnValue:
    """Makes an open invitation useless."""
    withdraw_invitation(current_session(), number, actor_id=current_user_id(), at=now())
    flash(_("Withdrawn. The link in the mail no longer works."), "success")
    return redirect(url_for("secretariat.people"), 303)


def _form() -> InvitationForm:
    form = InvitationForm(
        cluster_id=request.args.get("cluster", type=int),
        role=request.args.get("role", ClusterRole.OWNER.value),
        language=language(),
    )
    form.role.choices = options(
        [
            (ClusterRole.OWNER, _("Cluster manager (owner)")),
            (ClusterRole.EDITOR, _("Member of a cluster's team (editor)")),
            (ClusterRole.VIEWER, _("Reader on a cluster (viewer)")),
            (Office.REVIEWER, _("Reviewer")),
            (Office.SECRETARIAT, _("Secretariat")),
        ]
    )
    clusters = queries.clusters(current_session())
    form.cluster_id.choices = options([("", _("None")), *((c.id, c.name) for c in clusters)])
    return form


def _role(value: str) -> Office | ClusterRole:
    return ClusterRole(value) if value in set(ClusterRole) else Office(value)


def _is_whole(form: InvitationForm) -> bool:
    if isinstance(_role(form.role.data), ClusterRole) and not form.cluster_id.data:
        form.cluster_id.errors = [_("Choose the cluster for this role.")]
        return False
    return True
