"""What the system tells a person that it holds about them."""

import json
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.db.models import Answer
from assessment.domain.digest import Rhythm
from assessment.domain.workflow import State
from assessment.services.comments import Place, delete_comment, write_comment
from assessment.services.digest_choices import choose_rhythm
from assessment.services.hints import dismiss_hint
from assessment.services.mail import queue_mail
from assessment.services.personal_data import personal_data
from assessment.services.tasks import Assigning, assign
from tests.building import MAILING, NOON, Line, World
from tests.naming import name_everywhere, naming_columns
from tests.people import make_person


def test_account_and_roles_are_told(session: Session, world: World) -> None:
    told = personal_data(session, world.editor, NOON)
    assert told["account"]["email"] == "editor@people.example"
    assert told["memberships"] == [{"cluster": "Northern Timber", "role": "editor"}]


def test_what_was_saved_is_told_by_reference(line: Line, world: World) -> None:
    line.lead_to(State.SUBMITTED)
    told = personal_data(line.session, world.owner, NOON)
    answers = [r for r in told["records"] if (r["table"], r["as"]) == ("answers", "saved_by")]
    saved = line.session.scalars(select(Answer)).all()
    assert len(answers) == len(saved) > 0
    assert {"events", "submissions"} <= {r["table"] for r in told["records"]}


def test_ratings_are_told_with_their_comments(line: Line, world: World) -> None:
    line.lead_to(State.CONSENSUS)
    told = personal_data(line.session, world.reviewer, NOON)
    assert told["ratings"][0]["comment"] == "Seen by Reviewer."


def test_mail_is_told_and_nobody_elses(session: Session, world: World) -> None:
    queue_mail(session, world.editor.email, "For you", "Secret link")
    queue_mail(session, world.viewer.email, "Not for you", "")
    session.flush()
    told = personal_data(session, world.editor, NOON)
    assert [mail["subject"] for mail in told["mail_to_you"]] == ["For you"]
    assert "Secret link" not in json.dumps(told)


def test_no_secret_is_told(session: Session, world: World) -> None:
    world.editor.totp_secret = "sealed-key"
    session.flush()
    told = json.dumps(personal_data(session, world.editor, NOON))
    assert "sealed-key" not in told
    assert (world.editor.password or "-") not in told
    assert world.editor.fs_uniquifier not in told


def test_comments_and_tasks_are_told_in_full(line: Line, world: World) -> None:
    draft = line.open()
    place = Place(world.cluster.id, draft.sheet_id, "web-presence")
    session, editor = line.session, world.editor
    write_comment(session, place, text="Which year?", actor_id=editor.id, at=NOON)
    gone = write_comment(session, place, text="Oops", actor_id=editor.id, at=NOON)
    delete_comment(session, place, gone.id, actor_id=editor.id, at=NOON)
    assign(
        session,
        cluster_id=world.cluster.id,
        sheet_id=draft.sheet_id,
        criterion_ids=["web-presence"],
        to=Assigning(editor.id, date(2026, 7, 1), "See the plan"),
        actor_id=world.owner.id,
        at=NOON,
    )
    told = personal_data(session, editor, NOON)
    place_told = {"cluster": "Northern Timber", "criterion": "web-presence"}
    written = {"text": "Which year?", "written_at": NOON.isoformat(), "edited_at": None}
    assert told["comments"] == [{**place_told, **written}]
    given = {"due_on": "2026-07-01", "note": "See the plan", "assigned_at": NOON.isoformat()}
    assert told["tasks"] == [{**place_told, **given}]


def test_withdrawals_are_told_with_their_reasons(line: Line, world: World) -> None:
    submission = line.withdraw(line.lead_to(State.SUBMITTED))
    assert personal_data(line.session, world.owner, NOON)["withdrawals"] == [
        {
            "cluster": "Northern Timber",
            "submission": submission.id,
            "reason": "A figure was wrong.",
            "withdrawn_at": NOON.isoformat(),
        }
    ]
    assert personal_data(line.session, world.editor, NOON)["withdrawals"] == []


def test_choices_are_told(session: Session, world: World) -> None:
    choose_rhythm(session, world.editor.id, Rhythm.WEEKLY, NOON, MAILING)
    dismiss_hint(session, world.editor.id, "desk", NOON)
    told = personal_data(session, world.editor, NOON)
    assert (told["account"]["news_by_mail"], told["hints_put_away"]) == ("weekly", ["desk"])


def test_every_column_that_names_the_person_is_told(session: Session) -> None:
    """By reference, or in a chapter of its own where it only says whose something is."""
    person = make_person(session, "somebody")
    name_everywhere(session, person, make_person(session, "other"))
    told = json.loads(json.dumps(personal_data(session, person, NOON)))
    chapters = ("memberships", "sessions", "passkeys", "hints_put_away", "comments", "tasks")
    assert [chapter for chapter in chapters if not told[chapter]] == []
    assert told["account"]["recovery_codes_left"] == 1
    referred = {f"{record['table']}.{record['as']}" for record in told["records"]}
    assert naming_columns() - referred == {
        "affiliations.user_id",
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
        "sessions.user_id",
    }
