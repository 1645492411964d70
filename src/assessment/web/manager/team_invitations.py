"""Inviting people to the team of a cluster."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assessment.db.base import now
from assessment.db.queries import people
from assessment.domain.policy import Action, ClusterRole
from assessment.domain.team import InvitationRefused, NotInvited
from assessment.services.team_invitations import (
    invite_to_team,
    send_team_invitation_again,
    withdraw_team_invitation,
)
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing, settings
from assessment.web.forms.team import TeamInvitationForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

_REFUSALS = {
    NotInvited.IS_MEMBER: _l(
        "This person is on the team already. Change their role on the team's page."
    ),
    NotInvited.IS_INVITED: _l(
        "This address is invited already. On the team's page you can send it again or withdraw it."
    ),
    NotInvited.TOO_MANY_OPEN: _l(
        "Too many invitations are open. Withdraw some that are not needed any more."
    ),
    NotInvited.TOO_MANY_TODAY: _l(
        "The cluster has sent as many invitations as a day allows. Go on tomorrow."
    ),
    NotInvited.TOO_MANY_TO_ADDRESS: _l(
        "This address got three invitations within a day. Try again tomorrow."
    ),
}
_PLACE = "/clusters/<int:cluster_id>/team/invitations/<int:number>"


@pages.route("/clusters/<int:cluster_id>/team/invite", methods=["GET", "POST"])
@access(Action.MANAGE_TEAM, subject="cluster_id")
def team_invite(cluster_id: int) -> ResponseReturnValue:
    """Invites somebody by mail; what stands against it is said at the field."""
    form = TeamInvitationForm(language=language())
    if form.validate_on_submit() and _invite(cluster_id, form):
        flash(_("The invitation to %(email)s is on its way.", email=form.email.data), "success")
        return redirect(url_for("manager.team", cluster_id=cluster_id), 303)
    page = render_template(
        "manager/team_invite.html",
        cluster=people.cluster(current_session(), cluster_id),
        form=form,
        days=settings().invitation_days,
    )
    return page, 422 if form.errors else 200


def _invite(cluster_id: int, form: TeamInvitationForm) -> bool:
    try:
        invite_to_team(
            current_session(),
            cluster_id=cluster_id,
            email=form.email.data or "",
            name=form.name.data or "",
            role=ClusterRole(form.role.data),
            language=form.language.data,
            note=form.note.data or "",
            days=settings().invitation_days,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except InvitationRefused as refusal:
        form.email.errors = [str(_REFUSALS[refusal.reason])]
        return False
    return True


@pages.post(f"{_PLACE}/send")
@access(Action.MANAGE_TEAM, subject="cluster_id")
def team_send_again(cluster_id: int, number: int) -> ResponseReturnValue:
    """Sends an open invitation by another mail."""
    try:
        sent = send_team_invitation_again(
            current_session(),
            cluster_id=cluster_id,
            invitation_id=number,
            days=settings().invitation_days,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except InvitationRefused as refusal:
        flash(str(_REFUSALS[refusal.reason]), "error")
    else:
        flash(
            _(
                "Sent again to %(email)s. Only the link in the newest mail works.",
                email=sent.email,
            ),
            "success",
        )
    return redirect(url_for("manager.team", cluster_id=cluster_id), 303)


@pages.post(f"{_PLACE}/withdraw")
@access(Action.MANAGE_TEAM, subject="cluster_id")
def team_withdraw(cluster_id: int, number: int) -> ResponseReturnValue:
    """Makes an open invitation useless."""
    withdraw_team_invitation(
        current_session(),
        cluster_id=cluster_id,
        invitation_id=number,
        actor_id=current_user_id(),
        at=now(),
    )
    flash(_("Withdrawn. The link in the mail no longer works."), "success")
    return redirect(url_for("manager.team", cluster_id=cluster_id), 303)
