"""Renewing a label: what a submission settles, who reviews it, and what takes the old one's place."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Certificate, EarlierLabel, EventRecord, OutboxMessage, Submission
from assessment.db.queries import (
    clusters,
    outcomes,
    portfolio,
    register,
    reminders,
    renewals,
    reviews,
)
from assessment.domain.errors import IllegalTransition, NotRenewable
from assessment.domain.label_life import LifeEvent, LifeState
from assessment.domain.renewals import Turn, renewing
from assessment.domain.scorecard import ConditionKind
from assessment.domain.workflow import FOR_SECRETARIAT, OVER, State
from assessment.services.award_conditions import (
    Finding,
    check_conditions,
    confirm_missed,
    finding_of,
    missed_of,
)
from assessment.services.decisions import Outcome
from assessment.services.endings import ends
from assessment.services.formal_checks import (
    accept_application,
    formal_conditions,
    return_application,
)
from assessment.services.issuing import NothingLeft, RenewedIsGone
from assessment.services.label_lives import change_life
from assessment.services.making_documents import document_html
from assessment.services.panel_rules import is_renewal, panel_rule
from assessment.services.renewing import awards_of, renewing_of
from tests.building import MAILING, NOON, Line

TODAY = NOON.date()
END = date(2027, 5, 31)  # its window has been open since 31 May 2026
FIRST = date(2025, 5, 14)
AFTER = NOON + timedelta(days=100)  # the conditions are due before


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


def renewed(line: Line, state: State = State.SUBMITTED) -> Submission:
    found = line.submission(line.lead_to(state))
    line.session.flush()
    return found


def change(line: Line, certificate: Certificate, event: LifeEvent) -> None:
    change_life(
        line.session,
        submission=reviews.submission(line.session, certificate.submission_id),
        event=event,
        reason="Nobody answers.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def of(line: Line, submission: Submission) -> Certificate:
    _decision, certificate = outcomes.decision_and_certificate(line.session, submission.id)
    assert certificate is not None
    return certificate


def test_a_submission_in_the_window_is_a_renewal_for_good(line: Line) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line)
    assert is_renewal(submission)
    assert (submission.renews_certificate_id, submission.renews_until) == (held.id, END)
    assert submission.record["renews"] == {
        "certificate": held.id,
        "number": held.number,
        "since": "2025-05-14",
        "until": "2027-05-31",
    }
    assert panel_rule(submission, line.label).reviewers == 1
    held.valid_until = date(2030, 1, 1)
    line.session.flush()
    assert panel_rule(submission, line.label).reviewers == 1


def test_a_first_application_renews_nothing(line: Line) -> None:
    submission = renewed(line)
    assert (submission.renews_until, submission.record["renews"]) == (None, None)
    assert panel_rule(submission, line.label).reviewers == 2


def test_before_the_window_nothing_is_submitted_and_the_first_day_is_told(line: Line) -> None:
    line.hold(FIRST, date(2027, 6, 30))
    draft = line.open()
    line.answer_all(draft)
    with pytest.raises(NotRenewable) as refused:
        line.submit(draft)
    assert refused.value.opens_on == date(2026, 6, 30)
    assert draft.state == State.DRAFT


def test_after_the_window_it_is_a_first_application_again(line: Line) -> None:
    line.hold(date(2023, 6, 1), TODAY.replace(year=2025) - timedelta(days=1))
    draft = line.open()
    assert renewing_of(line.session, draft, line.label, NOON).turn is Turn.LATE
    line.answer_all(draft)
    assert line.submit(draft).renews_until is None


def test_what_was_returned_is_still_a_renewal_until_it_may_come_again(line: Line) -> None:
    line.hold(date(2023, 6, 1), date(2025, 6, 15))  # its window ends on the day of the submission
    submission = renewed(line)
    assert is_renewal(submission)
    return_application(
        line.session,
        submission=submission,
        reasons="A figure is missing.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    last = submission.again_until
    assert last is not None
    left = (last - TODAY).days
    turns = [
        renewing_of(
            line.session, submission.assessment, line.label, NOON + timedelta(days=days)
        ).turn
        for days in (1, left, left + 1)
    ]
    assert turns == [Turn.OPEN, Turn.OPEN, Turn.LATE]


def test_a_suspended_label_waits_until_the_suspension_is_lifted(line: Line) -> None:
    held = line.hold(FIRST, END)
    change(line, held, LifeEvent.SUSPEND)
    draft = line.open()
    line.answer_all(draft)
    with pytest.raises(NotRenewable) as refused:
        line.submit(draft)
    assert refused.value.opens_on is None
    change(line, held, LifeEvent.LIFT)
    assert line.submit(draft).renews_until == END


def earlier(line: Line, label_id: str) -> EarlierLabel:
    """A label that the cluster held before this system."""
    return EarlierLabel(
        cluster_id=line.world.cluster.id,
        scheme_id=line.edition.scheme.id,
        label_id=label_id,
        number="OLD-7",
        valid_from=FIRST,
        valid_until=END,
        recorded_by=line.world.secretary.id,
    )


def test_a_label_from_before_this_system_is_renewed_too(line: Line) -> None:
    line.session.add(earlier(line, "gold"))
    line.session.flush()
    line.is_renewal = True
    submission = renewed(line, State.AWARDED)
    assert (submission.renews_certificate_id, submission.renews_until) == (None, END)
    assert submission.record["renews"]["number"] == "OLD-7"
    certificate = of(line, submission)
    assert (certificate.valid_from, certificate.valid_until) == (
        date(2027, 6, 1),
        date(2030, 5, 31),
    )


def test_an_award_goes_on_from_the_end_before_and_takes_its_place_at_once(
    line: Line, session: Session
) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line, State.AWARDED)
    certificate = of(line, submission)
    assert (certificate.valid_from, certificate.valid_until) == (
        date(2027, 6, 1),
        date(2030, 5, 31),
    )
    assert (held.life, held.life_since) == (LifeState.SUPERSEDED, NOON)
    event = session.scalars(select(EventRecord).where(EventRecord.kind == "supersede")).one()
    assert (event.certificate_id, event.state_before, event.state_after, event.facts) == (
        held.id,
        "valid",
        "superseded",
        {"renewal": certificate.number},
    )
    assert renewals.renewal_of(session, held.id) is certificate


def test_the_label_is_held_without_a_gap_and_counts_once(line: Line, session: Session) -> None:
    line.hold(FIRST, END)
    renewed(line, State.AWARDED)
    cluster_id, scheme_id = line.world.cluster.id, line.edition.scheme.id
    for day in (TODAY, END, END + timedelta(days=1), date(2030, 5, 31)):
        found = register.labels_held(session, [cluster_id], day)[cluster_id]
        assert [(one.label_id, one.until) for one in found] == [("gold", date(2030, 5, 31))]
        wanted = register.WantedClusters(scheme_id=scheme_id, label_id="gold", day=day)
        assert register.count_clusters(session, wanted) == 1
        assert len(portfolio.labels_held(session, day)) == 1
    assert register.labels_held(session, [cluster_id], date(2030, 6, 1)) == {}
    _profile, labels = clusters.profile_and_labels_held(session, cluster_id, scheme_id)
    assert [(one.since, one.until) for one in labels] == [
        (date(2027, 6, 1), date(2030, 5, 31)),
        (FIRST, END),
    ]


def test_a_renewal_that_is_declined_leaves_the_label_until_its_end(line: Line) -> None:
    held = line.hold(FIRST, END)
    renewed(line, State.DECLINED)
    assert (held.life, held.valid_until) == (LifeState.VALID, END)


@pytest.mark.parametrize("event", [LifeEvent.SUSPEND, LifeEvent.REVOKE])
def test_what_was_suspended_or_revoked_since_is_not_renewed(line: Line, event: LifeEvent) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line, State.DECISION_PROPOSED)
    change(line, held, event)
    with pytest.raises(RenewedIsGone):
        line.confirm(submission)
    assert submission.assessment.state == State.DECISION_PROPOSED


def test_a_renewal_that_comes_so_late_that_nothing_is_left_is_refused(line: Line) -> None:
    line.hold(FIRST, END)
    submission = renewed(line, State.REVIEWED)
    submission.renews_until = date(2023, 5, 31)  # three years from there ended on 31 May 2026
    with pytest.raises(NothingLeft):
        line.propose_decision(submission, Outcome.AWARD)
    line.propose_decision(submission, Outcome.DECLINE)


def check(line: Line, submission: Submission, *, is_met: bool) -> None:
    conditions = outcomes.conditions_for_change(line.session, submission.id)
    check_conditions(
        line.session,
        submission=submission,
        findings={one.id: Finding(is_met, "Seen.") for one in conditions},
        seen={},
        actor_id=line.world.secretary.id,
        at=AFTER,
        mailing=MAILING,
    )


def miss(line: Line, submission: Submission) -> None:
    check(line, submission, is_met=False)
    conditions = outcomes.conditions_for_change(line.session, submission.id)
    confirm_missed(
        line.session,
        submission=submission,
        seen={one.id: finding_of(one) for one in missed_of(conditions)},
        actor_id=line.world.deputy.id,
        at=AFTER,
        mailing=MAILING,
    )


@pytest.mark.parametrize(
    ("is_met", "lives"),
    [
        (True, (LifeState.SUPERSEDED, LifeState.VALID)),
        (False, (LifeState.VALID, LifeState.REVOKED)),
    ],
)
def test_a_renewal_with_conditions_takes_the_place_of_the_old_one_once_they_are_met(
    line: Line, is_met: bool, lives: tuple[LifeState, LifeState]
) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line, State.CONDITIONAL)
    assert (held.life, of(line, submission).life) == (LifeState.VALID, LifeState.VALID)
    if is_met:
        check(line, submission, is_met=True)
    else:
        miss(line, submission)
    assert (held.life, of(line, submission).life) == lives


def test_conditions_of_a_certificate_that_was_renewed_are_settled_no_more(line: Line) -> None:
    first = renewed(line, State.CONDITIONAL)
    held = of(line, first)
    held.valid_from, held.valid_until, line.is_renewal = FIRST, END, True
    check(line, first, is_met=False)
    assert first.assessment.turn == FOR_SECRETARIAT
    renewed(line, State.AWARDED)
    assert (held.life, first.assessment.due_on) == (LifeState.SUPERSEDED, None)
    assert (first.assessment.turn, held.life_reason) == (OVER, "")
    assert reminders.open_conditions(line.session) == []
    with pytest.raises(IllegalTransition):
        check(line, first, is_met=True)
    with pytest.raises(IllegalTransition):
        miss(line, first)
    assert first.assessment.state == State.CONDITIONAL


def test_a_renewal_that_is_suspended_takes_the_place_of_the_old_one_when_it_is_lifted(
    line: Line,
) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line, State.CONDITIONAL)
    renewal = of(line, submission)
    change(line, renewal, LifeEvent.SUSPEND)
    check(line, submission, is_met=True)
    assert submission.assessment.state == State.AWARDED
    assert (held.life, renewal.life) == (LifeState.VALID, LifeState.SUSPENDED)
    change(line, renewal, LifeEvent.LIFT)
    assert (held.life, renewal.life) == (LifeState.SUPERSEDED, LifeState.VALID)


def test_a_renewal_that_stands_takes_the_place_of_the_old_one_when_that_is_lifted(
    line: Line, session: Session
) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line, State.CONDITIONAL)
    renewal = of(line, submission)
    change(line, held, LifeEvent.SUSPEND)
    check(line, submission, is_met=True)
    assert (held.life, renewal.life) == (LifeState.SUSPENDED, LifeState.VALID)
    change(line, held, LifeEvent.LIFT)
    assert (held.life, renewal.life) == (LifeState.SUPERSEDED, LifeState.VALID)
    events = select(EventRecord).where(EventRecord.certificate_id == held.id)
    told = session.scalars(events.order_by(EventRecord.number)).all()
    assert [(one.kind, one.state_after) for one in told[-2:]] == [
        ("lift", "valid"),
        ("supersede", "superseded"),
    ]
    assert told[-1].facts == {"renewal": renewal.number}
    mails = select(OutboxMessage.body).where(OutboxMessage.subject.startswith("Suspension lifted"))
    body = session.scalars(mails).first() or ""
    assert "holds again" not in body
    said = f"It was renewed meanwhile: certificate {renewal.number} takes its place at once."
    assert f"is lifted. {said}\n\nThe reason given:\n" in body


@pytest.mark.parametrize("event", [LifeEvent.SUSPEND, LifeEvent.REVOKE])
def test_a_renewal_that_does_not_hold_leaves_the_old_one_when_that_is_lifted(
    line: Line, event: LifeEvent
) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line, State.CONDITIONAL)
    change(line, held, LifeEvent.SUSPEND)
    check(line, submission, is_met=True)
    change(line, of(line, submission), event)
    change(line, held, LifeEvent.LIFT)
    assert held.life == LifeState.VALID
    bodies = line.session.scalars(select(OutboxMessage.body)).all()
    assert [one for one in bodies if "holds again.\n\nThe reason given:\n" in one]


def test_a_renewal_whose_conditions_are_open_replaces_nothing_when_it_is_lifted(line: Line) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line, State.CONDITIONAL)
    change(line, of(line, submission), LifeEvent.SUSPEND)
    change(line, of(line, submission), LifeEvent.LIFT)
    assert held.life == LifeState.VALID


def test_a_renewal_that_is_revoked_leaves_the_old_one_whatever_its_conditions(line: Line) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line, State.CONDITIONAL)
    change(line, of(line, submission), LifeEvent.REVOKE)
    with pytest.raises(IllegalTransition):
        check(line, submission, is_met=True)
    assert (held.life, of(line, submission).life) == (LifeState.VALID, LifeState.REVOKED)
    found = register.labels_held(line.session, [line.world.cluster.id], TODAY)
    assert [one.until for one in found[line.world.cluster.id]] == [END]


@pytest.mark.parametrize("way", ["missed", "revoked", "met while it was suspended, revoked"])
def test_after_a_renewal_that_never_stood_the_label_can_be_renewed(line: Line, way: str) -> None:
    """The mail about its end, the desk and the next application say the same."""
    held = line.hold(FIRST, END)
    submission = renewed(line, State.CONDITIONAL)
    if way == "missed":
        miss(line, submission)
    elif way == "revoked":
        change(line, of(line, submission), LifeEvent.REVOKE)
    else:
        change(line, of(line, submission), LifeEvent.SUSPEND)
        check(line, submission, is_met=True)
        change(line, of(line, submission), LifeEvent.REVOKE)
    line.session.flush()
    offered = ends(line.session, NOON, held.id)
    assert [(one.id, one.facts["last_day"]) for one in offered] == [(held.id, date(2028, 5, 31))]
    found = renewing_of(line.session, submission.assessment, line.label, NOON)
    certificates = outcomes.certificates_of_clusters(line.session, [line.world.cluster.id])
    place = (line.world.cluster.id, line.edition.scheme.id, "gold")
    at_desk = renewing(awards_of(certificates, [])[place], line.label.renewal, TODAY)
    assert found.renewed == at_desk.renewed
    assert at_desk.renewed is not None
    assert at_desk.renewed.certificate_id == held.id
    again = line.open()
    line.answer_all(again)
    assert line.submit(again).renews_certificate_id == held.id


def both_ways(line: Line, before: EarlierLabel | None = None) -> list[tuple[LifeState, bool]]:
    """The lives of what the cluster was awarded and whether it never stood: as the database tells it,
    and as it is told of what was read."""
    cluster_id = line.world.cluster.id
    found = renewals.awards(line.session, [cluster_id])
    certificates = outcomes.certificates_of_clusters(line.session, [cluster_id])
    assert awards_of(certificates, [before] if before else []) == found
    return [(one.life, one.never_stood) for awards in found.values() for one in awards]


def test_a_renewal_after_one_that_never_stood_is_the_one_that_counts(line: Line) -> None:
    line.hold(FIRST, END)
    change(line, of(line, renewed(line, State.CONDITIONAL)), LifeEvent.REVOKE)
    last = of(line, renewed(line, State.AWARDED))
    assert both_ways(line) == [
        (LifeState.REVOKED, True),
        (LifeState.VALID, False),
        (LifeState.SUPERSEDED, False),
    ]
    change(line, last, LifeEvent.REVOKE)
    line.session.flush()
    assert both_ways(line) == [
        (LifeState.REVOKED, True),
        (LifeState.REVOKED, False),
        (LifeState.SUPERSEDED, False),
    ]
    assert renewing_of(line.session, line.open(), line.label, NOON).turn is Turn.FIRST


def test_a_label_with_a_conditional_renewal_is_listed_once(line: Line) -> None:
    line.hold(FIRST, END)
    renewed(line, State.CONDITIONAL)
    cluster_id = line.world.cluster.id
    found = register.labels_held(line.session, [cluster_id], TODAY)[cluster_id]
    assert [(one.label_id, one.until) for one in found] == [("gold", date(2030, 5, 31))]


def test_while_a_label_is_suspended_its_early_renewal_does_not_stand_for_it(line: Line) -> None:
    held, cluster_id = line.hold(FIRST, END), line.world.cluster.id
    renewed(line, State.CONDITIONAL)
    change(line, held, LifeEvent.SUSPEND)
    assert register.labels_held(line.session, [cluster_id], END) == {}
    after = END + timedelta(days=1)
    [found] = register.labels_held(line.session, [cluster_id], after)[cluster_id]
    assert (found.label_id, found.until) == ("gold", date(2030, 5, 31))


@pytest.mark.parametrize("is_old_one", [True, False])
def test_no_mail_tells_the_end_of_a_label_whose_renewal_was_issued(
    line: Line, is_old_one: bool
) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line, State.CONDITIONAL)
    change(line, held if is_old_one else of(line, submission), LifeEvent.SUSPEND)
    check(line, submission, is_met=True)
    assert submission.assessment.state == State.AWARDED
    assert reminders.endings(line.session, FIRST, END) == []
    if is_old_one:
        change(line, of(line, submission), LifeEvent.REVOKE)
        assert [one.id for one in reminders.endings(line.session, FIRST, END)] == [held.id]


def test_a_label_that_is_lifted_makes_room_for_a_renewal_that_was_renewed_itself(
    line: Line,
) -> None:
    first = line.hold(FIRST, END)
    second = of(line, renewed(line, State.CONDITIONAL))
    change(line, first, LifeEvent.SUSPEND)
    second.valid_from, second.valid_until = FIRST, END
    first.valid_until = END - timedelta(days=1)
    line.session.flush()
    third = renewed(line, State.AWARDED)
    assert third.renews_certificate_id == second.id
    change(line, first, LifeEvent.LIFT)
    lives = [first.life, second.life, of(line, third).life]
    assert lives == [LifeState.SUPERSEDED, LifeState.SUPERSEDED, LifeState.VALID]


def test_mail_about_a_label_that_does_not_hold_says_so(line: Line, session: Session) -> None:
    submission = renewed(line, State.CONDITIONAL)
    held = of(line, submission)
    change(line, held, LifeEvent.SUSPEND)
    check(line, submission, is_met=True)
    session.flush()
    bodies = select(OutboxMessage.body).order_by(OutboxMessage.id.desc())
    assert (
        "It is suspended, and holds once the suspension is lifted."
        in session.scalars(bodies).first()
    )
    held.valid_until = date(2026, 5, 31)
    session.flush()
    change(line, held, LifeEvent.LIFT)
    session.flush()
    body = session.scalars(bodies).first()
    assert "is lifted. The certificate ended on 31 May 2026." in body
    assert "holds again" not in body


def test_an_earlier_label_counts_no_more_once_a_certificate_has_renewed_it(line: Line) -> None:
    before = earlier(line, "gold")
    line.session.add(before)
    line.session.flush()
    line.is_renewal = True
    submission = renewed(line, State.AWARDED)
    cluster_id, scheme_id = line.world.cluster.id, line.edition.scheme.id
    found = register.labels_held(line.session, [cluster_id], TODAY)[cluster_id]
    assert [(one.until, one.by_hand) for one in found] == [(date(2030, 5, 31), False)]
    place = (cluster_id, scheme_id, "gold")
    certificates = outcomes.certificates_of_clusters(line.session, [cluster_id])
    assert renewals.awards(line.session, [cluster_id]) == awards_of(certificates, [before])
    lives = [one.life for one in awards_of(certificates, [before])[place]]
    assert lives == [LifeState.VALID, LifeState.SUPERSEDED]
    change(line, of(line, submission), LifeEvent.REVOKE)
    line.session.flush()
    assert register.labels_held(line.session, [cluster_id], TODAY) == {}
    wanted = register.WantedClusters(scheme_id=scheme_id, label_id="gold", day=TODAY)
    assert register.count_clusters(line.session, wanted) == 0
    assert portfolio.labels_held(line.session, TODAY) == []
    _profile, labels = clusters.profile_and_labels_held(line.session, cluster_id, scheme_id)
    assert labels == ()


def test_an_earlier_label_goes_on_when_its_renewal_never_stood(line: Line) -> None:
    before = earlier(line, "gold")
    line.session.add(before)
    line.session.flush()
    line.is_renewal = True
    miss(line, renewed(line, State.CONDITIONAL))
    line.session.flush()
    cluster_id = line.world.cluster.id
    found = register.labels_held(line.session, [cluster_id], TODAY)[cluster_id]
    assert [(one.until, one.by_hand) for one in found] == [(END, True)]
    certificates = outcomes.certificates_of_clusters(line.session, [cluster_id])
    assert renewals.awards(line.session, [cluster_id]) == awards_of(certificates, [before])


def test_an_earlier_label_goes_on_while_its_renewal_has_conditions(line: Line) -> None:
    before = earlier(line, "gold")
    line.session.add(before)
    line.session.flush()
    line.is_renewal = True
    submission = renewed(line, State.CONDITIONAL)
    cluster_id = line.world.cluster.id

    def held() -> list[tuple[date, bool]]:
        line.session.flush()
        found = register.labels_held(line.session, [cluster_id], TODAY)
        return [(one.until, one.by_hand) for one in found.get(cluster_id, [])]

    assert held() == [(date(2030, 5, 31), False)]
    change(line, of(line, submission), LifeEvent.SUSPEND)
    assert held() == [(END, True)]
    assert both_ways(line, before) == [(LifeState.SUSPENDED, False), (LifeState.VALID, False)]
    change(line, of(line, submission), LifeEvent.LIFT)
    check(line, submission, is_met=True)
    assert held() == [(date(2030, 5, 31), False)]
    assert both_ways(line, before) == [(LifeState.VALID, False), (LifeState.SUPERSEDED, False)]
    change(line, of(line, submission), LifeEvent.SUSPEND)
    assert held() == []


def test_a_label_whose_conditions_are_open_can_be_applied_for_anew(line: Line) -> None:
    first = line.lead_to(State.CONDITIONAL)
    assert line.open().id != first.id


def test_a_renewal_asks_nothing_of_the_label_below(line: Line) -> None:
    """Bronze has ended long ago, and silver is renewed up to a year after its own end."""
    silver = replace(line, label_id="silver", is_renewal=True)
    line.session.add(earlier(line, "silver"))
    submission = renewed(silver)
    assert is_renewal(submission)
    kinds = {found.kind for found in formal_conditions(submission, silver.label)}
    assert kinds == {ConditionKind.ELIGIBILITY}
    accept_application(
        line.session,
        submission=submission,
        note="",
        actor_id=line.world.secretary.id,
        at=NOON,
    )
    assert submission.assessment.state == State.ACCEPTED


def test_of_a_label_that_was_suspended_at_its_end_nothing_is_renewed(line: Line) -> None:
    held = line.hold(FIRST, TODAY - timedelta(days=40))
    change(line, held, LifeEvent.SUSPEND)
    found = renewing_of(line.session, line.open(), line.label, NOON)
    assert (found.turn, found.days) == (Turn.LATE, None)


def test_the_report_of_a_renewal_names_the_certificate_that_it_renews(
    line: Line, settings: Settings
) -> None:
    held = line.hold(FIRST, END)
    submission = renewed(line, State.AWARDED)
    report = next(d for d in outcomes.documents(line.session, submission.id) if d.kind == "report")
    told = document_html(line.session, settings, report)
    assert f"This is a renewal of certificate {held.number}, valid until 31 May 2027." in told
    assert "It holds from 1 June 2027 until 31 May 2030." in told
    assert "1 reviewer rates the answers." in told
    assert "2 reviewers rate" not in told
