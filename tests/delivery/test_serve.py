"""`assessment serve`: one command starts everything, and one Ctrl-C ends everything."""

import os
import shutil
import signal
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from assessment.cli import people
from served import Served, alive, is_free
from sign_in_everyone import Account, accounts, sign_in, sign_in_everyone
from tests.delivery.conftest import FirstStart

Serve = Callable[..., AbstractContextManager[Served]]
START = 180.0
"""Seconds for a start, on a machine that has much else to do."""


def change(instance: Path, statement: str) -> None:
    with closing(sqlite3.connect(instance / "assessment.db")) as database, database:
        database.execute(statement)


def ask(instance: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(instance / "assessment.db")) as database:
        return database.execute(question).fetchall()


def process_named(running: Served, title: str) -> int:
    """The first process of the command that is shown under the title."""
    for pid in sorted(running.processes()):
        if Path(f"/proc/{pid}/comm").read_text() == f"{title}\n":
            return pid
    raise AssertionError(f"no process is called {title}")


def test_first_start_loads_the_demonstration_and_prints_its_accounts(
    first_start: FirstStart,
) -> None:
    found, _password = accounts(first_start.output)
    assert [account.email for account in found] == [
        "manager@demo.example",
        "editor@demo.example",
        "viewer@demo.example",
        "reviewer.fi@demo.example",
        "reviewer.at@demo.example",
        "secretariat@demo.example",
        "deputy@demo.example",
    ]


def test_first_start_keeps_everything_for_the_owner_alone(first_start: FirstStart) -> None:
    made = [first_start.instance, *first_start.instance.rglob("*")]
    assert first_start.instance / "secrets.toml" in made
    assert {path.stat().st_mode & 0o077 for path in made} == {0}


def test_first_start_makes_a_database_that_is_read_while_written(first_start: FirstStart) -> None:
    assert ask(first_start.instance, "PRAGMA journal_mode") == [("wal",)]


def test_printed_accounts_can_sign_in(serve: Serve, instance: Path) -> None:
    with serve() as running:
        address = running.wait_for_address(START)
        sign_in_everyone(address, running.output)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_stop_leaves_no_process_and_frees_the_port(
    serve: Serve, instance: Path, number: signal.Signals
) -> None:
    with serve() as running:
        port = urlsplit(running.wait_for_address(START)).port or 0
        family = running.processes()
        assert len(family) >= 4
        running.process.send_signal(number)
        assert running.wait() == 0
        assert alive(family) == set()
        assert is_free(port)
    assert running.lines[-1] == "Stopped.\n"
    assert "Traceback" not in running.output


def test_ctrl_c_reaches_everything_at_once_and_ends_cleanly(serve: Serve, instance: Path) -> None:
    with serve() as running:
        running.wait_for_address(START)
        family = running.processes()
        assert running.interrupt(60) == 0
        assert alive(family) == set()
    assert "Traceback" not in running.output


def test_killed_outright_takes_its_children_along(serve: Serve, instance: Path) -> None:
    with serve() as running:
        running.wait_for_address(START)
        family = running.processes()
        running.process.kill()
        running.wait()
        for pid in family:
            wait_for_end(pid)


def wait_for_end(pid: int) -> None:
    for _ in range(600):
        if not alive({pid}):
            return
        time.sleep(0.1)
    raise AssertionError(f"process {pid} is left")


@pytest.mark.parametrize(
    ("title", "name"),
    [("assess-worker", "background worker"), ("assess-web", "web server")],
)
def test_child_that_dies_stops_the_other_and_fails(
    serve: Serve, instance: Path, title: str, name: str
) -> None:
    with serve() as running:
        running.wait_for_address(START)
        family = running.processes()
        os.kill(process_named(running, title), signal.SIGKILL)
        assert running.wait() == 1
        assert alive(family) == set()
    assert running.lines[-1] == f"The {name} ended by itself (SIGKILL). Stopping.\n"


