"""The process that reads a file of anybody's: what it cannot do."""

import subprocess
import sys


def test_it_cannot_take_more_memory_than_its_limit() -> None:
    code = "from assessment.reports import seal_reader as r; r.limit_itself(); bytearray(r.BYTES)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ended.stderr.splitlines()[-1] == b"MemoryError"
