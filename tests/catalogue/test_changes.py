"""From one version to the next: what differs, whether the author says so, what drafts keep."""

import pytest

from assessment.catalogue.changes import (
    Carried,
    Difference,
    DraftAnswer,
    NoWay,
    Origin,
    carry_over_all,
    changes_faults,
    classes,
    contradictions,
    differences,
    read_changes,
    successors,
    way,
    written,
)
from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import ChangesFile
from assessment.catalogue.schema.versions import ChangeClass
from tests.catalogue.authoring import Change, author_edition, author_files, edition_of

VERSION_2: Change = ("scheme.yaml", 'version: "1"', 'version: "2"')
"""What every later version has."""


def make_changes(criteria: dict[str, object] | None = None, **versions: str) -> ChangesFile:
    """From version 1 to 2, unless said otherwise: `make_changes({"a": "retired"})`."""
    entries = {
        key: change if isinstance(change, dict) else {"class": change}
        for key, change in (criteria or {}).items()
    }
    known = {"from": versions.get("earlier", "1"), "to": versions.get("later", "2")}
    return ChangesFile.model_validate({**known, "criteria": entries})


def split(*into: str) -> dict[str, object]:
    return {"class": "split", "into": list(into)}


def merged(into: str) -> dict[str, object]:
    return {"class": "merged", "into": into}


def found_after(*changes: Change, stated: ChangesFile | None = None) -> list[str]:
    """The differences that the changes make, as `subject id: class: message`."""
    found = differences(author_edition(), author_edition(VERSION_2, *changes), stated)
    return [told(difference) for difference in found]


def told(difference: Difference) -> str:
    kind = difference.kind or "procedure"
    return f"{difference.subject} {difference.id}: {kind}: {difference.message}"


