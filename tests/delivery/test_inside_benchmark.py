"""The benchmark of pages with many rows measures what it says. Its figures are for people."""

import os
import subprocess
import sys

import pytest

LISTS = {
    "/desk",
    "/register",
    "/reviews",
    "/secretariat",
    "/secretariat/agreement",
    "/secretariat/calls",
    "/secretariat/clusters",
    "/secretariat/people",
    "/secretariat/portfolio",
    "/secretariat/reviewers",
    "/secretariat/schemes",
    "/tasks",
}
TINY = ("--submissions", "12", "--clusters", "12", "--assessments", "28", "--times", "1", "--lists")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_list_and_a_review_are_measured(database: str) -> None:
    command = [sys.executable, "-m", "benchmarks.web.inside", "--databases", database, *TINY]
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | paths
    )
    assert run.returncode == 0, run.stderr
    measured = {row.split()[0] for row in run.stdout.splitlines() if row.startswith("/")}
    assert measured >= LISTS
    for row in ("form of a criterion", "saving while typing", "handing on to the next"):
        assert f"\n{row}  " in run.stdout
    assert "MISSED queries" not in run.stdout
