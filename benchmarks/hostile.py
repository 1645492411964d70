"""What the nastiest criteria files cost: the time and the memory in which their faults are told.

    .venv/bin/python -m benchmarks.hostile [words of a case's name]

Each case is read in a process of its own. `seconds` is the
processor's time for reading alone, which is all there is to wait for; `megabytes` is the
most memory that the process ever held, with Python and all modules in it.
"""

import json
import resource
import subprocess
import sys
import time

from assessment.catalogue.faults import CriteriaFault
from assessment.catalogue.loader import load_edition
from tests.catalogue.hostile import CASES

SECONDS, MEGABYTES = 2, 300
"""What reading may take at most."""


def main() -> None:
    words = " ".join(sys.argv[1:])
    if words.startswith("--child "):
        print(json.dumps(measured(words.removeprefix("--child "))))
        return
    print(f"{'seconds':>7} {'megabytes':>9} {'faults':>6}  case")
    worst_time = worst_memory = 0.0
    for name in CASES:
        if words not in name:
            continue
        seconds, megabytes, faults = in_child(name)
        worst_time, worst_memory = max(worst_time, seconds), max(worst_memory, megabytes)
        print(f"{seconds:7.2f} {megabytes:9.0f} {faults:6}  {name}", flush=True)
    limits = f"the limit is {SECONDS} s, {MEGABYTES} MB"
    print(f"{worst_time:7.2f} {worst_memory:9.0f}         worst of all; {limits}")
    sys.exit(worst_time > SECONDS or worst_memory > MEGABYTES)


def in_child(name: str) -> tuple[float, float, int]:
    """The measures of one case, from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.hostile", "--child", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)  # noqa: S603
    seconds, megabytes, faults = json.loads(done.stdout)
    return seconds, megabytes, faults


def measured(name: str) -> tuple[float, float, int]:
    """Seconds, the process's peak memory in megabytes, and the number of faults told."""
    files = CASES[name]()
    begin = time.process_time()
    try:
        load_edition(files)
        faults = 0
    except CriteriaFault as error:
        faults = len(error.faults)
    seconds = time.process_time() - begin
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, faults


if __name__ == "__main__":
    main()