def test_version_alone_is_no_difference() -> None:
    assert found_after() == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("criteria.yaml", "{1: 25, 2: 50, 3: 75}", "{1: 25, 2: 50, 3: 80}"),
            "criterion active-members: rescored: rating",
        ),
        (
            ("criteria.yaml", "months_old_at_most: 12}", "months_old_at_most: 24}"),
            "criterion active-members: rescored: evidence: 1 document or spreadsheet of 12 months "
            "from level 1, now 1 document or spreadsheet of 24 months from level 1",
        ),
        (
            ("criteria.yaml", "    justification: none\n", ""),
            "criterion active-members: rescored: justification: none, now from level 1",
        ),
        (
            ("criteria.yaml", "{id: replies, type: percentage,", "{id: replies, type: decimal,"),
            "criterion satisfaction: rescored: questions: replies",
        ),
        (
            ("criteria.yaml", "ratio: [active, profile/members]", "ratio: [active, profile/staff]"),
            "criterion active-members: rescored: figures: share",
        ),
        (
            ("criteria.yaml", "in_percent: true, at_least: 0, at_most: 100}", "in_percent: true}"),
            "criterion active-members: rescored: figures: share",
        ),
        (
            ("criteria.yaml", "matchmaking]}", "matchmaking], alone: events}"),
            "criterion services: rescored: questions: offered",
        ),
        (
            ("criteria.yaml", "  - id: strategy\n", "  - id: strategy\n    not_applicable: zero\n"),
            "criterion strategy: rescored: not_applicable: forbid, now zero",
        ),
        (
            ("criteria.yaml", "  - id: strategy\n", "  - {id: strategy, effort: 3}\n"),
            "criterion strategy: editorial: effort",
        ),
        (
            ("criteria.yaml", "better: higher, yellow: 25", "better: higher, yellow: 20"),
            "criterion active-members: editorial: compared",
        ),
        (
            ("first-label.yaml", "points: 18, minimum: 2}", "points: 18}"),
            "criterion active-members: rescored: first-label: minimum 2, now none",
        ),
        (
            ("first-label.yaml", "points: 12}\n\n", "points: 12, obligation: should}\n\n"),
            "criterion services: rescored: first-label: must, now should",
        ),
        (
            ("first-label.yaml", "threshold: 36 ", "threshold: 40 "),
            "label first-label: rescored: threshold: 36, now 40",
        ),
        (
            ("first-label.yaml", "eligibility: [enough-members]\n", ""),
            "label first-label: rescored: eligibility: -enough-members",
        ),
        (
            ("scheme.yaml", "{of: members, at_least: 10}", "{of: members, at_least: 15}"),
            "label first-label: rescored: eligibility: enough-members",
        ),
        (
            ("first-label.yaml", "  - id: members\n", "  - id: members\n    minimum: 12\n"),
            "label first-label: rescored: section members: minimum none, now 12",
        ),
        (
            ("first-label.yaml", "validity: {years: 2}", "validity: {years: 3}"),
            "label first-label: procedure: validity: 2 years, now 3 years",
        ),
        (
            ("first-label.yaml", "panel: {reviewers: 2}", "panel: {reviewers: 3, foreign: 1}"),
            "label first-label: procedure: panel: 2 (0 national, 0 foreign, visit none, hours open)"
            ", now 3 (0 national, 1 foreign, visit none, hours open)",
        ),
        (
            ("scheme.yaml", "labels: [first", "review: {review_days: 21}\nlabels: [first"),
            "scheme : procedure: review.review_days: 28, now 21",
        ),
        (
            ("scheme.yaml", "labels: [first", "review: {reminder_days: [5]}\nlabels: [first"),
            "scheme : procedure: review.reminder_days: 7, 1, now 5",
        ),
        (
            ("scheme.yaml", "labels: [first", "review: {reminder_days: []}\nlabels: [first"),
            "scheme : procedure: review.reminder_days: 7, 1, now none",
        ),
        (
            ("scheme.yaml", "type: whole, at_least: 0}", "type: whole, at_least: 1}"),
            "scheme : rescored: profile: members",
        ),
        (
            (
                "scheme.yaml",
                "type: whole, at_least: 0}",
                "type: whole, at_least: 0, from_cluster: members}",
            ),
            "scheme : editorial: profile, what is taken from the cluster's own: +members",
        ),
        (
            ("texts/en.yaml", "0: There is no written strategy.", "0: No strategy is written."),
            "criterion strategy: editorial: texts (en): levels.0",
        ),
        (
            ("texts/en.yaml", "    claim: On a good way\n", "    claim: Under way\n"),
            "label first-label: editorial: texts (en): claim",
        ),
        (
            ("texts/en.yaml", "  fte: FTE\n", "  fte: full-time equivalents\n"),
            "scheme : editorial: texts (en): units.fte",
        ),
    ],
)
def test_each_difference_has_its_class(change: Change, message: str) -> None:
    assert found_after(change) == [message]


REDUCED: Change = (
    "first-label.yaml",
    "validity: {years: 2} ",
    "validity: {years: 2, renewal: {years: 3, is_reduced: true}} ",
)


def test_panel_of_a_renewal_differs_by_itself() -> None:
    smaller = "is_reduced: true, panel: {reviewers: 1, hours: 8}}} "
    later = (REDUCED[0], REDUCED[1], REDUCED[2].replace("is_reduced: true}} ", smaller))
    found = differences(author_edition(REDUCED), author_edition(VERSION_2, later))
    assert [told(difference) for difference in found] == [
        "label first-label: procedure: renewal.panel: the label's, "
        "now 1 (0 national, 0 foreign, visit none, hours 8)"
    ]


DUTY: tuple[Change, ...] = (
    (
        "first-label.yaml",
        "\nsections:\n",
        "\nduties: [{id: news, every_months: 12, days: 30}]\nsections:\n",
    ),
    (
        "texts/en.yaml",
        "\ncriteria:\n",
        "\nduties: {news: {title: News, description: Tell.}}\ncriteria:\n",
    ),
)


def test_duty_that_came_and_one_that_is_another_are_told_with_their_label() -> None:
    assert found_after(*DUTY) == [
        "scheme : editorial: texts (en): duties.news.title, duties.news.description",
        "label first-label: procedure: duties: none, now news every 12 months within 30 days",
    ]
    files = author_files(VERSION_2, *DUTY)
    files["first-label.yaml"] = files["first-label.yaml"].replace("days: 30", "days: 60")
    found = differences(author_edition(*DUTY), edition_of(files))
    assert [told(difference) for difference in found] == [
        "label first-label: procedure: duties: news every 12 months within 30 days, "
        "now news every 12 months within 60 days"
    ]


