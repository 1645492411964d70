"""The criteria lab: a draft run over what was submitted."""

import io
import zipfile

import pytest

from assessment.catalogue.faults import CriteriaFault
from assessment.db.queries import schemes
from assessment.db.session import make_engine, unit_of_work
from assessment.domain.answers import Answer, AnswerSheet, Piece
from assessment.domain.workflow import State
from assessment.services.drafts import draft_in_archive, read_draft
from assessment.services.impact import Kind, Turn, carried_sheet, effects, frozen_ids
from assessment.services.trials import publish_trial, run_waiting_trials, try_draft
from tests.building import NOON, Line, make_world
from tests.catalogue.building import make_files
from tests.services.versions import (
    SECOND,
    make_changes,
    make_edition,
    with_two_teams,
    without_money,
)


@pytest.fixture
def small_line(session, world, settings):
    """Leads an assessment under the small scheme; level 1 of 2 everywhere makes 5 of 10 points."""
    return Line(
        session, world, make_edition(), settings.evidence_path, self_level=1, ratings=(2, 2)
    )


def effect_of(line, state, draft, *changes):
    line.lead_to(state)
    line.session.flush()
    found = list(effects(line.session, draft, changes, frozen_ids(line.session, "regional")))
    assert len(found) == 1
    return found[0]


def test_lower_threshold_gives_the_label(small_line):
    draft = make_edition(SECOND, ("gold.yaml", "threshold: 7", "threshold: 5"))
    effect = effect_of(small_line, State.SUBMITTED, draft, make_changes())
    assert (effect.kind, effect.before, effect.after) == (Kind.GAINS, "missed", "met")
    assert (effect.points_before, effect.points_after) == ("5", "5")
    assert effect.conditions == (Turn("threshold", "missed", "met", "5", "5"),)
    assert effect.criteria == ()
    assert (effect.cluster, effect.label_id, effect.version) == ("Northern Timber", "gold", "1")
    assert not effect.is_agreed


def test_decided_submission_counts_by_the_agreed_levels(small_line):
    draft = make_edition(
        SECOND,
        ("gold.yaml", "threshold: 7", "threshold: 8"),
        ("gold.yaml", "{id: money, points: 6}", "{id: money, points: 6, minimum: 1}"),
    )
    effect = effect_of(small_line, State.AWARDED, draft, make_changes())
    assert effect.is_agreed
    assert (effect.kind, effect.points_before, effect.points_after) == (Kind.STAYS, "10", "10")
    assert effect.conditions == (Turn("minimum.money", "–", "met", "2", "1"),)


def test_stricter_points_take_the_label(small_line):
    small_line.ratings = (1, 1)
    small_line.edition = make_edition(("gold.yaml", "threshold: 7", "threshold: 5"))
    draft = make_edition(
        SECOND,
        ("gold.yaml", "threshold: 7", "threshold: 5"),
        ("gold.yaml", "{id: team, points: 4, minimum: 1}", "{id: team, points: 3, minimum: 2}"),
    )
    effect = effect_of(small_line, State.AWARDED, draft, make_changes())
    assert (effect.kind, effect.after) == (Kind.LOSES, "missed")
    assert effect.conditions == (
        Turn("minimum.team", "met", "missed", "1", "2"),
        Turn("threshold", "met", "missed", "9/2", "5"),
    )
    assert effect.criteria == (Turn("team", "2", "3/2"),)


def test_retired_criterion_is_left_out(small_line):
    effect = effect_of(small_line, State.SUBMITTED, without_money(), make_changes(money="retired"))
    assert (effect.points_before, effect.points_after) == ("5", "2")
    assert effect.criteria == (Turn("money", "3", "–"),)


def test_parts_of_a_split_criterion_take_its_level(small_line):
    split = {"class": "split", "into": ["team", "skills"]}
    effect = effect_of(
        small_line, State.SUBMITTED, with_two_teams(), make_changes(team=split, skills="new")
    )
    assert (effect.kind, effect.points_after) == (Kind.STAYS, "5")
    assert effect.criteria == (Turn("team", "2", "1"), Turn("skills", "–", "1"))


def test_new_criterion_leaves_it_open(small_line):
    highest = ("gold.yaml", "threshold: 7", "threshold: 10")
    small_line.self_level = 2
    small_line.edition = make_edition(highest)
    effect = effect_of(
        small_line, State.SUBMITTED, with_two_teams(highest), make_changes(skills="new")
    )
    assert (effect.before, effect.after, effect.kind) == ("met", "undetermined", Kind.OPENS)
    assert effect.conditions == (Turn("threshold", "met", "undetermined", "8", "10"),)
    assert effect.criteria == (Turn("team", "4", "2"),)


