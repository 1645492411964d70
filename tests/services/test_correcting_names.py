"""Who holds a certificate is corrected by two people of the secretariat."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.db.models import (
    Certificate,
    Document,
    EventRecord,
    NameCorrection,
    OutboxMessage,
    Submission,
)
from assessment.db.queries import name_corrections
from assessment.db.queries.name_corrections import WaitingName
from assessment.domain.errors import DomainError, IllegalTransition
from assessment.domain.label_life import LifeEvent, LifeState
from assessment.services.auditing import audit_events
from assessment.services.clusters import NameAlike, NameTaken
from assessment.services.correcting import Correction, NeedsSecondPerson, correct_certificate
from assessment.services.correcting_names import (
    Settled,
    confirm_name,
    others_of_office,
    propose_name,
    turn_down_name,
)
from assessment.services.decisions import SamePerson
from assessment.services.label_lives import change_life
from tests.building import MAILING, NOON, OFFICE, Line
from tests.issuing import issue

WORDS = Correction("Northern Timber ry", "Timber Office", "The name was misspelt.")


@pytest.fixture
def issued(line: Line) -> Line:
    issue(line)
    return line


def how(line: Line) -> dict[str, Any]:
    submission = line.session.scalars(select(Submission)).one()
    return {"submission": submission, "at": NOON, "mailing": MAILING}


def propose(line: Line, correction: Correction = WORDS) -> NameCorrection:
    return propose_name(
        line.session, correction=correction, actor_id=line.world.secretary.id, **how(line)
    )


def confirm(line: Line, number: int, actor_id: int) -> list[Document]:
    return confirm_name(
        line.session, correction_id=number, letterhead=OFFICE, actor_id=actor_id, **how(line)
    )


def certificate(line: Line) -> Certificate:
    return line.session.scalars(select(Certificate)).one()


def events(session: Session) -> list[tuple[str, int | None, dict[str, Any]]]:
    found = session.scalars(
        select(EventRecord).where(EventRecord.kind.contains("correct")).order_by(EventRecord.number)
    )
    return [(one.kind, one.actor_id, one.facts) for one in found]


def test_nothing_changes_until_a_second_person_confirms_it(issued: Line) -> None:
    proposed = propose(issued)
    assert certificate(issued).cluster_name == "Northern Timber"
    assert len(issued.session.scalars(select(Document)).all()) == 1
    deputy, secretary = issued.world.deputy.id, issued.world.secretary.id
    (ordered,) = confirm(issued, proposed.id, deputy)
    assert certificate(issued).cluster_name == "Northern Timber ry"
    assert (ordered.version, ordered.reason) == (2, "The name was misspelt.")
    assert (proposed.outcome, proposed.settled_by, proposed.before) == (
        Settled.CONFIRMED,
        deputy,
        "Northern Timber",
    )
    (first, second) = events(issued.session)
    assert first == (
        "propose_correction",
        secretary,
        {
            "correction": proposed.id,
            "before": "Northern Timber",
            "cluster_name": "Northern Timber ry",
            "organisation_before": "Timber House",
            "organisation": "Timber Office",
            "reason": "The name was misspelt.",
        },
    )
    assert second[:2] == ("correct_certificate", deputy)
    assert (second[2]["correction"], second[2]["proposed_by"]) == (proposed.id, secretary)
    assert audit_events(issued.session).is_whole


def test_whoever_proposed_it_is_no_second_person(issued: Line) -> None:
    proposed = propose(issued)
    with pytest.raises(SamePerson):
        confirm(issued, proposed.id, issued.world.secretary.id)
    assert certificate(issued).cluster_name == "Northern Timber"


@pytest.mark.parametrize("cluster_name", ["Northern Timber", "Northern Timber ry"])
def test_nobody_changes_cluster_or_organisation_alone(issued: Line, cluster_name: str) -> None:
    with pytest.raises(NeedsSecondPerson):
        correct_certificate(
            issued.session,
            correction=replace(WORDS, cluster_name=cluster_name),
            letterhead=OFFICE,
            actor_id=issued.world.secretary.id,
            **how(issued),
        )
    assert certificate(issued).cluster_name == "Northern Timber"


def test_while_one_waits_nothing_else_is_corrected_or_proposed(issued: Line) -> None:
    propose(issued)
    with pytest.raises(IllegalTransition):
        propose(issued)
    with pytest.raises(IllegalTransition):
        correct_certificate(
            issued.session,
            correction=Correction("Northern Timber", "Another Office", "Moved."),
            letterhead=OFFICE,
            actor_id=issued.world.deputy.id,
            **how(issued),
        )


@pytest.mark.parametrize(
    ("who", "outcome", "kind", "mails"),
    [
        ("secretary", Settled.WITHDRAWN, "withdraw_correction", 0),
        ("deputy", Settled.REJECTED, "reject_correction", 1),
    ],
)
def test_it_is_taken_back_or_sent_back_and_then_waits_no_more(
    issued: Line, who: str, outcome: Settled, kind: str, mails: int
) -> None:
    proposed = propose(issued)
    person = getattr(issued.world, who)
    turned = turn_down_name(
        issued.session,
        correction_id=proposed.id,
        reason="It is right as it is.",
        actor_id=person.id,
        **how(issued),
    )
    assert (turned, proposed.outcome, proposed.settled_reason) == (
        outcome,
        outcome,
        "It is right as it is.",
    )
    assert events(issued.session)[1] == (
        kind,
        person.id,
        {"correction": proposed.id, "reason": "It is right as it is."},
    )
    told = issued.session.scalars(
        select(OutboxMessage.recipient).where(
            OutboxMessage.subject == "Your proposed correction was sent back: Northern Timber, Gold"
        )
    ).all()
    assert list(told) == [issued.world.secretary.email] * mails
    for act in (lambda: confirm(issued, proposed.id, issued.world.deputy.id),):
        with pytest.raises(IllegalTransition):
            act()
    assert propose(issued).id != proposed.id


def test_the_others_are_told_and_find_it_among_what_waits(issued: Line) -> None:
    proposed = propose(issued)
    told = issued.session.scalars(
        select(OutboxMessage.recipient).where(
            OutboxMessage.subject == "Correction of a certificate to confirm: Northern Timber, Gold"
        )
    ).all()
    deputy, secretary = issued.world.deputy, issued.world.secretary
    assert list(told) == [deputy.email]
    line = WaitingName(proposed.submission_id, "Northern Timber", "cluster-excellence", "gold")
    assert name_corrections.to_confirm(issued.session, deputy.id) == [line]
    assert name_corrections.to_confirm(issued.session, secretary.id) == []
    submission = how(issued)["submission"]
    assert others_of_office(issued.session, submission, secretary.id) == [deputy]
    deputy.active = False
    issued.session.flush()
    assert others_of_office(issued.session, submission, secretary.id) == []


@pytest.mark.parametrize(
    ("name", "refused"), [("southern stone", NameTaken), ("S0uthern Stone", NameAlike)]
)
def test_a_name_of_another_cluster_is_refused_at_both_steps(
    issued: Line, name: str, refused: type[DomainError]
) -> None:
    with pytest.raises(refused):
        propose(issued, Correction(name, "", "Because."))
    proposed = propose(issued)
    proposed.cluster_name = name
    with pytest.raises(refused):
        confirm(issued, proposed.id, issued.world.deputy.id)


def test_what_was_revoked_meanwhile_is_not_corrected(issued: Line) -> None:
    proposed = propose(issued)
    certificate(issued).life = LifeState.REVOKED
    issued.session.flush()
    with pytest.raises(IllegalTransition):
        confirm(issued, proposed.id, issued.world.deputy.id)


def test_what_waits_for_a_certificate_that_is_revoked_waits_no_more(issued: Line) -> None:
    proposed = propose(issued)
    deputy = issued.world.deputy.id
    assert len(name_corrections.to_confirm(issued.session, deputy)) == 1
    change_life(
        issued.session,
        event=LifeEvent.REVOKE,
        reason="It was bought.",
        actor_id=issued.world.secretary.id,
        **how(issued),
    )
    issued.session.expire_all()
    assert name_corrections.to_confirm(issued.session, deputy) == []
    assert (proposed.outcome, proposed.settled_by) == ("lapsed", issued.world.secretary.id)
    with pytest.raises(IllegalTransition):
        confirm(issued, proposed.id, deputy)
