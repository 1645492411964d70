"""What a cluster says about itself, once for all labels of a scheme."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Profile
from assessment.db.queries import clusters
from assessment.domain.conditions import Status
from assessment.domain.errors import Incomplete, InvalidValue
from assessment.domain.scorecard import ConditionKind
from assessment.services.assessments import read_worksheet
from assessment.services.profiles import ProfileConflict
from tests.all_types import PROFILE_KEPT
from tests.building import NOON, Line, World
from tests.services.at_once import at_once


@pytest.fixture
def line(session: Session, world: World, all_types: Edition, settings: Settings) -> Line:
    return Line(session, world, all_types, settings.evidence_path)


def profile(line: Line) -> Profile | None:
    """The profile as it comes from the database."""
    line.session.commit()
    line.session.expire_all()
    return clusters.profile(line.session, line.world.cluster.id, "all-types")


def eligibility(line: Line) -> dict[str, Status]:
    worksheet = read_worksheet(line.session, line.open(), line.label, NOON)
    found = worksheet.scorecard.of_kind(ConditionKind.ELIGIBILITY)
    return {condition.subject: condition.status for condition in found}


def test_profile_is_kept_with_who_and_when(line: Line, world: World) -> None:
    line.save_profile(PROFILE_KEPT | {"members": 40, "kinds": ["schools", "firms"], "gone": "x"})
    saved = profile(line)
    assert saved is not None
    assert (saved.values, saved.version) == (PROFILE_KEPT, 1)
    assert (saved.author.name, saved.saved_at) == ("Owner", NOON)


def test_profile_belongs_to_one_cluster(line: Line, world: World) -> None:
    line.save_profile(PROFILE_KEPT)
    assert clusters.profile(line.session, world.foreign_cluster.id, "all-types") is None
    assert clusters.profile(line.session, world.cluster.id, "another") is None


def test_the_same_profile_again_changes_nothing(line: Line) -> None:
    first = line.save_profile(PROFILE_KEPT)
    assert line.save_profile(PROFILE_KEPT | {"staff": "2.50"}) is first
    saved = profile(line)
    assert saved is not None
    assert saved.version == 1


def test_answers_that_one_did_not_touch_stay_as_others_left_them(line: Line) -> None:
    line.save_profile(PROFILE_KEPT)
    line.save_profile(PROFILE_KEPT | {"members": "41"})
    saved = line.save_profile(PROFILE_KEPT | {"staff": "4.0"}, PROFILE_KEPT)
    assert isinstance(saved, Profile)
    assert (saved.values, saved.version) == (PROFILE_KEPT | {"members": "41", "staff": "4"}, 3)


def test_the_same_answer_changed_differently_writes_nothing(line: Line) -> None:
    line.save_profile(PROFILE_KEPT)
    other = PROFILE_KEPT | {"staff": "4", "members": "41"}
    refused = line.save_profile(other, PROFILE_KEPT | {"staff": "1"})
    assert isinstance(refused, ProfileConflict)
    assert refused.saved is not None
    assert (refused.saved.values, refused.together) == (PROFILE_KEPT, other)
    assert refused.contradicted == ("staff",)
    saved = line.save_profile(other, PROFILE_KEPT)
    assert isinstance(saved, Profile)
    assert (saved.values, saved.version) == (other, 2)


def test_of_what_is_left_nothing_is_saved_whatever_was_seen(line: Line) -> None:
    line.save_profile(PROFILE_KEPT)
    mine, seen = PROFILE_KEPT | {"staff": "4", "members": "41"}, PROFILE_KEPT | {"staff": "1"}
    saved = line.save_profile(mine, seen, leaving=["staff"])
    assert isinstance(saved, Profile)
    assert saved.values == PROFILE_KEPT | {"members": "41"}


def test_an_answer_that_a_page_neither_showed_nor_sent_stays(line: Line) -> None:
    line.save_profile(PROFILE_KEPT)
    saved = line.save_profile({"staff": "4"}, {"staff": PROFILE_KEPT["staff"]})
    assert isinstance(saved, Profile)
    assert saved.values == PROFILE_KEPT | {"staff": "4"}


def test_profiles_by_two_at_once_tell_the_second(engine: Engine, line: Line) -> None:
    line.session.commit()
    saved, refused = at_once(
        engine,
        lambda s: replace(line, session=s).save_profile(PROFILE_KEPT, {}),
        lambda s: replace(line, session=s).save_profile(PROFILE_KEPT | {"staff": "4"}, {}),
    )
    assert isinstance(saved, Profile)
    assert isinstance(refused, ProfileConflict)
    assert refused.saved is not None
    assert refused.saved.values == PROFILE_KEPT


@pytest.mark.parametrize(
    "values", [{"staff": "-1"}, {"founded": "then"}, {"website": "timber"}, {"kinds": ["clubs"]}]
)
def test_one_bad_value_saves_nothing(line: Line, values: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        line.save_profile(PROFILE_KEPT | values)
    assert profile(line) is None


def test_eligibility_rests_on_the_profile(line: Line) -> None:
    assert set(eligibility(line).values()) == {Status.UNDETERMINED}
    line.save_profile({"staff": "0.5", "is-online": False})
    assert eligibility(line) == {"staffed": Status.MET, "online": Status.MISSED}


def test_a_profile_that_says_too_little_keeps_an_assessment_from_being_submitted(
    line: Line,
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    line.save_profile({"founded": "2015-03-01", "is-online": True})
    with pytest.raises(Incomplete) as caught:
        line.submit(assessment)
    assert [getattr(gap, "key", gap) for gap in caught.value.gaps] == ["eligibility.staffed"]


def test_a_cluster_that_may_not_apply_can_submit_and_does_not_reach_the_label(line: Line) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    line.save_profile(PROFILE_KEPT | {"staff": "0.25"})
    record = line.submit(assessment).record
    assert record["profile"] == PROFILE_KEPT | {"staff": "0.25"}
    assert record["scorecard"]["outcome"] == "missed"
    staffed = next(c for c in record["scorecard"]["conditions"] if c["subject"] == "staffed")
    assert (staffed["status"], staffed["actual"], staffed["required"]) == ("missed", "1/4", "1/2")


def test_a_submission_keeps_the_profile_that_it_had(line: Line) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    line.save_profile(PROFILE_KEPT)
    submission = line.submit(assessment)
    line.save_profile(PROFILE_KEPT | {"staff": "9"})
    line.session.commit()
    line.session.expire_all()
    assert submission.record["profile"] == PROFILE_KEPT