def anchored(level: int, *cases: str) -> Edition:
    """The starter scheme in version 2 with cases on the strategy, all of that level."""
    entries = "".join(f"  - {{id: {c}, criterion: strategy, level: {level}}}\n" for c in cases)
    texts = "".join(f"  {case}: {{title: T, case: C, why: W}}\n" for case in cases)
    files = author_files(
        VERSION_2, ("texts/en.yaml", "\ncriteria:\n", f"\nanchors:\n{texts}criteria:\n")
    )
    return edition_of(files | {"anchors.yaml": f"anchors:\n{entries}"})


def test_cases_that_came_went_or_have_another_level_are_told_with_the_scheme() -> None:
    found = differences(author_edition(), anchored(1, "paper"))
    assert told(found[0]) == "scheme : procedure: anchors: +paper"
    found = differences(anchored(1, "paper", "board"), anchored(2, "paper", "plan"))
    assert told(found[0]) == "scheme : procedure: anchors: -board, +plan, paper"


def test_points_differ_where_criteria_share_them_anew() -> None:
    change = ("first-label.yaml", "{id: services, points: 12}", "{id: services, points: 14}")
    assert found_after(change) == [
        "label first-label: rescored: points in all: 60, now 62",
        "criterion services: rescored: first-label: points 12, now 14",
    ]


def test_scale_is_told_with_each_criterion_on_it() -> None:
    found = found_after(
        ("scheme.yaml", "  steps: [0, 1, 2, 3]\n", "  steps: [0, 1, 2, 3]\n  few: [0, 1]\n"),
        ("criteria.yaml", "  - id: strategy\n", "  - {id: strategy, scale: few, evidence: none}\n"),
        ("texts/en.yaml", "scales:\n", "scales:\n  few: {0: No, 1: Yes}\n"),
        ("texts/en.yaml", STRATEGY_LEVELS, ""),
    )
    assert "criterion strategy: rescored: scale: 0 to 3, now 0 to 1" in found


STRATEGY_LEVELS = """\
      2: The board has approved the strategy within the last three years.
      3: >-
        The board has approved the strategy within the last three years, and has compared its aims
        with results within the last twelve months.
"""


def test_wording_is_clarified_where_the_author_says_so() -> None:
    change = ("texts/en.yaml", "0: There is no written strategy.", "0: No strategy is written.")
    stated = make_changes({"strategy": "clarified"})
    assert found_after(change, stated=stated) == [
        "criterion strategy: clarified: texts (en): levels.0"
    ]


RETIRING: tuple[Change, ...] = (
    ("criteria.yaml", "  - id: strategy\n", "  - {id: strategy, status: retired}\n  - id: aims\n"),
    ("first-label.yaml", "{id: strategy, points: 18, minimum: 1}", "{id: aims, points: 18}"),
    (
        "texts/en.yaml",
        "criteria:\n",
        "criteria:\n  aims:\n    title: Aims\n    question: Which?\n    why: So.\n"
        "    evidence: A paper.\n    levels: {0: No., 1: Some., 2: Many., 3: All.}\n",
    ),
)
"""`strategy` is retired, and the label asks `aims` in its place."""


def test_criterion_that_is_gone_is_retired_and_one_that_came_is_new() -> None:
    assert found_after(*RETIRING) == [
        "criterion strategy: retired: no longer in use",
        "criterion aims: new: new",
    ]


def test_criterion_became_what_the_author_says() -> None:
    stated = make_changes({"strategy": merged("aims")})
    assert found_after(*RETIRING, stated=stated) == [
        "criterion strategy: merged: merged into aims",
        "criterion aims: new: new, made from strategy",
    ]
    stated = make_changes({"strategy": split("aims", "services")})
    assert "criterion strategy: split: split into aims, services" in found_after(
        *RETIRING, stated=stated
    )


