"""The nastiest files are told their faults within limits on time and memory.

They are read in a process of its own, one after the other: a hang or a bomb ends that process, and
the name that it printed last says which file it was.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalogue.hostile import CASES

ROOT = Path(__file__).parents[2]
FAULTLESS = "a faultless scheme as large as can be"

READ_ALL = """
import json, re, resource, sys
from pathlib import Path
from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import load_edition
from tests.catalogue.hostile import CASES

megabyte = 1024**2
resource.setrlimit(resource.RLIMIT_AS, (1024 * megabyte, 1024 * megabyte))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))  # seconds; they take a tenth of it
for name, make in CASES.items():
    print(name, file=sys.stderr, flush=True)
    try:
        load_edition(make())
        faults = []
    except CriteriaFault as error:
        faults = error.faults
    print(json.dumps([name, faults]))
# `ru_maxrss` would begin with what the process that started this one holds.
kilobytes = re.search("VmHWM:[^0-9]+([0-9]+) kB", Path("/proc/self/status").read_text())[1]
print(json.dumps(["peak", int(kilobytes) / 1024]))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, list[str]]:
    """The faults of each case, and the most megabytes that the process held."""
    command = [sys.executable, "-c", READ_ALL]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(map(json.loads, done.stdout.splitlines()))


def test_all_files_are_read_within_the_limits(told):
    assert told.keys() == {*CASES, "peak"}


def test_reading_takes_no_more_than_300_megabytes(told):
    assert told["peak"] < 300


@pytest.mark.parametrize("name", sorted({*CASES} - {FAULTLESS}))
def test_each_file_is_told_where_it_is_broken(told, name):
    assert told[name]
    for fault in told[name]:
        assert re.match(r"[a-z0-9/]+\.yaml:[1-9][0-9]*: \S", fault)
        assert len(fault) < 1000


def test_of_each_file_at_most_a_hundred_faults_are_told(told):
    for name in CASES:
        files = [fault.partition(":")[0] for fault in told[name]]
        assert max(map(files.count, files), default=0) <= 101


def test_largest_scheme_that_is_let_in_has_no_faults(told):
    assert told[FAULTLESS] == []
