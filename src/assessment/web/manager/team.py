"""The team of a cluster: who is on it, roles, handing over, leaving."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import people, tasks
from assessment.db.queries import teams as queries
from assessment.domain.policy import Action, ClusterRole
from assessment.domain.team import LastOwner
from assessment.services.teams import (
    change_role,
    hand_over,
    is_last_owner,
    leave_team,
    remove_member,
)
from assessment.web.access import access, can, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.review import ConfirmForm
from assessment.web.forms.team import HandOverForm, LeaveForm, RoleForm
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Membership

HISTORY = 20
"""Steps of the team's history that its owners see."""


@pages.get("/clusters/<int:cluster_id>/team")
@access(Action.SEE_CLUSTER, subject="cluster_id")
def team(cluster_id: int) -> ResponseReturnValue:
    """Who works on the cluster; for owners also invitations and what happened."""
    session = current_session()
    is_owner = can(Action.MANAGE_TEAM)
    members = people.members(session, cluster_id)
    return render_template(
        "manager/team.html",
        cluster=people.cluster(session, cluster_id),
        members=members,
        is_last_owner=is_last_owner(members, current_user_id()),
        invitations=queries.open_invitations(session, cluster_id, now()) if is_owner else (),
        events=queries.history(session, cluster_id, HISTORY) if is_owner else (),
    )


@pages.route("/clusters/<int:cluster_id>/team/<int:user_id>", methods=["GET", "POST"])
@access(Action.MANAGE_TEAM, subject="cluster_id")
def team_member(cluster_id: int, user_id: int) -> ResponseReturnValue:
    """A member's role, and the ways to hand over to them and to remove them."""
    member = _member(cluster_id, user_id)
    form = RoleForm(role=member.role)
    if form.validate_on_submit():
        try:
            change_role(
                current_session(),
                cluster_id=cluster_id,
                user_id=user_id,
                role=ClusterRole(form.role.data),
                actor_id=current_user_id(),
                at=now(),
            )
        except LastOwner:
            form.role.errors = [_("A cluster needs an owner. Hand it over to somebody first.")]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("manager.team", cluster_id=cluster_id), 303)
    page = render_template("manager/team_member.html", member=member, form=form)
    return page, 422 if form.errors else 200


@pages.route("/clusters/<int:cluster_id>/team/<int:user_id>/remove", methods=["GET", "POST"])
@access(Action.MANAGE_TEAM, subject="cluster_id")
def team_remove(cluster_id: int, user_id: int) -> ResponseReturnValue:
    """Takes somebody off the team, after one more question."""
    if user_id == current_user_id():
        return redirect(url_for("manager.team_leave", cluster_id=cluster_id), 303)
    member = _member(cluster_id, user_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        remove_member(
            current_session(),
            cluster_id=cluster_id,
            user_id=user_id,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
        flash(_("%(name)s is no longer on the team.", name=member.user.name), "success")
        return redirect(url_for("manager.team", cluster_id=cluster_id), 303)
    number = tasks.number_on_cluster(current_session(), user_id, cluster_id)
    return render_template("manager/team_remove.html", member=member, tasks=number)


@pages.route("/clusters/<int:cluster_id>/team/hand-over", methods=["GET", "POST"])
@access(Action.MANAGE_TEAM, subject="cluster_id")
def team_hand_over(cluster_id: int) -> ResponseReturnValue:
    """Makes another member the owner in one's own place."""
    heirs = _heirs(people.members(current_session(), cluster_id))
    form = HandOverForm.among(heirs, request.args.get("to", type=int))
    if form.validate_on_submit():
        hand_over(
            current_session(),
            cluster_id=cluster_id,
            user_id=form.user_id.data,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
        flash(_("Handed over. Both of you are told by mail."), "success")
        return redirect(url_for("manager.team", cluster_id=cluster_id), 303)
    cluster = people.cluster(current_session(), cluster_id)
    page = render_template("manager/team_hand_over.html", cluster=cluster, form=form, heirs=heirs)
    return page, 422 if form.errors else 200


@pages.route("/clusters/<int:cluster_id>/team/leave", methods=["GET", "POST"])
@access(Action.LEAVE_TEAM, subject="cluster_id")
def team_leave(cluster_id: int) -> ResponseReturnValue:
    """Takes oneself off the team; the last owner learns the way out."""
    session = current_session()
    form = LeaveForm()
    members = people.members(session, cluster_id)
    is_stuck = is_last_owner(members, current_user_id())
    if form.validate_on_submit() and not is_stuck:
        try:
            leave_team(session, cluster_id=cluster_id, user_id=current_user_id(), at=now())
        except LastOwner:
            is_stuck = True
        else:
            flash(_("You have left the team."), "success")
            return redirect(url_for("manager.desk"), 303)
    page = render_template(
        "manager/team_leave.html",
        cluster=people.cluster(session, cluster_id),
        form=form,
        is_stuck=is_stuck,
        heirs=_heirs(members),
        tasks=tasks.number_on_cluster(session, current_user_id(), cluster_id),
    )
    return page, 422 if form.errors or (is_stuck and request.method == "POST") else 200


def _member(cluster_id: int, user_id: int) -> "Membership":
    members = people.members(current_session(), cluster_id)
    found = next((member for member in members if member.user_id == user_id), None)
    if found is None:
        abort(404)
    return found


def _heirs(members: "Sequence[Membership]") -> list[tuple[int, str]]:
    """Who could become the owner: the others who can sign in."""
    return [
        (member.user_id, member.user.name)
        for member in members
        if member.user_id != current_user_id() and member.user.active
    ]