def test_retired_id_is_not_used_again() -> None:
    old, new = author_edition(*RETIRING), author_edition(VERSION_2)
    assert "criterion strategy: new: new under an id that was in use before" in [
        told(difference) for difference in differences(old, new)
    ]


def test_label_that_is_gone_is_retired_and_one_that_came_is_new() -> None:
    files = author_files(
        ("scheme.yaml", "labels: [first-label] ", "labels: [other-label] "),
        ("texts/en.yaml", "labels:\n  first-label:", "labels:\n  other-label:"),
    )
    files["other-label.yaml"] = files.pop("first-label.yaml").replace("first-", "other-")
    found = differences(author_edition(), edition_of(files))
    assert [told(difference) for difference in found] == [
        "label first-label: retired: no longer in the scheme",
        "label other-label: new: new",
    ]


def said(stated: ChangesFile, *changes: Change) -> list[str]:
    """What is found to contradict the changes file."""
    found = differences(author_edition(), author_edition(VERSION_2, *changes), stated)
    return [message for _place, message in contradictions(found, stated, ("1", "2"))]


BANDS: Change = ("criteria.yaml", "{1: 25, 2: 50, 3: 75}", "{1: 25, 2: 50, 3: 80}")
WORDS: Change = ("texts/en.yaml", "0: There is no written strategy.", "0: No strategy is written.")


@pytest.mark.parametrize(
    ("criteria", "change", "message"),
    [
        (
            {"active-members": "editorial"},
            BANDS,
            "active-members: says editorial, found rescored (rating)",
        ),
        (
            {"active-members": "clarified"},
            BANDS,
            "active-members: says clarified, found rescored (rating)",
        ),
        ({}, BANDS, "active-members: is not named, found rescored (rating)"),
        (
            {"strategy": "retired"},
            WORDS,
            "strategy: says retired, found editorial (texts (en): levels.0)",
        ),
        ({"strategy": "editorial"}, VERSION_2, "strategy: says editorial, found no change"),
    ],
)
def test_contradiction_is_told(criteria: dict[str, object], change: Change, message: str) -> None:
    changes = () if change is VERSION_2 else (change,)
    assert said(make_changes(criteria), *changes) == [message]


@pytest.mark.parametrize("kind", ["editorial", "clarified", "rescored"])
def test_author_decides_what_wording_means(kind: str) -> None:
    assert said(make_changes({"strategy": kind}), WORDS) == []


def test_what_others_became_need_not_be_named_as_new() -> None:
    assert said(make_changes({"strategy": merged("aims")}), *RETIRING) == []
    assert said(make_changes({"strategy": "retired"}), *RETIRING) == [
        "aims: is not named, found new (new)"
    ]


def test_split_may_keep_its_own_id() -> None:
    assert said(make_changes({"strategy": split("strategy", "services")}), WORDS) == []


def test_versions_must_be_those_compared() -> None:
    stated = make_changes(earlier="0", later="2")
    assert said(stated) == ["from: says 0, found 1"]


def test_written_file_says_what_is_found() -> None:
    found = differences(author_edition(), author_edition(VERSION_2, BANDS, WORDS))
    text = written(found, ("1", "2"))
    assert text.endswith(
        'from: "1"\nto: "2"\ncriteria:\n'
        "  # texts (en): levels.0\n  strategy: {class: editorial}\n"
        "  # rating\n  active-members: {class: rescored}\n"
    )
    read, faults = read_changes({"changes/2.yaml": text})
    assert faults == []
    assert not list(contradictions(found, read.files["changes/2.yaml"], ("1", "2")))
    assert classes(found) == {
        "strategy": ChangeClass.EDITORIAL,
        "active-members": ChangeClass.RESCORED,
    }


def test_written_file_keeps_what_was_said_of_splits() -> None:
    stated = make_changes({"strategy": split("aims", "services")})
    found = differences(author_edition(), author_edition(VERSION_2, *RETIRING), stated)
    text = written(found, ("1", "2"), stated)
    assert "  strategy: {class: split, into: [aims, services]}\n" in text


