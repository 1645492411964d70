"""The benchmark of documents makes and downloads what it says. Its figures are for people."""

import os
import subprocess
import sys


def test_a_document_is_made_in_all_three_ways_and_each_kind_downloaded() -> None:
    command = [
        sys.executable,
        "-m",
        "benchmarks.documents",
        "--times",
        "1",
        "--only",
        "certificate",
    ]
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | paths
    )
    assert run.returncode == 0, run.stderr
    rows = [line.split() for line in run.stdout.splitlines() if not line.startswith("    MISSED")]
    made = {(row[0], row[1]): row[2] for row in rows if row and row[0].endswith(",")}
    assert made == {("certificate,", "en"): "1", ("certificate,", "fi"): "1"}
    after = rows[[row[:1] for row in rows].index(["downloaded"]) + 1 :]
    kinds = ["application", "benchmarking", "certificate", "report", "self_assessment"]
    assert [row[0] for row in after] == kinds
    assert all(float(row[1]) > 10 for row in after)
