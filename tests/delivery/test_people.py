"""`assessment people`: the account that invites all others, and lost second factors."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from assessment.cli import people
from assessment.db.models import OutboxMessage, User
from assessment.db.session import make_engine, open_session, unit_of_work

PASSWORD = "a long password"


def add(instance: Path, *arguments: str, typed: str = f"{PASSWORD}\n{PASSWORD}\n") -> Result:
    runner = CliRunner(env={"ASSESSMENT_INSTANCE": str(instance)})
    return runner.invoke(people.command, ["add-secretariat", *arguments], input=typed)


def reset(instance: Path, email: str) -> Result:
    runner = CliRunner(env={"ASSESSMENT_INSTANCE": str(instance)})
    return runner.invoke(people.command, ["reset-second-factor", email])


def accounts(instance: Path) -> list[tuple[str, str, str, bool]]:
    engine = make_engine(f"sqlite:///{instance / 'assessment.db'}")
    with open_session(engine, writes=False) as session:
        found = session.scalars(select(User).order_by(User.id)).all()
    engine.dispose()
    return [(u.email, u.name, u.language, u.is_secretariat) for u in found]


def test_add_secretariat_makes_an_account_in_a_fresh_installation(tmp_path: Path) -> None:
    made = add(tmp_path, "sanna@office.example", "--name", "Sanna", "--language", "fi")
    assert (made.exit_code, made.output.splitlines()[-1]) == (
        0,
        "sanna@office.example can sign in and invite others.",
    )
    assert accounts(tmp_path) == [("sanna@office.example", "Sanna", "fi", True)]


def test_add_secretariat_does_not_show_the_password(tmp_path: Path) -> None:
    assert PASSWORD not in add(tmp_path, "sanna@office.example", "--name", "Sanna").output


def test_add_secretariat_asks_again_when_the_passwords_differ(tmp_path: Path) -> None:
    typed = f"{PASSWORD}\nanother\n{PASSWORD}\n{PASSWORD}\n"
    assert add(tmp_path, "sanna@office.example", "--name", "Sanna", typed=typed).exit_code == 0


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        ("Sanna@Office.example", PASSWORD, "Error: Sanna@Office.example has an account already."),
        (
            "other@office.example",
            "too short",
            "Error: The password cannot be taken: a password has 12 to 128 characters.",
        ),
        (
            "nobody",
            PASSWORD,
            "Error: nobody: An email address must have an @-sign.",
        ),
    ],
)
def test_add_secretariat_says_what_it_refuses(
    tmp_path: Path, email: str, password: str, message: str
) -> None:
    add(tmp_path, "sanna@office.example", "--name", "Sanna")
    refused = add(tmp_path, email, "--name", "Other", typed=f"{password}\n{password}\n")
    assert (refused.exit_code, refused.output.splitlines()[-1]) == (1, message)
    assert accounts(tmp_path) == [("sanna@office.example", "Sanna", "en", True)]


def test_reset_second_factor_lets_the_password_alone_sign_in(tmp_path: Path) -> None:
    add(tmp_path, "sanna@office.example", "--name", "Sanna")
    engine = make_engine(f"sqlite:///{tmp_path / 'assessment.db'}")
    with unit_of_work(engine) as session:
        session.scalars(select(User)).one().totp_secret = "sealed"
    done = reset(tmp_path, "Sanna@Office.example")
    assert (done.exit_code, done.output.splitlines()[-1]) == (
        0,
        "sanna@office.example signs in with the password alone, until the app is set up anew.",
    )
    with open_session(engine, writes=False) as session:
        assert session.scalars(select(User)).one().totp_secret is None
        assert "no longer asks for a code" in session.scalars(select(OutboxMessage)).one().body
    engine.dispose()


def test_reset_second_factor_says_when_there_is_nothing_to_reset(tmp_path: Path) -> None:
    add(tmp_path, "sanna@office.example", "--name", "Sanna")
    told = [reset(tmp_path, email).output for email in ("sanna@office.example", "who@x.example")]
    assert told == [
        "Error: sanna@office.example has no second factor.\n",
        "Error: who@x.example has no account.\n",
    ]
