"""`assessment audit` tells whether the chain of events is whole, exactly."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from assessment.cli import main
from assessment.db.session import open_session, unit_of_work
from assessment.domain.chain import ORIGIN
from assessment.services.steps import record_event
from tests.building import NOON

Run = Callable[..., Result]
NOTHING = {"compared": 0, "unsealed": 0, "mismatches": []}


@pytest.fixture
def run(database: str, tmp_path: Path) -> Run:
    """Runs `assessment audit` on the database."""
    variables = {"ASSESSMENT_INSTANCE": str(tmp_path / "i"), "ASSESSMENT_DATABASE_URL": database}
    return lambda *arguments: CliRunner(env=variables).invoke(main, ["audit", *arguments])


@pytest.fixture
def heads(engine: Engine) -> list[str]:
    """A chain of four events; its heads at every moment, as the command prints them."""
    found = [f"0:{ORIGIN}"]
    with unit_of_work(engine) as session:
        for number in range(1, 5):
            event = record_event(session, f"step {number}", actor_id=None, at=NOON)
            found.append(f"{number}:{event.digest}")
    return found


def tamper(engine: Engine, *statements: str) -> None:
    """As somebody does who owns the database."""
    off = (
        ["DROP TRIGGER events_are_never_updated", "DROP TRIGGER events_are_never_deleted"]
        if engine.dialect.name == "sqlite"
        else ["ALTER TABLE events DISABLE TRIGGER USER"]
    )
    with open_session(engine, writes=True) as session:
        for statement in (*off, *statements):
            session.execute(text(statement))
        session.commit()


def test_a_chain_without_events_is_whole(run: Run) -> None:
    result = run("verify")
    assert (result.exit_code, result.output) == (
        0,
        f"The chain of 0 events is whole.\nHead: 0:{ORIGIN}\n",
    )


def test_a_whole_chain_is_told_with_its_head(run: Run, heads: list[str]) -> None:
    result = run("verify")
    assert (result.exit_code, result.output) == (
        0,
        f"The chain of 4 events is whole.\nHead: {heads[4]}\n",
    )


def test_the_head_is_printed_to_be_kept(run: Run, heads: list[str]) -> None:
    result = run("head")
    assert (result.exit_code, result.output) == (0, f"{heads[4]}\n")


def test_a_chain_goes_on_from_every_head_that_it_had(run: Run, heads: list[str]) -> None:
    for kept in heads:
        result = run("verify", "--head", kept)
        assert (result.exit_code, result.output) == (
            0,
            f"The chain of 4 events is whole.\nHead: {heads[4]}\n"
            f"It goes on from the head that was kept: {kept}\n",
        )


def test_every_break_is_told_and_the_status_is_1(
    run: Run, engine: Engine, heads: list[str]
) -> None:
    tamper(
        engine,
        "UPDATE events SET actor_id = NULL, kind = 'other' WHERE number = 1",
        "DELETE FROM events WHERE number IN (2, 4)",
    )
    result = run("verify")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "Event 1 was altered: what it says does not give its digest.\n"
        "Event 2 was removed.\n"
        "Event 4 was removed.\n"
        f"Head: {heads[4]}\n",
        "Error: The chain of 2 events is broken.\n",
    )


def test_as_json_it_tells_the_same(run: Run, engine: Engine, heads: list[str]) -> None:
    number, digest = heads[4].split(":")
    head = {"number": int(number), "digest": digest}
    whole = run("verify", "--json")
    assert (whole.exit_code, json.loads(whole.stdout)) == (
        0,
        {"events": 4, "head": head, "breaks": [], "records": NOTHING},
    )
    tamper(engine, "DELETE FROM events WHERE number > 2")
    broken = run("verify", "--json")
    words = "Events 3 to 4 were removed."
    assert (broken.exit_code, json.loads(broken.stdout)) == (
        1,
        {
            "events": 2,
            "head": head,
            "breaks": [{"kind": "removed", "first": 3, "last": 4, "words": words}],
            "records": NOTHING,
        },
    )


def test_a_chain_that_was_cut_with_its_head_is_found_by_one_that_was_kept(
    run: Run, engine: Engine, heads: list[str]
) -> None:
    number, digest = heads[2].split(":")
    tamper(
        engine,
        "DELETE FROM events WHERE number > 2",
        f"UPDATE event_head SET number = {number}, digest = '{digest}'",  # noqa: S608
    )
    assert run("verify").exit_code == 0
    result = run("verify", "--head", heads[4])
    assert (result.exit_code, result.stdout) == (
        1,
        f"Events 3 to 4 were removed.\nHead: {heads[2]}\n",
    )


def test_a_chain_that_was_written_anew_is_found_by_a_head_that_was_kept(
    run: Run, engine: Engine, heads: list[str]
) -> None:
    tamper(engine, "DELETE FROM events", f"UPDATE event_head SET number = 0, digest = '{ORIGIN}'")  # noqa: S608
    with unit_of_work(engine) as session:
        for number in range(1, 6):
            last = record_event(session, f"forged {number}", actor_id=None, at=NOON)
    assert run("verify").exit_code == 0
    result = run("verify", "--head", heads[4])
    assert (result.exit_code, result.stdout) == (
        1,
        "Event 4 is not the one whose digest was kept: the chain was written anew.\n"
        f"Head: 5:{last.digest}\n",
    )


def test_a_lost_head_is_told(run: Run, engine: Engine, heads: list[str]) -> None:
    tamper(engine, "DELETE FROM event_head")
    result = run("verify")
    assert (result.exit_code, result.stdout) == (
        1,
        "The end of the chain is not recorded any more: what is missing there is unknown.\n",
    )
    result = run("head")
    message = "Error: The end of the chain is not recorded any more: verify it.\n"
    assert (result.exit_code, result.output) == (1, message)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kept", ["4", "x:" + "a" * 64, "4:" + "A" * 64, "4:abc"])
def test_what_is_no_head_is_refused(run: Run, kept: str) -> None:
    result = run("verify", "--head", kept)
    assert result.exit_code == 2
    assert "expected a number, a colon and 64 hexadecimal digits" in result.output
