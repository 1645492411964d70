"""Answers from before that today's criterion takes only in part: what is confirmed or put back of them."""

import pytest
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Answer, Assessment, ParkedAnswer
from assessment.db.queries import assessments, schemes
from assessment.services.answering import ANSWER_COLUMNS
from assessment.services.carrying import confirm_answer, restore_parked
from assessment.services.publishing import publish
from tests.building import NOON, Line, World
from tests.filling import Filling
from tests.services.versions import SECOND, make_changes, make_edition

MAY_NOT_APPLY = ("criteria.yaml", "  scale: steps\n", "  scale: steps\n  not_applicable: exclude\n")


@pytest.fixture
def line(session: Session, world: World, settings: Settings) -> Line:
    """Works under a scheme whose criteria need not apply, until its second version forbids that."""
    edition = make_edition(MAY_NOT_APPLY)
    put_into_force(session, edition)
    return Line(session, world, edition, settings.evidence_path)


@pytest.fixture
def draft(line: Line) -> Assessment:
    """A draft that says of `money` that it does not apply, and has come to the second version."""
    opened = line.open()
    line.answer(opened, line.label.criterion("money"), Filling(line.label, {}))
    line.claim_not_applicable(opened, "money", "We have none.")
    line.edition = make_edition(SECOND)
    put_into_force(line.session, line.edition)
    return opened


def put_into_force(session: Session, edition: Edition) -> None:
    changes = [make_changes(money="clarified")]
    publish(session, edition, changes, author="Editor", actor_id=None, at=NOON)
    session.flush()
    session.expire_all()


def money(line: Line, draft: Assessment) -> Answer:
    return assessments.answers(line.session, draft.id)["money"]


def said(answer: Answer) -> tuple[object, ...]:
    return tuple(getattr(answer, column) for column in ANSWER_COLUMNS)


def test_claim_that_the_new_version_forbids_is_left_out_of_what_is_confirmed(
    line: Line, draft: Assessment
) -> None:
    saved = money(line, draft)
    assert (said(saved), saved.carried) == ((None, "We have none.", {}, True), "kept")
    confirmed = confirm_answer(
        line.session,
        assessment=assessments.assessment(line.session, draft.id),
        criterion=line.label.criterion("money"),
        saved=saved,
        version=saved.version,
        changes={},
        actor_id=line.world.owner.id,
        at=NOON,
        scheme_version="2",
    )
    assert confirmed is not None
    assert said(confirmed) == (None, "We have none.", {}, False)
    assert (confirmed.is_answered, confirmed.carried) == (False, "")


def test_claim_that_the_new_version_forbids_is_left_out_of_what_is_put_back(
    line: Line, draft: Assessment
) -> None:
    record = {
        "level": None,
        "justification": "Never did.",
        "values": {},
        "is_not_applicable": True,
    }
    parked = ParkedAnswer(
        sheet_id=draft.sheet_id,
        criterion_id="money",
        title="Money",
        scheme_version="1",
        record=record,
        parked_at=NOON,
    )
    line.session.add(parked)
    line.session.flush()
    restored = restore_parked(
        line.session,
        assessment=assessments.assessment(line.session, draft.id),
        criterion=line.label.criterion("money"),
        parked=parked,
        version=money(line, draft).version,
        actor_id=line.world.owner.id,
        at=NOON,
        scheme_version="2",
    )
    assert isinstance(restored, Answer)
    assert said(restored) == (None, "Never did.", {}, False)
    assert schemes.parked_answers(line.session, draft.sheet_id) == [parked]
