"""Addresses to return to."""

from urllib.parse import SplitResult, urlsplit

from flask import current_app, request, url_for


def own_page(address: str | None, otherwise: str = "public.home") -> str:
    """The address when it is a path of ours, else another page: nobody is sent elsewhere."""
    address = address or ""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path and address.isprintable() else url_for(otherwise)


def page_address() -> str:
    """The address that shows this page again: its own, or that of the page whose form was sent."""
    if request.method in ("GET", "HEAD"):
        return request.full_path if request.query_string else request.path
    adapter = current_app.create_url_adapter(request)
    if adapter is not None and adapter.test(request.path, "GET"):
        return request.path
    sender = sent_from()
    if sender.netloc != request.host:
        return url_for("public.start")
    path = f"{sender.path}?{sender.query}" if sender.query else sender.path
    return own_page(path, "public.start")


def sent_from() -> SplitResult:
    """Where the request says that it comes from: the page's address, or at least its host; else empty."""
    try:
        return urlsplit(request.referrer or request.headers.get("Origin", ""))
    except ValueError:
        return urlsplit("")
