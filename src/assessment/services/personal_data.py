"""What the system holds about a person, for that person."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import User
from assessment.db.queries import mail_choices, people, personal, reviewer_register, signing_in
from assessment.services.digest_choices import rhythm_of
from assessment.services.mail_choices import chosen_ways

_TOLD_APART = frozenset(
    {
        "calibrations",
        "memberships",
        "sessions",
        "passkeys",
        "recovery_codes",
        "digest_choices",
        "dismissed_hints",
        "kept_mail",
        "mail_choices",
        "reviewer_profiles",
        "reviewer_absences",
        "affiliations",
    }
)
"""Tables that have a chapter of their own and name a person only as whose they are."""


def personal_data(session: Session, user: User, at: datetime) -> dict[str, Any]:
    """Everything about a person as plain values, a chapter for each kind of thing.

    Passwords, keys and codes are left out: they are kept as digests or sealed, and are of use to a
    thief alone. What belongs to a cluster or a review is named, with its place and time.
    """
    return {
        "made_at": at.isoformat(),
        "account": _account(session, user),
        "memberships": [
            {"cluster": membership.cluster.name, "role": membership.role}
            for membership in people.memberships_of(session, user.id)
        ],
        "invitations_to_you": _invitations(session, user),
        "sessions": _sessions(session, user),
        "passkeys": _passkeys(session, user),
        "reviewer_profile": _reviewer_profile(session, user),
        "ratings": _ratings(session, user),
        "calibration": _calibrations(session, user),
        "comments": _comments(session, user),
        "tasks": _tasks(session, user),
        "withdrawals": _withdrawals(session, user),
        "hints_put_away": sorted(people.dismissed_hints(session, user.id)),
        "mail_to_you": [
            {
                "subject": message.subject,
                "queued_at": message.queued_at.isoformat(),
                "sent_at": _iso(message.sent_at),
            }
            for message in personal.mail_to(session, user.email)
        ],
        "mail_kept_for_the_digest": [
            {"subject": kept.subject, "kept_at": kept.kept_at.isoformat()}
            for kept in mail_choices.kept_for(session, user.id)
        ],
        "records": _records(session, user),
    }


def _account(session: Session, user: User) -> dict[str, Any]:
    return {
        "number": user.id,
        "email": user.email,
        "name": user.name,
        "organisation": user.organisation,
        "country": user.country,
        "language": user.language,
        "is_reviewer": user.is_reviewer,
        "is_secretariat": user.is_secretariat,
        "created_at": user.created_at.isoformat(),
        "has_password": user.password is not None,
        "has_authenticator_app": user.totp_secret is not None,
        "news_by_mail": rhythm_of(session, user.id),
        "mail_by_topic": chosen_ways(session, user.id),
        "recovery_codes_left": signing_in.recovery_codes_left(session, user.id),
    }


def _invitations(session: Session, user: User) -> list[dict[str, Any]]:
    return [
        {
            "role": invitation.role,
            "cluster": invitation.cluster.name if invitation.cluster else None,
            "name": invitation.name,
            "invited_at": invitation.invited_at.isoformat(),
            "accepted_at": _iso(invitation.accepted_at),
            "withdrawn_at": _iso(invitation.withdrawn_at),
        }
        for invitation in people.invitations_to(session, user.email)
    ]


def _sessions(session: Session, user: User) -> list[dict[str, Any]]:
    return [
        {
            "browser": found.browser,
            "system": found.system,
            "address": found.address,
            "opened_at": found.opened_at.isoformat(),
            "last_seen_at": found.last_seen_at.isoformat(),
        }
        for found in signing_in.sessions_of(session, user.id)
    ]


def _passkeys(session: Session, user: User) -> list[dict[str, Any]]:
    return [
        {
            "name": passkey.name,
            "added_at": passkey.added_at.isoformat(),
            "last_used_at": passkey.lastuse_datetime.isoformat(),
        }
        for passkey in signing_in.passkeys_of(session, user.id)
    ]


def _reviewer_profile(session: Session, user: User) -> dict[str, Any]:
    found = reviewer_register.profile(session, user.id)
    told: dict[str, Any] = {}
    if found is not None:
        told = {
            "languages": found.languages,
            "sectors": found.sectors,
            "capacity": found.capacity,
            "trained_on": found.trained_on.isoformat() if found.trained_on else None,
            "note_of_the_secretariat": found.note,
        }
    return told | {
        "absences": [
            {"first": away.first_on.isoformat(), "last": away.last_on.isoformat()}
            for away in reviewer_register.absences(session, user.id)
        ],
        "affiliations": [
            {
                "organisation": tie.organisation,
                "as": tie.kind,
                "since": tie.since.isoformat(),
                "until": tie.until.isoformat() if tie.until else None,
            }
            for tie in reviewer_register.affiliations(session, [user.id])
        ],
    }


def _ratings(session: Session, user: User) -> list[dict[str, Any]]:
    return [
        {
            "submission": rating.seat.submission_id,
            "criterion": rating.criterion_id,
            "level": rating.level,
            "comment": rating.comment,
            "notes": rating.notes,
            "saved_at": rating.saved_at.isoformat(),
        }
        for rating in personal.ratings_by(session, user.id)
    ]


def _calibrations(session: Session, user: User) -> list[dict[str, Any]]:
    return [
        {
            "scheme": found.scheme_id,
            "version": found.version,
            "case": found.anchor_id,
            "level": found.level,
            "reference": found.reference,
            "reason": found.reason,
            "rated_at": found.rated_at.isoformat(),
        }
        for found in personal.calibrations_by(session, user.id)
    ]


def _comments(session: Session, user: User) -> list[dict[str, Any]]:
    return [
        {
            "cluster": cluster,
            "criterion": comment.criterion_id,
            "text": comment.text,
            "written_at": comment.written_at.isoformat(),
            "edited_at": _iso(comment.edited_at),
        }
        for comment, cluster in personal.comments_by(session, user.id)
    ]


def _tasks(session: Session, user: User) -> list[dict[str, Any]]:
    return [
        {
            "cluster": cluster,
            "criterion": task.criterion_id,
            "due_on": task.due_on.isoformat() if task.due_on else None,
            "note": task.note,
            "assigned_at": task.assigned_at.isoformat(),
        }
        for task, cluster in personal.tasks_of(session, user.id)
    ]


def _withdrawals(session: Session, user: User) -> list[dict[str, Any]]:
    return [
        {
            "cluster": cluster,
            "submission": submission.id,
            "reason": submission.withdrawal_reason,
            "withdrawn_at": _iso(submission.withdrawn_at),
        }
        for submission, cluster in personal.withdrawals_by(session, user.id)
    ]


def _records(session: Session, user: User) -> list[dict[str, Any]]:
    """By reference: in which table and as what the person is named, which row, and when."""
    found = personal.references(session, user.id, but=_TOLD_APART)
    return [
        {"table": table, "as": column, "key": key, "at": _iso(moment)}
        for table, column, key, moment in found
    ]


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
