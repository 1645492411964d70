"""Answers to the questions of a criterion: kept exactly, refused as a whole, and what they score."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Answer, Assessment, Sheet
from assessment.db.queries import assessments
from assessment.db.queries import evidence as queries
from assessment.domain.criteria import EvidenceKind
from assessment.domain.errors import InvalidRating, InvalidValue
from assessment.domain.evidence import Period
from assessment.domain.scorecard import CriterionScore, Reason
from assessment.services.answering import AnswerDraft, Conflict, save_answer
from assessment.services.assessments import read_worksheet
from assessment.services.evidence import attach_link
from assessment.services.library import Described
from tests.all_types import KEPT, PROFILE_KEPT
from tests.building import NOON, Line, World
from tests.services.at_once import at_once


@pytest.fixture
def line(session: Session, world: World, all_types: Edition, settings: Settings) -> Line:
    """Leads an assessment under the scheme that has every type of question."""
    return Line(session, world, all_types, settings.evidence_path)


@pytest.fixture
def draft(line: Line) -> Assessment:
    assessment = line.open()
    line.session.commit()
    return assessment


def save(
    line: Line,
    draft: Assessment,
    criterion_id: str,
    values: Mapping[str, Any] | None = None,
    *,
    level: int | None = None,
    text: str = "",
    version: int = 0,
    is_not_applicable: bool = False,
    session: Session | None = None,
) -> Answer | Conflict:
    return save_answer(
        session or line.session,
        assessment_id=draft.id,
        criterion=line.label.criterion(criterion_id),
        draft=AnswerDraft(level, text, version, values or {}, is_not_applicable),
        actor_id=line.world.owner.id,
        at=NOON,
    )


def answer(line: Line, draft: Assessment, criterion_id: str) -> Answer:
    """The answer as it comes from the database."""
    line.session.commit()
    line.session.expire_all()
    return assessments.answers(line.session, draft.id)[criterion_id]


def scored(line: Line, draft: Assessment, criterion_id: str) -> CriterionScore:
    found = assessments.assessment(line.session, draft.id)
    return read_worksheet(line.session, found, line.label, NOON).scorecard.of(criterion_id)


def test_an_assessment_knows_the_version_of_its_scheme(line: Line, draft: Assessment) -> None:
    assert (draft.scheme_id, line.session.get_one(Sheet, draft.sheet_id).scheme_version) == (
        "all-types",
        "1",
    )


def test_values_of_every_type_come_back_as_they_were(line: Line, draft: Assessment) -> None:
    save(line, draft, "facts", KEPT | {"plan": "7"})
    saved = answer(line, draft, "facts")
    assert saved.values == KEPT | {"plan": "7"}
    assert (saved.level, saved.is_answered, saved.is_not_applicable) == (None, True, False)


def test_values_are_kept_in_one_form_whatever_form_they_came_in(
    line: Line, draft: Assessment
) -> None:
    given: dict[str, Any] = {
        "people": 12,
        "hours": " 37.50 ",
        "share": "040",
        "begun": date(2019, 5, 2),
        "aims": ["export", "growth", "growth"],
        "motto": "  ",
        "partners": [{"amount": "1.00", "name": ""}, {}, {"is-paid": False}],
        "unknown": "x",
    }
    save(line, draft, "facts", given)
    assert answer(line, draft, "facts").values == {
        "people": "12",
        "hours": "37.5",
        "share": "40",
        "begun": "2019-05-02",
        "aims": ["growth", "export"],
        "partners": [{"amount": "1"}, {"is-paid": False}],
    }


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"people": "0"}, "too_small"),
        ({"people": "5001"}, "too_large"),
        ({"people": "1.5"}, "not_whole"),
        ({"hours": 1.5}, "not_a_number"),  # a float is never exact
        ({"hours": "1,5"}, "not_a_number"),
        ({"hours": True}, "not_a_number"),
        ({"share": "101"}, "too_large"),
        ({"begun": "2.5.2019"}, "not_a_date"),
        ({"begun": "2026-06-16"}, "after_today"),  # the day after `NOON`
        ({"partners": [{"since": "2026-06-16"}]}, "after_today"),
        ({"is-open": "yes"}, "not_yes_or_no"),
        ({"form": "guild"}, "unknown_option"),
        ({"aims": ["growth", "skills", "export"]}, "too_many"),
        ({"aims": ["climate", "growth"]}, "not_alone"),
        ({"motto": "m" * 501}, "too_long"),
        ({"page": "ftp://timber.example"}, "not_an_address"),
        ({"partners": [{"name": "A"}] * 6}, "too_many_rows"),
        ({"partners": [{"shoe": "A"}]}, "unknown_column"),
    ],
)
def test_one_bad_value_saves_nothing(
    line: Line, draft: Assessment, values: dict[str, Any], reason: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        save(line, draft, "facts", KEPT | values)
    assert caught.value.reason == reason
    assert assessments.answers(line.session, draft.id) == {}


def test_the_same_values_again_change_nothing(line: Line, draft: Assessment) -> None:
    first = save(line, draft, "growth", {"before": "100", "after": "200"})
    again = save(line, draft, "growth", {"after": 200, "before": "100.0"})
    assert again is first
    assert answer(line, draft, "growth").version == 1


def test_other_values_over_an_unseen_version_return_both(line: Line, draft: Assessment) -> None:
    save(line, draft, "growth", {"before": "100"})
    refused = save(line, draft, "growth", {"before": "200"})
    assert isinstance(refused, Conflict)
    assert (refused.saved.values, refused.draft.values) == ({"before": "100"}, {"before": "200"})
    saved = save(line, draft, "growth", {"before": "200"}, version=1)
    assert isinstance(saved, Answer)
    assert (saved.values, saved.version) == ({"before": "200"}, 2)


def test_values_by_two_at_once_tell_the_second(
    engine: Engine, line: Line, draft: Assessment
) -> None:
    _, refused = at_once(
        engine,
        lambda s: save(line, draft, "growth", {"before": "100"}, session=s),
        lambda s: save(line, draft, "growth", {"before": "200"}, session=s),
    )
    assert isinstance(refused, Conflict)
    assert answer(line, draft, "growth").values == {"before": "100"}


def test_a_level_that_the_answers_make_is_not_kept(line: Line, draft: Assessment) -> None:
    save(line, draft, "growth", {"before": "100", "after": "110"}, level=3)
    assert answer(line, draft, "growth").level is None
    found = scored(line, draft, "growth")
    assert (found.level, found.points, found.reason) == (2, Fraction(6), Reason.ANSWERED)
    assert found.figures == {"gain": Fraction(10), "percent": Fraction(10)}


def test_an_answer_is_counted_when_it_has_a_word(line: Line, draft: Assessment) -> None:
    save(line, draft, "team", text="Later.")
    save(line, draft, "growth", {})
    save(line, draft, "plan", {"is-written": False})
    save(line, draft, "waste", text="We have none.", is_not_applicable=True)
    save(line, draft, "export", level=0)
    answers = assessments.answers(line.session, draft.id)
    assert {key: found.is_answered for key, found in answers.items()} == {
        "team": False,
        "growth": False,
        "plan": True,
        "waste": True,
        "export": True,
    }
    (found,) = assessments.answers_of_sheets(line.session, [draft.sheet_id]).values()
    assert sum(answer.is_answered for answer in found.values()) == 3


def test_what_does_not_apply_has_no_level(line: Line, draft: Assessment) -> None:
    save(line, draft, "waste", level=3, text="We have none.", is_not_applicable=True)
    saved = answer(line, draft, "waste")
    assert (saved.level, saved.is_not_applicable) == (None, True)
    found = scored(line, draft, "waste")
    assert (found.reason, found.points, found.is_excluded) == (Reason.NOT_APPLICABLE, None, True)


def test_what_does_not_apply_needs_a_reason(line: Line, draft: Assessment) -> None:
    save(line, draft, "waste", text=" \n", is_not_applicable=True)
    found = scored(line, draft, "waste")
    assert (found.reason, found.points) == (Reason.JUSTIFICATION_MISSING, 0)


def test_what_must_apply_cannot_be_claimed_not_to(line: Line, draft: Assessment) -> None:
    with pytest.raises(InvalidValue) as caught:
        save(line, draft, "team", text="We are nobody.", is_not_applicable=True)
    assert caught.value.reason == "must_apply"
    assert assessments.answers(line.session, draft.id) == {}


def test_what_is_not_yet_asked_cannot_be_answered(line: Line, draft: Assessment) -> None:
    with pytest.raises(InvalidValue) as caught:
        save(line, draft, "tomorrow", level=1)
    assert caught.value.reason == "not_yet_asked"


def test_a_chosen_level_must_be_one_of_the_scale(line: Line, draft: Assessment) -> None:
    with pytest.raises(InvalidRating):
        save(line, draft, "team", level=4)


def test_a_carried_answer_is_no_longer_carried_once_it_is_saved(
    line: Line, draft: Assessment
) -> None:
    save(line, draft, "team", level=1, text="One.")
    answer(line, draft, "team").carried = "clarified"
    line.session.flush()
    save(line, draft, "team", level=1, text="One.", version=2)
    assert answer(line, draft, "team").carried == ""


def test_evidence_counts_by_kind_and_age(line: Line, draft: Assessment, world: World) -> None:
    """Level 3 asks a document of the last twelve months, and two pieces of any kind and age."""
    team = line.label.criterion("team")
    save(line, draft, "team", level=3, text="Many.")
    assert scored(line, draft, "team").lacks == (Reason.EVIDENCE_MISSING,)
    for number in range(2):
        attach_link(
            line.session,
            assessment_id=draft.id,
            criterion=team,
            url=f"https://timber.example/{number}",
            described=Described(period=Period.of(date(2026, 6, 1))),
            actor_id=world.owner.id,
            at=NOON,
        )
    assert scored(line, draft, "team").lacks == (Reason.EVIDENCE_UNSUITABLE,)
    file = line.attach(draft, team, EvidenceKind.DOCUMENT)
    file.effective_until = date(2025, 5, 15)  # thirteen months before
    assert scored(line, draft, "team").lacks == (Reason.EVIDENCE_TOO_OLD,)
    file.effective_until = None
    assert scored(line, draft, "team").lacks == (Reason.EVIDENCE_TOO_OLD,)
    file.effective_until = date(2099, 12, 31)
    assert scored(line, draft, "team").reason is Reason.ANSWERED
    version = queries.version(line.session, file.id, 1)
    version.added_at = NOON - timedelta(days=400)  # counts while the last day is to come
    assert scored(line, draft, "team").lacks == (Reason.EVIDENCE_TOO_OLD,)
    file.effective_until = date(2025, 5, 16)  # twelve full months, and not yet thirteen
    assert scored(line, draft, "team").reason is Reason.ANSWERED


def test_a_worksheet_is_scored_for_the_day_at_home(line: Line, draft: Assessment) -> None:
    night = NOON.replace(hour=22)  # 01:00 on the next day in Helsinki
    found = assessments.assessment(line.session, draft.id)
    assert read_worksheet(line.session, found, line.label, night).sheet.on == date(2026, 6, 16)


def test_conditions_look_at_profile_and_other_answers(line: Line, draft: Assessment) -> None:
    assert scored(line, draft, "visitors").reason is Reason.UNANSWERED
    save(line, draft, "facts", {"is-open": False})
    assert scored(line, draft, "visitors").reason is Reason.NOT_APPLICABLE_BY_RULE
    line.save_profile(PROFILE_KEPT)
    found = assessments.assessment(line.session, draft.id)
    sheet = read_worksheet(line.session, found, line.label, NOON).sheet
    assert sheet.profile == PROFILE_KEPT


def test_evidence_given_again_takes_the_new_date(
    line: Line, draft: Assessment, world: World
) -> None:
    def give(on: date | None) -> date | None:
        found = attach_link(
            line.session,
            assessment_id=draft.id,
            criterion=line.label.criterion("team"),
            url="https://timber.example",
            described=Described(period=Period.of(on)),
            actor_id=world.owner.id,
            at=NOON + timedelta(days=1),
        )
        return found.evidence.dated_on

    assert give(date(2026, 1, 1)) == date(2026, 1, 1)
    assert give(None) == date(2026, 1, 1)
    assert give(date(2026, 2, 1)) == date(2026, 2, 1)
