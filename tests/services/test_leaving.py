"""Deleting an account: what goes, what stays, and what has to be handed over before."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.db.models import (
    BrowserSession,
    EventRecord,
    Invitation,
    Membership,
    OutboxMessage,
    RecoveryCode,
    Submission,
    User,
)
from assessment.db.queries import personal
from assessment.domain.policy import ClusterRole
from assessment.domain.workflow import State
from assessment.services.accounts import invite_person
from assessment.services.leaving import Hindrance, StillNeeded, Tie, delete_account
from assessment.services.mail import Mailing, queue_mail
from assessment.services.second_factor import SecondFactor
from assessment.services.sessions import Visitor, begin_session
from tests.building import NOON, Line, World
from tests.naming import name_everywhere, naming_columns
from tests.people import make_person

GOES = {
    "affiliations.user_id",
    "assignments.user_id",
    "calibrations.user_id",
    "digest_choices.user_id",
    "dismissed_hints.user_id",
    "kept_mail.user_id",
    "mail_choices.user_id",
    "memberships.user_id",
    "passkeys.user_id",
    "recovery_codes.user_id",
    "reviewer_absences.user_id",
    "reviewer_profiles.user_id",
    "saved_views.user_id",
    "sessions.user_id",
}
"""What is the person's alone."""
SWEPT = {"interview_sheets.user_id"}
"""What the worker removes, with its file, once the account is deleted."""
STAYS = {
    "agreements.recorded_by",
    "answer_imports.uploaded_by",
    "answer_versions.saved_by",
    "answers.saved_by",
    "appeals.answered_by",
    "appeals.made_by",
    "assessments.opened_by",
    "assignments.assigned_by",
    "award_conditions.checked_by",
    "clarifications.answered_by",
    "clarifications.asked_by",
    "cluster_changes.changed_by",
    "bundles.ordered_by",
    "bundles.stopped_by",
    "calls.created_by",
    "comments.author_id",
    "comments.resolved_by",
    "complaints.answered_by",
    "complaints.made_by",
    "decisions.decided_by",
    "duty_terms.done_by",
    "decisions.proposed_by",
    "decisions.rejected_by",
    "draft_reports.ordered_by",
    "portfolio_reports.ordered_by",
    "earlier_labels.recorded_by",
    "events.about_id",
    "events.actor_id",
    "evidence.added_by",
    "evidence_steps.made_by",
    "evidence_versions.added_by",
    "invitations.invited_by",
    "mentions.user_id",
    "name_corrections.proposed_by",
    "name_corrections.settled_by",
    "panel_questions.saved_by",
    "panel_questions.written_by",
    "panel_findings.saved_by",
    "panel_visits.saved_by",
    "profiles.saved_by",
    "publications.published_by",
    "register_imports.uploaded_by",
    "scheme_trials.requested_by",
    "seats.appointed_by",
    "seats.reviewer_id",
    "submissions.submitted_by",
    "submissions.withdrawn_by",
    "team_events.actor_id",
    "team_events.person_id",
}
"""What others rely on: it names the emptied person, who is a former member on every page."""
MAILING = Mailing("https://labels.example", "k" * 32)
HERE = Visitor("Firefox", "Linux", "")


def leave(session: Session, person: User) -> None:
    delete_account(session, person, MAILING, NOON)
    session.flush()


def naming(session: Session, person: User) -> set[str]:
    """The columns that name the person now, as `table.column`."""
    found = personal.references(session, person.id, but=frozenset())
    return {f"{table}.{column}" for table, column, _key, _moment in found}


def ties(session: Session, person: User) -> list[Hindrance]:
    with pytest.raises(StillNeeded) as refused:
        leave(session, person)
    return refused.value.hindrances


def count(session: Session, table: type, person: User) -> int:
    found = select(func.count()).select_from(table).where(table.user_id == person.id)
    return session.scalar(found) or 0


def test_the_persons_own_is_removed_and_the_address_is_free(session: Session, world: World) -> None:
    editor = world.editor
    begin_session(session, editor.id, HERE, is_remembered=False, at=NOON)
    SecondFactor("k" * 32, "x").new_recovery_codes(session, editor.id)
    leave(session, editor)
    assert (editor.name, editor.country, editor.organisation) == ("Former member", "", "")
    assert (editor.active, editor.password, editor.deleted_at) == (False, None, NOON)
    assert editor.email.endswith("@deleted.invalid")
    own = (BrowserSession, Membership, RecoveryCode)
    assert [count(session, table, editor) for table in own] == [0, 0, 0]
    assert make_person(session, "editor").email == "editor@people.example"


