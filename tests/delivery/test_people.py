"""`assessment people`: the account that invites all others."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from assessment.cli import people
from assessment.db.models import User
from assessment.db.session import make_engine, open_session

PASSWORD = "a long password"


def add(instance: Path, *arguments: str, typed: str = f"{PASSWORD}\n{PASSWORD}\n") -> Result:
    runner = CliRunner(env={"ASSESSMENT_INSTANCE": str(instance)})
    return runner.invoke(people.command, ["add-secretariat", *arguments], input=typed)


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
