"""People and invitations."""

from collections.abc import Iterator

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import people as queries
from assessment.db.queries import register
from assessment.db.queries.cluster_names import names
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action, ClusterRole
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile, Value
from assessment.services.accounts import Office, invite_person, withdraw_invitation
from assessment.web.access import LARGEST_KEY, access, current_user_id
from assessment.web.cluster_names import suggested_names
from assessment.web.context import mailing, settings
from assessment.web.forms.clusters import find_clusters
from assessment.web.forms.fields import options
from assessment.web.forms.secretariat import InvitationForm
from assessment.web.language import country_name, language
from assessment.web.listing import PAGE_SIZE, asked, page_of, send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session
from assessment.web.wording import word_for


@pages.get("/secretariat/people")
@access(Action.RUN_SECRETARIAT)
def people() -> ResponseReturnValue:
    """Everybody with an account, a page at a time, and the invitations that are still open."""
    session = current_session()
    wanted = register.WantedPeople(asked("q"), asked("role"))
    page = page_of(register.count_people(session, wanted))
    found = register.people(session, wanted, first=page.first, limit=PAGE_SIZE)
    return render_template(
        "secretariat/people.html",
        people=found,
        cluster_roles=register.cluster_roles(session, [person.id for person in found]),
        invitations=queries.open_invitations(session, now(), limit=PAGE_SIZE),
        invitation_count=queries.count_open_invitations(session, now()),
        page=page,
        wanted=wanted,
        asked={name: asked(name) for name in ("q", "role") if asked(name)},
        roles=[(role, word_for(role, "role")) for role in (*Office, *ClusterRole)],
    )


@pages.get("/secretariat/people/file/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def people_file(kind: str) -> ResponseReturnValue:
    """The people as they are narrowed, as a spreadsheet."""
    if kind not in LIST_FORMATS:
        abort(404)
    columns = [
        Column(_("Name"), 32),
        Column(_("E-mail"), 32),
        Column(_("Organisation"), 32),
        Column(_("Country"), 16),
        Column(_("Roles"), 40),
        Column(_("Since"), 12),
    ]
    found = ListFile(_("People"), columns, _people_rows(), language(), day_of(now()))
    return send_list(found, kind)


def _people_rows() -> Iterator[list[Value]]:
    session = current_session()
    wanted = register.WantedPeople(asked("q"), asked("role"))
    for part in register.every_person(session, wanted):
        roles = register.cluster_roles(session, [person.id for person in part])
        for person in part:
            held = [word_for("secretariat", "role")] if person.is_secretariat else []
            held += [word_for("reviewer", "role")] if person.is_reviewer else []
            held += [f"{word_for(role, 'role')}: {name}" for role, name in roles.get(person.id, [])]
            yield [
                person.name,
                person.email,
                person.organisation,
                country_name(person.country) if person.country else "",
                "; ".join(held),
                day_of(person.created_at),
            ]


@pages.get("/secretariat/people/invitations/file/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def invitations_file(kind: str) -> ResponseReturnValue:
    """The open invitations as a spreadsheet."""
    if kind not in LIST_FORMATS:
        abort(404)
    columns = [
        Column(_("Name"), 32),
        Column(_("E-mail"), 32),
        Column(_("Role"), 24),
        Column(_("Cluster"), 40),
        Column(_("Invited on"), 12),
        Column(_("Good until"), 12),
    ]
    found = ListFile(_("Open invitations"), columns, _invited(), language(), day_of(now()))
    return send_list(found, kind)


def _invited() -> Iterator[list[Value]]:
    for one in queries.open_invitations(current_session(), now()):
        yield [
            one.name,
            one.email,
            word_for(one.role, "role"),
            one.cluster.name if one.cluster else "",
            day_of(one.invited_at),
            day_of(one.expires_at),
        ]


@pages.route("/secretariat/people/invite", methods=["GET", "POST"])
@access(Action.RUN_SECRETARIAT)
def people_invite() -> ResponseReturnValue:
    """Inviting somebody by mail."""
    form = _form()
    if form.is_submitted() and form.role.data in set(ClusterRole):
        find_clusters(current_session(), [form.cluster])
    if form.validate_on_submit() and _is_whole(form):
        role = _role(form.role.data)
        invite_person(
            current_session(),
            email=form.email.data or "",
            name=form.name.data or "",
            role=role,
            cluster_id=form.cluster.named.id if form.cluster.named else None,
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


@pages.get("/secretariat/people/invite/clusters")
@access(Action.RUN_SECRETARIAT)
def cluster_names() -> ResponseReturnValue:
    """Names of clusters to suggest while one is written."""
    return suggested_names()


@pages.post("/secretariat/people/invitations/<int:number>/withdraw")
@access(Action.RUN_SECRETARIAT)
def people_withdraw(number: int) -> ResponseReturnValue:
    """Makes an open invitation useless."""
    withdraw_invitation(current_session(), number, actor_id=current_user_id(), at=now())
    flash(_("Withdrawn. The link in the mail no longer works."), "success")
    return redirect(url_for("secretariat.people"), 303)


def _form() -> InvitationForm:
    form = InvitationForm(
        cluster=_asked_cluster(),
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
    return form


def _asked_cluster() -> str:
    """The name of the cluster from whose page somebody comes."""
    number = request.args.get("cluster", 0, type=int)
    if not 0 < number <= LARGEST_KEY:
        return ""
    return names(current_session(), [number]).get(number, "")


def _role(value: str) -> Office | ClusterRole:
    return ClusterRole(value) if value in set(ClusterRole) else Office(value)


def _is_whole(form: InvitationForm) -> bool:
    if isinstance(_role(form.role.data), ClusterRole) and not form.cluster.named:
        form.cluster.errors = [_("Choose the cluster for this role.")]
        return False
    return True
