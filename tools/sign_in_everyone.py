"""Signs in over HTTP as each account that a started product printed, like a browser would."""

import re
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from http.cookiejar import CookieJar

SIGN_IN = "/login"
PASSWORD = re.compile(r"^ *Password of all: (.+)$", re.MULTILINE)
ACCOUNT = re.compile(r"^ *(\S.*?) {2,}(\S.*?) {2,}(\S+@\S+)$", re.MULTILINE)


@dataclass
class Account:
    role: str
    name: str
    email: str


class SignInForm(HTMLParser):
    """The fields and the target of the page's form that asks for a password."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self._is_found = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "form" and not self._is_found:
            self.action, self.fields = values.get("action", ""), {}
        elif tag == "input" and "name" in values and not self._is_closed(values):
            self.fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and "password" in self.fields:
            self._is_found = True

    def _is_closed(self, values: dict[str, str]) -> bool:
        return self._is_found or values.get("type") in {"checkbox", "submit"}


def accounts(output: str) -> tuple[list[Account], str]:
    """The accounts and their password, as the start printed them."""
    password = PASSWORD.search(output)
    found = [Account(*match) for match in ACCOUNT.findall(output)]
    if not found or not password:
        raise AssertionError(f"no accounts were printed:\n{output}")
    return found, password[1].strip()


def sign_in(address: str, account: Account, password: str) -> None:
    """Raises `AssertionError` unless the person's own start page greets them by name."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
    )
    url = address + SIGN_IN
    form = SignInForm(opener.open(url, timeout=30).read().decode())
    fields = form.fields | {"email": account.email, "password": password}
    with opener.open(
        urllib.parse.urljoin(url, form.action), urllib.parse.urlencode(fields).encode(), timeout=30
    ) as answer:
        page = answer.read().decode()
        if SIGN_IN in answer.url or escape(account.name) not in page:
            raise AssertionError(f"{account.email} is not signed in; {answer.url} answered {page}")
        print(f"signed in: {account.role}, {account.name}, at {answer.url.removeprefix(address)}")


def sign_in_everyone(address: str, output: str) -> None:
    """Every account that the start printed can sign in."""
    found, password = accounts(output)
    for account in found:
        sign_in(address, account, password)
