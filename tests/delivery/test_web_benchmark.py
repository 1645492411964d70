"""The benchmark of the web measures what it says: both servers answer. Its figures are for people."""

import os
import subprocess
import sys


def test_both_servers_read_a_section_and_save_an_answer() -> None:
    command = [sys.executable, "-m", "benchmarks.web", "--rounds", "1", "--requests", "8"]
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | paths
    )
    assert run.returncode == 0, run.stderr
    figures = [line.rsplit(maxsplit=6)[:2] for line in run.stdout.splitlines() if "  2.0  " in line]
    assert figures == [
        ["section page", "1"],
        ["section page", "8"],
        ["autosave", "1"],
        ["autosave", "8"],
    ]
