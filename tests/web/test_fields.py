"""What every form takes of a text and of an address."""

from contextlib import suppress
from types import SimpleNamespace

import pytest
from wtforms import Form, ValidationError

from assessment.web.forms.fields import one_line, web_address, whole_address, without_address


@pytest.mark.parametrize(
    "address",
    [
        "https://%00/",
        "https://a.example:99999999/",
        "https://a.example:0/",
        "https://who@a.example/",
        "ftp://a.example/",
        "a.example",
    ],
)
def test_address_that_leads_nowhere_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="refused"):
        web_address("refused")(Form(), SimpleNamespace(data=address))


@pytest.mark.parametrize(
    "address",
    ["https://a.example/", "http://a.example:8080/x?y=%20", "https://ääkkönen.example", ""],
)
def test_address_on_the_web_is_taken(address: str) -> None:
    web_address("refused")(Form(), SimpleNamespace(data=address))


@pytest.mark.parametrize(
    "typed",
    [
        "timber.example",
        "www.timber.example:8080/members?year=2025#all",
        "ääkkönen.example",
        "timber.xn--p1ai",
        "timber.example?next=ftp://a",
    ],
)
def test_address_without_a_scheme_is_one_by_https(typed: str) -> None:
    assert whole_address(f" {typed} ") == f"https://{typed}"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        None,
        "timber",
        "localhost:8131",
        "12.5",
        "192.0.2.1",
        "http://timber.example",
        "ftp://timber.example",
        "javascript:alert(1)",
        "data.uri:text/html,x",
        "//timber.example",
        "info@timber.example",
        "who:secret@timber.example",
        "timber.example and more",
    ],
)
def test_what_is_no_host_or_has_a_scheme_stays_as_it_was_typed(typed: str | None) -> None:
    assert whole_address(typed) == typed


@pytest.mark.parametrize("text", ["a-" * 500_000, "a." * 500_000, "1." * 500_000])
def test_a_text_of_a_megabyte_is_judged_at_once(text: str) -> None:
    with suppress(ValidationError):
        without_address(Form(), SimpleNamespace(data=text, object_data=""))


def test_characters_that_are_not_seen_or_turn_text_around_are_left_out() -> None:
    assert one_line("Arctic \u202eertned\u2069\x07") == "Arctic ertned"


def test_letters_from_right_to_left_and_joined_pictures_stay() -> None:
    assert one_line("שלום \u200f👩\u200d🔬") == "שלום \u200f👩\u200d🔬"


@pytest.mark.parametrize(
    "text",
    [
        "evil.example/login",
        "Go to EVIL.Example",
        "www.x",
        "https://localhost",
        "//192.0.2.1",
        "mail me@evil.example",
        "evil\u3002example",
        "Nordic.Tech",
        "t.me/evil",
        "x.com/evil",
        "sign in at login-x.com now",
        "203.0.113.5/login",
        "203.0.113.5",
    ],
)
def test_a_name_that_reads_like_an_address_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        without_address(Form(), SimpleNamespace(data=text, object_data="Before"))


@pytest.mark.parametrize(
    "text",
    [
        "A.B. Oy",
        "J.Smith",
        "Puu s.r.o.",
        "Cluster e.V.",
        "Industry 4.0",
        "A.B./C.D.",
        "At 10.15/16",
        "Savo/Karjala",
        "Welcome. We need you…",
        "St. Olav & Co. KG",
        None,
    ],
)
def test_names_with_full_stops_are_taken(text: str | None) -> None:
    without_address(Form(), SimpleNamespace(data=text, object_data="Before"))


def test_a_name_that_the_secretariat_entered_may_stay() -> None:
    name = "automobile.example"
    without_address(Form(), SimpleNamespace(data=name, object_data=name))