def test_second_start_keeps_all_data(serve: Serve, instance: Path) -> None:
    change(instance, "UPDATE users SET name = 'Somebody Else' WHERE id = 1")
    before = ask(instance, "SELECT id, name, email, password FROM users ORDER BY id")
    with serve("--demonstration") as running:
        running.wait_for_address(START)
        assert "Loading" not in running.output
        assert len(accounts(running.output)[0]) == 7
    assert ask(instance, "SELECT id, name, email, password FROM users ORDER BY id") == before


def test_accounts_are_not_printed_without_the_demonstration(serve: Serve, instance: Path) -> None:
    change(instance, "UPDATE users SET is_demonstration = 0")
    with serve() as running:
        running.wait_for_address(START)
        assert "Password" not in running.output


def test_without_the_demonstration_the_first_account_is_made_by_hand(
    serve: Serve, tmp_path: Path
) -> None:
    with serve() as running:
        address = running.wait_for_address(START)
        assert "Loading" not in running.output
        assert ask(tmp_path / "instance", "SELECT count(*) FROM users") == [(0,)]
        assert "Nobody has an account yet. Make the first one:\n" in running.output
        assert '\n  assessment people add-secretariat EMAIL --name "NAME"\n' in running.output
        password = "pitkä salasana ylös"
        made = CliRunner(env={"ASSESSMENT_INSTANCE": str(tmp_path / "instance")}).invoke(
            people.command,
            ["add-secretariat", "sanna@office.example", "--name", "Sanna"],
            input=f"{password}\n{password}\n",
        )
        assert made.exit_code == 0, made.output
        sign_in(address, Account("Secretariat", "Sanna", "sanna@office.example"), password)


@pytest.mark.parametrize(
    ("variables", "is_warned"),
    [
        ({"HOST": "0.0.0.0"}, True),  # noqa: S104 (all networks, for the length of a test)
        ({"HOST": "0.0.0.0", "ASSESSMENT_BASE_URL": "https://labels.example"}, False),  # noqa: S104
        ({}, False),
    ],
)
def test_links_that_others_cannot_open_are_warned_of(
    serve: Serve, instance: Path, variables: dict[str, str], is_warned: bool
) -> None:
    with serve(**variables) as running:
        running.wait_for_address(START)
        assert ("Warning: base_url is not set" in running.output) is is_warned


def test_taken_port_is_a_message_that_names_it(serve: Serve, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with serve(PORT=str(port)) as running:
            assert running.wait() == 1
    assert f"Port {port} on 127.0.0.1 is taken" in running.output
    assert "PORT=" in running.output
    assert "Traceback" not in running.output
    assert not (tmp_path / "instance").exists()


def test_broken_criteria_stop_the_start_and_name_path_and_line(
    serve: Serve, checkout: Path, tmp_path: Path
) -> None:
    criteria = Path(shutil.copytree(checkout / "criteria", tmp_path / "criteria"))
    label = criteria / "cluster-excellence" / "gold.yaml"
    lines = label.read_text(encoding="utf-8").splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("threshold:"))
    lines[place] = "threshhold: 120"
    label.write_text("\n".join(lines), encoding="utf-8")
    with serve(ASSESSMENT_CRITERIA_PATH=str(criteria)) as running:
        assert running.wait() == 1
    assert f"criteria/cluster-excellence/gold.yaml:{place + 1}: " in running.output
    assert "Traceback" not in running.output


def test_unknown_setting_is_a_message_that_names_it(serve: Serve) -> None:
    with serve(ASSESSMENT_COLOUR="blue") as running:
        assert running.wait() == 1
    assert "ASSESSMENT_COLOUR" in running.output
    assert "Traceback" not in running.output


def test_database_that_cannot_be_reached_is_a_message(serve: Serve) -> None:
    with serve(ASSESSMENT_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none") as running:
        assert running.wait() == 1
    assert "The database cannot be used" in running.output
    assert "Traceback" not in running.output


def test_address_that_is_no_database_is_a_message(serve: Serve) -> None:
    with serve(ASSESSMENT_DATABASE_URL="the one in the cellar") as running:
        assert running.wait() == 1
    assert "ASSESSMENT_DATABASE_URL: database_url: " in running.output
    assert "Traceback" not in running.output
