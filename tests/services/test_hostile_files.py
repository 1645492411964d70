"""The nastiest files are refused within limits on time and memory, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.hostile_files import CASES

ROOT = Path(__file__).parents[2]

MEET_ALL = """
import json, re, resource, sys
from pathlib import Path
from tests.services.hostile_files import CASES

gigabyte = 1024**3
resource.setrlimit(resource.RLIMIT_AS, (gigabyte, gigabyte))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))  # seconds; nearly all go into making the files
for name, (meet, _expected) in CASES.items():
    print(name, file=sys.stderr, flush=True)
    print(json.dumps([name, meet()]))
# `ru_maxrss` would begin with what the process that started this one holds.
kilobytes = re.search("VmHWM:[^0-9]+([0-9]+) kB", Path("/proc/self/status").read_text())[1]
print(json.dumps(["peak", int(kilobytes) / 1024]))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, object]:
    """What came of each case, and the most megabytes that the process held."""
    command = [sys.executable, "-c", MEET_ALL]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(map(json.loads, done.stdout.splitlines()))


def test_all_files_are_met_within_the_limits(told):
    assert told.keys() == {*CASES, "peak"}


def test_meeting_them_takes_no_more_than_200_megabytes(told):
    assert told["peak"] < 200


@pytest.mark.parametrize("name", CASES)
def test_each_file_is_refused_for_what_it_is(told, name):
    assert told[name] == CASES[name][1]