def faults_in(files: dict[str, str], *changes: Change) -> list[str]:
    """The faults of changes files beside a scheme of version 2."""
    read, faults = read_changes({f"changes/{name}": text for name, text in files.items()})
    assert faults == []
    return [str(fault) for fault in changes_faults(author_edition(VERSION_2, *changes), read)]


def text_of(criteria: str = "{}", earlier: str = "1", later: str = "2") -> str:
    return f'from: "{earlier}"\nto: "{later}"\ncriteria: {criteria}\n'


def test_changes_that_fit_have_no_faults() -> None:
    files = {
        "2.yaml": text_of("{strategy: {class: rescored}, vision: {class: retired}}"),
        "1.yaml": text_of("{vision: {class: new}}", "0", "1"),
    }
    assert faults_in(files) == []


@pytest.mark.parametrize(
    ("criteria", "message"),
    [
        ("{vision: {class: rescored}}", "there is no criterion 'vision'"),
        ("{vision: {class: merged, into: aims}}", "into: there is no criterion 'aims'"),
        (
            "{strategy: {class: retired}}",
            "'strategy' is retired and still in criteria.yaml; expected it retired",
        ),
        (
            "{strategy: {class: merged, into: services}}",
            "'strategy' is merged and still in criteria.yaml; expected it retired",
        ),
    ],
)
def test_changes_must_fit_the_scheme(criteria: str, message: str) -> None:
    assert faults_in({"2.yaml": text_of(criteria)}) == [f"changes/2.yaml:3: {message}"]


def test_retired_id_may_stand_in_the_bank_as_retired() -> None:
    criteria = "{strategy: {class: retired}, aims: {class: new}}"
    assert faults_in({"2.yaml": text_of(criteria)}, *RETIRING) == []


def test_newest_changes_lead_to_the_version_of_the_scheme() -> None:
    assert faults_in({"3.yaml": text_of(earlier="2", later="3")}) == [
        "changes/3.yaml:2: to: no file leads on from 3 to 2, the scheme's version; "
        "expected changes/2.yaml, which `assessment criteria diff --write` makes"
    ]


def test_changes_are_named_after_their_version() -> None:
    assert faults_in({"second.yaml": text_of()}) == [
        "changes/second.yaml:2: to: expected second, as the file's name"
    ]


def test_changes_lead_from_another_version() -> None:
    assert faults_in({"2.yaml": text_of(earlier="2")}) == [
        "changes/2.yaml:1: from: expected another version than 2"
    ]


def test_changes_of_another_shape_are_faults_with_their_lines() -> None:
    _read, faults = read_changes({"changes/2.yaml": text_of("{strategy: {class: split}}")})
    assert [fault.line for fault in faults] == [3]


def test_way_leads_over_all_versions_between() -> None:
    first, second = make_changes(), make_changes(earlier="2", later="3")
    assert way((second, first), "1", "3") == (first, second)
    assert way((second, first), "2", "2") == ()


def test_way_that_is_not_there_is_told() -> None:
    with pytest.raises(NoWay, match="0 > 2"):
        way((make_changes(),), "0", "2")


def test_way_in_a_circle_ends() -> None:
    steps = (make_changes(), make_changes(earlier="2", later="1"))
    with pytest.raises(NoWay):
        way(steps, "0", "2")


TEAM = DraftAnswer("Team", 3, "Four people.", {"people": 4}, (1, 2))
BOARD = DraftAnswer("Board", 2, "Nine seats.", {"seats": 9, "people": 9}, (2, 3))


@pytest.mark.parametrize(
    ("kind", "is_to_confirm"),
    [("editorial", False), ("clarified", True), ("rescored", True), (None, False)],
)
def test_answer_is_kept_and_confirmed_unless_wording_alone_changed(
    kind: str | None, is_to_confirm: bool
) -> None:
    plan = carry_over_all((make_changes({"team": kind} if kind else {}),), {"team": TEAM})
    assert plan.answers == {"team": Carried(Origin.KEPT, ("team",), TEAM, is_to_confirm)}
    assert plan.parked == {}


