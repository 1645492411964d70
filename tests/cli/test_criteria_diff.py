"""`assessment criteria diff`: what differs between two versions, and whether that is said."""

from pathlib import Path

from click.testing import Result

from tests.catalogue.authoring import NAME, Change, author_folder
from tests.cli.running import criteria

VERSION_2: Change = ("scheme.yaml", 'version: "1"', 'version: "2"')
BANDS: Change = ("criteria.yaml", "{1: 25, 2: 50, 3: 75}", "{1: 25, 2: 50, 3: 80}")
THRESHOLD: Change = ("first-label.yaml", "threshold: 36 ", "threshold: 40 ")


def compare(tmp_path: Path, *options: str, changes: str | None = None) -> Result:
    """Version 2, with other bands and another threshold, against version 1."""
    old = author_folder(tmp_path / "old")
    more = {"changes/2.yaml": changes} if changes else None
    new = author_folder(tmp_path / "new", VERSION_2, BANDS, THRESHOLD, more=more)
    return criteria(tmp_path, "diff", old, new, *options)


def stated(kind: str) -> str:
    return f'from: "1"\nto: "2"\ncriteria:\n  active-members: {{class: {kind}}}\n'


DIFFERENCES = """\
regional: from version 1 to 2
label first-label
  rescored   threshold: 36, now 40
criterion active-members
  rescored   rating
"""


def test_every_difference_is_named_with_its_class(tmp_path: Path) -> None:
    result = compare(tmp_path, changes=stated("rescored"))
    assert (result.exit_code, result.output) == (0, DIFFERENCES)


def test_change_of_the_rules_of_review_is_named(tmp_path: Path) -> None:
    old = author_folder(tmp_path / "old")
    review = ("scheme.yaml", "labels: [first", "review: {appeal_days: 14}\nlabels: [first")
    new = author_folder(tmp_path / "new", VERSION_2, review)
    assert criteria(tmp_path, "diff", old, new).output == (
        "regional: from version 1 to 2\nscheme\n  procedure  review.appeal_days: 30, now 14\n"
        "There is no changes/2.yaml; --write makes one.\n"
    )


def test_missing_changes_file_is_told(tmp_path: Path) -> None:
    result = compare(tmp_path)
    assert (result.exit_code, result.output) == (
        0,
        f"{DIFFERENCES}There is no changes/2.yaml; --write makes one.\n",
    )


def test_contradiction_is_told_with_its_line(tmp_path: Path) -> None:
    result = compare(tmp_path, changes=stated("editorial"))
    path = tmp_path / "new" / NAME / "changes" / "2.yaml"
    assert (result.exit_code, result.output.splitlines()[-2:]) == (
        1,
        [
            f"{path}:4: active-members: says editorial, found rescored (rating)",
            "Error: 1 contradiction to the changes file.",
        ],
    )


def test_written_changes_file_contradicts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new" / NAME / "changes" / "2.yaml"
    result = compare(tmp_path, "--write")
    assert result.output.endswith(f"Written: {path}. Review the classes that were found.\n")
    assert "  # rating\n  active-members: {class: rescored}\n" in path.read_text(encoding="utf-8")
    again = criteria(tmp_path, "diff", tmp_path / "old" / NAME, tmp_path / "new" / NAME)
    assert (again.exit_code, again.output) == (0, DIFFERENCES)


def test_changes_file_is_not_overwritten(tmp_path: Path) -> None:
    result = compare(tmp_path, "--write", changes=stated("editorial"))
    assert result.exit_code == 1
    assert "2.yaml is there already, and nothing was changed." in result.output


def test_changes_file_with_faults_is_told(tmp_path: Path) -> None:
    result = compare(tmp_path, changes=stated("changed"))
    assert result.exit_code == 1
    assert "2.yaml:4: criteria.active-members.class: expected " in result.output


def test_scheme_does_not_differ_from_itself(tmp_path: Path) -> None:
    folder = author_folder(tmp_path)
    result = criteria(tmp_path, "diff", folder, folder)
    assert (result.exit_code, result.output) == (
        0,
        "regional: from version 1 to 1\n  no differences\n",
    )


def test_changed_rules_need_a_new_version(tmp_path: Path) -> None:
    old = author_folder(tmp_path / "old")
    new = author_folder(tmp_path / "new", BANDS)
    result = criteria(tmp_path, "diff", old, new)
    assert result.exit_code == 1
    assert "Both versions are called 1: raise `version` in NEW's scheme.yaml." in result.output
