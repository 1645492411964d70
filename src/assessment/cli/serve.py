"""`assessment serve`: web server and background worker, started and stopped as one."""

import errno
import http.client
import signal
import socket
import sys

import click

from assessment.cli.children import ChildEnded, Children
from assessment.cli.demonstration import (
    accounts_table,
    has_demonstration,
    is_empty_database,
    load_into_empty,
)
from assessment.cli.startup import criteria_in_force, explained_database, read_settings
from assessment.cli.web_server import reloading, serving
from assessment.config import Settings
from assessment.db.upgrade import upgrade_database

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (an address is looked up, not bound)
"""Addresses that mean every network of the machine, and where they can be reached on it."""
FIRST_ACCOUNT = 'assessment people add-secretariat EMAIL --name "NAME"'


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
@click.option(
    "--demonstration", is_flag=True, help="Load invented clusters into an empty database."
)
def command(host: str, port: int, reload: bool, demonstration: bool) -> None:
    """Start the web server and the background worker; Ctrl-C stops both."""
    with _listen(host, port) as listener:
        address = _address(listener)
        settings = _settings(host, address)
        _prepare(settings, with_demonstration=demonstration)
        children = Children()
        children.heed_signals()
        try:
            _start(children, settings, listener, reload=reload)
            children.wait_until(lambda: _answers(address))
            if not children.is_stopping:
                _greet(settings, address)
            children.wait_until(lambda: False)
            click.echo("Stopping: what has been begun is finished ...")
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


def _settings(host: str, address: str) -> Settings:
    """The settings; pages and mail name the address served, unless another is configured."""
    settings = read_settings()
    if "base_url" in settings.model_fields_set:
        return settings
    if host in ANYWHERE:
        click.echo(
            f"Warning: base_url is not set, so links in mail and codes on certificates lead to "
            f"{address}, which others cannot open. Set ASSESSMENT_BASE_URL to the public address.",
            err=True,
        )
    return settings.model_copy(update={"base_url": address})


def _prepare(settings: Settings, *, with_demonstration: bool) -> None:
    """Everything that must be right before anybody is served; what is wrong ends the start."""
    with explained_database():
        upgrade_database(settings.database)
        catalogue = criteria_in_force(settings)
        if with_demonstration:
            load_into_empty(settings, catalogue)


def _start(
    children: Children, settings: Settings, listener: socket.socket, *, reload: bool
) -> None:
    def work() -> None:
        # What comes while all is loaded waits until the worker heeds it (`PatientConsumer.start`).
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        from assessment.jobs.worker import run_worker  # makes documents, which pages never do

        listener.close()
        run_worker(settings)

    serve = reloading if reload else serving
    children.start(
        "web server",
        serve(settings, listener),
        title="assess-web",
        stop_signal=signal.SIGTERM,
    )
    # Huey finishes what it has begun on SIGINT, and drops it on SIGTERM.
    children.start("background worker", work, title="assess-worker", stop_signal=signal.SIGINT)
    listener.close()


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
    if has_demonstration(settings):
        click.echo(f"\nThe demonstration's accounts:\n{accounts_table()}")
    if is_empty_database(settings):
        click.echo(f"\nNobody has an account yet. Make the first one:\n  {FIRST_ACCOUNT}")
    click.echo(f"\nCluster Assessment answers at {address}  (Ctrl-C stops it)\n")
