"""`assessment criteria score`: what answers score, in words and as data."""

import json
from pathlib import Path

from tests.catalogue.authoring import LABEL, Change, author_folder
from tests.cli.running import criteria

ANSWERS = """\
on: 2026-06-01
profile: {members: 40, staff: 1}
answers:
  strategy: {level: 3, justification: ""}
  services: {values: {offered: [advice, events]}}
  active-members: {values: {active: 10}}
"""
THIRDS: Change = ("first-label.yaml", "{id: services, points: 12}", "{id: services, points: 10}")


def answers(tmp_path: Path, text: str = ANSWERS, name: str = "answers.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_scorecard_says_every_condition_and_every_point(tmp_path: Path) -> None:
    folder = author_folder(tmp_path, THIRDS)
    result = criteria(tmp_path, "score", folder, LABEL, answers(tmp_path))
    # services: level 2 of 3 are 20/3; active-members: 25 percent, level 1 of 3 is 6; open are 12
    assert (result.exit_code, result.output) == (
        0,
        """\
First label: missed
12 2/3 of 58 points, 24 2/3 within reach of what is still open; threshold 36

Conditions
  met     Eligibility: The cluster has at least 10 members.  40, 10 asked
  missed  Minimum: Strategy                                  nothing yet, 1 asked
  missed  Minimum: Active members                            level 1, 2 asked: 1 away
  missed  Threshold                                          12 2/3 points, 36 asked: 23 1/3 away

1 Direction: 6 2/3 of 28 points
  1.1  Strategy  level 3  0 of 18      claimed, but not justified; below the minimum 1
  1.2  Services  level 2  6 2/3 of 10  answered

2 Members: 6 of 30 points
  2.1  Active members           level 1  6 of 18  answered; below the minimum 2
  2.2  Satisfaction of members  -        - of 12  not answered
""",
    )


def test_figure_that_cannot_be_true_is_named_with_its_bounds(tmp_path: Path) -> None:
    path = answers(tmp_path, ANSWERS.replace("active: 10", "active: 41"))  # of 40 members
    result = criteria(tmp_path, "score", author_folder(tmp_path), LABEL, path)
    [line] = [line for line in result.output.splitlines() if "2.1  Active members" in line]
    assert line.endswith(
        "level 3  0 of 18  claimed, but a figure is out of bounds;"
        " “Share of the members” is 102 1/2, expected from 0 to 100; below the minimum 2"
    )


def test_data_keeps_fractions_exact(tmp_path: Path) -> None:
    folder = author_folder(tmp_path, THIRDS)
    result = criteria(tmp_path, "score", folder, LABEL, answers(tmp_path), "--json")
    data = json.loads(result.output)
    assert (data["points"], data["possible"], data["maximum"]) == ("38/3", "74/3", "58")
    assert data["threshold"] == {"points": "36", "status": "missed"}
    assert data["criteria"][1]["points"] == "20/3"
    assert data["criteria"][2]["figures"] == {"share": "25"}
    assert data["conditions"][-1] == {
        "key": "threshold",
        "kind": "threshold",
        "subject": "",
        "status": "missed",
        "actual": "38/3",
        "required": "36",
        "missing": "70/3",
    }


def test_answers_may_be_json(tmp_path: Path) -> None:
    value = {"on": "2026-06-01", "profile": {"members": 40}, "every": {"level": 3}}
    path = answers(tmp_path, json.dumps(value, indent="\t"), "answers.json")
    result = criteria(tmp_path, "score", author_folder(tmp_path), LABEL, path)
    assert result.output.startswith("First label: met\n60 of 60 points; threshold 36\n")


def test_scheme_may_be_named_by_its_id(tmp_path: Path) -> None:
    author_folder(tmp_path / "criteria")
    result = criteria(tmp_path, "score", "regional", LABEL, answers(tmp_path))
    assert result.exit_code == 0


def test_shortest_way_is_told(tmp_path: Path) -> None:
    # 12 2/3 of 36: to support the strategy gives 18, one level of active-members 6
    folder = author_folder(tmp_path, THIRDS)
    result = criteria(tmp_path, "score", folder, LABEL, answers(tmp_path), "--shortest-way")
    assert (
        result.output.partition("\n\nShortest way to ")[2]
        == """\
First label
  1.1  Strategy        support level 3  +18 points, effort 1
  2.1  Active members  level 1 to 2     +6 points, effort 1
  2 steps, effort 2: 36 2/3 points
"""
    )


def test_shortest_way_is_in_the_data(tmp_path: Path) -> None:
    folder = author_folder(tmp_path, THIRDS)
    options = ("--json", "--shortest-way")
    result = criteria(tmp_path, "score", folder, LABEL, answers(tmp_path), *options)
    way = json.loads(result.output)["shortest_way"]
    assert (way["steps"], way["effort"], way["points"]) == (2, 2, "110/3")
    assert way["raises"][0] == {
        "id": "strategy",
        "from": 3,
        "to": 3,
        "steps": 1,
        "effort": 1,
        "points": "18",
        "is_support": True,
    }


def test_raises_are_scored_as_if_attested(tmp_path: Path) -> None:
    folder = author_folder(tmp_path, THIRDS)
    raises = ("--raise", "strategy=2", "--raise", "active-members=2")
    result = criteria(tmp_path, "score", folder, LABEL, answers(tmp_path), *raises)
    # to 12 2/3: strategy, not supported before, 2/3 of 18; active-members one more third of 18;
    # both minimums are met, and the threshold lies within the 12 points that are still open
    assert result.output.startswith("First label: undetermined\n30 2/3 of 58 points, 42 2/3 within")
    assert "1.1  Strategy  level 2  12 of 18 " in result.output
    assert "2.1  Active members           level 2  12 of 18 " in result.output


def test_shortest_way_begins_after_the_raises(tmp_path: Path) -> None:
    options = ("--raise", "strategy=2", "--raise", "active-members=2", "--shortest-way", "--json")
    folder = author_folder(tmp_path, THIRDS)
    result = criteria(tmp_path, "score", folder, LABEL, answers(tmp_path), *options)
    # 30 2/3 of 36: one level of strategy or of active-members gives 6
    way = json.loads(result.output)["shortest_way"]
    assert (way["steps"], way["points"]) == (1, "110/3")


def test_raises_that_cannot_be_made_are_told_each(tmp_path: Path) -> None:
    wrong = (
        "strategy",
        "manners=2",
        "services=4",
        "strategy=x",
        "satisfaction=1",
        "satisfaction=2",
    )
    raises = [word for each in wrong for word in ("--raise", each)]
    result = criteria(tmp_path, "score", author_folder(tmp_path), LABEL, answers(tmp_path), *raises)
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            "Error: --raise strategy: expected a criterion and its level, as in strategy=2",
            "--raise manners=2: the criterion 'manners' is not asked",
            "--raise services=4: level 4: the scale of 'services' lacks it",
            "--raise strategy=x: level x: the scale of 'strategy' lacks it",
            "--raise strategy: named twice",
            "--raise satisfaction: named twice",
        ],
    )