def test_level_that_the_new_scale_lacks_leaves_it_open(small_line):
    small_line.ratings = (2, 2)
    lower = make_edition(
        SECOND,
        ("scheme.yaml", "steps: [0, 1, 2]", "steps: [0, 1, 2]\n  few: [0, 1]"),
        (
            "criteria.yaml",
            "  - id: money\n    evidence: {from_level: 1}\n",
            "  - id: money\n    scale: few\n    evidence: {from_level: 1}\n",
        ),
        *(
            (f"texts/{language}.yaml", "sections:\n", "  few: {0: No, 1: Yes}\nsections:\n")
            for language in ("en", "fi")
        ),
        (
            "texts/en.yaml",
            "levels: {0: None., 1: Some., 2: Enough.}",
            "levels: {0: None., 1: Some.}",
        ),
        ("texts/fi.yaml", "1: Vähän., 2: Riittävästi.}", "1: Vähän.}"),
    )
    effect = effect_of(small_line, State.AWARDED, lower, make_changes())
    assert (effect.kind, effect.before, effect.after) == (Kind.OPENS, "met", "undetermined")


def test_same_rules_change_nothing_for_a_panel_that_went_below_a_condition(small_line):
    asked = (
        "criteria.yaml",
        "  - id: money\n",
        "  - id: money\n    when: {level_of: team, at_least: 2}\n",
    )
    small_line.self_level, small_line.ratings = 2, (1, 1)
    small_line.edition = make_edition(asked, ("gold.yaml", "threshold: 7", "threshold: 4"))
    draft = make_edition(SECOND, asked, ("gold.yaml", "threshold: 7", "threshold: 4"))
    effect = effect_of(small_line, State.AWARDED, draft, make_changes())
    assert (effect.points_before, effect.points_after) == ("5", "5")
    assert (effect.kind, effect.conditions, effect.criteria) == (Kind.STAYS, (), ())


def test_label_that_is_gone_says_so(small_line):
    files = dict(make_edition().files)
    files["scheme.yaml"] = files["scheme.yaml"].replace("[gold]", "[grand]").replace('"1"', '"2"')
    files["grand.yaml"] = files.pop("gold.yaml").replace("id: gold", "id: grand", 1)
    for name in ("texts/en.yaml", "texts/fi.yaml"):
        files[name] = files[name].replace("  gold: {", "  grand: {")
    effect = effect_of(small_line, State.SUBMITTED, read_draft(files).edition)
    assert (effect.kind, effect.after, effect.points_after) == (Kind.GONE, "", "")


def test_merged_criterion_takes_the_mean_rounded_down_and_all_evidence():
    label = make_edition().scheme.label("gold")
    merged = make_changes(team={"class": "merged", "into": "money"})
    sheet = AnswerSheet(
        {
            "team": Answer(2, "Ours.", (Piece(),)),
            "money": Answer(1, "Rich.", (Piece(), Piece())),
        }
    )
    carried = carried_sheet(sheet, (merged,), label)
    assert set(carried.answers) == {"money"}
    assert (carried.of("money").level, len(carried.of("money").evidence)) == (1, 3)


def zipped(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_archive_is_read_whatever_folder_it_packs():
    files = make_files(SECOND)
    packed = {f"regional-2/{name}": text for name, text in files.items()}
    packed["regional-2/README.txt"] = "Not a rule."
    packed["__MACOSX/regional-2/._scheme.yaml"] = "\x00"
    assert draft_in_archive(zipped(packed)).edition.digest == make_edition(SECOND).digest


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"not an archive", "archive:1: not a ZIP archive that can be read"),
        (zipped({"notes.txt": "x"}), "archive:1: no scheme.yaml in it"),
        (b"x" * 5_000_001, "archive:1: larger than 5000000 bytes"),
    ],
)
def test_archive_that_holds_no_scheme_is_refused(content, fault):
    with pytest.raises(CriteriaFault) as caught:
        draft_in_archive(content)
    assert caught.value.faults == [fault]


def test_archive_cannot_reach_outside_or_unpack_without_end():
    files = make_files() | {"texts/../../../etc/evil.yaml": "a: 1"}
    assert "texts/../../../etc/evil.yaml" not in draft_in_archive(zipped(files)).files
    with pytest.raises(CriteriaFault) as caught:
        draft_in_archive(zipped(make_files() | {"texts/de.yaml": " " * 2_000_000}))
    assert caught.value.faults == ["texts/de.yaml:1: expected at most 1000000 bytes, found more"]


