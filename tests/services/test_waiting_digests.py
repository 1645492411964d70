"""Digests of reviewers and of the secretariat: what is new, what waits, and nothing of their own."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

from assessment.config import Settings
from assessment.db.models import (
    Assessment,
    AwardCondition,
    Complaint,
    DigestChoice,
    Membership,
    OutboxMessage,
    Seat,
    User,
)
from assessment.domain.mail_topics import Topic, Way
from assessment.domain.workflow import State
from assessment.services.clarifications import lapse_clarification
from assessment.services.condition_reports import report_condition
from assessment.services.decisions import Outcome
from assessment.services.digests import DigestWriter
from assessment.services.mail_choices import choose_ways
from assessment.services.panels import object_to_panel
from assessment.services.seats import decline_seat
from tests.building import MAILING, NOON, make_cluster
from tests.services.conftest import QuickLine
from tests.services.test_digests import statements_of

DAY = timedelta(days=1)
FIRST = datetime.combine(NOON.date() + DAY, datetime.min.time(), UTC).replace(hour=5)
"""The first morning after the day on which everything happens."""


class Office:
    """The line with digests for reviewers and secretariat, last looked through before its day."""

    def __init__(self, line: QuickLine, engine: Engine, settings: Settings) -> None:
        self.line, self.session, self.world = line, line.session, line.world
        self.writer = DigestWriter(engine, settings)
        world = line.world
        for person in (world.reviewer, world.colleague, world.secretary, world.deputy):
            self.session.add(
                DigestChoice(user_id=person.id, rhythm="daily", looked_at=FIRST - 2 * DAY)
            )

    def mornings(self, *days: int) -> list[set[str]]:
        """Who gets a digest on each of these mornings after the day of the line."""
        return [self.write(number) for number in days]

    def write(self, day: int = 0) -> set[str]:
        self.session.commit()
        before = len(self.digests())
        self.writer.write(FIRST + day * DAY)
        return {message.recipient.partition("@")[0] for message in self.digests()[before:]}

    def digests(self) -> list[OutboxMessage]:
        found = self.session.scalars(
            select(OutboxMessage)
            .where(
                OutboxMessage.unsubscribe != "", OutboxMessage.body.contains("Less of this mail")
            )
            .order_by(OutboxMessage.id)
        ).all()
        self.session.commit()
        return list(found)

    def told(self, person: User) -> str:
        """The last digest of a person."""
        return next(m.body for m in reversed(self.digests()) if m.recipient == person.email)

    def lead_to(self, state: State) -> Assessment:
        return self.line.lead_to(state)


@pytest.fixture
def office(quick_line: QuickLine, engine: Engine, settings: Settings) -> Office:
    return Office(quick_line, engine, settings)


def invite(office: Office) -> Assessment:
    assessment = office.line.open()
    office.line.answer_all(assessment)
    submission = office.line.submit(assessment)
    office.line.accept(submission)
    office.line.propose(submission)
    office.line.agree_to_panel(submission)
    return assessment


def test_nothing_is_no_mail(office: Office) -> None:
    assert office.mornings(0, 1) == [set(), set()]


def test_an_application_that_came_in_is_told_with_its_step(office: Office) -> None:
    submission = office.line.submission(office.lead_to(State.SUBMITTED))
    assert office.write() == {"secretary", "deputy"}
    told = office.told(office.world.secretary)
    base = f"https://labels.example/secretariat/submissions/{submission.id}"
    assert f"CAME IN\n- Northern Timber, Gold: a new application\n  {base}\n" in told
    assert "WAITING FOR THE SECRETARIAT\n- Northern Timber, Gold: formal check; by " in told
    assert f"days left\n  {base}/check\n" in told
    assert "All applications:\nhttps://labels.example/secretariat\n" in told


def test_a_complaint_is_told_at_once_and_when_its_days_run_out(office: Office) -> None:
    complaint = office.line.complain(office.line.open())
    days = office.mornings(0, 1, 25, 26, 29, 30)
    both = {"secretary", "deputy"}
    assert days == [both, set(), set(), both, set(), both]
    told = office.told(office.world.secretary)
    assert "- Northern Timber, Gold: answer the complaint; 1 day overdue\n" in told
    assert f"  https://labels.example/secretariat/complaints/{complaint.id}\n" in told


def test_what_waits_is_told_again_when_it_presses_and_when_it_is_overdue(office: Office) -> None:
    assessment = office.lead_to(State.SUBMITTED)
    assessment.due_on = FIRST.date() + 5 * DAY
    days = office.mornings(*range(8))
    both = {"secretary", "deputy"}
    assert days == [both, set(), both, set(), set(), set(), both, set()]
    assert "formal check; 1 day overdue" in office.told(office.world.secretary)


def test_nobody_is_told_of_the_cluster_that_they_work_on(office: Office) -> None:
    world = office.world
    office.session.add(
        Membership(cluster_id=world.cluster.id, user_id=world.deputy.id, role="viewer")
    )
    office.lead_to(State.SUBMITTED)
    assert office.write() == {"secretary"}


def test_the_secretariat_is_told_nothing_of_what_it_was_asked_to_review(office: Office) -> None:
    assessment = office.lead_to(State.SUBMITTED)
    office.session.add(
        Seat(
            submission_id=office.line.submission(assessment).id,
            reviewer_id=office.world.deputy.id,
            state="declined",
            appointed_by=office.world.secretary.id,
        )
    )
    assert office.write() == {"secretary"}


def test_ones_own_steps_are_no_news(office: Office) -> None:
    office.lead_to(State.DECISION_PROPOSED)
    office.write()
    assert "confirm the decision" not in office.told(office.world.secretary)
    assert "confirm the decision" in office.told(office.world.deputy)


def test_an_objection_a_disclosure_and_a_refusal_are_told(office: Office) -> None:
    assessment = office.lead_to(State.PANEL_PROPOSED)
    by = {"at": NOON, "mailing": MAILING}
    object_to_panel(
        office.session, assessment_id=assessment.id, reason="A rival.",
        actor_id=office.world.owner.id, **by,
    )  # fmt: skip
    submission = office.line.submission(assessment)
    office.write()
    told = office.told(office.world.secretary)
    assert "the cluster objects to the panel" in told
    office.line.propose(submission)  # which appoints it: a cluster objects once
    office.line.declare(submission, office.world.reviewer, "My brother works there.")
    decline_seat(
        office.session, submission=submission, reviewer_id=office.world.colleague.id,
        reason="Ill.", **by,
    )  # fmt: skip
    office.session.commit()
    office.session.execute(update(DigestChoice).values(looked_at=FIRST - 2 * DAY))
    office.write()
    told = office.told(office.world.secretary)
    assert "a reviewer disclosed a tie" in told
    assert "a reviewer declined" in told
    assert "My brother" not in told


def test_a_clean_declaration_is_no_news_for_the_secretariat(office: Office) -> None:
    office.lead_to(State.IN_REVIEW)
    office.write()
    assert "disclosed" not in office.told(office.world.deputy)


def test_a_reviewer_is_told_of_an_invitation(office: Office) -> None:
    submission = office.line.submission(invite(office))
    assert {"reviewer", "colleague"} <= office.write()
    told = office.told(office.world.reviewer)
    assert "NEW IN YOUR REVIEWS\n- Northern Timber, Gold: answer whether you review it; by" in told
    assert f"https://labels.example/reviews/{submission.id}/seat\n" in told
    assert told.count("answer whether") == 1
    assert "SECRETARIAT" not in told


def test_ratings_are_told_with_progress_when_their_day_comes_near(office: Office) -> None:
    submission = office.line.submission(office.lead_to(State.IN_REVIEW))
    office.session.execute(update(Seat).values(due_on=FIRST.date() + 4 * DAY))
    office.line.rate_all(submission, office.world.reviewer, 3)
    sent = [{"reviewer", "colleague"} & found for found in office.mornings(*range(7))]
    panel = {"reviewer", "colleague"}
    assert sent == [set(), panel, set(), set(), set(), panel, set()]
    total = len(office.line.label.rated)
    assert f"your review, {total} of {total} rated; 1 day overdue" in office.told(
        office.world.reviewer
    )
    assert f"your review, 0 of {total} rated" in office.told(office.world.colleague)


def test_late_reviewers_are_told_to_the_secretariat_by_name(office: Office) -> None:
    submission = office.line.submission(office.lead_to(State.IN_REVIEW))
    office.write()
    office.session.execute(
        update(Seat)
        .where(Seat.reviewer_id == office.world.colleague.id)
        .values(due_on=FIRST.date() + DAY)
    )
    assert "secretary" in office.write(2)
    assert (
        "REVIEWERS WHO ARE LATE\n"
        "- Northern Timber, Gold: Colleague has not handed in; 1 day overdue\n"
        f"  https://labels.example/secretariat/submissions/{submission.id}/seats\n"
    ) in office.told(office.world.secretary)


def test_answers_of_the_cluster_are_told_to_both_sides(office: Office) -> None:
    assessment = office.lead_to(State.CLARIFICATION)
    office.session.commit()
    lapse_clarification(office.session, assessment_id=assessment.id, at=NOON, mailing=MAILING)
    office.write()
    told = office.told(office.world.reviewer)
    assert "the questions of the panel are answered, or their days are over" in told
    assert "/questions\n" in told
    assert "let its days for answering go by" in office.told(office.world.secretary)


def test_whoever_leads_is_told_to_close_the_consensus(office: Office) -> None:
    office.lead_to(State.CONSENSUS)
    assert "colleague" not in office.write()
    assert "close the consensus; by" in office.told(office.world.reviewer)


def test_one_alone_is_told_to_write_the_outcome_and_to_agree_with_nobody(office: Office) -> None:
    office.line.label_id = "silver"
    submission = office.line.submission(office.lead_to(State.CONSENSUS))
    office.write()
    told = office.told(office.world.reviewer)
    assert "Northern Timber, Silver: write the outcome and close the review; by" in told
    assert f"  https://labels.example/reviews/{submission.id}/outcome\n" in told
    assert "consensus" not in told


def test_who_has_joined_the_cluster_since_is_told_nothing_of_the_review(office: Office) -> None:
    invite(office)
    office.session.add(
        Membership(
            cluster_id=office.world.cluster.id, user_id=office.world.reviewer.id, role="viewer"
        )
    )
    assert "reviewer" not in office.write()


def test_the_overview_can_be_switched_off(office: Office) -> None:
    choose_ways(office.session, office.world.secretary.id, {Topic.OVERVIEW: Way.OFF})
    office.lead_to(State.SUBMITTED)
    assert office.write() == {"deputy"}


def test_conditions_are_told_from_the_days_before_they_are_due(office: Office) -> None:
    assessment = office.lead_to(State.CONDITIONAL)
    office.write()
    assert "check the conditions" not in "".join(message.body for message in office.digests())
    assessment.due_on = FIRST.date() + 4 * DAY
    assert office.write(1) == {"secretary", "deputy"}
    assert "check the conditions of the award; by" in office.told(office.world.deputy)


def test_a_condition_of_which_the_cluster_told_is_told_the_next_morning(office: Office) -> None:
    assessment = office.lead_to(State.CONDITIONAL)
    office.write()
    number = office.session.scalars(select(AwardCondition.id)).one()
    report_condition(
        office.session,
        submission=office.line.submission(assessment),
        condition_id=number,
        said="It is online.",
        actor_id=office.world.owner.id,
        at=FIRST + DAY / 2,
        mailing=MAILING,
    )
    assert office.write(1) == {"secretary", "deputy"}
    assert "check the conditions of the award; by" in office.told(office.world.deputy)
    assert office.write(2) == set()


def test_the_digest_is_in_the_readers_language(office: Office) -> None:
    office.world.secretary.language = "fi"
    office.lead_to(State.SUBMITTED)
    office.session.commit()
    office.writer.write(FIRST)
    (told,) = [
        message.body
        for message in office.session.scalars(select(OutboxMessage)).all()
        if message.recipient == "secretary@people.example"
        and "/mail/stop/" in message.body
        and "/secretariat\n" in message.body
    ]
    assert "uusi hakemus" in told
    assert "waiting" not in told.lower()


def test_a_long_list_is_cut_and_says_so(office: Office, engine: Engine) -> None:
    counts = []
    for number in (1, 24):
        for each in range(number):
            cluster = make_cluster(
                office.session, f"Cluster {number}-{each}", owner=office.world.owner
            )
            office.world.cluster = cluster
            office.lead_to(State.SUBMITTED)
        office.session.commit()
        office.session.execute(update(DigestChoice).values(looked_at=FIRST - 2 * DAY))
        office.session.commit()
        with statements_of(engine) as statements:
            assert office.writer._write_safely(office.world.secretary.id, FIRST)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    told = office.told(office.world.secretary)
    assert told.count("formal check") == 20
    assert "5 further applications wait:\nhttps://labels.example/secretariat\n" in told


def test_complaints_beyond_those_listed_are_counted_and_the_newest_is_a_reason(
    office: Office,
) -> None:
    draft = office.line.open()
    for _number in range(22):
        office.line.complain(draft)
    office.session.execute(update(Complaint).values(made_at=FIRST - 9 * DAY))
    assert office.write() == set()
    office.line.complain(draft)
    office.session.execute(update(DigestChoice).values(looked_at=FIRST - 2 * DAY))
    assert office.write() == {"secretary", "deputy"}
    told = office.told(office.world.secretary)
    assert told.count("answer the complaint") == 20
    assert "3 further complaints wait:\nhttps://labels.example/secretariat/complaints\n" in told


def test_a_deferral_is_told_when_it_ends(office: Office) -> None:
    assessment = office.line.open()
    for _state in office.line.walk(assessment, Outcome.DEFER):
        pass
    assessment.due_on = FIRST.date()
    office.write()
    assert "the deferral ends; today is the last day" in office.told(office.world.secretary)
