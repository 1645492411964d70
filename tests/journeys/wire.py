"""A line between a browser and a server that can be cut, as in a tunnel, and mended."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from urllib.parse import urlsplit


class Wire:
    """Carries bytes to a server. While it is cut nothing comes through, not even a last word."""

    def __init__(self, address: str) -> None:
        server = urlsplit(address)
        self.server = (server.hostname, server.port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.ends: list[socket.socket] = []
        self.is_cut = False
        Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        self.is_cut = True
        for end in self.ends:
            _hang_up(end)

    def mend(self) -> None:
        self.is_cut = False

    def close(self) -> None:
        self.cut()
        _hang_up(self.listener)
        for end in (self.listener, *self.ends):
            end.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near = self.listener.accept()[0]
                self.ends.append(near)
                if self.is_cut:
                    _hang_up(near)
                    continue
                far = socket.create_connection(self.server)
                self.ends.append(far)
                for source, sink in ((near, far), (far, near)):
                    Thread(target=_carry, args=(source, sink), daemon=True).start()


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    _hang_up(sink)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


@contextmanager
def wired(address: str) -> Iterator[Wire]:
    """A wire to the server at an address, for the time of the block."""
    wire = Wire(address)
    try:
        yield wire
    finally:
        wire.close()