def test_the_record_stays_whole(line: Line) -> None:
    session, world = line.session, line.world
    line.lead_to(State.AWARDED)
    session.add(Membership(cluster_id=world.cluster.id, user_id=world.stranger.id, role="owner"))
    session.flush()
    submission = session.scalars(select(Submission)).one()
    before = (submission.digest, dict(submission.record))
    leave(session, world.owner)
    leave(session, world.reviewer)
    session.expire_all()
    assert (submission.digest, submission.record) == before
    assert submission.submitted_by == world.owner.id
    first = session.scalars(select(EventRecord).order_by(EventRecord.number)).first()
    assert first is not None
    assert first.actor_id == world.owner.id


def test_what_becomes_of_each_table_that_names_a_person_is_decided() -> None:
    """A new one goes into GOES with `delete_account`, or into STAYS with a reason to keep it."""
    assert GOES.isdisjoint(STAYS)
    assert naming_columns() == GOES | SWEPT | STAYS


def test_what_others_rely_on_stays_and_the_rest_goes(session: Session) -> None:
    person = make_person(session, "leaver")
    name_everywhere(session, person, make_person(session, "other"))
    assert naming(session, person) == GOES | SWEPT | STAYS
    leave(session, person)
    assert naming(session, person) == SWEPT | STAYS


def test_the_last_owner_stays(session: Session, world: World) -> None:
    cluster = world.cluster
    assert ties(session, world.owner) == [Hindrance(Tie.LAST_OWNER, cluster.name, cluster.id)]
    assert world.owner.active


def test_one_of_two_owners_may_go(session: Session, world: World) -> None:
    membership = session.get(Membership, (world.cluster.id, world.editor.id))
    assert membership is not None
    membership.role = ClusterRole.OWNER
    session.flush()
    leave(session, world.owner)
    assert ties(session, world.editor)[0].tie is Tie.LAST_OWNER


def test_an_owner_who_cannot_sign_in_does_not_count(session: Session, world: World) -> None:
    membership = session.get(Membership, (world.cluster.id, world.editor.id))
    assert membership is not None
    membership.role, world.editor.active = ClusterRole.OWNER, False
    session.flush()
    assert ties(session, world.owner)[0].tie is Tie.LAST_OWNER


def test_the_last_of_the_secretariat_stays(session: Session, world: World) -> None:
    world.deputy.is_secretariat = False
    session.flush()
    assert ties(session, world.secretary) == [Hindrance(Tie.LAST_SECRETARIAT)]
    make_person(session, "successor", is_secretariat=True)
    leave(session, world.secretary)
    assert world.secretary.is_secretariat is False


def test_who_sits_on_an_open_panel_stays_until_it_is_decided(line: Line) -> None:
    line.lead_to(State.IN_REVIEW)
    submission = line.session.scalars(select(Submission)).one()
    expected = [Hindrance(Tie.OPEN_SEAT, line.world.cluster.name, submission.id)]
    assert ties(line.session, line.world.reviewer) == expected


def test_invitations_and_mail_forget_the_address(session: Session, world: World) -> None:
    invite_person(
        session,
        email=world.editor.email,
        name="Eddie",
        role=ClusterRole.VIEWER,
        cluster_id=world.foreign_cluster.id,
        language="en",
        days=7,
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    queue_mail(session, world.editor.email, "Hello", "Hello")
    leave(session, world.editor)
    invitation = session.scalars(select(Invitation)).one()
    assert (invitation.email, invitation.name, invitation.withdrawn_at) == ("", "", NOON)
    assert [m.subject for m in session.scalars(select(OutboxMessage))] == [
        "Your account is deleted"
    ]


def test_a_mail_to_the_old_address_confirms_it_in_the_persons_language(
    session: Session, world: World
) -> None:
    world.editor.language = "fi"
    leave(session, world.editor)
    mail = session.scalars(select(OutboxMessage)).one()
    assert (mail.recipient, mail.subject) == (
        "editor@people.example",
        "Käyttäjätilisi on poistettu",
    )