def test_raise_of_what_is_not_rated_is_told(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "criteria" / "cluster-excellence"
    options = ("--raise", "cluster-age=1")
    result = criteria(tmp_path, "score", folder, "bronze", answers(tmp_path), *options)
    assert result.output == "Error: --raise cluster-age=1: 'cluster-age' is not rated\n"


def test_label_that_is_reached_needs_no_way(tmp_path: Path) -> None:
    path = answers(tmp_path, "on: 2026-06-01\nprofile: {members: 40}\nevery: {level: 3}\n")
    result = criteria(tmp_path, "score", author_folder(tmp_path), LABEL, path, "--shortest-way")
    assert result.output.endswith("Shortest way to First label\n  It is reached.\n")


def test_what_raises_cannot_meet_is_told(tmp_path: Path) -> None:
    path = answers(tmp_path, "on: 2026-06-01\nprofile: {members: 9}\nevery: {level: 3}\n")
    result = criteria(tmp_path, "score", author_folder(tmp_path), LABEL, path, "--shortest-way")
    assert result.output.splitlines()[-2:] == [
        "  Still to be met, which raising levels does not do:",
        "  missed  Eligibility: The cluster has at least 10 members.  9, 10 asked: 1 away",
    ]


def test_each_wrong_answer_is_told_with_its_line(tmp_path: Path) -> None:
    path = answers(tmp_path, "profile: {members: many}\nanswers:\n  strategy: {level: 7}\n")
    result = criteria(tmp_path, "score", author_folder(tmp_path), LABEL, path)
    assert (result.exit_code, result.output.splitlines()) == (
        1,
        [
            f"{path}:1: members: expected a number of at most 15 digits and 9 decimals, found many",
            f"{path}:3: level 7: the scale of 'strategy' lacks it",
            "Error: 2 faults.",
        ],
    )


def test_unknown_label_is_told(tmp_path: Path) -> None:
    result = criteria(tmp_path, "score", author_folder(tmp_path), "gold", answers(tmp_path))
    assert (result.exit_code, result.output) == (
        1,
        "Error: The scheme has no label 'gold'; it has first-label.\n",
    )


def test_unknown_scheme_is_told(tmp_path: Path) -> None:
    result = criteria(tmp_path, "score", "galactic", LABEL, answers(tmp_path))
    assert result.exit_code == 1
    assert result.output.startswith("Error: There is no scheme 'galactic': expected a folder")