def test_answer_of_a_retired_criterion_is_parked() -> None:
    plan = carry_over_all((make_changes({"team": "retired"}),), {"team": TEAM})
    assert (plan.answers, plan.parked) == ({}, {"team": TEAM})


def test_new_criterion_has_no_answer() -> None:
    assert carry_over_all((make_changes({"aims": "new"}),), {}).answers == {}


def test_split_copies_all_but_the_level() -> None:
    plan = carry_over_all((make_changes({"team": split("staff", "training")}),), {"team": TEAM})
    copied = DraftAnswer("Team", None, "Four people.", {"people": 4}, (1, 2))
    assert plan.answers == {
        key: Carried(Origin.COPIED, ("team",), copied, is_to_confirm=True)
        for key in ("staff", "training")
    }
    assert plan.parked == {"team": TEAM}


def test_split_does_not_carry_that_it_does_not_apply() -> None:
    answer = DraftAnswer("Team", None, "We have none.", is_not_applicable=True)
    plan = carry_over_all((make_changes({"team": split("staff", "training")}),), {"team": answer})
    assert not plan.answers["staff"].answer.is_not_applicable


def test_merged_answers_are_joined_under_their_old_titles() -> None:
    changes = make_changes({"team": merged("people"), "board": merged("people")})
    plan = carry_over_all((changes,), {"team": TEAM, "board": BOARD})
    joined = DraftAnswer(
        "Team",
        None,
        "Team\nFour people.\n\nBoard\nNine seats.",
        {"people": 4, "seats": 9},
        (1, 2, 3),
    )
    assert plan.answers == {"people": Carried(Origin.MERGED, ("team", "board"), joined, True)}
    assert plan.parked == {"team": TEAM, "board": BOARD}


def test_merging_into_a_criterion_that_was_there_begins_with_its_own_answer() -> None:
    plan = carry_over_all(
        (make_changes({"board": merged("team")}),), {"board": BOARD, "team": TEAM}
    )
    assert plan.answers["team"].sources == ("team", "board")
    assert plan.answers["team"].answer.values == {"people": 4, "seats": 9}
    assert plan.parked == {"board": BOARD}


def test_single_justification_needs_no_title() -> None:
    silent = DraftAnswer("Board")
    changes = make_changes({"team": merged("people"), "board": merged("people")})
    plan = carry_over_all((changes,), {"team": TEAM, "board": silent})
    assert plan.answers["people"].answer.justification == "Four people."


def test_rename_is_a_merger_of_one() -> None:
    plan = carry_over_all((make_changes({"team": merged("people")}),), {"team": TEAM})
    answer = plan.answers["people"].answer
    assert (answer.justification, answer.level) == ("Four people.", None)


def test_criterion_is_followed_over_several_versions() -> None:
    steps = (
        make_changes({"team": split("staff", "training"), "board": "clarified"}),
        make_changes({"training": "retired"}, earlier="2", later="3"),
        make_changes({"staff": merged("board")}, earlier="3", later="4"),
    )
    found = [successors(steps[:number], "team") for number in range(4)]
    assert found == [("team",), ("staff", "training"), ("staff",), ("board",)]
    assert successors(steps, "board") == ("board",)
    assert successors(steps[1:], "training") == ()


def test_level_that_the_new_scale_lacks_is_not_carried() -> None:
    changes = make_changes({"team": "rescored", "board": "rescored"})
    answers = {"team": TEAM, "board": BOARD}
    plan = carry_over_all((changes,), answers, {"team": range(3), "board": range(3)})
    assert [plan.answers[key].answer.level for key in ("team", "board")] == [None, 2]
    assert plan.answers["team"].answer.justification == "Four people."


def test_answers_are_carried_over_several_versions() -> None:
    steps = (
        make_changes({"team": split("staff", "training"), "board": "clarified"}),
        make_changes({"training": "retired", "board": "editorial"}, earlier="2", later="3"),
        make_changes({"staff": merged("board")}, earlier="3", later="4"),
    )
    plan = carry_over_all(steps, {"team": TEAM, "board": BOARD})
    assert list(plan.answers) == ["board"]
    assert plan.answers["board"].sources == ("board", "team")
    assert plan.parked == {"team": TEAM}