def archive_faults(content: bytes) -> list[str]:
    with pytest.raises(CriteriaFault) as caught:
        draft_in_archive(content)
    return caught.value.faults


def test_archive_of_too_many_files_is_refused():
    files = make_files()
    files |= {f"notes/{number}.txt": "" for number in range(201 - len(files))}
    assert archive_faults(zipped(files)) == ["archive:1: expected at most 200 files, found 201"]


def test_archive_of_too_much_in_all_is_refused():
    files = make_files() | {f"texts/{number}.yaml": " " * 999_999 for number in range(11)}
    message = "archive:1: expected at most 10000000 bytes in all files unpacked, found more"
    assert archive_faults(zipped_small(files)) == [message]


def zipped_small(files: dict[str, str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_archive_with_two_files_of_one_name_is_refused():
    twice = make_files() | {"texts//en.yaml": "a: 1"}
    assert archive_faults(zipped(twice)) == ["texts/en.yaml:1: two files of this name"]


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_archive_takes_only_what_is_packed_as_plain_zip(packing):
    faults = archive_faults(zipped_small({"scheme.yaml": "a: 1"}, packing))
    assert faults == ["scheme.yaml:1: not packed as plain ZIP (stored or deflated)"]


def test_archive_that_says_a_smaller_size_than_it_has_cannot_be_read():
    content = zipped_small({"scheme.yaml": " " * 3_000_000})
    size, lie = (3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    message = "archive:1: not a ZIP archive that can be read"
    assert archive_faults(content.replace(size, lie)) == [message]


def order_trial(engine, files, settings):
    """A submission in the small scheme, and a trial of the draft; the trial's id."""
    with unit_of_work(engine) as session:
        world = make_world(session)
        line = Line(session, world, make_edition(), settings.evidence_path, self_level=1)
        line.lead_to(State.SUBMITTED)
        return try_draft(session, read_draft(files), actor_id=world.secretary.id, at=NOON).id


def test_trial_runs_in_the_background_and_can_be_published(settings):
    engine = make_engine(settings.database)
    draft = make_files(SECOND, ("gold.yaml", "threshold: 7", "threshold: 5"))
    draft["changes/2.yaml"] = 'from: "1"\nto: "2"\ncriteria: {team: {class: clarified}}\n'
    trial_id = order_trial(engine, draft, settings)
    assert run_waiting_trials(engine) == 1
    assert run_waiting_trials(engine) == 0
    with unit_of_work(engine) as session:
        trial = schemes.trial(session, trial_id)
        assert (trial.done, trial.total, trial.fault) == (1, 1, "")
        assert [row["kind"] for row in trial.result["rows"]] == ["gains"]
        published = publish_trial(session, trial, actor=trial.author, note="Fairer.", at=NOON)
        assert (published.author, published.note) == (trial.author.name, "Fairer.")
    engine.dispose()


def test_trial_that_cannot_be_run_keeps_its_fault(settings):
    engine = make_engine(settings.database)
    trial_id = order_trial(engine, make_files(SECOND), settings)
    with unit_of_work(engine) as session:
        schemes.trial(session, trial_id).files = {"scheme.yaml": "id: regional"}
    assert run_waiting_trials(engine) == 1
    with unit_of_work(engine) as session:
        trial = schemes.trial(session, trial_id)
        assert trial.fault.startswith("CriteriaFault: ")
        assert trial.finished_at is not None
        assert trial.result is None
    engine.dispose()


def test_changes_that_do_not_fit_the_draft_are_faults():
    files = make_files(SECOND)
    files["changes/2.yaml"] = (
        'from: "1"\nto: "2"\ncriteria: {team: {class: merged, into: nowhere}}\n'
    )
    with pytest.raises(CriteriaFault) as caught:
        read_draft(files)
    assert "changes/2.yaml:3: into: there is no criterion 'nowhere'" in caught.value.faults


def test_archive_with_a_nameless_entry_is_refused():
    content = zipped({"scheme.yaml": "id: x", "q.yaml": ""}).replace(b"q.yaml", b"\0.yaml")
    assert archive_faults(content) == ["archive:1: not a ZIP archive that can be read"]


def test_archive_beside_other_schemes_is_read_where_scheme_yaml_stands():
    files = {f"dm/{name}": text for name, text in make_files().items()}
    found = draft_in_archive(zipped(files | {"my-scheme.yaml": "another: thing"}))
    assert found.edition.scheme.id == "regional"
