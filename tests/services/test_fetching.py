"""Asking addresses on the web whether they are there, and never those of private networks."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.evidence import LinkState
from assessment.services import fetching
from assessment.services.fetching import Look, Looker, is_public
from tests.services.web_of_tests import Site, site

ANYWHERE = Looker("Test/1", is_anywhere=True)
PUBLIC = Looker("Test/1")


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with site() as found:
        yield found


@pytest.fixture
def web(running: Site) -> Site:
    running.asked.clear()
    return running


def test_a_page_that_answers_is_alive_and_only_its_head_is_asked_for(web: Site) -> None:
    assert ANYWHERE.look(f"{web.address}/a page?q=ä") == Look(LinkState.ALIVE, 200)
    assert web.asked == [("HEAD", "/a%20page?q=%C3%A4", "Test/1")]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (204, LinkState.ALIVE),
        (401, LinkState.CLOSED),
        (403, LinkState.CLOSED),
        (404, LinkState.GONE),
        (410, LinkState.GONE),
        (500, LinkState.UNREACHABLE),
        (503, LinkState.UNREACHABLE),
    ],
)
def test_the_status_says_how_it_stands(web: Site, status: int, state: LinkState) -> None:
    assert ANYWHERE.look(f"{web.address}/status/{status}") == Look(state, status)


def test_a_server_that_does_not_know_head_is_asked_again(web: Site) -> None:
    assert ANYWHERE.look(f"{web.address}/no-head").state is LinkState.ALIVE
    assert web.requests == [("HEAD", "/no-head"), ("GET", "/no-head")]


def test_a_redirect_is_followed_and_told(web: Site) -> None:
    found = ANYWHERE.look(f"{web.address}/to//status/404")
    assert found == Look(LinkState.GONE, 404, f"{web.address}/status/404")


def test_a_circle_of_redirects_ends(web: Site) -> None:
    assert ANYWHERE.look(f"{web.address}/round").state is LinkState.UNREACHABLE
    assert len(web.asked) == 6


def test_nobody_there_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert ANYWHERE.look(f"http://127.0.0.1:{port}/").state is LinkState.UNREACHABLE


def test_one_who_never_answers_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "ALL_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert ANYWHERE.look(f"http://127.0.0.1:{port}/").state is LinkState.UNREACHABLE


def test_one_who_talks_nonsense_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "ALL_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        here, there = socket.socketpair()
        there.sendall(b"I am no web server\r\n\r\n")
        monkeypatch.setattr(fetching.socket, "create_connection", lambda *_a, **_k: here)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert ANYWHERE.look(url).state is LinkState.UNREACHABLE
        there.close()


@contextmanager
def dripping(head: bytes) -> Iterator[int]:
    """The port of a server that begins an answer and sends one byte more of it after the other."""
    is_over = threading.Event()

    def drip() -> None:
        taken, _ = server.accept()
        with taken, suppress(OSError):
            taken.sendall(head)
            while not is_over.wait(0.01):
                taken.sendall(b"a")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        is_over.set()
        thread.join()


@pytest.mark.parametrize(
    ("scheme", "head"),
    [("http", b"HTTP/1.1 "), ("https", b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")],
)
def test_one_who_never_ends_is_left_also_after_a_slow_beginning(
    monkeypatch: pytest.MonkeyPatch, scheme: str, head: bytes
) -> None:
    clock = iter([0.0, 0.0])
    monkeypatch.setattr(fetching, "monotonic", lambda: next(clock, fetching.ALL_SECONDS - 0.2))
    with dripping(head) as port:
        found = ANYWHERE.look(f"{scheme}://127.0.0.1:{port}/")
    assert found.state is LinkState.UNREACHABLE


def test_addresses_that_do_not_answer_and_redirects_share_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[tuple[str, float]] = []

    def connect(where: tuple[str, int], seconds: float) -> None:
        made.append((where[0], seconds))
        raise TimeoutError

    hosts = [(0, 0, 0, "", (f"93.184.215.{number}", 80)) for number in (1, 2, 3)]
    monkeypatch.setattr(fetching, "monotonic", lambda: sum(seconds for _, seconds in made))
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_a, **_o: hosts)
    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    assert PUBLIC.look("http://timber.example/").state is LinkState.UNREACHABLE
    assert made == [("93.184.215.1", 8.0), ("93.184.215.2", 7.0)]


def test_an_unknown_name_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(fetching.socket, "getaddrinfo", unknown)
    assert PUBLIC.look("https://nowhere.example/").state is LinkState.GONE


def test_a_resolver_that_is_away_says_nothing_of_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(fetching.socket, "getaddrinfo", away)
    assert PUBLIC.look("https://timber.example/").state is LinkState.UNREACHABLE


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",  # noqa: S104  # an address that is asked about
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[fe80::1]",
        "[fd00::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_private_networks_are_never_asked(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    def connect(*_args: object, **_options: object) -> None:
        pytest.fail("a connection was made")

    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    found = PUBLIC.look(f"http://{host}/")
    assert found.state in (LinkState.NOT_PUBLIC, LinkState.UNREACHABLE, LinkState.GONE)
    if not host.startswith("["):
        assert found.state is LinkState.NOT_PUBLIC


@pytest.mark.parametrize(
    "url",
    [
        "ftp://timber.example/",
        "file:///etc/passwd",
        "gopher://timber.example/",
        "http://user:word@timber.example/",
        "http://timber.example:22/",
        "http:///nowhere",
    ],
)
def test_only_the_public_web_is_asked(url: str) -> None:
    assert PUBLIC.look(url).state is LinkState.NOT_PUBLIC


def test_a_public_page_cannot_lead_into_a_private_network(
    monkeypatch: pytest.MonkeyPatch, web: Site
) -> None:
    """The first host looks public; where it leads is looked at like any other."""
    port = int(web.address.rpartition(":")[2])

    def connect(where: tuple[str, int], _timeout: float) -> socket.socket:
        found = socket.socket()
        found.connect(("127.0.0.1", where[1]))
        return found

    monkeypatch.setattr(fetching, "PORTS", fetching.PORTS | {port})
    monkeypatch.setattr(
        fetching.socket,
        "getaddrinfo",
        lambda host, port, **_o: [
            (0, 0, 0, "", ("93.184.215.14" if host == "timber.example" else "127.0.0.1", port))
        ],
    )
    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    found = PUBLIC.look(f"http://timber.example:{port}/to/http://inside.example:{port}/secret")
    assert found.state is LinkState.NOT_PUBLIC
    assert [path for _, path in web.requests] == [f"/to/http://inside.example:{port}/secret"]


def test_a_host_of_which_one_address_is_private_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = [(0, 0, 0, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_a, **_o: both)
    assert PUBLIC.look("http://timber.example/").state is LinkState.NOT_PUBLIC


def test_the_connection_goes_to_the_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, answers = [], iter(["93.184.215.14", "127.0.0.1"])

    def resolve(*_args: object, **_options: object) -> list[object]:
        return [(0, 0, 0, "", (next(answers), 80))]

    def connect(where: tuple[str, int], _timeout: float) -> None:
        made.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(fetching.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    assert PUBLIC.look("http://timber.example/").state is LinkState.UNREACHABLE
    assert made == [("93.184.215.14", 80)]


PRIVATE = [
    ip_network(text)
    for text in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
]


@given(st.sampled_from(PRIVATE), st.integers(min_value=0))
def test_no_private_address_is_public_in_any_dress(network, number):
    address = network[number % network.num_addresses]
    assert isinstance(address, IPv4Address)
    packed = int(address)
    dresses = (
        str(address),
        str(IPv6Address((0xFFFF << 32) + packed)),
        str(IPv6Address((0x64FF9B << 96) + packed)),
        str(IPv6Address((0x2002 << 112) + (packed << 80))),
    )
    assert [dress for dress in dresses if is_public(dress)] == []


def test_addresses_of_the_public_network_are_public():
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    assert not is_public("224.0.0.1")
    assert not is_public("timber.example")
