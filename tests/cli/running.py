"""Runs `assessment criteria` as a person does, in an installation of the test's own."""

from pathlib import Path

from click.testing import CliRunner, Result

from assessment.cli.criteria import command


def criteria(installation: Path, *arguments: str | Path) -> Result:
    """What the command says and its exit status; the folder in use is `criteria/` there."""
    variables = {
        "ASSESSMENT_INSTANCE": str(installation / "instance"),
        "ASSESSMENT_CRITERIA_PATH": str(installation / "criteria"),
    }
    return CliRunner(env=variables).invoke(command, [str(each) for each in arguments])
