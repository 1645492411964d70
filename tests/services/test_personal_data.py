"""What the system tells a person that it holds about them."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.db.base import Base
from assessment.db.models import Answer
from assessment.domain.workflow import State
from assessment.services.mail import queue_mail
from assessment.services.personal_data import personal_data
from tests.building import NOON, Line, World


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


def test_every_table_that_names_a_person_can_be_told(session: Session, world: World) -> None:
    """A record without a primary key or with another kind of key would be left out."""
    naming = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "users" for key in table.foreign_keys)
    }
    assert all(Base.metadata.tables[name].primary_key.columns for name in naming)
    json.dumps(personal_data(session, world.owner, NOON))
