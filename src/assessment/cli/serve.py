"""`assessment serve`: web server and background worker, started and stopped as one."""

import errno
import http.client
import os
import socket
import sys
from collections.abc import Mapping

import click

from assessment.cli.children import ChildEnded, Children
from assessment.cli.demonstration import accounts_table, has_demonstration, load_into_empty
from assessment.cli.startup import explained_database, read_criteria, read_settings
from assessment.config import PREFIX, Settings
from assessment.db.upgrade import upgrade_database
from assessment.resources import TEMPLATES, TRANSLATIONS

PYTHON = (sys.executable, "-P", "-m")
WORKER = "background worker"
SERVER = "web server"
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (an address is looked up, not bound)
"""Addresses that mean every network of the machine, and where they can be reached on it."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True, show_envvar=True)
@click.option(
    "--port",
    default=8000,
    envvar="PORT",
    type=click.IntRange(0, 65535),
    show_default=True,
    show_envvar=True,
    help="0 takes any free port.",
)
@click.option("--reload", is_flag=True, help="Start the web server anew when a file changes.")
def command(host: str, port: int, reload: bool) -> None:
    """Start the web server and the background worker; Ctrl-C stops both."""
    with _listen(host, port) as listener:
        address = _address(listener)
        environ = _environment(address)
        settings = read_settings(environ)
        _prepare(settings)
        children = Children()
        children.heed_signals()
        try:
            _start_server(children, settings, environ, listener, reload=reload)
            children.start(WORKER, (*PYTHON, "assessment", "worker"), environ)
            listener.close()
            children.wait_until(lambda: _answers(address))
            if not children.is_stopping:
                _greet(settings, address)
            children.wait_until(lambda: False)
        except ChildEnded as ended:
            click.echo(f"{ended} Stopping.", err=True)
            sys.exit(1)
        finally:
            children.stop()
    click.echo("Stopped.")


def _listen(host: str, port: int) -> socket.socket:
    """A socket that holds the port from now on, so that nobody takes it while the rest starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise click.ClickException(_refusal(host, port, error)) from None
    return listener


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken by another program. "
            f"Stop that one, or choose another port: PORT={port + 1 if port < 65535 else 8000}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not allowed for this user. Choose another port: PORT=8000"
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}. Check HOST= and PORT="


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = ANYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _environment(address: str) -> dict[str, str]:
    """The variables for everything started here: the address served, unless one is configured."""
    environ = dict(os.environ)
    if "base_url" not in read_settings().model_fields_set:
        environ[PREFIX + "BASE_URL"] = address
    return environ


def _prepare(settings: Settings) -> None:
    """Everything that must be right before anybody is served; what is wrong ends the start."""
    catalogue = read_criteria(settings.criteria_path)
    with explained_database():
        upgrade_database(settings.database)
        load_into_empty(settings, catalogue)


def _start_server(
    children: Children,
    settings: Settings,
    environ: Mapping[str, str],
    listener: socket.socket,
    *,
    reload: bool,
) -> None:
    gunicorn = (
        *PYTHON,
        "gunicorn",
        f"--bind=fd://{listener.fileno()}",
        f"--workers={settings.web_workers}",
        "--worker-class=sync",
        "--no-control-socket",
        "--log-level=warning",
        "--graceful-timeout=10",
        *(_reloading() if reload else ("--config=python:assessment.cli.web_processes",)),
        "assessment.app:create_app()",
    )
    children.start(SERVER, gunicorn, environ, fds=[listener.fileno()])


def _reloading() -> list[str]:
    """Templates, wording and criteria are watched like code."""
    watched = [*TEMPLATES.rglob("*.*"), *TRANSLATIONS.rglob("*.mo")]
    return ["--reload", *(f"--reload-extra-file={path}" for path in watched if path.is_file())]


def _answers(address: str) -> bool:
    """Whether the server answers a request, whatever it says."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=2)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _greet(settings: Settings, address: str) -> None:
    click.echo(f"\nCluster Assessment answers at {address}  (Ctrl-C stops it)")
    if has_demonstration(settings):
        click.echo(f"\nThe demonstration's accounts:\n{accounts_table()}\n")
