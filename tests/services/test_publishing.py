"""Putting an edition into force, and what happens to drafts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.catalogue.changes import NoWay
from assessment.catalogue.loader import Catalogue, load_edition
from assessment.db.models import Answer, ParkedAnswer, Publication, Sheet
from assessment.db.queries import assessments, schemes
from assessment.domain.errors import StaleVersion
from assessment.services.answering import AnswerDraft, save_answer
from assessment.services.assessments import read_worksheet
from assessment.services.drafts import Draft
from assessment.services.evidence import attach_link
from assessment.services.going_back import restore_answer
from assessment.services.library import Described
from assessment.services.publishing import (
    AlreadyInForce,
    LabelInUse,
    VersionTaken,
    publish_first,
)
from assessment.services.shelf import Shelf
from assessment.services.submissions import Unconfirmed, gaps_of, submit_assessment
from tests.building import MAILING, NOON, SIGNED
from tests.services.versions import (
    SECOND,
    THIRD,
    make_changes,
    make_edition,
    open_draft,
    put_into_force,
    with_two_teams,
    without_money,
)

LATER = NOON + timedelta(days=10)


@pytest.fixture
def first(session):
    """The first version of the small scheme, in force."""
    edition = make_edition()
    put_into_force(session, edition)
    return edition


@pytest.fixture
def draft(session, world, first):
    """A draft under the first version: `team` 2 with a link, `money` 1."""
    label = first.scheme.label("gold")
    opened = open_draft(session, world, first)
    for key, level in {"team": 2, "money": 1}.items():
        save_answer(
            session,
            assessment_id=opened.id,
            criterion=label.criterion(key),
            draft=AnswerDraft(level, f"Because of {key}.", 0),
            actor_id=world.owner.id,
            at=NOON,
        )
    attach_link(
        session,
        assessment_id=opened.id,
        criterion=label.criterion("team"),
        url="https://team.example/",
        described=Described("The team"),
        actor_id=world.owner.id,
        at=NOON,
    )
    session.flush()
    return opened


def answers(session, draft) -> dict[str, Answer]:
    session.flush()
    session.expire_all()
    return assessments.answers(session, draft.id)


def sheet_of(session, draft) -> Sheet:
    return session.get_one(Sheet, draft.sheet_id)


def parked(session, draft) -> dict[str, ParkedAnswer]:
    return {found.criterion_id: found for found in schemes.parked_answers(session, draft.sheet_id)}


def test_publication_records_digest_day_author_and_note(session, world, first):
    second = make_edition(SECOND)
    put_into_force(
        session, second, make_changes(), author="Ann Editor", actor_id=world.secretary.id
    )
    newest = schemes.publications(session, "regional")[0]
    assert (newest.scheme_digest, newest.published_at, newest.author, newest.published_by) == (
        second.digest,
        NOON,
        "Ann Editor",
        world.secretary.id,
    )
    assert (newest.note, newest.edition.version) == ("Clearer.", "2")
    assert schemes.edition(session, second.digest).files == second.files


def test_publications_are_listed_newest_first(session, first):
    put_into_force(session, make_edition(SECOND), make_changes())
    found = schemes.publications(session, "regional")
    assert [publication.edition.version for publication in found] == ["2", "1"]
    assert [p.edition.version for p in schemes.publications_in_force(session)] == ["2"]


def test_edition_in_force_cannot_be_published_again(session, first):
    with pytest.raises(AlreadyInForce):
        put_into_force(session, make_edition())


def test_changed_text_needs_a_new_version(session, first):
    changed = make_edition(("gold.yaml", "threshold: 7", "threshold: 8"))
    with pytest.raises(VersionTaken, match="1"):
        put_into_force(session, changed)


def test_earlier_version_cannot_come_back_into_force(session, first):
    put_into_force(session, make_edition(SECOND), make_changes())
    with pytest.raises(VersionTaken, match="1"):
        put_into_force(session, first)


def test_answer_under_rules_that_are_no_longer_in_force_is_not_taken(session, world, first, draft):
    put_into_force(session, make_edition(SECOND), make_changes())
    with pytest.raises(StaleVersion):
        save_answer(
            session,
            assessment_id=draft.id,
            criterion=first.scheme.label("gold").criterion("team"),
            draft=AnswerDraft(1, "Late.", 1),
            actor_id=world.owner.id,
            at=NOON,
            scheme_version="1",
        )


def test_criterion_that_is_gone_without_a_word_is_parked_too(session, draft):
    put_into_force(session, without_money(), make_changes())
    assert set(answers(session, draft)) == {"team"}
    assert parked(session, draft)["money"].title == "Money"


def test_values_that_no_question_reads_any_more_stay_when_the_answer_is_saved(
    session, world, first, draft
):
    answers(session, draft)["team"].values = {"notes": "Long and dear."}
    session.flush()
    saved = save_answer(
        session,
        assessment_id=draft.id,
        criterion=first.scheme.label("gold").criterion("team"),
        draft=AnswerDraft(1, "Because.", answers(session, draft)["team"].version),
        actor_id=world.owner.id,
        at=NOON,
    )
    assert saved.values == {"notes": "Long and dear."}


def test_answer_of_a_criterion_that_did_not_change_is_kept(session, draft):
    put_into_force(session, make_edition(SECOND), make_changes(money="editorial"))
    kept = answers(session, draft)
    assert (kept["team"].level, kept["team"].justification, kept["team"].carried) == (
        2,
        "Because of team.",
        "",
    )
    assert (kept["money"].level, kept["money"].carried) == (1, "")
    assert sheet_of(session, draft).scheme_version == "2"
    assert parked(session, draft) == {}


@pytest.mark.parametrize("kind", ["clarified", "rescored"])
def test_answer_of_a_changed_criterion_is_kept_and_marked(session, draft, kind):
    put_into_force(session, make_edition(SECOND), make_changes(team=kind))
    kept = answers(session, draft)
    assert (kept["team"].level, kept["team"].carried) == (2, "kept")
    assert kept["money"].carried == ""
    assert parked(session, draft) == {}


def test_answer_that_is_found_to_be_rescored_is_marked_whatever_the_changes_file_says(
    session, draft
):
    worth_less = make_edition(
        SECOND, ("gold.yaml", "{id: money, points: 6}", "{id: money, points: 5}")
    )
    for change in (make_changes(), make_changes(money="editorial")):
        with session.begin_nested() as attempt:
            put_into_force(session, worth_less, change)
            moved = answers(session, draft)
            assert (moved["money"].carried, moved["team"].carried) == ("kept", "")
            attempt.rollback()
        session.expire_all()


def test_mark_goes_when_the_answer_is_saved_again(session, world, draft):
    second = make_edition(SECOND)
    put_into_force(session, second, make_changes(team="rescored"))
    saved = answers(session, draft)["team"]
    again = save_answer(
        session,
        assessment_id=draft.id,
        criterion=second.scheme.label("gold").criterion("team"),
        draft=AnswerDraft(2, "Because of team.", saved.version),
        actor_id=world.owner.id,
        at=NOON,
    )
    assert again.carried == ""


def test_retired_answer_is_parked_and_no_longer_counted(session, draft):
    put_into_force(session, without_money(), make_changes(money="retired"))
    assert set(answers(session, draft)) == {"team"}
    aside = parked(session, draft)["money"]
    assert aside.record == {
        "level": 1,
        "justification": "Because of money.",
        "values": {},
        "is_not_applicable": False,
    }
    assert aside.scheme_version == "1"
    (found,) = assessments.answers_of_sheets(session, [draft.sheet_id]).values()
    assert sum(answer.is_answered for answer in found.values()) == 1


def history_of_money(session, draft):
    found = assessments.answer_versions(session, draft.sheet_id, "money")
    return [(each.version, each.record["justification"], each.carried) for each in found]


def test_answer_to_a_criterion_that_comes_back_goes_on_in_its_history(session, world, draft):
    put_into_force(session, without_money(), make_changes(money="retired"))
    third = make_edition(THIRD)
    put_into_force(session, third, make_changes("2", "3", money="new"))
    assert set(answers(session, draft)) == {"team"}
    for text, seen in (("It is back.", 0), ("It stays.", 2)):
        saved = save_answer(
            session,
            assessment_id=draft.id,
            criterion=third.scheme.label("gold").criterion("money"),
            draft=AnswerDraft(2, text, seen),
            actor_id=world.owner.id,
            at=NOON,
        )
    assert (saved.level, saved.version) == (2, 3)
    assert history_of_money(session, draft) == [
        (3, "It stays.", ""),
        (2, "It is back.", ""),
        (1, "Because of money.", ""),
    ]


def test_earlier_version_comes_back_with_the_criterion(session, world, draft):
    put_into_force(session, without_money(), make_changes(money="retired"))
    third = make_edition(THIRD)
    put_into_force(session, third, make_changes("2", "3", money="new"))
    restored = restore_answer(
        session,
        assessment_id=draft.id,
        criterion=third.scheme.label("gold").criterion("money"),
        version=1,
        seen=0,
        actor_id=world.owner.id,
        at=NOON,
    )
    assert (restored.level, restored.justification, restored.version) == (
        1,
        "Because of money.",
        2,
    )


def test_answer_to_a_criterion_that_comes_out_of_another_goes_on_in_its_history(session, draft):
    merged = {"class": "merged", "into": "team"}
    put_into_force(session, without_money(), make_changes(money=merged))
    split = {"class": "split", "into": ["team", "money"]}
    put_into_force(session, make_edition(THIRD), make_changes("2", "3", team=split))
    moved = answers(session, draft)
    both = "Team\nBecause of team.\n\nMoney\nBecause of money."
    assert {key: (found.version, found.carried) for key, found in moved.items()} == {
        "team": (3, "copied"),
        "money": (2, "copied"),
    }
    assert history_of_money(session, draft) == [
        (2, both, "copied"),
        (1, "Because of money.", ""),
    ]


def test_split_answer_goes_to_every_part_without_its_level(session, draft):
    split = {"class": "split", "into": ["team", "skills"]}
    put_into_force(session, with_two_teams(), make_changes(team=split, skills="new"), at=LATER)
    moved = answers(session, draft)
    for key in ("team", "skills"):
        assert (moved[key].level, moved[key].justification, moved[key].carried) == (
            None,
            "Because of team.",
            "copied",
        )
    assert parked(session, draft)["team"].record["level"] == 2
    evidence = assessments.attached_evidence(session, draft.id)
    assert [piece.title for piece in evidence["skills"]] == ["The team"]
    for key in ("team", "skills"):
        newest, *_before = assessments.answer_versions(session, draft.sheet_id, key)
        assert newest.saved_at == LATER
    assert assessments.last_changes(session, [draft]) == {draft.id: NOON}
    (step,) = assessments.evidence_steps(session, draft.sheet_id, "skills")
    assert step.made_at == LATER
    assert (step.title, step.is_attached, step.carried) == ("The team", True, "copied")


def test_level_that_the_new_scale_lacks_is_parked(session, draft):
    shorter = make_edition(
        SECOND,
        ("scheme.yaml", "steps: [0, 1, 2]", "steps: [0, 1]"),
        ("criteria.yaml", "evidence: {from_level: 2, at_least: 3}", "evidence: {from_level: 1}"),
        *(
            (f"texts/{language}.yaml", old, new)
            for language, pairs in {
                "en": [
                    (", 2: Done}", "}"),
                    (", 2: Two.}", "}"),
                    (", 2: Enough.}", "}"),
                ],
                "fi": [
                    (", 2: Valmis}", "}"),
                    (", 2: Kaksi.}", "}"),
                    (", 2: Riittävästi.}", "}"),
                ],
            }.items()
            for old, new in pairs
        ),
    )
    put_into_force(session, shorter, make_changes(team="rescored", money="rescored"))
    moved = answers(session, draft)
    assert (moved["team"].level, moved["team"].justification) == (None, "Because of team.")
    assert moved["money"].level == 1
    assert parked(session, draft)["team"].record["level"] == 2


def test_without_a_way_nothing_is_published(session, draft):
    with pytest.raises(NoWay), session.begin_nested():
        put_into_force(session, make_edition(SECOND))
    assert [p.edition.version for p in schemes.publications(session, "regional")] == ["1"]


def test_label_with_an_open_draft_cannot_disappear(session, draft):
    renamed = [
        ("scheme.yaml", "labels: [gold]", "labels: [grand]"),
        ("texts/en.yaml", "  gold: {title: Gold", "  grand: {title: Gold"),
        ("texts/fi.yaml", "  gold: {title: Kulta", "  grand: {title: Kulta"),
    ]
    files = dict(make_edition().files)
    for name, old, new in [SECOND, *renamed]:
        files[name] = files[name].replace(old, new)
    files["grand.yaml"] = files.pop("gold.yaml").replace("id: gold", "id: grand", 1)
    with pytest.raises(LabelInUse, match="gold"):
        put_into_force(session, load_edition(files), make_changes())


def test_draft_of_the_first_release_takes_the_whole_way(session, draft):
    sheet_of(session, draft).scheme_version = ""
    session.flush()
    put_into_force(session, make_edition(SECOND), make_changes(team="clarified"))
    assert answers(session, draft)["team"].carried == "kept"
    assert sheet_of(session, draft).scheme_version == "2"


def test_draft_cannot_be_submitted_under_rules_that_are_no_longer_in_force(
    session, world, first, draft
):
    put_into_force(session, make_edition(SECOND), make_changes())
    with pytest.raises(StaleVersion):
        submit_assessment(
            session,
            assessment_id=draft.id,
            edition=first,
            signed=SIGNED,
            actor_id=world.owner.id,
            at=NOON,
            mailing=MAILING,
        )


def test_first_publication_takes_only_what_never_was_published(session, first):
    changed = make_edition(("gold.yaml", "threshold: 7", "threshold: 8"))
    drafts = [Draft(changed, (), changed.files)]
    assert publish_first(session, drafts, author="The Office", at=NOON) == []
    session.execute(Publication.__table__.delete())
    made = publish_first(session, drafts, author="The Office", at=NOON)
    assert [(p.scheme_digest, p.author) for p in made] == [(changed.digest, "The Office")]


def test_shelf_shows_files_until_something_is_published(session):
    files = make_edition()
    shelf = Shelf(Catalogue({"regional": files}))
    assert shelf.in_force(session).edition("regional") is files
    put_into_force(session, make_edition(SECOND))
    assert shelf.in_force(session).edition("regional").scheme.version == "2"
    assert shelf.last.edition("regional").scheme.version == "2"


def test_shelf_reads_an_edition_once(session, first):
    shelf = Shelf(Catalogue({}))
    assert shelf.in_force(session) is shelf.in_force(session)
    assert shelf.in_force(session).edition("regional").digest == first.digest


def test_every_sheet_of_the_scheme_moves_and_no_other(session, world, first, draft):
    other = Sheet(cluster_id=world.foreign_cluster.id, scheme_id="another", scheme_version="1")
    session.add(other)
    session.flush()
    put_into_force(session, make_edition(SECOND), make_changes())
    versions = {s.id: s.scheme_version for s in session.scalars(select(Sheet))}
    assert versions == {draft.sheet_id: "2", other.id: "1"}


def test_carried_answer_keeps_the_draft_from_being_submitted_until_it_is_confirmed(
    session, draft, world
):
    second = make_edition(SECOND)
    label = second.scheme.label("gold")
    put_into_force(session, second, make_changes(money="clarified"))
    attach_link(
        session,
        assessment_id=draft.id,
        criterion=label.criterion("money"),
        url="https://money.example/",
        described=Described("The budget"),
        actor_id=world.owner.id,
        at=NOON,
    )
    answers(session, draft)
    found = assessments.assessment(session, draft.id)
    gaps = gaps_of(read_worksheet(session, found, label, NOON))
    assert gaps[0] == Unconfirmed(label.criterion("money"))
    assert [gap.criterion.id for gap in gaps] == ["money", "team"]


def test_draft_is_not_opened_under_rules_that_are_no_longer_in_force(session, world, first):
    put_into_force(session, make_edition(SECOND), make_changes())
    with pytest.raises(StaleVersion):
        open_draft(session, world, first)
