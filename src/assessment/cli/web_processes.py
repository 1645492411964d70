"""Gunicorn's configuration: code is imported once, before the web processes part.

The application itself is made in each of them, so that none shares a connection with another.
"""

from importlib import import_module


def on_starting(_server: object) -> None:
    """Called by gunicorn in its main process, before the first web process exists."""
    import_module("assessment.app")
