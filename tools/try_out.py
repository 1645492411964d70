"""Starts a command that serves, looks at it from outside, stops it, and starts it once more.

    try_out.py FOLDER COMMAND ...

The first start requests pages and signs in as every demonstration account; Ctrl-C must end every
process and free the port. The second start must keep the accounts and be up within `QUICK` seconds.
"""

import os
import signal
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from served import Served, alive, is_free, served
from sign_in_everyone import SIGN_IN, accounts, sign_in_everyone

FIRST = 120.0
QUICK = 10.0 if os.environ.get("CI") else 5.0
PAGES = ("/", SIGN_IN, "/static/-/css/tokens.css")


def open_page(address: str, path: str, language: str = "en") -> str:
    """The body of a page that must answer 200."""
    request = urllib.request.Request(address + path, headers={"Accept-Language": language})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        print(f"{answer.status} {path} ({language})")
        return str(answer.read().decode())


def look_at_pages(address: str) -> None:
    for path in PAGES:
        open_page(address, path)
    english, finnish = open_page(address, "/"), open_page(address, "/", "fi")
    if 'lang="en"' not in english or 'lang="fi"' not in finnish:
        raise AssertionError("the front page does not follow the browser's language")


def stop(running: Served, port: int) -> None:
    family = running.processes()
    began = time.monotonic()
    running.interrupt()
    if left := alive(family):
        raise AssertionError(f"processes are left after Ctrl-C: {left}\n{running.output}")
    if "Traceback" in running.output:
        raise AssertionError(f"the end was not clean:\n{running.output}")
    if not is_free(port):
        raise AssertionError(f"port {port} is still taken")
    print(f"stopped {len(family)} processes in {time.monotonic() - began:.1f} s; the port is free")


def main(folder: Path, command: Sequence[str]) -> None:
    with served(command, os.environ | {"PORT": "0"}, folder) as first:
        address = first.wait_for_address(FIRST)
        print(f"up after {time.monotonic() - first.began:.1f} s at {address}")
        port = urlsplit(address).port or 0
        look_at_pages(address)
        sign_in_everyone(address, first.output)
        stop(first, port)
    with served(command, os.environ | {"PORT": str(port)}, folder) as second:
        second.wait_for_address(FIRST)
        seconds = time.monotonic() - second.began
        print(f"second start: up after {seconds:.1f} s")
        if seconds > QUICK:
            raise AssertionError(f"the second start took more than {QUICK} s")
        stop(second, port)
    if accounts(second.output) != accounts(first.output):
        raise AssertionError("the second start does not know the accounts of the first")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    main(Path(sys.argv[1]), sys.argv[2:])
