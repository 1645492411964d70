"""`assessment demonstration load`: into an empty database alone."""

from pathlib import Path

from click.testing import CliRunner, Result

from assessment.cli import demonstration


def load(instance: Path) -> Result:
    return CliRunner(env={"ASSESSMENT_INSTANCE": str(instance)}).invoke(
        demonstration.command, ["load"]
    )


def test_load_prints_the_accounts_and_says_when_the_documents_come(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert loaded.exit_code == 0
    assert loaded.output.splitlines()[-2:] == [
        "  Password of all: northern-lights-demo",
        "The worker makes the certificate and the report within a minute.",
    ]
    again = load(tmp_path)
    assert (again.exit_code, again.output) == (
        1,
        "Error: The database has data already; nothing was loaded.\n",
    )
