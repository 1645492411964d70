"""`assessment criteria export`, as a person calls it in a folder of their own."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from assessment.cli.criteria.export import export
from tests.reports.asked import FILES

Export = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Export:
    """Runs the command in a folder with a scheme `regional`, which is also the folder in use."""
    for name, text in FILES.items():
        path = tmp_path / "regional" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSESSMENT_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("ASSESSMENT_CRITERIA_PATH", str(tmp_path))
    monkeypatch.setenv("ASSESSMENT_ISSUER", "Regional Office")
    return lambda *arguments: CliRunner().invoke(export, arguments)


def identity(file: bytes) -> dict[str, str]:
    rows = openpyxl.load_workbook(BytesIO(file))["meta"].iter_rows(max_row=6, values_only=True)
    return {row[0]: row[1] for row in rows}


def test_questionnaire_is_a_pdf_named_for_what_it_is(run: Export, tmp_path: Path) -> None:
    result = run("regional", "start")

    assert result.output == "regional-start-en.pdf: Start, 1 criterion, in en\n"
    written = PdfReader(tmp_path / "regional-start-en.pdf")
    assert written.metadata is not None
    assert written.metadata.author == "Regional Office"


def test_format_and_language_are_chosen(run: Export, tmp_path: Path) -> None:
    result = run("regional", "top", "--format", "xlsx", "--language", "fi")

    assert result.exit_code == 0
    found = identity((tmp_path / "regional-top-fi.xlsx").read_bytes())
    assert (found["label"], found["language"]) == ("top", "fi")


def test_ending_of_the_file_says_the_format(run: Export, tmp_path: Path) -> None:
    run("regional", "top", "--output", "paper.XLSX")

    assert identity((tmp_path / "paper.XLSX").read_bytes())["label"] == "top"


def test_scheme_may_be_a_folder(run: Export, tmp_path: Path) -> None:
    run(str(tmp_path / "regional"), "top", "--output", "top.xlsx")

    assert (tmp_path / "top.xlsx").is_file()


def test_file_that_is_there_is_replaced_and_nothing_is_left_beside_it(
    run: Export, tmp_path: Path
) -> None:
    (tmp_path / "top.xlsx").write_text("old")
    before = set(tmp_path.iterdir()) | {tmp_path / "instance"}

    run("regional", "top", "--output", "top.xlsx")

    assert identity((tmp_path / "top.xlsx").read_bytes())["scheme"] == "regional"
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("regional", "gold"), "The scheme has no label 'gold'; it has start, top."),
        (
            ("regional", "top", "--language", "sv"),
            "The scheme has no texts in 'sv'; it has en, fi.",
        ),
        (("nowhere", "top"), "There is no scheme 'nowhere'"),
        (("regional", "top", "--output", "no/such/top.xlsx"), "No such file or directory"),
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line(
    run: Export, arguments: tuple[str, ...], message: str
) -> None:
    result = run(*arguments)

    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output
