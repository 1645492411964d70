"""A mail server of a test's own."""

import socket
from collections.abc import Awaitable
from typing import Any

from aiosmtpd.controller import Controller


class MailServer(Controller):
    """Listens at a port of this machine from the moment it is made, so that nobody else takes it."""

    def __init__(self, handler: Any, **options: Any) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        super().__init__(
            handler,
            hostname="127.0.0.1",
            port=self.listener.getsockname()[1],
            ready_timeout=60,
            **options,
        )

    def _create_server(self) -> Awaitable[Any]:
        return self.loop.create_server(
            self._factory_invoker, sock=self.listener, ssl=self.ssl_context
        )
