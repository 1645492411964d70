"""People at browsers, as many at a time as are wanted, each with a connection per request.

Sync workers close a connection after its answer; what a proxy would keep open towards them costs
nothing here, since both applications are asked in the same way.
"""

import json
import re
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Reply:
    """An answer of a server; `seconds` from connecting to its last byte."""

    status: int
    head: str
    body: bytes
    seconds: float


@dataclass
class Client:
    """One person at one browser."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str, **headers: str) -> Reply:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> Reply:
        body = urllib.parse.urlencode({"csrf_token": self.token, **form}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, kind | headers)

    def sign_in(self, email: str, password: str) -> None:
        """Signs in through the form, and takes the token with which forms are sent."""
        self._take_token("/login")
        self.post("/login", {"email": email, "password": password})
        self._take_token("/account")

    def _take_token(self, path: str) -> None:
        if found := TOKEN.search(self.get(path).body.decode()):
            self.token = found[1]

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        place = urlsplit(self.address)
        lines = {
            "Host": place.netloc,
            "Origin": self.address,
            "Referer": self.address + path,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Length": str(len(body)),
            "Connection": "close",
        } | dict(headers)
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        message = f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body
        began = time.perf_counter()
        with socket.create_connection((place.hostname or "", place.port or 80), 60) as line:
            line.sendall(message)
            received = b"".join(iter(lambda: line.recv(65536), b""))
        seconds = time.perf_counter() - began
        start, _, content = received.partition(b"\r\n\r\n")
        reply = Reply(int(start[9:12] or 0), start.decode("latin-1"), content, seconds)
        self._keep_cookies(reply.head)
        return reply

    def _keep_cookies(self, head: str) -> None:
        for name, value in re.findall(r"(?im)^set-cookie: ([^=]+)=([^;\r]*)", head):
            self.cookies[name] = value


Task = Callable[[], Reply]


def seconds_each(tasks: list[Task], times: int) -> list[float]:
    """Each task again and again by a thread of its own, all at once; how long each answer took.

    Raises `AssertionError` when an answer is no success: then nothing was measured.
    """
    found: list[float] = []
    wrong: list[Reply] = []

    def work(task: Task) -> None:
        for _ in range(times):
            reply = task()
            found.append(reply.seconds)
            if not 200 <= reply.status < 300:
                wrong.append(reply)
                return

    threads = [threading.Thread(target=work, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise AssertionError(f"{wrong[0].head}\n\n{wrong[0].body[:2000].decode()}")
    return found


@dataclass
class Saving:
    """One person who writes on one criterion, save after save, and knows the version it has."""

    client: Client
    path: str
    form: dict[str, str]
    version: int
    count: int = 0

    def __call__(self) -> Reply:
        self.count += 1
        words = f"Written {self.count} times, the last time at {time.time_ns()}."
        form = self.form | {"version": str(self.version), "justification": words}
        reply = self.client.post(self.path, form, Accept="application/json")
        if reply.status == 200:
            self.version = json.loads(reply.body)["version"]
        return reply
