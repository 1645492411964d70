"""Anybody finds a holder in the register and checks the certificate; its owner chooses what is public."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.person import Person


def test_a_visitor_without_script_searches_the_register_and_checks_a_certificate(
    demonstration: Site, visit: Callable[..., Person]
) -> None:
    visitor = visit(demonstration, width=360, java_script_enabled=False).go("/")
    visitor.follow("Open the register").is_at("Register of labelled clusters").sees("2 labels")
    visitor.page.get_by_label("Label", exact=True).select_option(label="Gold")
    visitor.fill("Name or organisation", "circular").press("Show").sees("1 label")
    visitor.sees("Search: circular")
    visitor.follow("Arctic Industry and Circular Economy")
    visitor.is_at("Arctic Industry and Circular Economy").sees("Steel, mining, pulp")
    visitor.follow("G-2026-").sees("This certificate is valid.")
    visitor.follow("More about this cluster and its labels")
    visitor.is_at("Arctic Industry and Circular Economy")
    assert visitor.complaints == []


def test_an_owner_opens_and_closes_parts_and_finds_the_badge(
    site: Site, visit: Callable[..., Person]
) -> None:
    owner = visit(site).sign_in("manager@demo.example")
    owner.go("/clusters/1/profile").follow("Choose what is public").is_at("What is public")
    owner.page.get_by_label("Website", exact=True).uncheck()
    owner.page.get_by_label("Day of foundation").check()
    owner.press("Save").sees("Saved.")
    owner.follow("The public page").sees("Founded")
    expect(owner.page.locator("main")).not_to_contain_text("https://")
    owner.go("/assessments/1").sees("For your website")
    badge = owner.page.locator("#website ~ p img")
    assert badge.evaluate("picture => picture.complete && picture.naturalHeight") == 96
    line = owner.page.get_by_label("HTML to copy").input_value()
    assert line.startswith(f'<a href="{site.address}/verify/')
    elsewhere = visit(site)
    with website_with(line) as address:
        elsewhere.page.goto(address)
        picture = elsewhere.page.locator("img")
        assert picture.evaluate("picture => picture.naturalHeight") == 96
    assert owner.complaints == elsewhere.complaints == []


@contextmanager
def website_with(content: str) -> Iterator[str]:
    """A page of another address, which takes from others only what these give to everybody."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            self.end_headers()
            self.wfile.write(f'<link rel="icon" href="data:,">{content}'.encode())

        def log_message(self, *_about: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("localhost", 0), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
