"""A small web server of our own, with pages that answer in every way that matters."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Pages(BaseHTTPRequestHandler):
    """`/status/404` answers so; `/to/<address>` leads there; `/no-head` knows GET alone."""

    def _answer(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))  # type: ignore[attr-defined]
        kind, _, rest = self.path.lstrip("/").partition("/")
        if kind == "to":
            self.send_response(302)
            self.send_header("Location", rest)
        elif kind == "round":
            self.send_response(301)
            self.send_header("Location", "/round")
        elif kind == "no-head" and self.command == "HEAD":
            self.send_response(405)
        else:
            self.send_response(int(rest) if kind == "status" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = _answer  # noqa: N815  # named by the library

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


class Site:
    """A running server: its address, and what it was asked."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.address = f"http://127.0.0.1:{server.server_port}"
        self.asked: list[tuple[str, str, str]] = server.asked  # type: ignore[attr-defined]

    @property
    def requests(self) -> list[tuple[str, str]]:
        """Methods and paths."""
        return [(method, path) for method, path, _agent in self.asked]


@contextmanager
def site() -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
