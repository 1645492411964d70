"""The web server: gunicorn with sync workers on a socket that is open already."""

import gc
import os
import socket
import sys
from collections.abc import Callable

from flask import Flask
from gunicorn.app.base import BaseApplication

from assessment.app import create_app
from assessment.config import PREFIX, Settings
from assessment.resources import STATIC, TEMPLATES, TRANSLATIONS

Work = Callable[[], None]

PATIENCE = 300
"""Seconds for one request: the largest evidence over a line of one megabit per second."""


def serving(settings: Settings, listener: socket.socket) -> Work:
    """What the web server's process does."""

    def work() -> None:
        gc.freeze()  # what is imported by now is looked at by no worker, and so stays shared
        _Gunicorn(settings, listener.detach()).run()

    return work


def reloading(settings: Settings, listener: socket.socket) -> Work:
    """The same for development: begins anew when code, a template, wording or looks change.

    A new program is needed for it, since code that this one has imported stays as it is.
    """
    watched = [*TEMPLATES.rglob("*.*"), *STATIC.rglob("*.*"), *TRANSLATIONS.rglob("*.mo")]
    command = [
        *(sys.executable, "-P", "-m", "gunicorn", "--no-control-socket", "--log-level=warning"),
        f"--timeout={PATIENCE}",
        *("--reload", *(f"--reload-extra-file={path}" for path in watched)),
        f"--bind=fd://{listener.fileno()}",
        "assessment.app:create_app()",
    ]
    environ = os.environ | {PREFIX + "BASE_URL": settings.base_url}

    def work() -> None:
        listener.set_inheritable(True)
        os.execve(sys.executable, command, environ)  # noqa: S606 (no shell is wanted)

    return work


class _Gunicorn(BaseApplication):  # type: ignore[misc]
    """Gunicorn in this process; the application is made in each worker, after it has parted.

    So no worker shares a connection with another.
    """

    def __init__(self, settings: Settings, fd: int) -> None:
        self.settings = settings
        self.fd = fd
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"fd://{self.fd}",
            "workers": self.settings.web_workers,
            "worker_class": "sync",
            "loglevel": "warning",
            "timeout": PATIENCE,
            "graceful_timeout": 10,
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = create_app(self.settings)
        _look_for_garbage_seldom()
        return app


def _look_for_garbage_seldom() -> None:
    """A page makes tens of thousands of objects, few of them in circles, and all are gone after it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
