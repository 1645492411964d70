"""Codes of an authenticator app, and recovery codes."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.db.models import User
from assessment.db.queries.signing_in import recovery_codes_left
from assessment.db.session import unit_of_work
from assessment.services.second_factor import Factor, SecondFactor, turn_off_second_factor
from tests.authenticator import AuthenticatorApp
from tests.building import World

FACTOR = SecondFactor("k" * 32, "Cluster Assessment")


def turned_on(session: Session, person: User) -> AuthenticatorApp:
    sealed = FACTOR.new_key()
    app = AuthenticatorApp(FACTOR.told(sealed, person.email).shown)
    assert FACTOR.turn_on(session, person, sealed, app.code(steps=-1))
    return app


def test_the_app_is_told_who_we_are_and_whose_key_it_is(world: World) -> None:
    key = FACTOR.told(FACTOR.new_key(), world.owner.email)
    assert key.address.startswith("otpauth://totp/Cluster%20Assessment:owner@people.example?")
    assert key.shown.replace("-", "") in key.address


def test_the_key_is_kept_sealed(session: Session, world: World) -> None:
    app = turned_on(session, world.owner)
    assert app.key.replace("-", "") not in (world.owner.totp_secret or "")


def test_a_wrong_code_does_not_turn_it_on(session: Session, world: World) -> None:
    assert FACTOR.turn_on(session, world.owner, FACTOR.new_key(), "000000") is False
    assert world.owner.totp_secret is None


def test_a_code_is_good_once(session: Session, world: World) -> None:
    app = turned_on(session, world.owner)
    assert FACTOR.take(session, world.owner, app.code()) is Factor.APP
    session.refresh(world.owner)
    assert FACTOR.take(session, world.owner, app.code()) is None


def test_the_code_that_turned_it_on_signs_nobody_in(session: Session, world: World) -> None:
    app = turned_on(session, world.owner)
    assert FACTOR.take(session, world.owner, app.code(steps=-1)) is None


def test_a_clock_may_be_half_a_minute_wrong(session: Session, world: World) -> None:
    app = turned_on(session, world.owner)
    assert FACTOR.take(session, world.owner, app.code(steps=3)) is None
    assert FACTOR.take(session, world.owner, app.code(steps=1)) is Factor.APP


def test_a_code_with_a_space_in_it_is_taken(session: Session, world: World) -> None:
    code = turned_on(session, world.owner).code()
    assert FACTOR.take(session, world.owner, f" {code[:3]} {code[3:]} ") is Factor.APP


@pytest.mark.parametrize("code", ["", "abc", "12345", "1234567", "१२३४५६", "-" * 5000])
def test_what_is_no_code_is_refused(session: Session, world: World, code: str) -> None:
    turned_on(session, world.owner)
    FACTOR.new_recovery_codes(session, world.owner.id)
    assert FACTOR.take(session, world.owner, code) is None


def test_two_who_bring_the_same_code_at_once_are_not_both_let_in(
    session: Session, world: World, engine: Engine
) -> None:
    app = turned_on(session, world.owner)
    session.commit()
    code, late = app.code(), session.get(User, world.owner.id)
    session.commit()
    with unit_of_work(engine) as other:
        person = other.get(User, world.owner.id)
        assert person is not None
        assert FACTOR.take(other, person, code) is Factor.APP
    assert late is not None
    assert FACTOR.take(session, late, code) is None


def test_a_recovery_code_is_good_once_however_it_is_typed(session: Session, world: World) -> None:
    turned_on(session, world.owner)
    codes = FACTOR.new_recovery_codes(session, world.owner.id)
    typed = codes[0].replace("-", " ").upper()
    assert FACTOR.take(session, world.owner, typed) is Factor.RECOVERY_CODE
    assert FACTOR.take(session, world.owner, codes[0]) is None
    assert recovery_codes_left(session, world.owner.id) == 9


def test_a_recovery_code_is_its_owners_alone(session: Session, world: World) -> None:
    codes = FACTOR.new_recovery_codes(session, world.owner.id)
    turned_on(session, world.viewer)
    assert FACTOR.take(session, world.viewer, codes[0]) is None


def test_new_recovery_codes_end_the_old_ones(session: Session, world: World) -> None:
    turned_on(session, world.owner)
    old = FACTOR.new_recovery_codes(session, world.owner.id)
    new = FACTOR.new_recovery_codes(session, world.owner.id)
    assert FACTOR.take(session, world.owner, old[0]) is None
    assert FACTOR.take(session, world.owner, new[0]) is Factor.RECOVERY_CODE


def test_turning_it_off_forgets_key_and_codes(session: Session, world: World) -> None:
    app = turned_on(session, world.owner)
    codes = FACTOR.new_recovery_codes(session, world.owner.id)
    turn_off_second_factor(session, world.owner)
    assert (world.owner.totp_secret, world.owner.totp_counter) == (None, None)
    assert FACTOR.take(session, world.owner, app.code()) is None
    assert FACTOR.take(session, world.owner, codes[0]) is None


def test_with_another_secret_of_the_installation_no_code_is_good(
    session: Session, world: World
) -> None:
    app = turned_on(session, world.owner)
    other = SecondFactor("o" * 32, "Cluster Assessment")
    assert other.take(session, world.owner, app.code()) is None
